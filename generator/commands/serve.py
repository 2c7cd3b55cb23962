"""`guide serve`: a live preview of the site. An edit's own page comes first, then all else."""

from __future__ import annotations

import tempfile
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING

import click

from generator.asking.ranking import answers
from generator.batch.workers import other_processes
from generator.commands.ask import answers_markdown, guides_index
from generator.commands.build import build
from generator.commands.edited_pages import EditedPages
from generator.output.look import OVERRIDES, SHEET_OVERRIDES
from generator.output.preview_server import Preview, serve_site
from generator.problems import ContentError
from generator.project.brand import brand_files
from generator.rendering.site.preview_notices import BEING_MADE, problems_notice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.asking.index import Index
    from generator.batch.workers import Workers
    from generator.commands.edited_pages import Texts
    from generator.output.preview_server import Reload
    from generator.problems import Problem
    from generator.project.paths import Paths


def serve(paths: Paths, guide_id: str | None, address: tuple[str, int]) -> None:
    """Serve the site until interrupted; after a faulty edit the last good site stays up, with the problems on it."""
    with live_preview(paths, guide_id) as live:
        serve_site(live.preview(address))


@contextmanager
def live_preview(paths: Paths, guide_id: str | None) -> Iterator[LivePreview]:
    """Build the site, and yield it as something that follows edits. Raises `ContentError`."""
    with (
        _preview_folder(paths) as out,
        tempfile.TemporaryDirectory(prefix="guide-pages-") as folder,
        other_processes(1) as worker,
    ):
        preview = replace(paths, out=out)
        build(preview, guide_id, site_only=True)
        live = LivePreview(preview, guide_id, EditedPages(preview, guide_id, Path(folder) / "pages"), worker)
        live.begin()
        try:
            yield live
        finally:
            live.end()


@dataclass
class LivePreview:
    """A site as it stands after the last edit: newer pages over the last whole site, which another process makes."""

    paths: Paths
    guide_id: str | None
    pages: EditedPages
    worker: Workers
    notice: str = ""
    newer: dict[str, bytes] = field(default_factory=dict)
    _texts: Texts = field(default_factory=dict)
    _edits: int = 0
    _is_faulty: bool = False
    _is_busy: bool = False
    _is_over: bool = False
    _maker: Thread | None = None
    _searched: Index = field(init=False)
    _is_searched_old: bool = False
    _lock: Lock = field(default_factory=Lock)

    def begin(self) -> None:
        """Take the site that lies there for the one of now."""
        self.pages.begin()
        self._searched = guides_index(self.paths, self.guide_id)

    def end(self) -> None:
        """Let what is being made come to its end, and begin nothing more."""
        with self._lock:
            self._is_over = True
        if self._maker:
            self._maker.join()

    def preview(self, address: tuple[str, int]) -> Preview:
        """Return what the server is told."""
        of_project = [self.paths.project / name for name in (OVERRIDES, SHEET_OVERRIDES)]
        watched = [self.paths.content, *of_project, *brand_files(self.paths.project)]
        return Preview(
            self.edited,
            watched,
            self.paths.out / "site",
            address,
            self.answer,
            notice=lambda: self.notice,
            newer=self.newer_page,
        )

    def newer_page(self, name: str) -> bytes | None:
        """Return a page that is not in the whole site yet."""
        return self.newer.get(name)

    def edited(self, reload: Reload) -> None:
        """Show the pages that an edit touched, and have the whole made; or say what is wrong with it."""
        with self._lock:
            self._edits += 1
            try:
                self._texts, self.newer = self.pages.made()
                self._is_faulty = False
                self.notice = BEING_MADE
            except ContentError as fault:
                self._is_faulty = True
                self._tell(fault.problems)
        self._make_whole(reload)

    def answer(self, question: str) -> str:
        """Answer a question from the guides as the last whole site has them."""
        if self._is_searched_old:
            with suppress(ContentError):  # of a source that is broken again, the index of before still answers
                self._searched = guides_index(self.paths, self.guide_id)
                self._is_searched_old = False
        return answers_markdown(question, answers(self._searched, question), self._searched)

    def _tell(self, problems: tuple[Problem, ...]) -> None:
        click.echo(ContentError(problems), err=True)
        self.notice = problems_notice(problems)

    def _make_whole(self, reload: Reload) -> None:
        """Have all made, unless it is being made: then what came in between is made afterwards."""
        with self._lock:
            if self._is_busy or self._is_faulty or self._is_over:
                return
            self._is_busy = True
            self._maker = Thread(target=self._make, args=(self._edits, self._texts, reload), daemon=True)
            self._maker.start()

    def _make(self, edit: int, texts: Texts, reload: Reload) -> None:
        try:
            problems = self.worker.executor.submit(built_problems, self.paths, self.guide_id).result()
        except BrokenExecutor:  # the process was killed: what it had in hand is made here
            problems = built_problems(self.paths, self.guide_id)
        with self._lock:
            self._is_busy = False
            self._is_searched_old = True
            if not problems:
                self.pages.whole = texts
            is_last = edit == self._edits
            if is_last:
                self.newer = {}
                self.notice = ""
            if is_last and problems:
                self._tell(problems)
        if is_last:
            reload()
        else:
            self._make_whole(reload)


def built_problems(paths: Paths, guide_id: str | None) -> tuple[Problem, ...]:
    """Build the site in a process of its own; return what stopped it."""
    try:
        build(paths, guide_id, site_only=True)
    except ContentError as fault:
        return fault.problems
    return ()


@contextmanager
def _preview_folder(paths: Paths) -> Iterator[Path]:
    """Yield a folder of its own, so that a preview leaves what was built as it is, unless one was named."""
    if paths.out_given:
        yield paths.out
        return
    with tempfile.TemporaryDirectory(prefix="guide-preview-") as folder:
        yield Path(folder) / "build"

"""The pages that an edit of the source touches, made and read back before all else of the site is."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.commands.build import navigation, read_sources, refuse_secrets_of
from generator.commands.finished_site import WrittenPage, page_problems
from generator.output.files import write
from generator.output.look import OVERRIDES
from generator.output.single_pages import SinglePages
from generator.output.site import site_config
from generator.problems import Problems
from generator.project.earlier import Earlier, digest
from generator.project.paths import shown
from generator.publishing.artefacts import Output, count_values, finished_page, page_artefacts
from generator.publishing.catalogue import PAGES

if TYPE_CHECKING:
    from pathlib import Path

    from generator.commands.build import Sources
    from generator.deriving.guide_view import GuideView
    from generator.project.paths import Paths

Texts = dict[str, str]
"""The guides' pages as Markdown, by their files' names."""


@dataclass
class EditedPages:
    """Makes pages after one edit and the next, in a `folder` of its own.

    `whole` are the pages of the last whole site; what differs from them is made.
    """

    paths: Paths
    guide_id: str | None
    folder: Path
    whole: Texts = field(default_factory=dict)
    _of_guides: dict[str, tuple[str, Texts]] = field(default_factory=dict)
    _maker: tuple[str, SinglePages] | None = None

    def begin(self) -> None:
        """Take the site that lies there as made from what the source says now; set up what makes single pages."""
        texts = self._texts(self._sources(Problems()))
        self.whole = dict(list(texts.items())[1:])
        self.made()  # one page, so that the next one finds all templates ready
        self.whole = texts

    def made(self) -> tuple[Texts, dict[str, bytes]]:
        """Return all pages as Markdown, and finished those that differ from the whole site. Raises `ContentError`."""
        problems = Problems()
        sources = self._sources(problems)
        maker = self._maker_for(sources)
        texts = self._texts(sources)
        edited = {name: text for name, text in texts.items() if self.whole.get(name) != text}
        shutil.rmtree(self.folder, ignore_errors=True)
        for name, text in edited.items():
            write(self.folder / "docs" / name, text)
        maker.make(self.paths.project, edited)
        output = Output(self.folder, shown(self.paths.out), problems, Earlier(self.folder))
        self._read_back(edited, sources, maker, output)
        problems.raise_errors()
        finished = map(_finished, edited)
        return texts, {name: (self.folder / "site" / name).read_bytes() for name in finished}

    def _sources(self, problems: Problems) -> Sources:
        return read_sources(self.paths, problems, self.guide_id, None)

    def _texts(self, sources: Sources) -> Texts:
        texts: Texts = {}
        for guide in sources.views:
            texts |= self._pages_of(guide)
        return texts

    def _pages_of(self, guide: GuideView) -> Texts:
        source = digest(repr(guide))
        before, pages = self._of_guides.get(guide.id, ("", {}))
        if source != before:
            pages = {f"{guide.id}/{page.name}.md": page.render(guide) for page in PAGES}
            self._of_guides[guide.id] = source, pages
        return pages

    def _maker_for(self, sources: Sources) -> SinglePages:
        """Return what makes pages of this site; another one if its navigation, settings or look are others."""
        project, nav = self.paths.project, navigation(sources.content)
        look = [project / "mkdocs.yml", *sorted((project / OVERRIDES).rglob("*"))]
        times = [(str(path), path.stat().st_mtime_ns) for path in look if path.is_file()]
        key = digest(json.dumps([nav, times]), repr(sources.brand))
        if self._maker is None or self._maker[0] != key:
            docs, site = self.paths.out / "docs", self.folder / "site"
            names = [f"{guide.id}/{page.name}.md" for guide in sources.views for page in PAGES]
            self._maker = key, SinglePages.of(project, site_config(project, docs, site, nav, sources.brand), names)
        return self._maker[1]

    def _read_back(self, edited: Texts, sources: Sources, maker: SinglePages, output: Output) -> None:
        guides = sources.content.guides
        sources_of_pages = {f"docs/{name}" for name in edited}
        made = {}
        for guide in guides:
            pages = [page for page in page_artefacts(guide) if page.path in sources_of_pages]
            made[guide.id] = [finished_page(page) for page in pages]
        count_values(output, guides, made)
        written = [WrittenPage(_finished(name), text, maker.markdown) for name, text in edited.items()]
        output.problems.extend(page_problems(written, sources.content, output))
        refuse_secrets_of(sources.views, output)


def _finished(name: str) -> str:
    return PurePosixPath(name).with_suffix(".html").as_posix()

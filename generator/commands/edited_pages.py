"""The pages that an edit of the source touches, made and read back before all else of the site is."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from generator.commands.build import navigation, read_sources, refuse_secrets_of
from generator.commands.finished_site import WrittenPage, page_problems, settings_of
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
    from generator.commands.build import Sources
    from generator.deriving.guide_view import GuideView
    from generator.model import Guide
    from generator.project.paths import Paths
    from generator.publishing.artefacts import Artefact

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
        nav = navigation(sources.content)
        times = _times(self.paths.project)
        key = digest(json.dumps([nav, times]), repr(sources.brand))
        if self._maker is None or self._maker[0] != key:
            docs = self.paths.out / "docs"
            site = self.folder / "site"
            project = self.paths.project
            config = site_config(project, docs, site, nav, sources.brand)
            names = self._texts(sources).keys()
            self._maker = key, SinglePages.of(project, config, names)
        return self._maker[1]

    def _read_back(self, edited: Texts, sources: Sources, maker: SinglePages, output: Output) -> None:
        guides = sources.content.guides
        artefacts = {guide.id: _with_values(guide, edited) for guide in guides}
        count_values(output, guides, artefacts)
        written: list[WrittenPage] = []
        for name, text in edited.items():
            page = WrittenPage(_finished(name), text, maker.markdown)
            written.append(page)
        settings = settings_of(guides)
        output.problems.extend(page_problems(written, settings, output))
        refuse_secrets_of(sources.views, output)


def _with_values(guide: Guide, edited: Texts) -> list[Artefact]:
    """Return the finished pages of those edited that show a guide's values."""
    artefacts: list[Artefact] = []
    for page in page_artefacts(guide):
        name = page.path.removeprefix("docs/")
        if name in edited:
            artefacts.append(finished_page(page))
    return artefacts


def _times(project: Path) -> list[str]:
    """Return when the site's settings and its look were changed."""
    folder = project / OVERRIDES
    look = [project / "mkdocs.yml", *sorted(folder.rglob("*"))]
    times: list[str] = []
    for path in filter(Path.is_file, look):
        status = path.stat()
        times.append(f"{path} {status.st_mtime_ns}")
    return times


def _finished(name: str) -> str:
    return PurePosixPath(name).with_suffix(".html").as_posix()

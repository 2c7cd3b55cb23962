"""A finished site held against the pages that it was made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from generator.checking.site_pages import page_faults, search_faults, searched_texts, style_faults
from generator.output.look import LOOK, OVERRIDES
from generator.output.site import page_markdown
from generator.project.earlier import digest
from generator.project.paths import shown
from generator.publishing.artefacts import SEARCH_INDEX
from generator.publishing.site_extras import SEARCH_SCRIPT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from generator.model import Guide
    from generator.output.site import PageMarkdown
    from generator.problems import Problem
    from generator.project.loading import Content
    from generator.publishing.artefacts import Output


@dataclass(frozen=True)
class WrittenPage:
    """A page as it was written for the site. `name` is that of the finished one, `reader` what makes its HTML."""

    name: str
    text: str
    reader: PageMarkdown

    @cached_property
    def html(self) -> str:
        """Its HTML, before any theme or plugin comes to it."""
        return self.reader.html(self.text)

    @cached_property
    def source(self) -> str:
        """A hash of all that its HTML is made from."""
        return digest(self.text, repr(self.reader))


def site_problems(project: Path, content: Content, out: Output) -> Iterator[Problem]:
    """Yield what the finished site says otherwise than its pages, and what a project's own styles draw beside them.

    What was found sound in the same bytes before is not looked at again.
    """
    pages = written_pages(out.folder / "docs", project)
    yield from page_problems(pages, settings_of(content.guides), out)
    yield from search_problems(pages, out)
    yield from _strange_pages(pages, out)
    yield from _style_problems(project / OVERRIDES)


def settings_of(guides: Iterable[Guide]) -> tuple[str, ...]:
    """Return the settings of all required values."""
    settings: dict[str, None] = {}
    for guide in guides:
        settings |= dict.fromkeys(value.setting for value in guide.values)
    return tuple(settings)


def page_problems(pages: Iterable[WrittenPage], settings: Iterable[str], out: Output) -> Iterator[Problem]:
    """Yield what finished pages say otherwise than they were written, or of the settings beside it."""
    for page in pages:
        yield from _page_problems(page, settings, out)


def written_pages(docs: Path, project: Path) -> list[WrittenPage]:
    """Return the pages of a site, in order."""
    reader = page_markdown(project, docs)
    pages: list[WrittenPage] = []
    for path in sorted(docs.rglob("*.md")):
        name = path.relative_to(docs).with_suffix(".html")
        pages.append(WrittenPage(name.as_posix(), path.read_text("utf-8"), reader))
    return pages


def _page_problems(page: WrittenPage, settings: Iterable[str], out: Output) -> Iterable[Problem]:
    finished = out.folder / "site" / page.name
    if not finished.is_file():
        return ()
    text = finished.read_text("utf-8")
    path = f"{out.shown_as}/site/{page.name}"
    key = digest("page", page.source, *settings, text)
    return _unless_sound(key, lambda: page_faults(path, page.html, text, settings), out)


def search_problems(pages: Iterable[WrittenPage], out: Output) -> Iterator[Problem]:
    """Yield what the search answers of pages otherwise than they were written."""
    for name in (SEARCH_INDEX, SEARCH_SCRIPT):
        said = _said(name, out)
        for page in pages:
            texts = said.get(page.name, [])
            key = digest("search", page.source, *texts)
            yield from _unless_sound(key, partial(_search_faults, f"{out.shown_as}/{name}", page, texts), out)


def _strange_pages(pages: Sequence[WrittenPage], out: Output) -> Iterator[Problem]:
    """Yield what the search answers of pages that were not written."""
    names = {page.name for page in pages}
    for name in (SEARCH_INDEX, SEARCH_SCRIPT):
        for other, texts in _said(name, out).items():
            if other not in names:
                yield from search_faults(f"{out.shown_as}/{name}", other, texts, "")


def _said(name: str, out: Output) -> dict[str, list[str]]:
    path = out.folder / name
    index = path.read_text("utf-8")
    return searched_texts(index)


def _search_faults(path: str, page: WrittenPage, texts: Iterable[str]) -> Iterator[Problem]:
    return search_faults(path, page.name, texts, page.html)


def _unless_sound(key: str, look: Callable[[], Iterable[Problem]], out: Output) -> Iterable[Problem]:
    """Return what `look` finds, unless it found nothing in what `key` is a hash of."""
    if out.earlier.finding(key) is not None:
        return ()
    problems = tuple(look())
    if not problems:
        out.earlier.note_finding(key, {})
    return problems


def _style_problems(overrides: Path) -> Iterator[Problem]:
    """Yield what a project's own styles draw; our own are seen by tests."""
    for path in sorted(overrides.rglob("*.css")):
        usual = LOOK / path.relative_to(overrides)
        text = path.read_text("utf-8", errors="replace")
        is_usual = usual.is_file() and usual.read_text("utf-8") == text
        if not is_usual:
            yield from style_faults(shown(path), text)

"""`guide sources`: each page of others, with what rests on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator.checking.outside_pages import statements
from generator.problems import ContentError, Problems
from generator.project.loading import load

if TYPE_CHECKING:
    from generator.checking.outside_pages import SourcedStatement
    from generator.project.paths import Paths


@dataclass(frozen=True)
class OutsidePage:
    """A page of others. Each statement comes with the id of its guide."""

    url: str
    statements: tuple[tuple[str, SourcedStatement], ...]


def outside_pages(paths: Paths, guide_id: str | None = None) -> tuple[OutsidePage, ...]:
    """Return every page that the guides name, by address; a ContentError if the content has errors."""
    problems = Problems()
    content = load(paths, problems, guide_id)
    if problems.has_errors:
        raise ContentError(tuple(problems))
    by_url: dict[str, list[tuple[str, SourcedStatement]]] = {}
    for guide in content.guides:
        for statement in statements(guide):
            by_url.setdefault(statement.url, []).append((guide.id, statement))
    return tuple(OutsidePage(url, tuple(by_url[url])) for url in sorted(by_url))


def sources_text(pages: tuple[OutsidePage, ...]) -> str:
    """Return the pages as lines: the address, then below it each statement and the day."""
    lines: list[str] = []
    for page in pages:
        lines.append(page.url)
        lines += [f"  {_statement_text(guide_id, statement)}" for guide_id, statement in page.statements]
    return "\n".join(lines)


def _statement_text(guide_id: str, statement: SourcedStatement) -> str:
    keys = " ".join(statement.keys)
    day = "no day written"
    if statement.read:
        day = f"read on {statement.read}"
    return f"{guide_id}/{statement.file}: {keys}, {day}"


def sources_data(pages: tuple[OutsidePage, ...]) -> dict[str, Any]:
    """Return the pages for JSON."""
    return {"format": "guide-sources/1", "pages": [_page_data(page) for page in pages]}


def _page_data(page: OutsidePage) -> dict[str, Any]:
    rests = [
        {"guide": guide_id, "file": statement.file, "keys": list(statement.keys), "read": statement.read}
        for guide_id, statement in page.statements
    ]
    return {"url": page.url, "statements": rests}

"""What MkDocs finds out about the pages of a site, which a later build takes over with them. Imports nothing slow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

SEARCH_INDEX = "search/search_index.json"
"""In the site."""

Entries = list[dict[str, Any]]
"""Of the search index: what is found where."""

Links = dict[str, dict[str, str]]
"""{file that is linked to: {anchor: the link as written}}"""


@dataclass(frozen=True)
class PageFacts:
    """What is known of a page once it is made. `entries` are what the search finds in it."""

    url: str
    anchors: list[str]
    links: Links
    entries: Entries


class EarlierPages(Protocol):
    """The pages of the site before. A page is known by its Markdown file and a hash of all that it is made from."""

    def page(self, name: str, source: str) -> tuple[bytes, PageFacts] | None:
        """Return a finished page and what is known of it, or None if it has to be made."""

    def note_page(self, name: str, source: str, made: str, facts: PageFacts) -> None:
        """Note a page for the next site; `made` is its finished file, relative to the site."""


def by_page(entries: Entries) -> dict[str, Entries]:
    """Return the entries of each page, by its address."""
    pages: dict[str, Entries] = {}
    for entry in entries:
        page, _, _ = entry["location"].partition("#")
        pages.setdefault(page, []).append(entry)
    return pages

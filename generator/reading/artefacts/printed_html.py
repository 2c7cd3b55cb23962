"""What a sheet written as HTML says once it is printed: its words in order, and those that stand around each page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

TEXT = "-text"
NOT_PRINTED = frozenset({"-comment", "script", "style", "template", "title"})
"""A title below the head is the text alternative of a drawing."""
RUNNING = frozenset({"run-head", "run-foot", "run-logo"})
"""The classes of what is printed around each page."""

IF_ROOM = "further title"
"""The class of a heading that is printed if the page has room for lines below it."""


@dataclass(frozen=True)
class PrintedPart:
    """Some words as they were written. What `may_lack` is there only if a style sheet puts or leaves it there."""

    text: str
    may_lack: bool = False


@dataclass(frozen=True)
class PrintedHtml:
    """The words of a sheet in their order, and those around each page."""

    parts: tuple[PrintedPart, ...]
    running: tuple[str, ...]


def printed_html(html: str) -> PrintedHtml:
    """Read a sheet as it was written."""
    reader = _PrintedWords()
    body = LexborHTMLParser(html).body
    if body is not None:
        reader.read_children(body, may_lack=False)
    return PrintedHtml(tuple(reader.parts), tuple(reader.running))


@dataclass
class _PrintedWords:
    parts: list[PrintedPart] = field(default_factory=list)
    running: list[str] = field(default_factory=list)

    def read_children(self, element: LexborNode, *, may_lack: bool) -> None:
        points = _first_number(element)
        for child in element.iter(include_text=True):
            if child.tag == "li" and points is not None:
                self._mark_point(points)
                points += 1
            self._read(child, may_lack=may_lack)

    def _read(self, node: LexborNode, *, may_lack: bool) -> None:
        if node.tag == TEXT:
            self.parts.append(PrintedPart(node.text_content or "", may_lack))
            return
        if node.tag in NOT_PRINTED:
            return
        shown_as = node.attributes.get("class")
        if shown_as in RUNNING:
            self.running.append(node.text())
            return
        if node.tag == "tr":
            self._mark_repeated_head(node)
        self.read_children(node, may_lack=may_lack or shown_as == IF_ROOM)
        if node.tag == "a" and (address := node.attributes.get("href")) is not None:
            self.parts.append(PrintedPart(f"({address})", may_lack=True))

    def _mark_point(self, number: int) -> None:
        """A point begins with a dot, or in a list that is numbered with its number."""
        for mark in ("•", f"{number}."):
            self.parts.append(PrintedPart(mark, may_lack=True))

    def _mark_repeated_head(self, row: LexborNode) -> None:
        """Where a table goes on over the page, its head stands above the first row there."""
        body = row.parent
        table = body.parent if body and body.tag == "tbody" else None
        head = table.css_first("thead") if table else None
        if head:
            self.parts.append(PrintedPart(head.text(), may_lack=True))


def _first_number(element: LexborNode) -> int | None:
    """Return the number of a list's first point; None for what is no list."""
    if element.tag not in {"ol", "ul"}:
        return None
    return int(element.attributes.get("start") or "1")

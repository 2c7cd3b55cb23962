"""What a sheet written as HTML says once it is printed: its words in order, and those that stand around each page."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
NOT_PRINTED = frozenset({"head", "script", "style", "template", "title"})
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
    reader.feed(html)
    reader.close()
    return PrintedHtml(tuple(reader.parts), tuple(reader.running))


class _PrintedWords(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[PrintedPart] = []
        self.running: list[str] = []
        self._open: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        self._open.append((tag, {name: text or "" for name, text in attrs}))
        if self._is_running():
            self.running.append("")
        if tag == "li":
            self._mark_point()

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            name, attributes = self._open.pop()
            if name == "a" and "href" in attributes:
                self.parts.append(PrintedPart(f"({attributes['href']})", may_lack=True))
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if any(name in NOT_PRINTED for name, _ in self._open):
            return
        classes = {attributes.get("class") for _, attributes in self._open}
        if classes.isdisjoint(RUNNING):
            self.parts.append(PrintedPart(data, may_lack=IF_ROOM in classes))
        else:
            self.running[-1] += data

    def _is_running(self) -> bool:
        _, attributes = self._open[-1]
        return attributes.get("class") in RUNNING

    def _mark_point(self) -> None:
        """A point begins with a dot, or in a list that is numbered with its number."""
        lists = [attributes for name, attributes in self._open if name in {"ol", "ul"}]
        if not lists:
            return
        number = int(lists[-1].get("number", lists[-1].get("start", "1")))
        lists[-1]["number"] = str(number + 1)
        for mark in ("•", f"{number}."):
            self.parts.append(PrintedPart(mark, may_lack=True))

"""Starts and ends within lines, `:::note`, `<Note>`, `{{< note >}}`: what they say, and which belong together."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.reading.dialects.lines import in_code, masked
from generator.reading.dialects.roles import DialectRole, is_role, role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.reading.dialects.lines import Line

COLONS = re.compile(
    r"^[ \t]*(?P<fence>:::+|::(?=[A-Za-z]|[ \t]*$))[ \t]*\{?(?P<name>[A-Za-z][\w-]*)?\}?(?:\[(?P<title>[^\]\n]*)\])?"
    r"[ \t]*(?P<rest>\{[^}\n]*\}|[^:\n]*)$"
)
BRACES = r"\{(?:[^{}]|\{[^{}]*\})*\}"
COMPONENT = re.compile(
    r"<(?P<end>/)?(?P<name>[A-Z][\w.]*|[a-z]+(?:-[a-z]+)*)"
    rf"(?P<rest>(?:\s(?:[^<>\"'{{}}]|\"[^\"]*\"|'[^']*'|{BRACES})*)?/?)>"
)
SHORTCODE = re.compile(
    r"\{\{[<%]-?\s*(?P<end>/)?\s*(?P<name>[\w/-]+)(?P<rest>(?:[^<>%\"{}]|\"[^\"]*\")*?)\s*/?-?[>%]\}\}"
)
SIGNS = {COLONS: ":", COMPONENT: "<", SHORTCODE: "{{"}
ATTRIBUTE = re.compile(
    r"(?P<key>[\w-]+)\s*=\s*\{?\s*(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)'|`(?P<c>[^`]*)`|(?P<d>[^\s\"'`{}]+))"
)
BARE = re.compile(r"\"([^\"]*)\"|([^\s\"=]+)(?!\S*=)")
CLASS = re.compile(r"\s*\{?\s*\.(?P<name>[A-Za-z][\w-]*)")
LIST_MARKER = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])?[ \t]*$")
NEAR = 50
"""An end closes one of the so many nearest starts."""


@dataclass(frozen=True)
class Mark:
    """A start or an end within a line, with its place there; `fence` is the colons of a block between colons."""

    text: str
    name: str
    attributes: Mapping[str, str]
    span: tuple[int, int]
    is_end: bool
    is_alone: bool
    fence: str = ""


@dataclass(frozen=True)
class PairedMark:
    """A mark and what it is. One within a line of text parts no lines."""

    mark: Mark
    role: DialectRole
    is_within_line: bool = False


@dataclass(frozen=True)
class _Start:
    """A start for which no end was seen yet."""

    index: int
    mark: Mark
    is_within_line: bool


def paired_marks(lines: Sequence[Line], pattern: re.Pattern[str]) -> list[list[PairedMark]]:
    """Return for each line its marks that are whole; an end without a start, or the reverse, is none."""
    found = [
        [] if is_code else [*_marks(line.text, pattern)] for line, is_code in zip(lines, in_code(lines), strict=True)
    ]
    pairs = _Pairs(lines, found)
    for index, marks in enumerate(found):
        for mark in marks:
            pairs.take(index, mark)
    pairs.finish()
    return [sorted(marks, key=_place) for marks in pairs.result]


def _place(paired: PairedMark) -> tuple[int, int]:
    return paired.mark.span


def _marks(text: str, pattern: re.Pattern[str]) -> Iterator[Mark]:
    if SIGNS[pattern] not in text:
        return
    for match in pattern.finditer(masked(text)):
        if pattern is not COMPONENT or _is_component(match["name"]):
            yield _mark(text, match)


def _is_component(name: str) -> bool:
    """Whether an element is none of HTML's own."""
    if name[0].isupper() or "-" in name:
        return True
    return is_role(name)


def _mark(text: str, match: re.Match[str]) -> Mark:
    groups = match.groupdict()
    start, end = match.span("rest")
    rest = text[start:end]
    attributes = {part["key"]: _value(part) for part in ATTRIBUTE.finditer(rest)}
    if groups.get("title"):
        attributes["title"] = text[slice(*match.span("title"))]
    if not attributes:
        bare = [part[1] or part[2] for part in BARE.finditer(rest)]
        attributes = {"bare": bare[0], "title": " ".join(bare[1:])} if bare else {}
        attributes["all"] = rest.strip().strip("{}")
    classes = CLASS.match(rest)
    name = groups["name"] or (classes["name"] if classes else "")
    is_end = bool(groups.get("end")) or not (name or rest.strip())
    whole = text[match.start() : match.end()]
    is_alone = whole.rstrip("}%>").rstrip().endswith("/") and not is_end
    return Mark(whole, name, attributes, match.span(), is_end, is_alone, groups.get("fence") or "")


def _value(match: re.Match[str]) -> str:
    for text in match.group("a", "b", "c", "d"):
        if text is not None:
            return text
    return ""


class _Pairs:
    """Puts starts and ends together; `marks` are all those of each line."""

    def __init__(self, lines: Sequence[Line], marks: Sequence[Sequence[Mark]]) -> None:
        self.lines = lines
        self.marks = marks
        self.result: list[list[PairedMark]] = [[] for _ in lines]
        self.open: list[_Start] = []
        self.with_text: dict[int, bool] = {}

    def take(self, index: int, mark: Mark) -> None:
        """Take in the next mark of the page."""
        if index not in self.with_text:
            self.with_text[index] = self._has_text(index)
        start = _Start(index, mark, self.with_text[index])
        if mark.is_alone:
            self._add(start, index, mark)
        elif mark.is_end:
            self._close(index, mark)
        else:
            self.open.append(start)

    def _has_text(self, index: int) -> bool:
        """Whether a line has words beside its marks, or is a row of a table."""
        line = self.lines[index].text
        place, texts = 0, []
        for mark in self.marks[index]:
            texts.append(line[place : mark.span[0]])
            place = mark.span[1]
        rest = "".join((*texts, line[place:]))
        return not LIST_MARKER.match(rest)

    def _add(self, start: _Start, index: int, mark: Mark) -> None:
        own = role(start.mark.name, start.mark.attributes)
        if mark.is_alone and own.closing:
            own = DialectRole(is_known=False, may_stand_within_line=True)
        is_row = self.lines[start.index].text.lstrip().startswith("|")
        paired = PairedMark(mark, own, is_row or (own.may_stand_within_line and start.is_within_line))
        self.result[index].append(paired)

    def finish(self) -> None:
        """Take what is still open at the page's end."""
        for start in self.open:
            self._alone(start)

    def _alone(self, start: _Start) -> None:
        """Take a start without an end for one that needs none, if it says more than its name."""
        mark = start.mark
        if "=" in mark.text or mark.text.startswith("{{"):
            self._add(start, start.index, replace(mark, is_alone=True))

    def _close(self, index: int, mark: Mark) -> None:
        """Close what an end names; one of colons closes the nearest start of as many colons, or any."""
        starts = self.open[-NEAR:]
        same = [start for start in starts if (start.mark.name, "") == (mark.name, mark.fence)]
        if mark.fence:
            same = [start for start in starts if start.mark.fence == mark.fence] or starts
        if not same:
            return
        while (start := self.open.pop()) is not same[-1]:
            self._alone(start)
        self._add(start, start.index, start.mark)
        self._add(start, index, replace(mark, attributes=start.mark.attributes))

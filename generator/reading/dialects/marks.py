"""Dialects whose boxes, tabs and steps have a start and an end: `:::`, components, shortcodes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.reading.dialects.lines import Line, at, in_code, masked
from generator.reading.dialects.roles import DialectRole, role

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.reading.dialects.lines import Notes

COLONS = re.compile(
    r"^[ \t]*:::+[ \t]*(?P<name>[A-Za-z][\w-]*)?(?:\[(?P<title>[^\]\n]*)\])?[ \t]*(?P<rest>\{[^}\n]*\}|[^:\n]*)$"
)
COMPONENT = re.compile(
    r"<(?P<end>/)?(?P<name>[A-Z][\w.]*|aside)(?P<rest>(?:\s(?:[^<>\"'{}]|\"[^\"]*\"|'[^']*'|\{[^{}]*\})*)?)(?P<alone>/)?>"
)
SHORTCODE = re.compile(
    r"\{\{[<%]-?\s*(?P<end>/)?\s*(?P<name>[\w/-]+)(?P<rest>(?:[^<>%\"{}]|\"[^\"]*\")*?)\s*(?P<alone>/)?-?[>%]\}\}"
)
ATTRIBUTE = re.compile(r"(?P<key>[\w-]+)\s*=\s*\{?\s*(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)'|(?P<c>[^\s\"'{}]+))")
BARE = re.compile(r"\"([^\"]*)\"|([^\s\"=]+)(?!\S*=)")
LAYOUT = "Layout, which holds no words."


@dataclass(frozen=True)
class Mark:
    """A start or an end within a line, with its place there."""

    name: str
    attributes: Mapping[str, str]
    span: tuple[int, int]
    is_end: bool
    is_alone: bool


@dataclass
class Opened:
    """What is open, how far its start is indented, and how much further its content is."""

    role: DialectRole
    indent: str
    width: int


def colons(lines: list[Line], notes: Notes) -> list[Line]:
    """Return the lines with hints and tabs for blocks between `:::` and `:::`."""
    return _translated(lines, COLONS, notes)


def components(lines: list[Line], notes: Notes) -> list[Line]:
    """Return the lines with tags for components."""
    return _translated(_on_one_line(lines), COMPONENT, notes)


def shortcodes(lines: list[Line], notes: Notes) -> list[Line]:
    """Return the lines with tags for shortcodes."""
    return _translated(lines, SHORTCODE, notes)


def _on_one_line(lines: list[Line]) -> list[Line]:
    """Return the lines with each start of a component on one line."""
    result: list[Line] = []
    gathering = False
    for line, is_code in zip(lines, in_code(lines), strict=True):
        if gathering and not is_code and line.text.strip():
            result[-1] = Line(f"{result[-1].text} {line.text.strip()}", result[-1].number)
            gathering = ">" not in line.text
        else:
            result.append(line)
            gathering = not is_code and bool(re.match(r"[ \t]*<[A-Z][\w.]*(?:\s[^<>]*)?$", line.text))
    return result


def _translated(lines: list[Line], pattern: re.Pattern[str], notes: Notes) -> list[Line]:
    code = in_code(lines)
    marks = [[] if is_code else _marks(line.text, pattern) for line, is_code in zip(lines, code, strict=True)]
    roles = _paired(marks)
    if not roles:
        return lines
    writer = _Writer(lines, roles, notes)
    for index in range(len(lines)):
        writer.write(index, [mark for mark in marks[index] if (index, mark.span) in roles])
    return writer.result


def _marks(text: str, pattern: re.Pattern[str]) -> list[Mark]:
    return [_mark(text, match) for match in pattern.finditer(masked(text))]


def _mark(text: str, match: re.Match[str]) -> Mark:
    groups = match.groupdict()
    start, end = match.span("rest")
    rest = text[start:end]
    attributes = {part["key"]: part["a"] or part["b"] or part["c"] or "" for part in ATTRIBUTE.finditer(rest)}
    if groups.get("title"):
        attributes["title"] = groups["title"]
    if not attributes:
        bare = [part[1] or part[2] for part in BARE.finditer(rest)]
        attributes = {"bare": bare[0], "title": " ".join(bare[1:])} if bare else {}
        attributes["all"] = rest.strip().strip("{}")
    name = groups["name"] or ""
    return Mark(name, attributes, match.span(), bool(groups.get("end")) or not name, bool(groups.get("alone")))


Place = tuple[int, tuple[int, int]]


def _paired(marks: Sequence[Sequence[Mark]]) -> dict[Place, DialectRole]:
    """Return the role of each mark that has one and is whole: an end without a start, or the reverse, has none."""
    roles: dict[Place, DialectRole] = {}
    opened: list[tuple[str, Place, DialectRole | None]] = []
    for index, line in enumerate(marks):
        for mark in line:
            place = (index, mark.span)
            own = None if mark.is_end else role(mark.name, mark.attributes)
            if mark.is_alone and own:
                roles[place] = own
            elif mark.is_end:
                _close(mark.name, place, opened, roles)
            elif not mark.is_alone:
                opened.append((mark.name, place, own))
    return roles


def _close(
    name: str, place: Place, opened: list[tuple[str, Place, DialectRole | None]], roles: dict[Place, DialectRole]
) -> None:
    if name and all(entry[0] != name for entry in opened[-50:]):
        return
    while opened:
        start_name, start, start_role = opened.pop()
        if not name or start_name == name:
            if start_role:
                roles[start] = roles[place] = start_role
            return


@dataclass
class _Writer:
    """Writes lines with the roles of their marks, and takes away the indentation of what the marks hold."""

    lines: list[Line]
    roles: dict[Place, DialectRole]
    notes: Notes

    def __post_init__(self) -> None:
        self.result: list[Line] = []
        self.open: list[Opened] = []

    def write(self, index: int, marks: Sequence[Mark]) -> None:
        """Write one line: each mark apart, and the text between them."""
        line = self.lines[index]
        if not marks:
            self.result.append(line.dedented(self.width))
            return
        place = 0
        for mark in marks:
            self._text(line, line.text[place : mark.span[0]])
            self._mark(index, mark)
            place = mark.span[1]
        self._text(line, line.text[place:])

    @property
    def width(self) -> int:
        """Return how far the content here is indented for looks only."""
        return sum(entry.width for entry in self.open)

    def _text(self, line: Line, text: str) -> None:
        if text.strip():
            indent = " " * max(line.indent - self.width, 0)
            inner = self.open[-1].indent if self.open else indent
            self.result.append(Line(inner + text.strip(), line.number))

    def _mark(self, index: int, mark: Mark) -> None:
        line = self.lines[index]
        own = self.roles[index, mark.span]
        if mark.is_end:
            opened = self.open.pop()
            self.result.extend(at(opened.indent, ["", *opened.role.closing, ""], line.number))
            return
        text = line.text[mark.span[0] : mark.span[1]]
        if own.is_layout:
            self.notes.leave_out(line, LAYOUT, text)
        indent = " " * max(line.indent - self.width, 0)
        if self.open and line.text[: mark.span[0]].strip():
            indent = self.open[-1].indent
        self.result.extend(at(indent, ["", *own.opening, ""], line.number))
        if mark.is_alone:
            self.result.extend(at(indent, [*own.closing, ""], line.number))
        else:
            self.open.append(Opened(own, indent, self._content_width(index)))

    def _content_width(self, index: int) -> int:
        """Return how much further than a mark the first line below it is indented."""
        below = next((line for line in self.lines[index + 1 : index + 20] if line.text.strip()), None)
        return max(below.indent - self.lines[index].indent, 0) if below else 0

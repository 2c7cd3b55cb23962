"""Dialects whose boxes, tabs and steps have a start and an end: `:::`, components, shortcodes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.reading.dialects.lines import Line, at, in_code
from generator.reading.dialects.marks import COLONS, COMPONENT, SHORTCODE, PairedMark, paired_marks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generator.reading.dialects.lines import Notes
    from generator.reading.dialects.roles import DialectRole

COMPONENT_GOES_ON = re.compile(r"[ \t]*<[A-Z][\w.]*(?:\s(?:[^<>]|=>)*)?$")
VALUE = re.compile(r"\{(?:[^{}]|\{[^{}]*\})*\}|\"[^\"]*\"")
"""A value of an attribute, which may hold components of its own."""

SHORTCODE_GOES_ON = re.compile(r"[ \t]*\{\{[<%][^}]*$")
NAMED_TABS = re.compile(r"[ \t]*\{\{[<%]\s*tabs(?P<titles>(?:\s+(?:\"[^\"{}]*\"|[^\s\"{}=<>%]+))+)\s*[>%]\}\}")
UNTITLED_TAB = re.compile(r"(?P<start>[ \t]*\{\{[<%]\s*codetab\s+)(?P<end>[>%]\}\})")
QUOTED = re.compile(r"\"[^\"]*\"|[^\s\"]+")
LIST_MARKER = re.compile(r"(?P<indent>[ \t]*)(?P<marker>(?:[-*+]|\d{1,9}[.)])[ \t]+)$")
LAYOUT = "Layout, which holds no words."
LOOKED_AHEAD = 20
GAP = "…"
"""Stands within a sentence for words that only the page's own program has."""


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
    whole = _on_one_line(lines, _is_open_component)
    return _translated(whole, COMPONENT, notes)


def shortcodes(lines: list[Line], notes: Notes) -> list[Line]:
    """Return the lines with tags for shortcodes."""
    whole = _on_one_line(lines, _is_open_shortcode)
    return _translated(_with_titles(whole), SHORTCODE, notes)


def _with_titles(lines: list[Line]) -> list[Line]:
    """Return the lines with each `codetab` saying its own title, which Hugo's `tabs` names for all of them."""
    result: list[Line] = []
    titles: list[str] = []
    for line, is_code in zip(lines, in_code(lines), strict=True):
        text = line.text
        if not is_code and (named := NAMED_TABS.match(text)):
            titles = QUOTED.findall(named["titles"])
        if not is_code and titles and UNTITLED_TAB.match(text):
            title = titles.pop(0).strip('"').replace("\\", "")
            text = UNTITLED_TAB.sub(rf'\g<start>title="{title}" \g<end>', text)
        result.append(Line(text, line.number))
    return result


def _is_open_component(text: str) -> bool:
    """Whether a component's start goes on below; what its attributes hold does not count."""
    if "<" not in text:
        return False
    without_values = VALUE.sub("_", text)
    return COMPONENT_GOES_ON.match(without_values) is not None


def _is_open_shortcode(text: str) -> bool:
    if "{{" not in text:
        return False
    return SHORTCODE_GOES_ON.match(text) is not None


def _on_one_line(lines: list[Line], is_open: Callable[[str], bool]) -> list[Line]:
    """Return the lines with each start on one line."""
    result: list[Line] = []
    gathered = 0
    for line, is_code in zip(lines, in_code(lines), strict=True):
        if gathered and not is_code and line.text.strip():
            result[-1] = Line(f"{result[-1].text} {line.text.strip()}", result[-1].number)
            gathered += 1
        else:
            result.append(line)
            gathered = int(not is_code)
        is_short = gathered <= LOOKED_AHEAD
        gathered = gathered if is_short and is_open(result[-1].text) else 0
    return result


def _translated(lines: list[Line], pattern: re.Pattern[str], notes: Notes) -> list[Line]:
    marks = paired_marks(lines, pattern)
    if not any(marks):
        return lines
    writer = _Writer(lines, notes)
    for index in range(len(lines)):
        writer.write(index, marks[index])
    return writer.result


class _Writer:
    """Writes lines with the roles of their marks, and takes away the indentation of what the marks hold."""

    def __init__(self, lines: list[Line], notes: Notes) -> None:
        self.lines = lines
        self.notes = notes
        self.result: list[Line] = []
        self.open: list[Opened] = []

    def write(self, index: int, marks: Sequence[PairedMark]) -> None:
        """Write one line: each mark that is a block apart, and the text between them."""
        line = self.lines[index]
        if not marks:
            self.result.append(line.dedented(self.width))
            return
        if all(paired.is_within_line for paired in marks):
            self.result.append(Line(self._within(line, marks), line.number).dedented(self.width))
            return
        text, place = "", 0
        for paired in marks:
            start, end = paired.mark.span
            text += line.text[place:start]
            place = end
            if paired.is_within_line:
                text += self._replaced(line, paired)
            else:
                self._block(index, paired, text)
                text = ""
        self._text(line, text + line.text[place:])

    @property
    def width(self) -> int:
        """Return how far the content here is indented for looks only."""
        widths = [entry.width for entry in self.open]
        return sum(widths)

    def _within(self, line: Line, marks: Sequence[PairedMark]) -> str:
        text, place = "", 0
        for paired in marks:
            start, end = paired.mark.span
            text += line.text[place:start] + self._replaced(line, paired)
            place = end
        return text + line.text[place:]

    def _replaced(self, line: Line, paired: PairedMark) -> str:
        """Return what stands within a line in place of a mark."""
        own, mark = paired.role, paired.mark
        self._note(line, paired)
        if mark.is_end:
            return own.after
        if mark.is_alone and own.leaves_gap:
            return GAP
        return own.before + (own.after if mark.is_alone else "")

    def _note(self, line: Line, paired: PairedMark) -> None:
        own, mark = paired.role, paired.mark
        if mark.is_end:
            return
        if not own.is_known:
            self.notes.not_understood(line, mark.text)
        elif own.is_layout or paired.is_within_line:
            self.notes.leave_out(line, LAYOUT, mark.text)

    def _text(self, line: Line, text: str) -> None:
        words = text.strip()
        if not words:
            return
        indent = " " * max(line.indent - self.width, 0)
        inner = self.open[-1].indent if self.open else indent
        self.result.append(Line(inner + words, line.number))

    def _block(self, index: int, paired: PairedMark, before: str) -> None:
        """Write the text before a mark, then the mark as a block; a list's marker begins the point that holds it."""
        line = self.lines[index]
        if marker := LIST_MARKER.match(before):
            self._open_point(index, paired, marker["marker"])
            return
        self._text(line, before)
        if paired.mark.is_end:
            opened = self.open.pop()
            self.result.extend(at(opened.indent, ["", *opened.role.closing, ""], line.number))
            return
        is_first = not line.text[: paired.mark.span[0]].strip()
        indent = " " * max(line.indent - self.width, 0) if is_first or not self.open else self.open[-1].indent
        self.result.extend(at(indent, ["", *paired.role.opening, ""], line.number))
        self._open(index, paired, indent)

    def _open_point(self, index: int, paired: PairedMark, marker: str) -> None:
        """Write a start behind the marker of the point that holds it."""
        line = self.lines[index]
        indent = " " * max(line.indent - self.width, 0)
        first, *rest = paired.role.opening or ("",)
        inner = indent + " " * len(marker)
        self.result.append(Line(indent + marker + first, line.number))
        self.result.extend(at(inner, [*rest, ""] if first else rest, line.number))
        self._open(index, paired, inner)

    def _open(self, index: int, paired: PairedMark, indent: str) -> None:
        line = self.lines[index]
        self._note(line, paired)
        if paired.mark.is_alone:
            self.result.extend(at(indent, [*paired.role.closing, ""], line.number))
        else:
            self.open.append(Opened(paired.role, indent, self._content_width(index)))

    def _content_width(self, index: int) -> int:
        """Return how much further than a mark the first line below it is indented."""
        own_indent = self.lines[index].indent
        following = self.lines[index + 1 : index + LOOKED_AHEAD]
        for line in following:
            if line.text.strip():
                return max(line.indent - own_indent, 0)
        return 0

"""What all dialects share: lines with their place on the page, code, and the tags that are written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from generator.model.page import LeftOut, OpenPoint
from generator.reading.text.fences import next_fence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

CODE_SPAN = re.compile(
    r"(?<![`\\])(`+)(?!`)(?:[^`\n]|(?<=`)`|`(?!`))*?(?<!`)\1(?!`)|<(?P<html>code|pre)>[^<\n]*</(?P=html)>"
)
PRE = re.compile(r"[ \t>]*<pre[\s>]", re.IGNORECASE)
PRE_ENDS = re.compile(r"</pre\s*>", re.IGNORECASE)


UNKNOWN = "Syntax that is not understood here."
LEFT_OUT = (
    "“{text}” is not understood here. The draft lacks it, but not the words it encloses; "
    "compare this place with the page as its readers see it."
)
KEPT = (
    "“{text}” is not understood here. The draft keeps its words; "
    "compare this place with the page as its readers see it."
)
LONGEST = 60
LONGEST_CODE = 500
REFERENCES = (("&", "&amp;"), ('"', "&quot;"), ("%}", "%&#125;"))
"""What may not stand in a quoted value, and what stands for it."""


class Line(NamedTuple):
    """One line of the page; `number` counts from 1 on the page as it was written.

    Each dialect makes some anew, and a named tuple is made in a third of the time of a data class.
    """

    text: str
    number: int

    @property
    def indent(self) -> int:
        """Return how many characters of white space the line begins with."""
        text = self.text.lstrip()
        return len(self.text) - len(text)

    def dedented(self, width: int) -> Line:
        """Return the line with at most `width` characters of white space less at its start."""
        start = min(width, self.indent)
        return Line(self.text[start:], self.number)


@dataclass
class Notes:
    """What was left out of a page, and what no dialect understood."""

    left_out: list[LeftOut] = field(default_factory=list)
    open_points: list[OpenPoint] = field(default_factory=list)

    def leave_out(self, line: Line, reason: str, text: str) -> None:
        """Note words that no reader of the page sees."""
        part = LeftOut(line.number, reason, text.strip())
        self.left_out.append(part)

    def to_do(self, line: Line, text: str) -> None:
        """Note what a person has to look at or write."""
        point = OpenPoint(line.number, "to-do", text)
        self.open_points.append(point)

    def not_understood(self, line: Line, text: str) -> None:
        """Leave out syntax that nobody knows, and note it."""
        self.leave_out(line, UNKNOWN, text)
        piece = shortened(text)
        message = LEFT_OUT.format(text=piece)
        point = OpenPoint(line.number, "not-understood", message, piece)
        self.open_points.append(point)

    def kept(self, line: Line, text: str) -> None:
        """Note what is not understood and stays as text."""
        piece = shortened(text)
        message = KEPT.format(text=piece)
        point = OpenPoint(line.number, "not-understood", message, piece)
        self.open_points.append(point)


def shortened(text: str) -> str:
    """Return the first words of a text, for a message."""
    words = " ".join(text.split())
    if len(words) <= LONGEST:
        return words
    return f"{words[:LONGEST]}…"


def in_code(lines: Iterable[Line]) -> list[bool]:
    """Return for each line whether it belongs to fenced code, or to HTML's preformatted text."""
    lines = list(lines)
    states, fence, end = list[bool](), "", -1
    for index, (text, _) in enumerate(lines):
        if not fence and "<pre" in text and index > end and PRE.match(text):
            end = _end_of_preformatted(lines, index)
        if not fence and "```" not in text and "~~~" not in text:
            states.append(index <= end)
            continue
        before = fence
        fence = "" if index <= end else next_fence(fence, text)
        states.append(bool(before or fence) or index <= end)
    return states


def _end_of_preformatted(lines: Sequence[Line], start: int) -> int:
    """Return the index of the line that ends preformatted text; -1 if it ends in its first line, or nowhere near."""
    following = lines[start : start + LONGEST_CODE]
    for index, line in enumerate(following, start):
        if "</" in line.text and PRE_ENDS.search(line.text):
            return index if index > start else -1
    return -1


def masked(text: str) -> str:
    """Return the text with its code spans blank, so that nothing within them is taken for syntax."""
    if "`" not in text and "<code>" not in text and "<pre>" not in text:
        return text
    return CODE_SPAN.sub(_blank, text)


def _blank(span: re.Match[str]) -> str:
    length = len(span[0])
    return " " * length


def rewritten(lines: Iterable[Line], write: Callable[[Line], Line]) -> list[Line]:
    """Return the lines, those outside code as `write` makes them."""
    result: list[Line] = []
    lines = list(lines)
    for line, is_code in zip(lines, in_code(lines), strict=True):
        written = line if is_code else write(line)
        result.append(written)
    return result


def replaced(line: Line, pattern: re.Pattern[str], write: Callable[[str, re.Match[str]], str]) -> Line:
    """Return the line with what `write` makes of each match outside code spans and of its text."""
    text = line.text
    matches = [*pattern.finditer(masked(text))]
    if not matches:
        return line
    for match in reversed(matches):
        start, end = match.span()
        text = text[:start] + write(text[start:end], match) + text[end:]
    return Line(text, line.number)


def quoted(text: str) -> str:
    """Return an attribute's value between quotation marks."""
    for mark, reference in REFERENCES:
        text = text.replace(mark, reference)
    return f'"{text}"'


def bold(title: str) -> list[str]:
    """Return the lines of a title of its own, or none."""
    words = title.strip().strip("*").strip()
    return ["", f"**{words}**", ""] if words else []


def at(indent: str, texts: Iterable[str], number: int) -> list[Line]:
    """Return lines with one indentation and place."""
    result: list[Line] = []
    for text in texts:
        whole = indent + text
        result.append(Line(whole.rstrip(), number))
    return result

"""Formulas, `$$a^2$$` or `$x_1$`: kept as code, since Markdown would take their marks for its own."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from generator.reading.dialects.lines import Line, in_code, replaced, shortened

if TYPE_CHECKING:
    from generator.reading.dialects.lines import Notes

FENCE = re.compile(r"(?P<indent>[ \t]*)(?:\$\$|\\\[)[ \t]*$")
FENCE_ENDS = re.compile(r"[ \t]*(?:\$\$|\\\])[ \t]*$")
LONGEST = 50
COMMAND = r"\\[A-Za-z]{2,}"
WITHIN = re.compile(
    rf"""(?<![\\$])\$\$(?P<a>[^$\n`]+)\$\$(?!\$)
    |(?<![\\$\w])\$(?P<b>[A-Za-z]|(?=[^$\n`]*(?:{COMMAND}|[\^_=<>+]))[^\s$`{{](?:[^$\n`]*[^\s$\\`])?)\$(?![\w$])
    |\\\((?P<c>(?:(?!\\[()]|{COMMAND})[^\n`])*{COMMAND}(?:(?!\\[()])[^\n`])*)\\\)
    |\\\[(?P<d>(?:(?!\\[\[\]]|{COMMAND})[^\n`])*{COMMAND}(?:(?!\\[\[\]])[^\n`])*)\\\]
    """,
    re.VERBOSE,
)
"""Dollars are mostly money or variables: between single ones a formula is one letter, or has a sign of formulas."""

POINT = "“{text}” is a formula. The draft keeps its source as code; write what readers of the page see."


def formulas(lines: list[Line], notes: Notes) -> list[Line]:
    """Return the lines with formulas as code: blocks of them in fences, others in code spans."""
    result: list[Line] = []
    code = in_code(lines)
    index = 0
    while index < len(lines):
        line = lines[index]
        start = None if code[index] else FENCE.match(line.text)
        end = _end(lines, index) if start else index
        if start and end > index:
            result.extend(_fenced(start["indent"], lines[index : end + 1], notes))
        else:
            result.append(line if code[index] else replaced(line, WITHIN, partial(_span, notes, line)))
        index = max(end, index) + 1
    return result


def _end(lines: list[Line], start: int) -> int:
    """Return the index of the line that ends a block, or its first if none does."""
    following = lines[start + 1 : start + LONGEST]
    for index, line in enumerate(following, start + 1):
        if FENCE_ENDS.match(line.text):
            return index
    return start


def _fenced(indent: str, lines: list[Line], notes: Notes) -> list[Line]:
    first, *inside, last = lines
    source = " ".join(line.text.strip() for line in inside)
    if source:
        notes.to_do(first, POINT.format(text=shortened(source)))
    return [Line(f"{indent}````math", first.number), *inside, Line(f"{indent}````", last.number)]


def _span(notes: Notes, line: Line, whole: str, match: re.Match[str]) -> str:
    del whole
    source = next(part for part in match.groups() if part is not None).strip()
    if not source:
        return match[0]
    notes.to_do(line, POINT.format(text=shortened(source)))
    return f"`{source}`"

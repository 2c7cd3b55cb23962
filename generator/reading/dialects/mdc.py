"""Nuxt's components in Markdown (MDC): their properties as YAML, their slots, and components within a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.reading.dialects.lines import Line, in_code, replaced

if TYPE_CHECKING:
    from generator.reading.dialects.lines import Notes

START = re.compile(r"(?P<start>[ \t]*::+[A-Za-z][\w-]*)(?:\{(?P<rest>[^{}\n]*)\})?[ \t]*$")
PROPERTY = re.compile(r"[ \t]*(?P<key>[\w-]+):[ \t]*(?P<value>.*?)[ \t]*$")
SLOT = re.compile(r"[ \t]*#[a-z][\w-]*[ \t]*$")
WITHIN = re.compile(r"(?<![\w:`]):[a-z][\w-]*(?:\[(?P<text>[^\]\n]*)\](?:\{[^{}\n]*\})?|\{[^{}\n]*\})")
WITH_TEXT = re.compile(r"(?<![\w:`]):[a-z][\w-]*\[(?P<text>[^\]\n]*)\](?:\{[^{}\n]*\})?(?!\()")
"""A text directive of MDX, `:tooltip[words]`, which a page may hold without other components."""

SIGN = re.compile(r"::|:[a-z][\w-]*[\[{]")
"""What stands in all of it."""

SAFE = str.maketrans({'"': "”", "{": "(", "}": ")"})
MOST_PROPERTIES = 30
PART = "The name of a part of a component."


def mdc(lines: list[Line], notes: Notes) -> list[Line]:
    """Return the lines with each component's properties behind its name."""
    if not any(SIGN.search(line.text) for line in lines):
        return lines
    result: list[Line] = []
    code = in_code(lines)
    index, has_components = 0, False
    while index < len(lines):
        line = lines[index]
        start = None if code[index] else START.match(line.text)
        has_components = has_components or bool(start)
        length = _length(lines, index + 1) if start else 0
        if start and length:
            result.append(_with_properties(start, lines[index + 2 : index + length], line.number))
        elif not code[index] and has_components:
            result.append(_plain(line, notes))
        elif not code[index]:
            result.append(_without_marks(line, WITH_TEXT, notes))
        else:
            result.append(line)
        index += 1 + length
    return result


def _length(lines: list[Line], index: int) -> int:
    """Return how many lines of properties begin here, from one “---” to the next."""
    if index >= len(lines) or lines[index].text.strip() != "---":
        return 0
    for length, line in enumerate(lines[index + 1 : index + MOST_PROPERTIES], start=2):
        if line.text.strip() == "---":
            return length
        if not PROPERTY.match(line.text):
            break
    return 0


def _with_properties(start: re.Match[str], lines: list[Line], number: int) -> Line:
    inside = [start["rest"] or ""]
    for line in lines:
        if match := PROPERTY.match(line.text):
            value = match["value"].strip("\"'").translate(SAFE)
            inside.append(f'{match["key"]}="{value}"')
    attributes = " ".join(inside).strip()
    return Line(f"{start['start']}{{{attributes}}}", number)


def _plain(line: Line, notes: Notes) -> Line:
    """Return a line without the names of slots, and without components within it."""
    if SLOT.match(line.text):
        notes.leave_out(line, PART, line.text)
        return Line("", line.number)

    return _without_marks(line, WITHIN, notes)


def _without_marks(line: Line, marks: re.Pattern[str], notes: Notes) -> Line:
    """Return a line with the words of its marks in their place."""

    def enclosed(whole: str, match: re.Match[str]) -> str:
        notes.not_understood(line, whole)
        start, end = match.span("text")
        return line.text[start:end] if match["text"] else ""

    return replaced(line, marks, enclosed)

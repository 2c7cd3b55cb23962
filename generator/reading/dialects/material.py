"""Material for MkDocs: tabs, `=== "Title"` with the text below indented, and the notes of code, `(1)`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.reading.dialects.lines import Line, at, in_code, quoted

if TYPE_CHECKING:
    from generator.reading.dialects.lines import Notes

TAB = re.compile(r"(?P<indent>[ \t]*)===[!+]?[ \t]+([\"'])(?P<title>.*)\2[ \t]*$")
WIDTH = 4
NOTED = re.compile(r"\(\d{1,2}\)!?[ \t]*(?:-->|\*/)?[ \t]*$")
NOTE = re.compile(r"(?P<indent>[ \t]*)(?P<number>\d{1,2})\.(?P<gap>[ \t]+)(?P<text>\S.*)$")


def notes_of_code(lines: list[Line], notes: Notes) -> list[Line]:
    """Return the lines with points, `- (1) …`, for the numbered notes below code that refers to them."""
    del notes
    result: list[Line] = []
    code = in_code(lines)
    indent, is_noted, number = 0, False, 1
    for index, line in enumerate(lines):
        if code[index]:
            is_first = index == 0 or not code[index - 1]
            indent = line.indent if is_first else indent
            is_noted = (is_noted and not is_first) or NOTED.search(line.text) is not None
            number = 1
            result.append(line)
            continue
        note = NOTE.match(line.text) if is_noted else None
        is_next = note is not None and line.indent >= indent and int(note["number"]) == number
        if note and is_next:
            number += 1
            result.append(_note(note, line))
        else:
            is_noted = is_noted and (line.indent > indent or not line.text.strip())
            result.append(line)
    return result


def _note(match: re.Match[str], line: Line) -> Line:
    marker = "-".ljust(len(match["number"]) + 1)
    return Line(f"{match['indent']}{marker}{match['gap']}({match['number']}) {match['text']}", line.number)


def content_tabs(lines: list[Line], notes: Notes) -> list[Line]:
    """Return the lines with GitBook's tabs."""
    result: list[Line] = []
    code = in_code(lines)
    index = 0
    while index < len(lines):
        match = None if code[index] else TAB.match(lines[index].text)
        end = _end(lines, index + 1, lines[index].indent + WIDTH) if match else index
        if match is None or end == index + 1:
            result.append(lines[index])
            index += 1
        else:
            result.extend(_tab(match, lines[index:end], notes))
            index = end
    return result


def _end(lines: list[Line], start: int, indent: int) -> int:
    """Return the line after the last one that is indented so far."""
    end = start
    for index in range(start, len(lines)):
        if not lines[index].text.strip():
            continue
        if lines[index].indent < indent:
            break
        end = index + 1
    return end


def _tab(match: re.Match[str], lines: list[Line], notes: Notes) -> list[Line]:
    first, *rest = lines
    inside = content_tabs([line.dedented(WIDTH) for line in rest], notes)
    start = f"{{% tab title={quoted(match['title'])} %}}"
    opening = at(match["indent"], ["", start, ""], first.number)
    closing = at(match["indent"], ["", "{% endtab %}", ""], lines[-1].number)
    return [*opening, *inside, *closing]

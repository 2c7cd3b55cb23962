"""Material for MkDocs: tabs, `=== "Title"` with the text below indented."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.reading.dialects.lines import Line, at, in_code, quoted

if TYPE_CHECKING:
    from generator.reading.dialects.lines import Notes

TAB = re.compile(r"(?P<indent>[ \t]*)===[!+]?[ \t]+([\"'])(?P<title>.*)\2[ \t]*$")
WIDTH = 4


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

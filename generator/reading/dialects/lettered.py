"""Sub-steps by letters, `a. …` and `b. …` on lines of their own, which Markdown would run into one paragraph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.reading.dialects.lines import Line, in_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.reading.dialects.lines import Notes

LETTERED = re.compile(r"[ \t]*(?P<letter>[a-z])[.)][ \t]*(?P<text>[^\s.,].*)$")
MARKER = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+")
LONGEST = 20
"""So many lines may stand between two letters."""

REASON = "The draft numbers what the page letters."


def lettered(lines: list[Line], notes: Notes) -> list[Line]:
    """Return the lines with a numbered list for each run of letters from “a” on."""
    starts = [index for index, line in enumerate(lines) if _letter(line) == "a"]
    if not starts:
        return lines
    result = [*lines]
    code = in_code(lines)
    done = -1
    for index in starts:
        if index > done and not code[index]:
            places = _run(lines, code, index)
            if len(places) > 1:
                _number(result, lines, places, notes)
                done = places[-1]
    return result


def _letter(line: Line) -> str:
    match = LETTERED.match(line.text)
    return match["letter"] if match else ""


def _run(lines: Sequence[Line], code: Sequence[bool], start: int) -> list[int]:
    """Return where the letters stand that follow one another from here on."""
    places = [start]
    index = start + 1
    while index < min(places[-1] + LONGEST, len(lines)):
        wanted = chr(ord("a") + len(places))
        if not code[index] and _letter(lines[index]) == wanted:
            places.append(index)
        elif lines[index].text.strip() and lines[index].indent == 0 and _ends(lines, index):
            break
        index += 1
    return places


def _ends(lines: Sequence[Line], index: int) -> bool:
    """Whether a line at the margin is no more of a run: it begins something, or stands behind an empty line."""
    begins = MARKER.match(lines[index].text)
    if begins:
        return True
    before = lines[index - 1].text
    return not before.strip()


def _number(result: list[Line], lines: Sequence[Line], places: Sequence[int], notes: Notes) -> None:
    """Write a numbered list for the lines at some places, as part of the point that they go on with on the page."""
    first = lines[places[0]]
    indent = " " * max(first.indent, _width_of_point(lines, places[0]))
    for number, place in enumerate(places, start=1):
        match = LETTERED.match(lines[place].text)
        if match:
            notes.leave_out(lines[place], REASON, f"{match['letter']}.")
            result[place] = Line(f"{indent}{number}. {match['text']}", lines[place].number)


def _width_of_point(lines: Sequence[Line], index: int) -> int:
    """Return how far the text of the point is indented that a line goes on with."""
    for line in reversed(lines[max(index - LONGEST, 0) : index]):
        marker = MARKER.match(line.text)
        if marker:
            return marker.end()
        if not line.text.strip():
            break
    return 0

"""Anchors that stand in HTML around a heading or above it: Mintlify's `<div id="…">`, `<a id="…"></a>` anywhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.reading.dialects.lines import Line, in_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.reading.dialects.lines import Notes

ANCHOR = re.compile(
    r"[ \t]*<(?P<tag>div|span|a)\s+(?:id|name)=[\"'](?P<id>[\w-]+)[\"']\s*(?:(?P<ends>/>|></(?P=tag)>)|>)[ \t]*$"
)
HEADING = re.compile(r"[ \t]*(?P<text>\#{1,6}[ \t][^{}]*?)[ \t]*$")
LOOKED_AHEAD = 3


def anchors(lines: list[Line], notes: Notes) -> list[Line]:
    """Return the lines with the anchors behind their headings, `## Title {#anchor}`."""
    del notes
    result = [*lines]
    code = in_code(lines)
    for index, line in enumerate(lines):
        match = None if code[index] else ANCHOR.match(line.text)
        if match:
            _move(match, index, result)
    return result


def _move(match: re.Match[str], index: int, lines: list[Line]) -> None:
    """Write an anchor behind the heading that it encloses or stands above, if it does."""
    place = _next(lines, index)
    heading = HEADING.match(lines[place].text)
    if heading is None:
        return
    if not match["ends"]:
        end = _next(lines, place)
        if lines[end].text.strip() != f"</{match['tag']}>":
            return
        lines[end] = Line("", lines[end].number)
    lines[index] = Line("", lines[index].number)
    anchored = f"{heading['text']} {{#{match['id']}}}"
    lines[place] = Line(anchored, lines[place].number)


def _next(lines: Sequence[Line], index: int) -> int:
    """Return the index of the next line with text, or the same one if none is near."""
    start = index + 1
    following = lines[start : start + LOOKED_AHEAD]
    for place, line in enumerate(following, start):
        if line.text.strip():
            return place
    return index

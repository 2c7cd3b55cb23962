"""The properties that Notion's exports write below a page's title, `Created: 3 May`: its database's, not its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.reading.dialects.lines import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.reading.dialects.lines import Notes

TITLE = re.compile(r"#[ \t]+\S")
PROPERTY = re.compile(r"(?P<key>[A-Z][\w /()-]{0,40}):[ \t]+\S")
WELL_KNOWN = frozenset(
    {
        "assign", "assignee", "author", "category", "created", "created by", "created time", "date", "due", "due date",
        "last edited", "last edited by", "last edited time", "last updated", "owner", "person", "priority", "reviewer",
        "status", "tags", "team", "verification",
    }
)  # fmt: skip
PROPERTY_OF_PAGE = "A property of the page, as Notion writes it below the title."


def properties(lines: list[Line], notes: Notes) -> list[Line]:
    """Return the lines without the properties below the first title."""
    start, end = _place(lines)
    keys = [_key(line.text) for line in lines[start:end]]
    if not all(keys) or WELL_KNOWN.isdisjoint(keys):
        return lines
    for line in lines[start:end]:
        notes.leave_out(line, PROPERTY_OF_PAGE, line.text)
    blank = [Line("", line.number) for line in lines[start:end]]
    return [*lines[:start], *blank, *lines[end:]]


def _place(lines: Sequence[Line]) -> tuple[int, int]:
    """Return where the paragraph below the first title starts and ends."""
    start = _next_text(lines, 0)
    if start == len(lines) or not TITLE.match(lines[start].text):
        return 0, 0
    start = end = _next_text(lines, start + 1)
    while end < len(lines) and lines[end].text.strip():
        end += 1
    return start, end


def _next_text(lines: Sequence[Line], start: int) -> int:
    """Return the index of the next line with text, from `start` on."""
    while start < len(lines) and not lines[start].text.strip():
        start += 1
    return start


def _key(text: str) -> str:
    match = PROPERTY.match(text)
    return match["key"].lower() if match else ""

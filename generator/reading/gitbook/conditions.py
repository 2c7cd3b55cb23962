"""GitBook's conditions, which show a part of the page to some readers only: taken out line by line, and named.

They may begin in one list and end behind another, so no container could hold what stands between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.page import LeftOut
from generator.reading.dialects.lines import Line, in_code
from generator.reading.gitbook.tags import CONDITION, is_condition, parse_tag
from generator.reading.text.fences import PREFIX

if TYPE_CHECKING:
    from collections.abc import Sequence

FOR_SOME_READERS = (
    "A condition: the page shows what follows, up to “{% endif %}”, to some readers only; the draft to all."
)


def without_conditions(lines: list[Line], left_out: list[LeftOut]) -> list[Line]:
    """Return the lines with empty ones for the starts and ends of conditions that belong together."""
    ends = _ends(lines)
    if not ends:
        return lines
    result = [*lines]
    for start, end in ends.items():
        tag = PREFIX.sub("", lines[start].text, count=1).strip()
        left_out.append(LeftOut(lines[start].number, FOR_SOME_READERS, tag))
        for index in (start, end):
            result[index] = _empty(lines[index])
    return result


def _ends(lines: Sequence[Line]) -> dict[int, int]:
    """Return where each condition ends, by where it begins."""
    ends: dict[int, int] = {}
    open_starts: list[int] = []
    for index, (line, is_code) in enumerate(zip(lines, in_code(lines), strict=True)):
        if is_code or "{%" not in line.text:
            continue
        alone = PREFIX.sub("", line.text, count=1)
        tag = parse_tag(alone)
        if is_condition(alone):
            open_starts.append(index)
        elif open_starts and tag and tag.closes == CONDITION:
            ends[open_starts.pop()] = index
    return dict(sorted(ends.items()))


def _empty(line: Line) -> Line:
    """Return an empty line of the same quotation."""
    prefix = PREFIX.match(line.text)
    marks = prefix[0].rstrip() if prefix else ""
    return Line(marks, line.number)

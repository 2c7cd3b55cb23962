"""GitBook's end tags, which formatters indent with the list above them, back where their start stands."""

from __future__ import annotations

from generator.reading.dialects.lines import Line, in_code
from generator.reading.gitbook.tags import MUST_CLOSE, parse_tag


def ends_in_place(lines: list[Line]) -> list[Line]:
    """Return the lines with each end tag as far to the left as what it ends."""
    result: list[Line] = []
    starts: list[tuple[str, int]] = []
    for line, is_code in zip(lines, in_code(lines), strict=True):
        tag = None if is_code or "{%" not in line.text else parse_tag(line.text)
        if tag and tag.closes and starts and starts[-1][0] == tag.closes:
            indent = starts.pop()[1]
            result.append(line.dedented(line.indent - indent) if indent < line.indent else line)
            continue
        if tag and tag.name in MUST_CLOSE:
            starts.append((tag.name, line.indent))
        result.append(line)
    return result

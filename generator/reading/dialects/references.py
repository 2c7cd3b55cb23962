"""Hugo's references to other pages, `{{< ref "page.md" >}}`: the addresses of links, or links of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.reading.dialects.lines import Line, in_code, masked

if TYPE_CHECKING:
    from generator.reading.dialects.lines import Notes

REFERENCE = r"\{\{[<%]\s*(?:rel)?ref\s+(?:path=)?(?P<quote>[\"'`]?)(?P<path>[^\"'`\s{}]+)(?P=quote)[^{}]*[>%]\}\}"
IN_LINK = re.compile(rf"\]\(\s*<?{REFERENCE}(?P<anchor>#[\w-]*)?>?\s*\)")
ALONE = re.compile(REFERENCE)


def references(lines: list[Line], notes: Notes) -> list[Line]:
    """Return the lines with the pages' own addresses."""
    del notes
    return [line if is_code else _with_addresses(line) for line, is_code in zip(lines, in_code(lines), strict=True)]


def _with_addresses(line: Line) -> Line:
    text = line.text
    if "{{" not in text:
        return line
    for match in reversed([*IN_LINK.finditer(masked(text))]):
        text = text[: match.start()] + f"](<{match['path']}{match['anchor'] or ''}>)" + text[match.end() :]
    for match in reversed([*ALONE.finditer(masked(text))]):
        text = text[: match.start()] + f"[{match['path']}](<{match['path']}>)" + text[match.end() :]
    return Line(text, line.number)

"""Hugo's references to other pages, `{{< ref "page.md" >}}`: the addresses of links, or links of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.reading.dialects.lines import Line, replaced, rewritten

if TYPE_CHECKING:
    from generator.reading.dialects.lines import Notes

REFERENCE = r"\{\{[<%]\s*(?:rel)?ref\s+(?:path=)?(?P<quote>[\"'`]?)(?P<path>[^\"'`\s{}]+)(?P=quote)[^{}]*[>%]\}\}"
IN_LINK = re.compile(rf"\]\(\s*<?{REFERENCE}(?P<anchor>#[\w-]*)?>?(?P<title>\s+\"[^\"\n]*\")?\s*\)")
DEFINITION = re.compile(rf"(?P<label>^[ \t]*\[[^\]\n]+\]:[ \t]*){REFERENCE}(?P<anchor>#[\w-]*)?")
ALONE = re.compile(REFERENCE)


def references(lines: list[Line], notes: Notes) -> list[Line]:
    """Return the lines with the pages' own addresses."""
    del notes
    return rewritten(lines, _with_addresses)


def _with_addresses(line: Line) -> Line:
    if "{{" not in line.text:
        return line
    line = replaced(line, DEFINITION, _definition)
    line = replaced(line, IN_LINK, _target)
    return replaced(line, ALONE, _link)


def _target(whole: str, match: re.Match[str]) -> str:
    del whole
    anchor, title = match["anchor"] or "", match["title"] or ""
    return f"](<{match['path']}{anchor}>{title})"


def _definition(whole: str, match: re.Match[str]) -> str:
    del whole
    anchor = match["anchor"] or ""
    return f"{match['label']}<{match['path']}{anchor}>"


def _link(whole: str, match: re.Match[str]) -> str:
    del whole
    path = match["path"]
    return f"[{path}](<{path}>)"

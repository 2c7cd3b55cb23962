"""Addresses with spaces, `![](Screen Shot.png)`, which Python-Markdown takes and CommonMark does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.reading.dialects.lines import replaced, rewritten

if TYPE_CHECKING:
    from generator.reading.dialects.lines import Line, Notes

PART = r"[^\s()<>\"'#]+"
SPACED = re.compile(
    rf"(?<=\]\()[ \t]*{PART}(?:[ ]{PART})+\.[a-z0-9]{{2,5}}(?:#[\w-]+)?[ \t]*(?=\))",
    re.IGNORECASE,
)
"""It ends as a file's name does, so that words in parentheses are none."""


def spaced(lines: list[Line], notes: Notes) -> list[Line]:
    """Return the lines with angle brackets around such addresses."""
    del notes
    return rewritten(lines, _with_brackets)


def _with_brackets(line: Line) -> Line:
    if "](" not in line.text:
        return line
    return replaced(line, SPACED, _bracketed)


def _bracketed(whole: str, match: re.Match[str]) -> str:
    del match
    return f"<{whole.strip()}>"

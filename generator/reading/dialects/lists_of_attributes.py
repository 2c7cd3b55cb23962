"""Lists of attributes, `{: .class }` and `{ target=_blank }`, and the icons of Material for MkDocs."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from generator.reading.dialects.lines import Line, replaced, rewritten

if TYPE_CHECKING:
    from generator.reading.dialects.lines import Notes

ENTRY = r"(?:[.#][\w-]+|[\w-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'{}]+))"
LIST = re.compile(rf"\{{:?[ \t]*{ENTRY}(?:[ \t]+{ENTRY})*[ \t]*\}}")
ICON = re.compile(r":(?:material|fontawesome|octicons|simple|lucide)-[\w-]+:[ \t]?")
BLOCK = re.compile(r"[ \t]*(?:\#|::)")
"""A heading or a block between colons, whose attributes are read elsewhere."""
OWNERS = (")", "]", "`", "**")
"""How a link, a picture, code or emphasis ends."""

LOOK = "How the page shows what stands before it."
PICTOGRAM = "An icon."


def lists_of_attributes(lines: list[Line], notes: Notes) -> list[Line]:
    """Return the lines without attributes behind links, pictures, code and emphasis, and without icons."""
    return rewritten(lines, partial(_plain, notes))


def _plain(notes: Notes, line: Line) -> Line:
    def without_list(whole: str, match: re.Match[str]) -> str:
        if not _is_of_something(line.text, match):
            return whole
        notes.leave_out(line, LOOK, whole)
        return ""

    def without_icon(whole: str, match: re.Match[str]) -> str:
        del match
        notes.leave_out(line, PICTOGRAM, whole)
        return ""

    if BLOCK.match(line.text):
        return line
    return replaced(replaced(line, LIST, without_list), ICON, without_icon)


def _is_of_something(text: str, match: re.Match[str]) -> bool:
    """Whether a list stands right behind what it may belong to, or alone on its line."""
    start, end = match.span()
    before, after = text[:start].rstrip(" "), text[end:].strip()
    if not before.strip() and not after:
        return True
    return before.endswith(OWNERS) or match[0].startswith("{:")

"""Lists of attributes, `{: .class }` and `{ target=_blank }`, and the icons of Material for MkDocs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.reading.dialects.lines import Line, in_code, masked

if TYPE_CHECKING:
    from generator.reading.dialects.lines import Notes

ENTRY = r"(?:[.#][\w-]+|[\w-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'{}]+))"
LIST = re.compile(rf"\{{:?[ \t]*{ENTRY}(?:[ \t]+{ENTRY})*[ \t]*\}}")
ICON = re.compile(r":(?:material|fontawesome|octicons|simple|lucide)-[\w-]+:[ \t]?")
BLOCK = re.compile(r"[ \t]*(?:\#|::)")
"""A heading or a block between colons, whose attributes are read elsewhere."""
LOOK = "How the page shows what stands before it."
PICTOGRAM = "An icon."


def lists_of_attributes(lines: list[Line], notes: Notes) -> list[Line]:
    """Return the lines without attributes behind links, pictures, code and emphasis, and without icons."""
    return [line if is_code else _plain(line, notes) for line, is_code in zip(lines, in_code(lines), strict=True)]


def _plain(line: Line, notes: Notes) -> Line:
    text = line.text
    for match in reversed([*LIST.finditer(masked(text))]):
        if _is_of_something(text, match) and not BLOCK.match(text):
            notes.leave_out(line, LOOK, match[0])
            text = text[: match.start()] + text[match.end() :]
    for match in reversed([*ICON.finditer(masked(text))]):
        notes.leave_out(line, PICTOGRAM, match[0])
        text = text[: match.start()] + text[match.end() :]
    return Line(text, line.number)


def _is_of_something(text: str, match: re.Match[str]) -> bool:
    """Whether a list stands right behind what it may belong to, or alone on its line."""
    before = text[: match.start()].rstrip(" ")
    is_alone = not (before.strip() or text[match.end() :].strip())
    return is_alone or before.endswith((")", "]", "`", "**", "]]")) or match[0].startswith("{:")

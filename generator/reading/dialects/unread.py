"""What no dialect understood: named with its line, so that nothing of it stays in the draft unseen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.model.page import LeftOut
from generator.reading.dialects.lines import in_code, masked

if TYPE_CHECKING:
    from generator.reading.dialects.lines import Line, Notes

SYNTAX = re.compile(
    r"""^[ \t>]*:::.*                          # a block of Docusaurus, VitePress or Microsoft Learn
    |</?[A-Z][\w.]*(?:\s[^<>]*)?/?>?           # a component
    |\{\{[<%][^}\n]*\}?\}?                     # a shortcode
    |(?<!!)\[!(?!\[)[^\]\n]*\]?                # an include or an alert
    |\[/?block(?::[^\]\n]*)?\]                 # a block of ReadMe
    |^[ \t>]*===[!+]?[ \t]+["'].*              # a tab
    |^[ \t]*(?:import|export)\s.*\sfrom\s.*    # a program
    |^[ \t]*-+8<-+.*                           # a snippet
    """,
    re.VERBOSE,
)


def unread(lines: list[Line], notes: Notes) -> None:
    """Note each piece of syntax that stands in the lines outside code."""
    for line, is_code in zip(lines, in_code(lines), strict=True):
        if is_code:
            continue
        for match in SYNTAX.finditer(masked(line.text)):
            notes.unread.append(LeftOut(line.number, "", match[0].strip()))

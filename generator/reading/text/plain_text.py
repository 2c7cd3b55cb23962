"""What text that somebody typed may not hold, wherever it is read."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.model.org import Fault

REORDERING = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
"""Bidirectional embeddings, overrides and isolates: they can make a text read as another one."""

LINE_ENDS = {"\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"}
LAST_BUT_ONE, LAST = range(0xFFFE, 0x110000, 0x10000), range(0xFFFF, 0x110000, 0x10000)
"""The last two code points of each of Unicode's 17 planes."""

NONCHARACTERS = set(map(chr, (*range(0xFDD0, 0xFDF0), *LAST_BUT_ONE, *LAST)))
"""Code points that are never text; XML and so HTML and PDF metadata cannot hold them."""


def text_fault(name: str, text: str, limit: int) -> Fault | None:
    """Return what is wrong with one line of text that problems call `name`."""
    if len(text) > limit:
        return "too-long", f"“{name}” has {len(text):,} characters. Shorten it to {limit} at most."
    if text.isprintable():
        return None
    if LINE_ENDS & set(text):
        return "line-break", f"“{name}” holds a line break. Write it on one line."
    if REORDERING & set(text):
        return (
            "reordering",
            f"“{name}” holds an invisible character that changes the direction of writing. Type it in anew.",
        )
    if control := next((char for char in text if _is_control(char)), None):
        return (
            "control-character",
            f"“{name}” holds the invisible character U+{ord(control):04X}. Type it in anew.",
        )
    return None


def _is_control(char: str) -> bool:
    category = unicodedata.category(char)
    return category in {"Cc", "Cs"} or char in NONCHARACTERS

"""An org's id: the name of its folder on any machine, made of the org's name where nobody gave one."""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

LONGEST_ID = 100
ORG_ID = re.compile(rf"[A-Za-z0-9](?:[A-Za-z0-9._-]{{0,{LONGEST_ID - 2}}}[A-Za-z0-9])?")
ID_FORM = "up to 100 letters, digits, hyphens, dots or underscores, with a letter or digit at both ends"
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices, with any ending."""
IDEOGRAPH = re.compile("[々〇\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
"""A character that is read otherwise in Mandarin, Cantonese, Japanese and Korean."""


def is_org_id(text: str) -> bool:
    """Whether a folder may be called so, also on Windows."""
    if is_reserved(text):
        return False
    return ORG_ID.fullmatch(text) is not None


def is_reserved(text: str) -> bool:
    """Whether Windows takes the name for a device."""
    return bool(RESERVED.fullmatch(text))


def slug(name: str) -> str:
    """Return a name as an id, in Latin letters of lower case: “Łódź 2” is lodz-2.

    Empty where the name has a letter that has no Latin counterpart: without it, another name might become the same id.
    Ideographs are read as in Mandarin, whatever the language of the name.
    """
    if any(map(_is_untold, name)):
        return ""
    words = re.findall(r"[a-z0-9]+", anyascii(name).lower())
    org_id = "-".join(words)[:LONGEST_ID].strip("-")
    if is_reserved(org_id):
        return f"{org_id}-org"
    return org_id


def has_one_reading(name: str) -> bool:
    """Whether its letters alone say how a name is read."""
    return not IDEOGRAPH.search(name)


def _is_untold(char: str) -> bool:
    """Whether a letter, a digit or a sign of somebody's own font has no counterpart."""
    category = unicodedata.category(char)
    is_told_apart = category.startswith(("L", "N")) or category == "Co"
    return is_told_apart and not anyascii(char).strip()

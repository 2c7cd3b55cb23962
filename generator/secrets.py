"""What a key or secret looks like, and whether a text holds one."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

SECRET = re.compile(r"3MVG[\w.]{8,}|(?<![0-9a-fA-F])[0-9a-fA-F]{64}(?![0-9a-fA-F])")
"""The forms of a Salesforce consumer key and consumer secret."""

INVISIBLE = "Cf"
KEY = re.compile(r"3MVG[\w.]{8,}")
HEX_RUN = re.compile(r"[0-9a-fA-F\s]{64}")
SPACED_SECRET = re.compile(r"(?<![0-9a-fA-F])(?:[0-9a-fA-F]\s*){63}[0-9a-fA-F](?![0-9a-fA-F])")


def looks_secret(text: str) -> bool:
    """Whether text holds a key or secret, also one in look-alike, invisible or spaced characters, or in %-escapes."""
    if shows_secret(text):
        return True
    may_be_masked = not text.isascii() or "%" in text
    return may_be_masked and shows_secret(_unmasked(text))


def shows_secret(text: str) -> bool:
    """Whether a key or secret stands here as it is or spaced. The first two patterns are quick, and rarely found."""
    if KEY.search(text):
        return True
    may_hold_secret = HEX_RUN.search(text)
    return bool(may_hold_secret and SPACED_SECRET.search(text))


def _unmasked(text: str) -> str:
    plain = unicodedata.normalize("NFKC", unquote(text))
    visible = [char for char in plain if unicodedata.category(char) != INVISIBLE]
    return "".join(visible)

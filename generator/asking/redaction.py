"""What may be shown again of what somebody pasted: never a key, a code, an address or a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.asking.words import IGNORED, WORD, telling_text, words
from generator.secrets import looks_secret

if TYPE_CHECKING:
    from generator.asking.index import Index

HIDDEN = "…"
PART = re.compile(r"""[^\s"'“”„«»’()<>{}\[\],;]+""")
HIDDEN_ROW = re.compile(r"…(?:[\s.,:;/|-]*…)+")
SHORT_NUMBER = re.compile(r"\d{1,3}")
LONGEST_PLAIN = 15
"""Letters of a small word that is shown although no guide uses it."""


def shown_again(text: str, index: Index) -> str:
    """Return a text with `…` for whatever is no plain word, short number or word of the guides.

    What holds several words without a space, such as an address, is shown only if the guides use each of them.
    """
    parts = PART.sub(lambda part: _shown_part(part[0], index), telling_text(text))
    shown = HIDDEN_ROW.sub(HIDDEN, parts)
    if looks_secret(shown):
        return HIDDEN
    return shown


def _shown_part(part: str, index: Index) -> str:
    pieces = WORD.findall(part)
    if len(pieces) == 1 and _is_plain(pieces[0]):
        return part
    if all(_is_known(form, index) for form in words(part)):
        return part
    return HIDDEN


def _is_known(form: str, index: Index) -> bool:
    return form in index.words or form in IGNORED


def _is_plain(word: str) -> bool:
    """Whether a word is a short number, or has small letters only and not many."""
    if SHORT_NUMBER.fullmatch(word):
        return True
    return len(word) <= LONGEST_PLAIN and word.isalpha() and word.islower()

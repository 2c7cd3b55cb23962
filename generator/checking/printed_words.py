"""Rule: a printed sheet says word for word what was written for it, in its order, and around its pages nothing else.

What lays a sheet out comes after its text was written, so that what a PDF reads is held against that text. Letters that
are joined or set from right to left are drawn in an order of their own; of them only the place is compared.

Pass: the sheet as it was written, with bullets, the addresses behind links, and “page 1 of 8”
Fail: a word that differs, a sentence more, a note beside the page
"""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING

from generator.problems import Location, Problem
from generator.secrets import hidden

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.reading.artefacts.printed_html import PrintedHtml, PrintedPart

SHOWN = 40
"""So many characters of what differs are shown."""

PAGE_WORDS = re.compile(r"page\d+of\d+|Step\w+goesonoverthepage|Step\w+,continued")
"""What a sheet's styles count on each page."""

RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
WITHOUT_ORDER = frozenset({"Lo", "Mn", "Mc", "Me"})


MIRRORED = str.maketrans(")]}>»›", "([{<«‹")
"""Within words from right to left a bracket is drawn as its counterpart, and then reads so in all of the sheet."""


def without_direction(text: str) -> str:
    """Return the text with each bracket as the one that opens."""
    return text.translate(MIRRORED)


def sheet_faults(path: str, written: PrintedHtml, read_out: str, beside: Iterable[str]) -> Iterator[Problem]:
    """Yield how what a PDF reads out, and what it says beside that, differs from what was written for it."""
    said = _plain(read_out)
    difference = _difference(written.parts, said)
    if difference:
        yield Problem(Location(path), "sheet-differs", f"{difference} Build again.")
    running = "".join(map(_plain, written.running))
    for text in dict.fromkeys(beside):
        words = _plain(text)
        if (
            without_direction(words) not in without_direction(running)
            and not PAGE_WORDS.fullmatch(words)
            and not _by_place_only(words)
        ):
            told = f"Beside the page “{_excerpt(text)}” is printed, which was not written for it. Build again."
            yield Problem(Location(path), "sheet-differs", told)


def _difference(parts: Iterable[PrintedPart], said: str) -> str | None:
    """Go through what is said, part by part; a part without an order of its letters may be anything."""
    at = 0
    loose = 0
    compared = without_direction(said)
    for part in parts:
        for piece in _pieces(part.text):
            if _by_place_only(piece):
                loose += len(piece)
                continue
            start = _place(compared, without_direction(piece), at, loose)
            if start >= 0:
                at = start + len(piece)
                loose = 0
            elif not part.may_lack:
                return _told(said[at:], piece)
    if at < len(said) and not loose:
        return f"Without its spaces the sheet reads “{_excerpt(said[at:])}” at its end, where nothing was written."
    return None


def _place(said: str, wanted: str, at: int, loose: int) -> int:
    """Return where the words stand, behind as many letters without an order; -1 if they do not.

    These letters may be more or fewer in print, and hold the words themselves: most likely is their own number.
    """
    if said.startswith(wanted, at + loose):
        return at + loose
    return said.find(wanted, at) if loose else -1


def _told(rest: str, piece: str) -> str:
    if not rest:
        return f"The sheet ends where “{_excerpt(piece)}” was written for it."
    return f"Without its spaces the sheet reads “{_excerpt(rest)}”, where “{_excerpt(piece)}” was written for it."


def _pieces(text: str) -> list[str]:
    """Return the text without its spaces, parted into what has an order in print and what has none."""
    plain = _plain(text)
    if plain.isascii():
        return [plain] if plain else []
    if not RIGHT_TO_LEFT.isdisjoint(map(unicodedata.bidirectional, plain)):
        return [plain]
    return ["".join(piece) for _, piece in groupby(plain, _by_place_only)]


def _by_place_only(text: str) -> bool:
    """Whether letters are joined, stacked or set from right to left, so that codes do not say their order."""
    kinds = map(unicodedata.category, text)
    return not WITHOUT_ORDER.isdisjoint(kinds)


def _plain(text: str) -> str:
    """Return the characters that are drawn, each in one spelling."""
    if text.isascii():
        return "".join(text.split())
    spelt = unicodedata.normalize("NFKC", text)
    undrawn = filter(_is_undrawn, set(spelt))
    table = dict.fromkeys(map(ord, undrawn))
    return spelt.translate(table)


def _is_undrawn(character: str) -> bool:
    if character.isspace():
        return True
    return unicodedata.category(character) == "Cf"


def _excerpt(text: str) -> str:
    return hidden(text[:SHOWN])

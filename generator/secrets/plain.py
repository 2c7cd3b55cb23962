"""A text as it would read without disguise: no escapes, no invisible characters, no look-alike letters."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LAYERS = 3
"""So often an escape may itself be escaped, as in `%2533`."""

SIGNS = "“”’→"
"""Signs beyond ASCII that read as what they are, and that our own messages are full of."""

PLAIN = rf"[\x00-$'-\[\]-\x7f{SIGNS}]+"
"""All of ASCII but `%`, `&` and the backslash. A class of what is beyond it would take long to compile."""

MASK = re.compile(rf"[&%\\]|[^\x00-\x7f{SIGNS}]")
UNIT = re.compile(
    rf"(?P<plain>{PLAIN})|&(?:\#x?[0-9a-f]+|\w+);?|(?:%[0-9a-f]{{2}})+|\\u[0-9a-f]{{4}}|\\x[0-9a-f]{{2}}|.",
    re.ASCII | re.DOTALL | re.IGNORECASE,
)
DROPPED = frozenset({"Mn", "Me", "Cf"})
LOOK_ALIKES = Path(__file__).with_name("look_alikes.json")
BLANK = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and signs that show nothing."""


@cache
def look_alikes() -> dict[str, str]:
    """Return letters with others that look the same.

    They are those of Unicode's table of confusables: of one character, and left as they are by Unicode's normal form.
    """
    text = LOOK_ALIKES.read_text(encoding="ascii")
    letters: dict[str, str] = json.loads(text)
    return letters


@cache
def _letters_meant() -> dict[str, str]:
    meant: dict[str, str] = {}
    for letter, others in look_alikes().items():
        meant |= dict.fromkeys(others, letter)
    return meant


@dataclass(frozen=True)
class Plain:
    """A text without disguise, and for each of its characters, and its end, where that stands in the original."""

    text: str
    places: Sequence[int]


@lru_cache(maxsize=4)
def plain_reading(text: str) -> Plain:
    """Return a text as it reads without disguise. Several things are sought in one text, so the last ones are kept."""
    reading = Plain(text, range(len(text) + 1))
    for _ in range(LAYERS):
        if not MASK.search(reading.text):
            break
        reading, earlier = _unmasked(reading), reading
        if reading.text == earlier.text:
            break
    return reading


def _unmasked(masked: Plain) -> Plain:
    letters: list[str] = []
    places: list[int] = []
    for unit in UNIT.finditer(masked.text):
        shown = unit["plain"] or _shown(unit[0])
        if shown == unit[0]:
            places.extend(masked.places[unit.start() : unit.end()])
        else:
            places.extend([masked.places[unit.start()]] * len(shown))
        letters.append(shown)
    places.append(masked.places[-1])
    return Plain("".join(letters), places)


@lru_cache(maxsize=4096)  # a text has few different marks
def _shown(unit: str) -> str:
    """Return what an escape or a letter beyond ASCII reads as."""
    return "".join(_visible(_decoded(unit)))


def _decoded(unit: str) -> str:
    """Return the characters that an entity, a %-escape or an escape of a program stands for."""
    if unit[0] == "&":
        return unescape(unit)
    if unit[0] == "%":
        return unquote(unit)
    if unit[0] == "\\" and len(unit) > 1:
        digits = unit[2:]
        return chr(int(digits, base=16))
    return unit


def _visible(text: str) -> Iterator[str]:
    letters = _letters_meant()
    for char in unicodedata.normalize("NFKD", text):
        if unicodedata.category(char) not in DROPPED and char not in BLANK:
            yield letters.get(char, char)

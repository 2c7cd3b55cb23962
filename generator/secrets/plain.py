"""A text as it would read without disguise: no escapes, no invisible characters, no look-alike letters."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LAYERS = 3
"""So often an escape may itself be escaped, as in `%2533`."""

MASK = re.compile(r"[&%\\]")
UNIT = re.compile(
    r"[^&%\\\x80-\U0010ffff]+|&(?:\#x?[0-9a-f]+|\w+);?|(?:%[0-9a-f]{2})+|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|.",
    re.ASCII | re.DOTALL | re.IGNORECASE,
)
DROPPED = frozenset({"Mn", "Me", "Cf"})
BLANK = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and signs that show nothing."""

LETTERS: dict[str, str] = json.loads(Path(__file__).with_name("look_alikes.json").read_text(encoding="ascii"))
LOOK_ALIKES = {other: letter for letter, others in LETTERS.items() for other in others}
"""Of Unicode's table of confusables: those of one character that Unicode's own normal form leaves as they are."""


@dataclass(frozen=True)
class Plain:
    """A text without disguise, and for each of its characters, and its end, where that stands in the original."""

    text: str
    places: Sequence[int]


def plain_reading(text: str) -> Plain:
    """Return a text as it reads without disguise."""
    reading = Plain(text, range(len(text) + 1))
    for _ in range(LAYERS):
        if reading.text.isascii() and not MASK.search(reading.text):
            break
        reading, earlier = _unmasked(reading), reading
        if reading.text == earlier.text:
            break
    return reading


def _unmasked(masked: Plain) -> Plain:
    letters: list[str] = []
    places: list[int] = []
    for unit in UNIT.finditer(masked.text):
        shown = _decoded(unit[0])
        if shown == unit[0] and shown.isascii():
            places.extend(masked.places[unit.start() : unit.end()])
        else:
            shown = "".join(_visible(shown))
            places.extend([masked.places[unit.start()]] * len(shown))
        letters.append(shown)
    places.append(masked.places[-1])
    return Plain("".join(letters), places)


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
    for char in unicodedata.normalize("NFKD", text):
        if unicodedata.category(char) not in DROPPED and char not in BLANK:
            yield LOOK_ALIKES.get(char, char)

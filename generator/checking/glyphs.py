"""Rule: each letter of a printed sheet looks like what it says.

A PDF holds the drawings of its letters and, apart from them, a table of what each means. What is read back follows the
table; so the table is held against the names of the letters, and the drawings against those of the fonts they are from.

Pass: the glyph that means “3” is drawn like the 3 of Noto Sans
Fail: a glyph that means “3” and is drawn like an 8
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.checking.printed_words import without_direction
from generator.problems import Location, Problem
from generator.reading.artefacts.pdf_content import read_font

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.reading.artefacts.pdf_content import EmbeddedFont

OUTLINES = "glyf"
"""The table of a TrueType font's drawings."""

PUT_TOGETHER = b"\xff\xff"
"""What the drawing begins with of a glyph that is made of others, whose own flags say nothing of its looks."""

ON_CURVE = 1

ADVICE = "Build again; if it stays, please report it."


class SheetFonts(NamedTuple):
    """The fonts that sheets are drawn in, by their names in a PDF; `stand_in` begins the names of all others.

    Those others draw only characters that the first lack.
    """

    fonts: Mapping[str, bytes]
    stand_in: str


def glyph_faults(path: str, fonts: Iterable[EmbeddedFont], known: SheetFonts) -> Iterator[Problem]:
    """Yield a problem for each font of a PDF in which a letter is drawn otherwise than it reads."""
    for font in fonts:
        if fault := _fault(font, known):
            yield Problem(Location(path), "other-glyph", f"{fault} {ADVICE}")


def _fault(font: EmbeddedFont, known: SheetFonts) -> str | None:
    if not font.codes_are_glyphs:
        return f"The font “{font.name}” does not say itself which of its letters are drawn."
    if font.name.startswith(known.stand_in):
        return _stands_in_wrongly(font, tuple(known.fonts.values()))
    own = known.fonts.get(font.name)
    candidates = [own] if own else known.fonts.values()
    faults = [_differs(font, source) for source in candidates]
    return None if None in faults else faults[0]


@lru_cache(maxsize=64)  # the sheets of a guide have most of their fonts in common
def _stands_in_wrongly(font: EmbeddedFont, fonts: tuple[bytes, ...]) -> str | None:
    """A font of other characters draws none of those that the usual fonts have."""
    usual: set[str] = set()
    for source in fonts:
        usual |= set(map(chr, _opened(source).getBestCmap()))
    for meaning in read_font(font.table).meanings.values():
        drawn = [character for character in meaning if unicodedata.category(character)[0] in "LNPS"]
        if drawn and usual.issuperset(drawn):
            return f"“{meaning}” is drawn in the font “{font.name}”, and the sheet’s own fonts have it."
    return None


@lru_cache(maxsize=64)
def _differs(font: EmbeddedFont, source: bytes) -> str | None:
    """Return how the letters of an embedded font differ from those of the font it should be a part of."""
    original, embedded = _opened(source), _opened(font.program)
    if OUTLINES not in original:  # somebody's own font, with outlines of another kind
        return None
    if OUTLINES not in embedded:
        return f"The font “{font.name}” is not the one of that name."
    for code, meaning in read_font(font.table).meanings.items():
        number = int.from_bytes(code)
        if not _means(original, number, meaning):
            return f"A letter that reads “{meaning}” is drawn as “{_name(original, number)}”."
        if _outline(embedded, number) != _outline(original, number):
            return f"“{meaning}” is not drawn as in the font “{font.name}”."
    return None


@lru_cache(maxsize=32)
def _opened(program: bytes) -> Any:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow to import

    return TTFont(BytesIO(program), fontNumber=0, lazy=True)


def _means(font: Any, number: int, meaning: str) -> bool:
    """Whether the font has the glyph for these characters, or its name says them, as that of a ligature does."""
    from fontTools import agl  # noqa: PLC0415 - slow to import

    name = _name(font, number)
    characters = font.getBestCmap()
    if [characters.get(ord(character)) for character in meaning] == [name]:
        return True
    named = unicodedata.normalize("NFKC", agl.toUnicode(name))
    if not meaning:  # an accent is said with its letter
        return all(unicodedata.category(character) == "Mn" for character in named)
    said = unicodedata.normalize("NFKC", meaning)
    return without_direction(named) == without_direction(said)


def _name(font: Any, number: int) -> str:
    names = font.getGlyphOrder()
    return str(names[number]) if number < len(names) else "nothing"


def _outline(font: Any, number: int) -> object:
    """Return a glyph's drawing without the hints to small screens, which are left out of PDFs."""
    from fontTools.ttLib.tables._g_l_y_f import Glyph  # noqa: PLC0415 - slow to import

    places = font["loca"]
    start, end = places[number], places[number + 1]
    drawing = font.reader[OUTLINES][start:end]
    if drawing.startswith(PUT_TOGETHER):
        return _points(font, number)
    glyph = Glyph(drawing)
    glyph.trim(remove_hinting=True)
    return getattr(glyph, "data", b"")


def _points(font: Any, number: int) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Return the points of a glyph made of others, the last one of each contour, and which are on the curve."""
    table = font[OUTLINES]
    name = _name(font, number)
    points, ends, flags = table[name].getCoordinates(table)
    on_curve = [flag & ON_CURVE for flag in flags]
    return list(points), list(ends), on_curve

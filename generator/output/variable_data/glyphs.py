"""Text as glyphs, by the shaper, the fonts and the rounding that the layout uses too."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import accumulate
from operator import add
from typing import NamedTuple

import uharfbuzz

from generator.output.fonts import shipped_faces
from generator.output.variable_data.unpredictable import UncertainError

UNITS = 1024
"""Pango counts in 1024ths of a pixel."""

FEATURES = dict.fromkeys(("liga", "clig", "dlig", "hlig", "calt"), False)
"""What `font-variant-ligatures: none` in `print.css` turns off."""


class Font(NamedTuple):
    """One of the shipped fonts, named as in a PDF, at one size in units."""

    name: str
    size: int


class Glyphs(NamedTuple):
    """A text in one font, one glyph a character.

    In units, `edges` are how far each starts from the text's start, and at last where the text ends; `letters` are how
    wide each is when no other follows. `shown` is the operand of PDF's `TJ`: the glyphs' numbers, and how far the pen
    goes back after one.
    """

    edges: tuple[int, ...]
    letters: tuple[int, ...]
    shown: bytes


@lru_cache(maxsize=4096)
def shape(font: Font, text: str) -> Glyphs:
    """Return a text's glyphs. Raises `UncertainError` unless each is simply its character's, in its place."""
    return _shaper(font).shape(text)


class _Shaper:
    """HarfBuzz with one font at one size, asked once for each letter before each other one: kerning is of pairs."""

    def __init__(self, font: Font) -> None:
        self._pairs = _LetterPairs(font)

    def shape(self, text: str) -> Glyphs:
        if not text:
            return Glyphs((0,), (), b"[]")
        pairs = map(add, text, [*text[1:], ""])
        advances, letters, shown = zip(*map(self._pairs.__getitem__, pairs), strict=True)
        edges = tuple(accumulate(advances, initial=0))
        operand = f"[<{''.join(shown)}>]".replace("<>", "")
        return Glyphs(edges, letters, operand.encode())


class _LetterPairs(dict[str, tuple[int, int, str]]):
    """By a letter and the next one, or by the last letter: how far it moves the pen, so and alone, and `shown`."""

    def __init__(self, font: Font) -> None:
        super().__init__()
        self._font = uharfbuzz.Font(_face(font.name))
        self._font.scale = (font.size, font.size)
        self._size = font.size
        self._letters: dict[str, tuple[int, int]] = {}

    def __missing__(self, pair: str) -> tuple[int, int, str]:
        (number, advance), *others = self._shaped(pair)
        (_, alone), *others_alone = map(self._letter, pair)
        if others != others_alone:
            raise UncertainError(pair)
        own_advance = self._font.get_glyph_h_advance(number)
        back = int(round(own_advance * 1000 / self._size) - advance * 1000 / self._size)
        shown = f"{number:04x}"
        if back:
            shown = f"{shown}>{back}<"
        self[pair] = advance, alone, shown
        return self[pair]

    def _letter(self, char: str) -> tuple[int, int]:
        """Return glyph and advance of a letter alone."""
        if char not in self._letters:
            (self._letters[char],) = self._shaped(char)
        return self._letters[char]

    def _shaped(self, text: str) -> list[tuple[int, int]]:
        """Return glyph and advance of each character."""
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.language = "en"
        uharfbuzz.shape(self._font, buffer, FEATURES)
        numbers, places = [info.codepoint for info in buffer.glyph_infos], buffer.glyph_positions
        if numbers != [self._font.get_nominal_glyph(ord(char)) for char in text]:
            raise UncertainError(text)
        if any(at.x_offset or at.y_offset for at in places):
            raise UncertainError(text)
        return [(number, at.x_advance) for number, at in zip(numbers, places, strict=True)]


@cache
def _shaper(font: Font) -> _Shaper:
    return _Shaper(font)


@cache
def _face(name: str) -> uharfbuzz.Face:
    data = {face.pdf_name: face.data for face in shipped_faces()}
    if name not in data:
        raise UncertainError(name)
    return uharfbuzz.Face(data[name])

"""Text as glyphs, by the shaper, the fonts and the rounding that the layout uses too."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import uharfbuzz

from generator.output.fonts import shipped_faces
from generator.output.masters.uncertain import UncertainError

UNITS = 1024
"""Pango counts in 1024ths of a pixel."""

FEATURES = dict.fromkeys(("liga", "clig", "dlig", "hlig", "calt"), False)
"""What `font-variant-ligatures: none` in `print.css` turns off."""


@dataclass(frozen=True)
class Font:
    """One of the shipped fonts, named as in a PDF, at one size in units."""

    name: str
    size: int


@dataclass(frozen=True)
class Glyphs:
    """A text in one font, one glyph a character.

    `edges` are how far each starts from the text's start, and at last where the text ends, in units. `shown` is the
    operand of PDF's `TJ`: the glyphs' numbers, and how far the pen goes back after one.
    """

    edges: tuple[int, ...]
    shown: bytes


@lru_cache(maxsize=4096)
def shape(font: Font, text: str) -> Glyphs:
    """Return a text's glyphs. Raises `UncertainError` unless each is simply its character's, in its place."""
    return _shaper(font).shape(text)


class _Shaper:
    """HarfBuzz with one font at one size."""

    def __init__(self, font: Font) -> None:
        self._font = uharfbuzz.Font(_face(font.name))
        self._font.scale = (font.size, font.size)
        self._size = font.size
        self._known: dict[str, tuple[int, int]] = {}
        """Each character's glyph, and its width in the PDF, in thousandths of the size."""

    def shape(self, text: str) -> Glyphs:
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.language = "en"
        uharfbuzz.shape(self._font, buffer, FEATURES)
        infos, places = buffer.glyph_infos, buffer.glyph_positions
        if len(infos) != len(text):
            raise UncertainError(text)
        pen, edges, shown = 0, [0], []
        for char, info, at in zip(text, infos, places, strict=True):
            number, width = self._known.get(char) or self._learn(char)
            if info.codepoint != number or at.x_offset or at.y_offset:
                raise UncertainError(text)
            advance = at.x_advance
            pen += advance
            edges.append(pen)
            back = int(width - advance * 1000 / self._size)
            shown.append(f"{number:04x}>{back}<" if back else f"{number:04x}")
        return Glyphs(tuple(edges), f"[<{''.join(shown)}>]".replace("<>", "").encode())

    def _learn(self, char: str) -> tuple[int, int]:
        number = self._font.get_nominal_glyph(ord(char))
        if number is None:
            raise UncertainError(char)
        self._known[char] = number, round(self._font.get_glyph_h_advance(number) * 1000 / self._size)
        return self._known[char]


@cache
def _shaper(font: Font) -> _Shaper:
    return _Shaper(font)


@cache
def _face(name: str) -> uharfbuzz.Face:
    data = {face.pdf_name: face.data for face in shipped_faces()}
    if name not in data:
        raise UncertainError(name)
    return uharfbuzz.Face(data[name])

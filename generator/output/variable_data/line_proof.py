"""Whether a template breaks lines where the layout does: its broken paragraphs alone are laid out, and compared."""

from __future__ import annotations

from html import escape
from math import isclose
from typing import TYPE_CHECKING, NamedTuple

from generator.output.pdf import lay_out
from generator.output.variable_data.extraction import drawn_texts, texts_in
from generator.output.variable_data.glyphs import UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.output.variable_data.extraction import DrawnText
    from generator.output.variable_data.template import Master, TemplateParagraph, TemplatePiece

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Lines</title><style>
@page {{ margin: 0; size: 300mm 3000mm }}
body {{ margin: 0; font-variant-ligatures: none }}
</style></head><body>{}</body></html>"""

NEARNESS = 1e-3
"""Pixels, far below what anybody sees: a place may be added up in another order."""


class BrokenText(NamedTuple):
    """A part of a text on its line. `x` is in pixels."""

    x: float
    font: bytes
    """Its size alone, as PDF has it: a file names its fonts as it likes."""

    glyphs: bytes
    begins_line: bool


def breaks_alike(master: Master, texts: Mapping[str, str], *, name: str) -> bool:
    """Whether the layout breaks an org's texts where the template does. Problems are located at `name`."""
    broken = [paragraph for paragraph in master.paragraphs if _is_broken(paragraph, texts)]
    if not broken:
        return True
    ours: list[BrokenText] = []
    for paragraph in broken:
        operators = b"".join(paragraph.drawn(texts))
        ours += _in_lines(texts_in(operators))
    paragraphs = "".join(_html(paragraph, texts) for paragraph in broken)
    page = lay_out(PAGE.format(paragraphs), name=name)
    theirs = list(_in_lines(drawn_texts(page.pdf)))
    return len(ours) == len(theirs) and all(map(_is_same, ours, theirs))


def _is_broken(paragraph: TemplateParagraph, texts: Mapping[str, str]) -> bool:
    return paragraph.drawn(texts) != paragraph.on_one_line().drawn(texts)


def _in_lines(drawn: Iterable[DrawnText]) -> Iterator[BrokenText]:
    """Yield texts line by line, from the left."""
    before: float | None = None
    for _, x, y, operator, glyphs in sorted(drawn, key=_place):
        _, size, _ = operator.split()
        yield BrokenText(float(x), size, glyphs, float(y) != before)
        before = float(y)


def _place(text: DrawnText) -> tuple[float, float]:
    _, x, y, _, _ = text
    return float(y), float(x)


def _is_same(ours: BrokenText, theirs: BrokenText) -> bool:
    _, *ours_there = ours
    _, *theirs_there = theirs
    is_near = isclose(ours.x, theirs.x, abs_tol=NEARNESS)
    return is_near and ours_there == theirs_there


# The page that holds them


def _html(paragraph: TemplateParagraph, texts: Mapping[str, str]) -> str:
    width = paragraph.width / UNITS
    pieces = "".join(_piece_html(piece, texts) for piece in paragraph.pieces)
    return f'<div style="margin-left: {paragraph.x}px; width: {width}px">{pieces}</div>'


def _piece_html(piece: TemplatePiece, texts: Mapping[str, str]) -> str:
    text = texts[piece.slot] if piece.slot else piece.text
    tag = "bdi" if piece.slot else "i"
    return f'<{tag} style="{_style(piece)}">{escape(text)}</{tag}>'


def _style(piece: TemplatePiece) -> str:
    name = piece.font.name
    family = " ".join(name.split("-")[:2])
    weight = "bold" if "Bold" in name else "normal"
    slope = "italic" if "Italic" in name else "normal"
    size = piece.font.size / UNITS
    return f"font-family: '{family}'; font-weight: {weight}; font-style: {slope}; font-size: {size}px"

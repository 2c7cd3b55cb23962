"""Reads finished PDFs back: all their text, and required values by the structure element that carries their id.

PDFium, which has no part in writing them, says which pieces of marked content belong to which value. What these pieces
say is read code by code: the text that PDFium offers is made for searching, takes ligatures apart and guesses spaces.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from generator.reading.artefacts.found import Found

if TYPE_CHECKING:
    from generator.reading.artefacts.pdf_content import EmbeddedFont

VALUE_ID = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class PdfText:
    """What a file says, without the spaces between lines.

    `values` and `read_out` are in reading order; `beside` is what stands around the pages, each text by itself;
    `characters` is all of it in the order of drawing.
    """

    values: tuple[Found, ...]
    read_out: str
    beside: tuple[str, ...]
    characters: str
    fonts: tuple[EmbeddedFont, ...]


def pdf_values(data: bytes) -> tuple[Found, ...]:
    """Return each value in reading order: the element's title is its id, the glyphs inside are its text."""
    return pdf_text(data).values


def pdf_characters(data: bytes) -> str:
    """Return all characters of all pages in the order of drawing, without spaces between words."""
    return pdf_text(data).characters


@lru_cache(maxsize=32)  # each file is read for its values, then for all it says; some are published twice
def pdf_text(data: bytes) -> PdfText:
    """Read a finished file. Raises what its two readers raise if they cannot."""
    from generator.reading.artefacts.pdf_content import drawing  # noqa: PLC0415 - imports pikepdf
    from generator.reading.artefacts.pdf_structure import read_structure  # noqa: PLC0415 - imports PDFium

    drawn, structure = drawing(data), read_structure(data)
    marked: defaultdict[tuple[int, int | None], str] = defaultdict(str)
    for text in drawn.texts:
        marked[text.page, text.mcid] += text.text
    values: list[Found] = []
    for element in structure.titled:
        if VALUE_ID.fullmatch(element.title):
            pieces = [marked[element.page, mcid] for mcid in element.mcids]
            values.append(Found(element.title, "".join(pieces)))
    read_out = "".join(marked.get(mark, "") for mark in structure.marks)
    in_order = frozenset(structure.marks)
    beside = tuple(text for mark, text in marked.items() if mark not in in_order)
    characters = "".join(text.text for text in drawn.texts)
    return PdfText(tuple(values), read_out, beside, characters, drawn.fonts)

"""Reads finished PDFs back: all their text, and required values by the structure element that carries their id.

PDFium, which has no part in writing them, says which pieces of marked content belong to which value. What these pieces
say is read code by code: the text that PDFium offers is made for searching, takes ligatures apart and guesses spaces.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from generator.reading.artefacts.found import Found

VALUE_ID = re.compile(r"[a-z][a-z0-9_]*")


def pdf_values(data: bytes) -> tuple[Found, ...]:
    """Return each value in reading order: the element's title is its id, the glyphs inside are its text."""
    return _read(data)[0]


def pdf_characters(data: bytes) -> str:
    """Return all characters of all pages in the order of drawing, without spaces between words."""
    return _read(data)[1]


@lru_cache(maxsize=32)  # each file is read for its values, then for all it says; some are published twice
def _read(data: bytes) -> tuple[tuple[Found, ...], str]:
    from generator.reading.artefacts.pdf_content import drawn_texts  # noqa: PLC0415 - imports pikepdf
    from generator.reading.artefacts.pdf_structure import titled_content  # noqa: PLC0415 - imports PDFium

    texts = drawn_texts(data)
    marked: defaultdict[tuple[int, int | None], str] = defaultdict(str)
    for drawn in texts:
        marked[drawn.page, drawn.mcid] += drawn.text
    found: list[Found] = []
    for element in titled_content(data):
        if VALUE_ID.fullmatch(element.title):
            pieces = [marked[element.page, mcid] for mcid in element.mcids]
            found.append(Found(element.title, "".join(pieces)))
    return tuple(found), "".join(drawn.text for drawn in texts)

"""Reads finished PDFs back: all their text, and required values by the structure element that carries their id."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from generator.reading.artefacts.found import Found

if TYPE_CHECKING:
    from pdfplumber.pdf import PDF

VALUE_ID = re.compile(r"[a-z][a-z0-9_]*")
Marked = dict[tuple[int | None, int], str]


def pdf_text(data: bytes) -> str:
    """Return the text of all pages, parted by form feeds."""
    with _opened(data) as pdf:
        return "\f".join(page.extract_text() for page in pdf.pages)


def pdf_values(data: bytes) -> tuple[Found, ...]:
    """Return each value in reading order: the element's title is its id, the glyphs inside are its text."""
    return _read(data)[0]


def pdf_characters(data: bytes) -> str:
    """Return all characters of all pages in the order of drawing, without spaces between words."""
    return _read(data)[1]


@lru_cache(maxsize=32)  # each file is read for its values, then for all it says; some are published twice
def _read(data: bytes) -> tuple[tuple[Found, ...], str]:
    with _opened(data) as pdf:
        marked = _marked_text(pdf)
        titled = pdf.structure_tree and _titled(pdf)
        found = tuple(
            Found(value_id, "".join(marked.get(place, "") for place in places)) for value_id, places in titled or ()
        )
        return found, "".join(char["text"] for page in pdf.pages for char in page.chars)


def _opened(data: bytes) -> PDF:
    import pdfplumber  # noqa: PLC0415 - costs half a second

    return pdfplumber.open(BytesIO(data))


def _marked_text(pdf: PDF) -> Marked:
    """Return the characters of each piece of marked content, by page and number."""
    marked: Marked = defaultdict(str)
    for page in pdf.pages:
        for char in page.chars:
            if char.get("mcid") is not None:
                marked[page.page_number, char["mcid"]] += char["text"]
    return marked


def _titled(pdf: PDF) -> list[tuple[str, list[tuple[int | None, int]]]]:
    from pdfplumber.structure import PDFStructTree  # noqa: PLC0415

    elements = PDFStructTree(pdf).find_all(lambda element: bool(VALUE_ID.fullmatch(element.title or "")))
    return [(element.title or "", list(element.all_mcids())) for element in elements]

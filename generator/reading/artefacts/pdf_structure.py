"""Reads a PDF's structure tree with PDFium: which marked content it holds in which order, and which below a title."""

from __future__ import annotations

from ctypes import create_string_buffer
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdfium2
from pypdfium2 import raw

if TYPE_CHECKING:
    from collections.abc import Iterator

EMPTY = 2
"""The bytes of a text without a character: UTF-16 with its terminating zero."""


@dataclass(frozen=True)
class TitledElement:
    """A structure element with a title, and the numbers of the marked content below it on a page, from 0.

    WeasyPrint never parts the element of a value between two pages.
    """

    page: int
    title: str
    mcids: tuple[int, ...]


@dataclass(frozen=True)
class Structure:
    """A file's structure tree in reading order: the elements with a title, and all marked content.

    Marked content is (page from 0, number).
    """

    titled: tuple[TitledElement, ...]
    marks: tuple[tuple[int, int], ...]


def read_structure(data: bytes) -> Structure:
    """Read the structure tree. Raises `pypdfium2.PdfiumError` if PDFium cannot read the file."""
    document = pypdfium2.PdfDocument(data)
    elements: list[TitledElement] = []
    marks: list[tuple[int, int]] = []
    try:
        for number in range(len(document)):
            page = document[number]
            tree = raw.FPDF_StructTree_GetForPage(page.raw)
            for root in _roots(tree):
                elements += _titled(root, number)
                marks += [(number, mcid) for mcid in _mcids(root)]
            raw.FPDF_StructTree_Close(tree)
            page.close()
    finally:
        document.close()
    return Structure(tuple(elements), tuple(marks))


def _roots(tree: Any) -> Iterator[Any]:
    for index in range(raw.FPDF_StructTree_CountChildren(tree)):
        yield raw.FPDF_StructTree_GetChildAtIndex(tree, index)


def _titled(element: Any, page: int) -> Iterator[TitledElement]:
    """Yield an element and those below it, if they have titles."""
    if title := _title(element):
        yield TitledElement(page, title, tuple(_mcids(element)))
    for index in range(raw.FPDF_StructElement_CountChildren(element)):
        if child := raw.FPDF_StructElement_GetChildAtIndex(element, index):
            yield from _titled(child, page)


def _title(element: Any) -> str:
    size = raw.FPDF_StructElement_GetTitle(element, None, 0)
    if size <= EMPTY:
        return ""
    text = create_string_buffer(size)
    raw.FPDF_StructElement_GetTitle(element, text, size)
    return text.raw.decode("utf-16-le").removesuffix("\0")


def _mcids(element: Any) -> Iterator[int]:
    """Yield the numbers of the marked content in an element and in those below it, of its page alone."""
    for index in range(raw.FPDF_StructElement_CountChildren(element)):
        if child := raw.FPDF_StructElement_GetChildAtIndex(element, index):
            yield from _mcids(child)
            continue
        mcid = raw.FPDF_StructElement_GetChildMarkedContentID(element, index)
        if mcid >= 0:
            yield mcid

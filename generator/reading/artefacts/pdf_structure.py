"""Reads a PDF's structure tree with PDFium: which marked content it holds in which order, and which below a title."""

from __future__ import annotations

from ctypes import create_string_buffer
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
from pypdfium2 import raw

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
            found = _PageTree(number)
            for index in range(raw.FPDF_StructTree_CountChildren(tree)):
                found.read(raw.FPDF_StructTree_GetChildAtIndex(tree, index))
            raw.FPDF_StructTree_Close(tree)
            page.close()
            elements += found.titled
            marks += [(number, mcid) for mcid in found.mcids]
    finally:
        document.close()
    return Structure(tuple(elements), tuple(marks))


@dataclass
class _PageTree:
    """What is found in the structure of a page, its elements gone through once: each call to PDFium takes its time."""

    page: int
    titled: list[TitledElement] = field(default_factory=list)
    mcids: list[int] = field(default_factory=list)

    def read(self, element: Any) -> None:
        """Read an element and those below it, whose numbers are its own too; its title comes before theirs."""
        title = _title(element)
        place, start = len(self.titled), len(self.mcids)
        for index in range(raw.FPDF_StructElement_CountChildren(element)):
            self._read_child(element, index)
        if title:
            mcids = tuple(self.mcids[start:])
            self.titled.insert(place, TitledElement(self.page, title, mcids))

    def _read_child(self, element: Any, index: int) -> None:
        """Read an element, or the number of marked content, of this page alone."""
        if child := raw.FPDF_StructElement_GetChildAtIndex(element, index):
            self.read(child)
            return
        mcid = raw.FPDF_StructElement_GetChildMarkedContentID(element, index)
        if mcid >= 0:
            self.mcids.append(mcid)


def _title(element: Any) -> str:
    size = raw.FPDF_StructElement_GetTitle(element, None, 0)
    if size <= EMPTY:
        return ""
    text = create_string_buffer(size)
    raw.FPDF_StructElement_GetTitle(element, text, size)
    return text.raw.decode("utf-16-le").removesuffix("\0")

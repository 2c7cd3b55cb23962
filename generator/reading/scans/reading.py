"""Reads pages of scans, of sheets that are at hand as they were printed."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import cv2

from generator.model.scans import UNKNOWN_SHEET, ReadPage, UnreadPage
from generator.reading.scans.boxes import read_marks
from generator.reading.scans.pages import BlankPage, FoundCode, UnreadPageError, blank_page, find_codes, place
from generator.reading.scans.pictures import pictures

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from generator.model.scans import PrintedSheet, ReadMark
    from generator.reading.scans.pictures import Picture

NOT_FOUND = frozenset({"its frame cannot be found", "its line cannot be found"})
OTHER_PAGE = (
    "The boxes of the page that the code names are not on this one. The code was pasted on, or the picture is too "
    "blurred or bent: scan it again, flat."
)
NO_CODE = "no code of ours can be read on it"


def read_pages(
    path: Path, numbers: range, sheets: Mapping[str, PrintedSheet], *, keep: bool
) -> Iterator[ReadPage | UnreadPage]:
    """Yield what was read on pages of a file. `sheets` are known by the hash of their layout.

    Clippings are kept of what is unsure, or of all that is read.
    """
    cv2.setNumThreads(1)  # a process reads a page; several read several
    for number, picture in pictures(path, numbers):
        if isinstance(picture, UnreadPageError):
            yield UnreadPage(number, picture.code, str(picture))
        else:
            yield _read_page(number, picture, sheets, keep=keep)


def _read_page(
    number: int, picture: Picture, sheets: Mapping[str, PrintedSheet], *, keep: bool
) -> ReadPage | UnreadPage:
    codes = find_codes(picture)
    if not codes:
        return UnreadPage(number, "scan-no-code", NO_CODE)
    if len(codes) > 1:
        text = "Two of our pages are on this one. Print each page of a sheet on paper of its own, and scan it alone."
        return UnreadPage(number, "scan-two-pages", text)
    found = codes[0]
    sheet = sheets.get(found.code.layout)
    if sheet is None:
        return UnreadPage(number, UNKNOWN_SHEET, "", found.code)
    try:
        return ReadPage(number, found.code, _marks(picture, found, sheet, keep=keep))
    except UnreadPageError as fault:
        return UnreadPage(number, fault.code, str(fault), found.code)


def _marks(picture: Picture, found: FoundCode, sheet: PrintedSheet, *, keep: bool) -> tuple[ReadMark, ...]:
    if not 1 <= found.code.page <= len(sheet.layout.pages):
        raise UnreadPageError("scan-other-page", "The code on this page names a page that the sheet does not have.")
    blank = _blank_page(sheet, found.code.page)
    if not blank.layout.marks:
        return ()
    marks = read_marks(place(picture, found, blank), blank, keep=keep)
    lost = [mark for mark in marks if mark.reason in NOT_FOUND]
    if len(lost) > len(marks) / 2:  # a pen may hide one box of a step, which has three
        raise UnreadPageError("scan-other-page", OTHER_PAGE)
    return marks


@lru_cache(maxsize=64)
def _blank_page(sheet: PrintedSheet, page: int) -> BlankPage:
    pages = sheet.layout.pages
    layout = pages[page - 1]
    return blank_page(sheet.pdf, page, layout)

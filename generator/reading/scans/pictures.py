"""The pages of a scan as pictures in grey, one at a time: of a PDF, a TIFF, a PNG or a JPEG.

What is too large is refused before it is unpacked.
"""

from __future__ import annotations

from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2
from PIL import Image
from pypdfium2 import raw

from generator.reading.scans.pages import UnreadPageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

MAX_PIXELS = 60_000_000
"""Of one page: A4 at 600 dpi has 35 million."""

STRIP = 256
"""Rows of pixels that are turned into grey at a time."""

MAX_PAGES = 2_000
PDF_DPI = 200
PDF_BEGINNING = b"%PDF-"
FORMATS = ("PNG", "JPEG", "TIFF")
TOO_LARGE = "This page has more than {most:,} pixels. Scan it at 200 dpi."
DAMAGED = "This page cannot be read ({fault}). Scan it again."


class UnreadFileError(Exception):
    """Why no page of a file can be read: the code and text of a problem."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


def count_pages(path: Path) -> int:
    """Return how many pages a file has. Raises `UnreadFileError`."""
    with _opened(path) as pages:
        count = len(pages) if isinstance(pages, pypdfium2.PdfDocument) else getattr(pages, "n_frames", 1)
    if count > MAX_PAGES:
        raise UnreadFileError("too-large", f"This file has more than {MAX_PAGES:,} pages. Take it apart.")
    return int(count)


def is_scanned_pdf(path: Path) -> bool:
    """Whether a PDF is made of pictures: a page of it is covered by one, at least by half."""
    with _opened(path) as pages:
        if isinstance(pages, pypdfium2.PdfDocument):
            return any(map(_is_covered, islice(pages, MAX_PAGES)))
    return False


def _is_covered(page: pypdfium2.PdfPage) -> bool:
    area = page.get_width() * page.get_height()
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = image.get_bounds()
        if (right - left) * (top - bottom) > area / 2:
            return True
    return False


def pictures(path: Path, numbers: range) -> Iterator[tuple[int, Picture | UnreadPageError]]:
    """Yield pages by their numbers from 1, or why one of them cannot be read."""
    with _opened(path) as pages:
        for number in numbers:
            try:
                yield number, _picture(pages, number)
            except UnreadPageError as fault:
                yield number, fault
            except Exception as fault:  # noqa: BLE001 - a damaged file may break its reader in any way
                yield number, UnreadPageError("scan-damaged", DAMAGED.format(fault=type(fault).__name__))


@contextmanager
def _opened(path: Path) -> Iterator[pypdfium2.PdfDocument | Image.Image]:
    try:
        with path.open("rb") as file:
            is_pdf = PDF_BEGINNING in file.read(1024)
        pages = pypdfium2.PdfDocument(path) if is_pdf else Image.open(path, formats=FORMATS)
    except Exception as fault:  # noqa: BLE001 - a damaged file may break its reader in any way
        text = f"This file cannot be read as a scan ({type(fault).__name__}). Scan it again."
        raise UnreadFileError("scan-damaged", text) from None
    try:
        yield pages
    finally:
        pages.close()


def _picture(pages: pypdfium2.PdfDocument | Image.Image, number: int) -> Picture:
    if isinstance(pages, pypdfium2.PdfDocument):
        return _pdf_page(pages[number - 1])
    pages.seek(number - 1)
    _refuse_large(*pages.size)
    return _grey(pages)


def _pdf_page(page: pypdfium2.PdfPage) -> Picture:
    scale = PDF_DPI / 72
    _refuse_large(page.get_width() * scale, page.get_height() * scale)
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        _refuse_large(*image.get_px_size())
    picture = page.render(scale=scale, grayscale=True).to_numpy()
    return np.ascontiguousarray(picture.reshape(picture.shape[:2]))


def _grey(image: Image.Image) -> Picture:
    """Return a picture in grey, a strip at a time: a large one in colours is held once in them, and not again."""
    width, height = image.size
    brightest = float(np.max(image.getextrema())) if image.mode.startswith("I") else 0.0
    grey = np.empty((height, width), np.uint8)
    for top in range(0, height, STRIP):
        bottom = min(top + STRIP, height)
        strip = image.crop((0, top, width, bottom))
        grey[top:bottom] = _grey_strip(strip, max(brightest, 1.0))
    return grey


def _grey_strip(strip: Image.Image, brightest: float) -> Picture:
    """Return a strip in grey, on white where it is transparent; its levels count up to the brightest of all."""
    if strip.mode in {"RGBA", "LA", "PA", "P"}:
        colours = strip.convert("RGBA")
        paper = Image.new("RGBA", colours.size, "white")
        return np.asarray(Image.alpha_composite(paper, colours).convert("L"))
    if strip.mode.startswith("I"):
        levels = np.asarray(strip).astype(np.float64)
        return (levels * (255 / brightest)).astype(np.uint8)
    return np.asarray(strip.convert("L"))


def _refuse_large(width: float, height: float) -> None:
    if width * height > MAX_PIXELS:
        raise UnreadPageError("too-large", TOO_LARGE.format(most=MAX_PIXELS))

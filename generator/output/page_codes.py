"""The code on each page of a checklist, by which a scan of it is known.

All codes have the same version and mask, and say which org they are of at the same place. So those of an org differ
from nobody's in the same modules on every page of every sheet.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import segno

from generator.model.sheet_layouts import (
    FORMAT,
    NOBODY,
    PRIVATE_DATA,
    MarkKind,
    MarkPlace,
    PageLayout,
    SheetLayout,
    org_mark,
    page_code,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    import pikepdf

    from generator.output.sheet_metadata import LaidOutSheet

MILLIMETRE = 72 / 25.4
PIXEL = 0.75
"""Points."""

VERSION, ERROR_LEVEL, MASK = 3, "m", 4
MODULES = 29
"""On each side of a code of that version."""

MODULE = 0.7 * MILLIMETRE
FROM_RIGHT, FROM_BOTTOM = 17 * MILLIMETRE, 5 * MILLIMETRE
"""Of the code's edges, from those of the page: `checklist.css` leaves the room."""

DRAWING = b"/Artifact <</Type /Pagination /Subtype /Footer>> BDC\n"
"""How the drawing of a code begins; WeasyPrint writes nothing like it."""

SEPARATOR = ":"
"""In the id of an element that is a place to mark, between the step and the kind of the mark."""

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
"""Of a code, each as its place here says; two together are a number of `PAIR_BITS` (ISO/IEC 18004, 7.4.4)."""
PAIR_BITS = 11

DARK = re.compile("1+")
ROW_BITS = 32
"""Of a row of modules, the first one in the highest bit."""


# What was laid out


def layout_of(document: Any, sheet: LaidOutSheet) -> SheetLayout:
    """Return where each place to mark was laid out; `document` is WeasyPrint's."""
    steps = {step for step, _ in sheet.steps}
    pages = []
    for page in document.pages:
        marks = [*_boxes(page, steps), *_drawn_places(page)]
        marks.sort(key=attrgetter("top", "left"))
        width, height = page.width * PIXEL, page.height * PIXEL
        pages.append(PageLayout(width, height, tuple(marks)))
    return SheetLayout(sheet.guide, sheet.revision, sheet.steps, tuple(pages))


def _boxes(page: Any, steps: Container[str]) -> Iterator[MarkPlace]:
    """Yield the boxes of steps that are fields of the PDF too."""
    for box, _ in chain.from_iterable(page.forms.values()):
        step = box.element.get("name")
        if step in steps:
            left, top, width, height = box.hit_area()
            yield _mark(step, MarkKind.DONE, (left, top, left + width, top + height))


def _drawn_places(page: Any) -> Iterator[MarkPlace]:
    """Yield the boxes and lines that are only drawn."""
    for name, edges in page.anchors.items():
        step, separator, kind = name.partition(SEPARATOR)
        if separator:
            yield _mark(step, MarkKind(kind), edges)


def _mark(step: str, kind: MarkKind, edges: Iterable[float]) -> MarkPlace:
    points = [round(edge * PIXEL, 2) for edge in edges]
    left, top, right, bottom = points
    return MarkPlace(step, kind, left, top, right, bottom)


# Drawing


@dataclass(frozen=True)
class SheetCodes:
    """The codes of a sheet's pages, but for the org.

    `bits` are a code's modules row by row, in a number for each page; `places` PDF's operators that come before them.
    """

    bits: tuple[int, ...]
    places: tuple[bytes, ...]

    def drawn(self, org: str) -> list[bytes]:
        """Return how the code of each page is drawn for the org of an id, empty for none: PDF's operators."""
        difference = _org_difference(org_mark(org))
        drawn = []
        for place, bits in zip(self.places, self.bits, strict=True):
            squares = _squares(bits ^ difference)
            drawn.append(place + squares)
        return drawn


def sheet_codes(layout: SheetLayout) -> SheetCodes | None:
    """Return the codes of a sheet's pages, or None if nothing on it is to be ticked by hand."""
    if not any(page.marks for page in layout.pages):
        return None
    codes = [page_code(layout, number, "") for number, _ in enumerate(layout.pages, start=1)]
    bits = [_modules(code.text) for code in codes]
    places = map(_place, layout.pages)
    return SheetCodes(tuple(bits), tuple(places))


def without_code(content: bytes) -> bytes:
    """Return a page's content without the code at its end."""
    return content.partition(DRAWING)[0]


def _org_difference(mark: str) -> int:
    """Return the modules in which the codes of an org differ from those of nobody's.

    A code is linear: what two bits of its text change is what each of them changes. So no org needs a code of its own.
    """
    difference = 0
    for at in range(0, len(mark), 2):
        number = LETTERS.index(mark[at]) * len(LETTERS) + LETTERS.index(mark[at + 1])
        for bit in range(PAIR_BITS):
            if number >> bit & 1:
                difference ^= _bit_difference(at, bit)
    return difference


@cache
def _bit_difference(at: int, bit: int) -> int:
    """Return the modules that one bit of the pair of letters at a place changes."""
    first, second = divmod(1 << bit, len(LETTERS))
    pair = LETTERS[first] + LETTERS[second]
    end = at + len(pair)
    mark = f"{NOBODY[:at]}{pair}{NOBODY[end:]}"
    changed = _modules(f"{FORMAT}{mark}")
    return changed ^ _modules(f"{FORMAT}{NOBODY}")


def _modules(text: str) -> int:
    code = segno.make(text, version=VERSION, error=ERROR_LEVEL, mask=MASK, mode="alphanumeric", boost_error=False)
    bits = 0
    for row in code.matrix:
        bits <<= ROW_BITS
        for column, module in enumerate(row):
            bits |= (module & 1) << (ROW_BITS - 1 - column)
    return bits


def _place(page: PageLayout) -> bytes:
    """Return how a drawing begins: as something that is no part of the text, a module long and wide."""
    size = MODULES * MODULE
    left = page.width - FROM_RIGHT - size
    top = page.height - FROM_BOTTOM - size
    scale = f"{MODULE:.4f} 0 0 {MODULE:.4f}"
    operators = f"q\n0 0 0 rg\n{scale} {left:.4f} {top:.4f} cm\n"
    return DRAWING + operators.encode()


def _squares(bits: int) -> bytes:
    """Return the dark modules as one figure, so that no seam is seen between them."""
    rows = bits.to_bytes(MODULES * ROW_BITS // 8)
    runs = [_runs(at, byte) for at, byte in enumerate(rows)]
    return b"".join(runs) + b"f\nQ\nEMC\n"


@cache
def _runs(at: int, byte: int) -> bytes:
    """Return the dark runs among eight modules, from the left; `at` counts the bytes of all rows."""
    row, column = divmod(at * 8, ROW_BITS)
    shown = f"{byte:08b}"
    drawn = b""
    for run in DARK.finditer(shown):
        left, length = column + run.start(), run.end() - run.start()
        drawn += b"%d %d %d 1 re\n" % (left, row, length)
    return drawn


# The layout, kept in the file itself


def keep_layout(pdf: pikepdf.Pdf, layout: SheetLayout, changed: str) -> None:
    """Put the layout into a PDF as private data (ISO 32000-1, 14.5). `changed` is a day of PDF's form."""
    import pikepdf  # noqa: PLC0415 - a sheet set into a template needs none of this

    data = json.dumps(asdict(layout), separators=(",", ":"))
    private = pikepdf.Dictionary(LastModified=changed, Private=pdf.make_stream(data.encode()))
    pdf.Root.PieceInfo = pikepdf.Dictionary({PRIVATE_DATA: private})

"""The code on each page of a checklist, by which a scan of it is known.

All codes have the same version and mask, and say which org they are of at the same place. So those of an org differ
from nobody's in the same modules on every page of every sheet.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache, lru_cache, reduce
from itertools import chain, compress
from operator import attrgetter, xor
from typing import TYPE_CHECKING, Any

from generator.model.filled_sheets import VALUE_BOX
from generator.model.sheet_layouts import (
    FORMAT,
    HASH_LENGTH,
    NOBODY,
    PRIVATE_DATA,
    SEPARATOR,
    MarkKind,
    MarkPlace,
    PageLayout,
    SheetLayout,
    org_mark,
    page_code,
    step_and_kind,
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

IMAGE = b"BI /W 29 /H 29 /BPC 1 /IM true /D [1 0] /F /AHx\nID %b>\nEI\nQ\nEMC\n"
"""How it goes on: an image of one bit a module, in hexadecimal digits, so that nothing in it reads as an operator."""

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
"""Of a code, each as its place here says; two together are a number of `PAIR_BITS` (ISO/IEC 18004, 7.4.4)."""
PAIR_BITS = 11

ROW_BITS = 32
"""Of a row of modules, the first one in the highest bit. A row of an image begins with a byte, too."""
IMAGE_BYTES = MODULES * ROW_BITS // 8


# What was laid out


def layout_of(document: Any, sheet: LaidOutSheet) -> SheetLayout:
    """Return where each place to mark was laid out; `document` is WeasyPrint's.

    An archive copy has none: a scan of it is no evidence, so nothing on it may be read as one.
    """
    steps = {step for step, _ in sheet.steps}
    pages = []
    for page in document.pages:
        marks = [] if sheet.run else [*_boxes(page, steps), *_drawn_places(page)]
        marks.sort(key=attrgetter("top", "left"))
        width, height = page.width * PIXEL, page.height * PIXEL
        pages.append(PageLayout(width, height, tuple(marks)))
    return SheetLayout(sheet.guide, sheet.revision, sheet.steps, tuple(pages))


def _boxes(page: Any, steps: Container[str]) -> Iterator[MarkPlace]:
    """Yield the boxes of steps and of values that are fields of the PDF too."""
    for box, _ in chain.from_iterable(page.forms.values()):
        step, kind = step_and_kind(box.element.get("name", ""))
        if step in steps or step.startswith(VALUE_BOX):
            left, top, width, height = box.hit_area()
            yield _mark(step, kind, (left, top, left + width, top + height))


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

    `places` are PDF's operators that come first on each page. `bits` are the modules, row by row, in a number for each
    page, as they are for nobody; `differences` those that each bit of an org's mark turns over.
    """

    bits: tuple[int, ...]
    places: tuple[bytes, ...]
    differences: tuple[int, ...]

    def drawn(self, org: str) -> list[bytes]:
        """Return how the code of each page goes on for the org of an id, empty for none: PDF's operators."""
        turned = compress(self.differences, mark_bits(org_mark(org)))
        difference = reduce(xor, turned, 0)
        return [_image(bits ^ difference) for bits in self.bits]


@lru_cache(maxsize=4)
def sheet_codes(layout: SheetLayout) -> SheetCodes | None:
    """Return the codes of a sheet's pages, or None if nothing on it is to be ticked by hand."""
    if not any(page.marks for page in layout.pages):
        return None
    differences = tuple(_differences())
    texts = [page_code(layout, number, "").text for number, _ in enumerate(layout.pages, start=1)]
    return SheetCodes(tuple(map(_modules, texts)), tuple(map(_place, layout.pages)), differences)


def without_code(content: bytes) -> bytes:
    """Return a page's content without the code at its end."""
    return content.partition(DRAWING)[0]


def mark_bits(mark: str) -> Iterator[int]:
    """Yield the bits of an org's mark as they stand in a code, where two letters are one number."""
    for first, second in zip(mark[::2], mark[1::2], strict=True):
        number = LETTERS.index(first) * len(LETTERS) + LETTERS.index(second)
        for place in reversed(range(PAIR_BITS)):
            yield number >> place & 1


@cache
def _differences() -> list[int]:
    """Return the modules that each bit of an org's mark turns over.

    A code is linear: what two bits of its text change is what each of them changes. So no org needs a code of its own.
    """
    nobody = _modules(f"{FORMAT}{NOBODY}")
    differences = []
    for mark in _marks_of_one_bit():
        modules = _modules(f"{FORMAT}{mark}")
        differences.append(modules ^ nobody)
    return differences


def _marks_of_one_bit() -> Iterator[str]:
    """Yield the marks of which one bit alone is set, in the order of `mark_bits`."""
    for at in range(0, HASH_LENGTH, 2):
        end = at + 2
        for place in reversed(range(PAIR_BITS)):
            first, second = divmod(1 << place, len(LETTERS))
            yield f"{NOBODY[:at]}{LETTERS[first]}{LETTERS[second]}{NOBODY[end:]}"


def _modules(text: str) -> int:
    import segno  # noqa: PLC0415 - a sheet set into a template needs it not

    code = segno.make(text, version=VERSION, error=ERROR_LEVEL, mask=MASK, mode="alphanumeric", boost_error=False)
    bits = 0
    for row in code.matrix:
        bits <<= ROW_BITS
        for column, module in enumerate(row):
            bits |= (module & 1) << (ROW_BITS - 1 - column)
    return bits


def _place(page: PageLayout) -> bytes:
    """Return how a drawing begins: as something that is no part of the text, a code long and wide."""
    size = MODULES * MODULE
    left = page.width - FROM_RIGHT - size
    bottom = page.height - FROM_BOTTOM
    operators = f"q\n0 0 0 rg\n{size:.4f} 0 0 {-size:.4f} {left:.4f} {bottom:.4f} cm\n"
    return DRAWING + operators.encode()


def _image(bits: int) -> bytes:
    """Return modules as an image, between which no seam is seen."""
    return IMAGE % bits.to_bytes(IMAGE_BYTES).hex().encode()


# The layout, kept in the file itself


def keep_layout(pdf: pikepdf.Pdf, layout: SheetLayout, changed: str) -> None:
    """Put the layout into a PDF as private data (ISO 32000-1, 14.5). `changed` is a day of PDF's form."""
    import pikepdf  # noqa: PLC0415 - a sheet set into a template needs none of this

    data = json.dumps(asdict(layout), separators=(",", ":"))
    private = pikepdf.Dictionary(LastModified=changed, Private=pdf.make_stream(data.encode()))
    pdf.Root.PieceInfo = pikepdf.Dictionary({PRIVATE_DATA: private})

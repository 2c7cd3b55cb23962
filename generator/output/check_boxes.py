"""Check boxes that survive the programs in which they are ticked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf

from generator.reading.artefacts.filled_pdf import TICKED

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

WEASYPRINT_STATE = "/on"
READ_ONLY = 1
"""A field's flag (ISO 32000-1, table 221)."""


def finish_boxes(pdf: pikepdf.Pdf) -> None:
    """Give each box both drawings and a name of its own, and each page what the file says of itself.

    Programs take the state `/Yes` for granted, and draw an unticked box anew where its drawing is missing: in a way
    that PDF/A forbids. Name and metadata go where a page goes, into a file with pages of others too.
    """
    blank: dict[bytes, pikepdf.Stream] = {}
    for page in pdf.pages:
        page.obj.Metadata = pdf.Root.Metadata
        for box in _boxes(page):
            drawings = box.AP.N
            size = drawings[WEASYPRINT_STATE].BBox
            key = size.unparse()
            if key not in blank:
                blank[key] = pdf.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=size)
            box.AP.N = pikepdf.Dictionary({TICKED: drawings[WEASYPRINT_STATE], "/Off": blank[key]})
            box.NM = box["/T"]
    if "/AcroForm" in pdf.Root:
        del pdf.Root.AcroForm.NeedAppearances  # each box brings its own, and PDF/A forbids the key


def tick_boxes(pdf: pikepdf.Pdf, names: Container[str]) -> None:
    """Tick the boxes of these names, and let nobody change any."""
    for page in pdf.pages:
        for box in _boxes(page):
            box.Ff = READ_ONLY
            if str(box["/T"]) in names:
                box.V = box.AS = pikepdf.Name(TICKED)


def _boxes(page: pikepdf.Page) -> Iterator[pikepdf.Object]:
    for annotation in page.obj.get("/Annots", ()):
        if annotation.get("/FT") == "/Btn":
            yield annotation

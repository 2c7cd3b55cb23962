"""Fields for the words of whoever fills a sheet in on screen.

All share one font, Latin letters of the sheet's own: a reader that draws what was typed with it keeps PDF/A, and a
text field of WeasyPrint's would bring the whole font.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from generator.output.fonts import SHIPPED

FONT_FILE = "GuideForm-Regular.ttf"
ENCODING = "cp1252"
"""Of the font, as PDF's WinAnsiEncoding: the only one with which every program can set what is typed."""

FONT_NAME = "/GuideForm"
APPEARANCE = f"{FONT_NAME} 8 Tf 0 g"
FIRST, LAST = 32, 255
"""Codes with a width of their own."""

NOT_SYMBOLIC = 32
"""A font's flag (ISO 32000-1, table 123)."""


def set_form_font(pdf: pikepdf.Pdf) -> None:
    """Give all fields the font that what is typed is shown in."""
    font = pdf.make_indirect(_font(pdf))
    form = pdf.Root.AcroForm
    form.DR = Dictionary(Font=Dictionary({FONT_NAME: font}))
    form.DA = APPEARANCE


def make_text_field(box: Any, blank: pikepdf.Stream) -> None:
    """Turn a check box into a field for a line of text, empty at first. `blank` is how nothing is drawn."""
    for key in ("/AS", "/MK", "/V"):
        del box[key]
    box.FT = Name.Tx
    box.DA = APPEARANCE
    box.AP = Dictionary(N=blank)


def _font(pdf: pikepdf.Pdf) -> Dictionary:
    metrics = _metrics()
    data = (SHIPPED / FONT_FILE).read_bytes()
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(FONT_NAME),
        Flags=NOT_SYMBOLIC,
        FontBBox=Array(metrics["box"]),
        ItalicAngle=0,
        Ascent=metrics["ascent"],
        Descent=metrics["descent"],
        CapHeight=metrics["capitals"],
        StemV=80,
        FontFile2=pdf.make_stream(data, Length1=len(data)),
    )
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.TrueType,
        BaseFont=Name(FONT_NAME),
        Encoding=Name.WinAnsiEncoding,
        FirstChar=FIRST,
        LastChar=LAST,
        Widths=Array(metrics["widths"]),
        FontDescriptor=pdf.make_indirect(descriptor),
    )


@cache
def _metrics() -> dict[str, Any]:
    """Return the font's measures in thousandths of its size."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow to import

    with TTFont(BytesIO((SHIPPED / FONT_FILE).read_bytes()), lazy=True) as font:
        head, lines, glyphs = font["head"], font["hhea"], font["hmtx"].metrics
        scale = 1000 / head.unitsPerEm
        names = font.getBestCmap()
        codes = [bytes([code]).decode(ENCODING, "replace") for code in range(FIRST, LAST + 1)]
        advances = [glyphs[names.get(ord(char), ".notdef")][0] for char in codes]
        box = (head.xMin, head.yMin, head.xMax, head.yMax)
        return {
            "widths": [round(advance * scale) for advance in advances],
            "box": [round(edge * scale) for edge in box],
            "ascent": round(lines.ascent * scale),
            "descent": round(lines.descent * scale),
            "capitals": round(font["OS/2"].sCapHeight * scale),
        }

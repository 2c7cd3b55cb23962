"""The font of what people type into a sheet: it is what it says it is, and its measures are right."""

from __future__ import annotations

from io import BytesIO

from fontTools import subset
from fontTools.ttLib import TTFont

from generator.output.fonts import SHIPPED
from generator.output.text_fields import ENCODING, FIRST, FONT_FILE, LAST, _metrics

UNDEFINED, SOFT_HYPHEN = 127, 0xAD


def letters() -> str:
    codes = [code for code in range(FIRST, LAST + 1) if code not in {UNDEFINED, SOFT_HYPHEN}]
    return bytes(codes).decode(ENCODING, "ignore")


def test_the_font_is_the_sheets_own_with_fewer_letters() -> None:
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, recalc_timestamp=False)
    options.name_IDs, options.glyph_names, options.legacy_cmap = [0, 1, 2, 13, 14], False, False
    options.drop_tables += ["GDEF", "GPOS", "GSUB", "gasp"]
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters())
    out = BytesIO()
    with TTFont(SHIPPED / "NotoSans-Regular.ttf", lazy=True, recalcTimestamp=False) as font:
        cutter.subset(font)
        font.save(out)
    assert out.getvalue() == (SHIPPED / FONT_FILE).read_bytes()


def test_each_letter_has_the_width_that_the_font_gives_it() -> None:
    widths = _metrics()["widths"]
    assert len(widths) == LAST - FIRST + 1
    with TTFont(SHIPPED / FONT_FILE) as font:
        names, advances = font.getBestCmap(), font["hmtx"].metrics
        assert set(letters()) == set(map(chr, names))
        for code in (ord("A"), ord("i"), 0xE9):
            assert widths[code - FIRST] == round(advances[names[code]][0] * 1000 / font["head"].unitsPerEm)

"""What is read in a PDF is what its codes mean by the fonts' own tables, in the order of drawing, as marked."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest

from generator.output.pdf import make_pdf
from generator.reading.artefacts.pdf_content import MOST_NESTED, DrawnText, drawing, read_font
from generator.reading.artefacts.pdf_text import pdf_characters, pdf_values

TABLE = b"""
1 begincodespacerange <0000> <ffff> endcodespacerange
2 beginbfchar <0003> <0020> <0004> <D83DDE00> endbfchar
2 beginbfrange <0010> <0012> <0061> <0020> <0021> [<0066> <00660069>] endbfrange
"""
PAGE = "<!doctype html><html lang=en><head><title>t</title></head><body><p>{}</p></body></html>"


def test_a_fonts_table_says_what_each_code_means() -> None:
    font = read_font(TABLE)
    codes = bytes.fromhex("0003 0004 0010 0012 0020 0021 0099")
    assert font.text(codes) == " \N{GRINNING FACE}acffi\N{REPLACEMENT CHARACTER}"


def test_codes_of_one_byte_are_read_as_such() -> None:
    table = b"begincodespacerange <00> <ff> endcodespacerange beginbfrange <10> <12> <0061> endbfrange"
    assert read_font(table).text(bytes.fromhex("101112")) == "abc"


# Content


def drawn(*parts: bytes, own_form: bytes = b"", first_letter: bytes = b"0061") -> list[DrawnText]:
    """Return what is read on a page with this content, whose font F maps 1 byte each; form X draws `own_form`."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        streams = [pdf.make_stream(part) for part in parts]
        page.Contents = pikepdf.Array(streams) if len(parts) > 1 else streams[0]
        table = b"begincodespacerange <00> <ff> endcodespacerange beginbfrange <41> <5a> <%b> endbfrange" % first_letter
        kind: dict[str, Any] = {"Type": pikepdf.Name.Font, "Subtype": pikepdf.Name.Type0}
        font = pdf.make_indirect(pikepdf.Dictionary(**kind, ToUnicode=pdf.make_stream(table)))
        form = pdf.make_stream(own_form, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
        named = pikepdf.Dictionary(MC0=pikepdf.Dictionary(MCID=7))
        page.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(F=font), XObject=pikepdf.Dictionary(X=form), Properties=named
        )
        out = BytesIO()
        pdf.save(out)
    return list(drawing(out.getvalue()).texts)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"BT /F 9 Tf (AB) Tj ET", [(None, "ab")], id="unmarked"),
        pytest.param(b"/P <</MCID 3>> BDC BT /F 9 Tf [(A) -7 <42>] TJ ET EMC", [(3, "ab")], id="numbered"),
        pytest.param(b"/P /MC0 BDC BT /F 9 Tf (A) Tj ET EMC BT (B) Tj ET", [(7, "a"), (None, "b")], id="by name"),
        pytest.param(
            b"/P <</MCID 3>> BDC /Span <</Lang (en)>> BDC BT /F 9 Tf (A) Tj ET EMC EMC", [(3, "a")], id="nested"
        ),
        pytest.param(b"/Artifact BMC BT /F 9 Tf 0 0 (A) \" (B) ' ET EMC", [(None, "a"), (None, "b")], id="by line"),
        pytest.param(
            b"/F 9 Tf q Q BT (\\101\\(B) Tj ET",
            [(None, "a\N{REPLACEMENT CHARACTER}b")],
            id="escaped, after a state restored",
        ),
        pytest.param(b"/F 9 Tf BT 3 Tr (A) Tj 0 Tr (B) Tj ET", [(None, ""), (None, "b")], id="in a mode unseen"),
        pytest.param(b"/F 9 Tf q 7 Tr (A) Tj Q (B) Tj", [(None, ""), (None, "b")], id="in one up to a state"),
        pytest.param(b"/F 9 Tf BT (A%B) Tj ET % (C) Tj", [(None, "a\N{REPLACEMENT CHARACTER}b")], id="percent"),
        pytest.param(b"/P <</MCID 3>> BDC /F 9 Tf /X Do EMC", [(3, "z")], id="in a form"),
    ],
)
def test_each_text_is_read_with_its_mark(content: bytes, expected: list[tuple[int | None, str]]) -> None:
    texts = drawn(content, own_form=b"BT (Z) Tj ET")
    assert [(text.mcid, text.text) for text in texts] == expected


def test_a_page_may_be_cut_between_any_two_words() -> None:
    content = b"/P <</MCID 3>> BDC q BT /F 9 Tf [ (A) -7 <42> ] TJ ET Q EMC /P /MC0 BDC BT /F 9 Tf (C) Tj ET EMC"
    whole = drawn(content)
    words = content.split(b" ")
    for at in range(1, len(words)):
        parts = [b" ".join(words[:at]), b" ".join(words[at:])]
        assert drawn(*parts) == whole, parts


def test_what_one_file_says_is_not_said_of_the_next() -> None:
    """A part of a page is read once for all files, and means something else in other fonts and after other parts."""
    part = b"BT (AB) Tj ET"
    assert [text.text for text in drawn(b"/F 9 Tf", part)] == ["ab"]
    assert [text.text for text in drawn(b"/F 9 Tf", part, first_letter=b"0062")] == ["bc"]
    assert drawn(b"/F 9 Tf /P <</MCID 4>> BDC", part, b"EMC") == [DrawnText(0, 4, "ab")]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"BT (A) Tj ET", "A text has no font."),
        (b"/F 9 Tf /X Do", "Forms lie within forms without an end."),
    ],
)
def test_what_makes_no_sense_is_refused(content: bytes, fault: str) -> None:
    assert MOST_NESTED > 1
    with pytest.raises(ValueError, match=f"^{fault}$"):
        drawn(content, own_form=b"/X Do")


# Whole files


@pytest.mark.pdf
@pytest.mark.parametrize(
    ("text", "other"),
    [
        pytest.param("Finance", "\ufb01nance", id="a ligature"),
        pytest.param("call-back", "call\u2010back", id="another hyphen"),
        pytest.param("A B", "AB", id="a space"),
        pytest.param("full", "\uff46ull", id="a wide letter"),
        pytest.param("a", "aa", id="a letter twice"),
        pytest.param("é", "e\N{COMBINING CARON}", id="another accent"),
    ],
)
def test_what_looks_alike_is_told_apart(text: str, other: str) -> None:
    """PDFium's own text, made for searching, takes some of these for each other."""
    read = [
        pdf_values(make_pdf(PAGE.format(f"<span data-value=v>{words}</span>"), name="x")) for words in (text, other)
    ]
    assert [found.text for (found,) in read] == [text, other]


@pytest.mark.build
def test_another_reader_sees_the_same_characters(built: Path) -> None:
    for path in built.rglob("confirm.pdf"):
        data = path.read_bytes()
        with pdfplumber.open(BytesIO(data)) as pdf:
            chars = [char["text"] for page in pdf.pages for char in page.chars]
        assert pdf_characters(data) == "".join(chars) != ""

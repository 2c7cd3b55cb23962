"""The code on each page: what it says, how it is drawn, and that it is the same on both ways to a sheet."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pypdfium2
import pytest
import segno
import zxingcpp

from generator.model.filled_sheets import VALUE_BOX
from generator.model.sheet_layouts import (
    DIFFERS,
    SIGNATURE,
    MarkKind,
    PageCode,
    SheetLayout,
    org_mark,
    page_code,
    parsed_code,
)
from generator.output.page_codes import MODULE, MODULES, sheet_codes
from generator.output.pdf import LaidOut, lay_out
from generator.rendering.sheets.checklist import checklist_html
from generator.rendering.sheets.confirm import confirm_html
from generator.rendering.sheets.summary import summary_print
from tests.support.sample import ACME, BLANK_VIEW, SAMPLE, filled

pytestmark = pytest.mark.pdf
A_MILLIMETRE = 72 / 25.4


def codes_on(pdf: bytes) -> list[list[str]]:
    """Return the text of every code of each page, as another program reads it from the page's picture."""
    texts = []
    for page in pypdfium2.PdfDocument(pdf):
        picture = page.render(scale=150 / 72).to_numpy()
        texts.append([code.text for code in zxingcpp.read_barcodes(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))])
    return texts


@pytest.fixture(scope="module")
def blank() -> LaidOut:
    return lay_out(checklist_html(BLANK_VIEW), name="blank.pdf")


@pytest.fixture(scope="module")
def acme() -> LaidOut:
    return lay_out(checklist_html(filled(ACME)), name="acme.pdf")


def test_every_page_says_guide_revision_layout_page_and_org(blank: LaidOut, acme: LaidOut) -> None:
    for sheet, org in ((blank, ""), (acme, org_mark(ACME.id))):
        count = len(sheet.layout.pages)
        expected = [PageCode("SAMPLE", "7", sheet.layout.hash, page, org) for page in range(1, count + 1)]
        assert [list(map(parsed_code, texts)) for texts in codes_on(sheet.pdf)] == [[code] for code in expected]


def test_a_code_names_no_org_and_no_person(acme: LaidOut) -> None:
    for (text,) in codes_on(acme.pdf):
        assert re.fullmatch(r"G1[A-Z2-7]{8}/SAMPLE/7/[A-Z2-7]{8}/\d\d", text)
        assert not any(word in text.lower() for word in re.findall(r"[a-z]{4,}", str(ACME.facts).lower()))


def test_a_module_is_wide_enough_for_a_copier() -> None:
    assert MODULE / A_MILLIMETRE >= 0.7
    assert 20 <= MODULES * MODULE / A_MILLIMETRE < 21


def test_nothing_is_printed_near_a_code(acme: LaidOut) -> None:
    """The quiet zone of four modules that readers of codes ask for; below and to the right lies the paper's edge."""
    for page in pypdfium2.PdfDocument(acme.pdf):
        picture = cv2.cvtColor(page.render(scale=2).to_numpy(), cv2.COLOR_BGR2GRAY)
        (code,) = zxingcpp.read_barcodes(picture)
        left, top = code.position.top_left.x, code.position.top_left.y
        right, bottom = code.position.bottom_right.x, code.position.bottom_right.y
        margin = int(4 * MODULE * 2) - 1
        picture[top : bottom + 1, left : right + 1] = 255
        around = picture[top - margin : bottom + margin, left - margin : right + margin]
        assert int(np.min(around)) == 255


def test_a_code_is_no_part_of_the_text(acme: LaidOut) -> None:
    with pikepdf.open(BytesIO(acme.pdf)) as pdf:
        for page in pdf.pages:
            assert page.Contents.read_bytes().count(b"/Artifact <</Type /Pagination") == 1


def test_a_confirmation_has_one_and_a_summary_none() -> None:
    """Nothing on a summary is to be ticked."""
    confirmation = lay_out(confirm_html(filled(ACME)), name="confirm.pdf")
    assert [len(codes) for codes in codes_on(confirmation.pdf)] == [1]
    boxes = [f"{VALUE_BOX}{value.id}" for value in SAMPLE.values]
    (page,) = confirmation.layout.pages
    assert [mark.step for mark in page.marks] == [*boxes, DIFFERS, SIGNATURE]
    assert sheet_codes(lay_out(summary_print(filled(ACME)), name="summary.pdf").layout) is None


def test_the_layout_names_every_place_to_mark(blank: LaidOut) -> None:
    marks = [mark for page in blank.layout.pages for mark in page.marks]
    steps = [step.id for step in SAMPLE.steps]
    for kind in (MarkKind.DONE, MarkKind.NOT_APPLICABLE, MarkKind.BLOCKED):
        assert sorted(mark.step for mark in marks if mark.kind is kind) == sorted(steps)
    assert [mark.step for mark in marks if mark.kind is MarkKind.PAUSE] == ["callback"]
    assert [mark.step for mark in marks if mark.kind is MarkKind.SECOND] == ["callback", "boxes"]
    for mark in marks:
        if mark.kind is MarkKind.DONE:
            sides = (mark.right - mark.left, mark.bottom - mark.top)
            assert [round(side / A_MILLIMETRE, 1) for side in sides] == [8, 8]


def test_a_hash_tells_layouts_apart(blank: LaidOut) -> None:
    """Another step, place, revision or guide is another layout; a tenth of a point is not."""
    layout = blank.layout

    def moved(by: float) -> SheetLayout:
        first, *others = layout.pages
        others[0] = replace(others[0], marks=tuple(replace(mark, top=mark.top + by) for mark in others[0].marks))
        return replace(layout, pages=(first, *others))

    changed = [moved(2), replace(layout, revision="8"), replace(layout, guide="x"), replace(layout, steps=())]
    assert len({sheet.hash for sheet in (layout, *changed)}) == 5


@pytest.mark.parametrize("org", ["acme", "b", "some-other-org-of-a-long-name"])
def test_the_codes_of_an_org_follow_from_one_of_them(org: str, acme: LaidOut) -> None:
    """Every module of every page's code is the one that the code of that very text has."""
    codes = sheet_codes(acme.layout)
    assert codes
    for number, drawing in enumerate(codes.drawn(org), start=1):
        text = page_code(acme.layout, number, org).text
        code = segno.make(text, version=3, error="m", mask=4, boost_error=False)
        assert dark_modules(drawing) == [list(map(bool, row)) for row in code.matrix]


def dark_modules(drawing: bytes) -> list[list[bool]]:
    """Return which modules an image has dark, row by row."""
    digits = drawing.partition(b"ID ")[2].partition(b">")[0].decode()
    rows = [f"{int(digits[at : at + 8], 16):032b}" for at in range(0, len(digits), 8)]
    return [[module == "1" for module in row[:29]] for row in rows]


@pytest.mark.parametrize("scale", [1.0, 1.4, 2.0, 3.7])
def test_another_program_reads_a_code_whatever_the_size_of_a_picture(
    scale: float, acme: LaidOut, tmp_path: Path
) -> None:
    """PDFium and poppler draw an image each in its own way."""
    (tmp_path / "sheet.pdf").write_bytes(acme.pdf)
    command = (
        "pdftoppm",
        "-r",
        str(round(72 * scale)),
        "-f",
        "1",
        "-l",
        "1",
        "-gray",
        "-singlefile",
        "sheet.pdf",
        "page",
    )
    subprocess.run(command, cwd=tmp_path, check=True)
    by_pdfium = pypdfium2.PdfDocument(acme.pdf)[0].render(scale=scale).to_numpy()
    pictures = [
        cv2.imread(str(tmp_path / "page.pgm"), cv2.IMREAD_GRAYSCALE),
        cv2.cvtColor(by_pdfium, cv2.COLOR_BGR2GRAY),
    ]
    expected = page_code(acme.layout, 1, ACME.id).text
    assert [[code.text for code in zxingcpp.read_barcodes(picture)] for picture in pictures] == [[expected]] * 2

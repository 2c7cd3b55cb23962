"""Several sheets’ PDFs as one: each value, tag, bookmark and box is there; it is recorded as its sheets would be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from generator.model import Org
from generator.output.one_pdf import SheetPdf, write_one_pdf
from generator.output.pdf import make_pdf
from generator.reading.artefacts.filled_pdf import read_filled_pdf
from generator.reading.artefacts.pdf_text import pdf_values
from generator.rendering.sheets.checklist import checklist_html
from tests.support.sample import ACME, SAMPLE, filled
from tests.support.validators import validate_pdfs

pytestmark = pytest.mark.pdf

BETA = Org.of("beta", name="Beta & Co", domain="beta.my.salesforce.com")
TITLE = "Connect <Example>: checklists"


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> list[SheetPdf]:
    folder = tmp_path_factory.mktemp("parts")
    made = []
    for org in (ACME, BETA):
        view = replace(filled(org), address="https://guides.example.com/sample/")
        path = folder / f"{org.id}.pdf"
        path.write_bytes(make_pdf(checklist_html(view), name=path.name))
        made.append(SheetPdf(path, f"{org.name}: checklist"))
    return made


@pytest.fixture(scope="module")
def one(parts: list[SheetPdf]) -> Path:
    path = parts[0].path.with_name("one.pdf")
    write_one_pdf(parts, TITLE, path)
    return path


def test_every_value_of_every_sheet_is_read_from_it(parts: list[SheetPdf], one: Path) -> None:
    values = [value for part in parts for value in pdf_values(part.path.read_bytes())]
    assert len(values) == 14
    assert list(pdf_values(one.read_bytes())) == values


def test_it_keeps_both_standards(one: Path) -> None:
    assert [verdict.failures for verdict in validate_pdfs([one])] == [(), ()]


def test_each_sheet_has_a_bookmark_with_its_own_below(one: Path) -> None:
    with pikepdf.open(one) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Acme Ltd: checklist", "Beta & Co: checklist"]
        assert [item.children[0].title for item in outline.root] == ["Connect Example"] * 2
        assert str(pdf.docinfo["/Title"]) == TITLE
        with pdf.open_metadata() as xmp:
            assert xmp["dc:title"] == TITLE


def test_no_two_boxes_are_one_field(one: Path) -> None:
    with pikepdf.open(one) as pdf:
        names = [field.fully_qualified_name for field in pdf.acroform.fields]
    assert len(names) == 2 * len(SAMPLE.steps)
    assert len(set(names)) == len(names)


def test_what_is_ticked_in_it_is_each_orgs_own(one: Path, tmp_path: Path) -> None:
    ticked = tmp_path / "ticked.pdf"
    with pikepdf.open(one) as pdf:
        box = next(box for box in pdf.pages[-1].obj.Annots if box.get("/NM") == "go-back")
        box.V = box.AS = pikepdf.Name.Yes
        pdf.save(ticked)
    sheets = read_filled_pdf(ticked.read_bytes(), "ticked.pdf")
    done = {sheet.facts.org: [box.name for box in sheet.boxes if box.ticked] for sheet in sheets}
    assert done == {"acme": [], "beta": ["go-back"]}


def test_the_same_parts_give_the_same_bytes(parts: list[SheetPdf], one: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.pdf"
    write_one_pdf(parts, TITLE, again)
    assert again.read_bytes() == one.read_bytes()

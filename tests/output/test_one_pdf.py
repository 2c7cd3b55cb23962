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
        fonts = list(pdf.Root.AcroForm.DR.Font)
    assert fonts == ["/GuideForm"]
    assert len(names) == 2 * 4 * len(SAMPLE.steps)
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


def test_what_sheets_have_alike_is_kept_once(parts: list[SheetPdf], tmp_path: Path) -> None:
    single, thrice = tmp_path / "single.pdf", tmp_path / "thrice.pdf"
    write_one_pdf(parts[:1], TITLE, single)
    write_one_pdf(parts[:1] * 3, TITLE, thrice)
    assert _streams(thrice) == _streams(single)
    assert len(_values(thrice)) == 3 * len(_values(single))


def _streams(path: Path) -> set[tuple[str, int]]:
    """Return kind and number of what the pages draw with."""
    with pikepdf.open(path) as pdf:
        drawn = {stream.objgen for page in pdf.pages for stream in _as_list(page.obj.Contents)}
        fonts = {font.objgen for page in pdf.pages for font in page.obj.Resources.Font.values()}
    return {("contents", len(drawn)), ("fonts", len(fonts))}


def _as_list(contents: pikepdf.Object) -> list[pikepdf.Object]:
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]


def _values(path: Path) -> list[object]:
    return list(pdf_values(path.read_bytes()))


LINKED = """<!doctype html><html lang="en"><title>Linked</title>
<meta name="dcterms.created" content="2026-11-23"><meta name="dcterms.modified" content="2026-11-23">
<p><a href="#there">There</a></p><h1 id="there">Here</h1>"""


def test_a_link_leads_to_its_own_sheet(tmp_path: Path) -> None:
    sheet, both = tmp_path / "linked.pdf", tmp_path / "both.pdf"
    sheet.write_bytes(make_pdf(LINKED, name="linked"))
    write_one_pdf([SheetPdf(sheet, "One"), SheetPdf(sheet, "Two")], TITLE, both)
    with pikepdf.open(both) as pdf:
        targets = [page.obj.Annots[0].Dest[0].objgen for page in pdf.pages]
        assert targets == [page.obj.objgen for page in pdf.pages]

"""Every PDF that a build makes, and the sheets of an org with a name in other scripts."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pypdf
import pytest

from generator.model.sheet_layouts import is_reason
from tests.support.project import GUIDE, MOVE_GUIDE, PROJECT, run
from tests.support.validators import validate_pdfs

pytestmark = pytest.mark.pdf

ORG_NAME = "株式会社サンプル · شركة المثال · חברה לדוגמה · Ελλάς · Россия"
TITLES = {
    GUIDE: "Create a Salesforce external client app",
    MOVE_GUIDE: "Move from a connected app to an external client app",
}
KILOBYTES, KILOBYTES_OF_AN_ORG = 150, 180
"""What an org writes is appended to the sheet that all share."""


@pytest.fixture(scope="module")
def sheets(built: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """All PDFs of the build and of one org in many scripts."""
    folder = tmp_path_factory.mktemp("scripts")
    (folder / "scripts.yaml").write_text(f"name: {ORG_NAME}\napp_name: {ORG_NAME}\n")
    for command in ("checklist", "summary"):
        result = run(command, folder / "scripts.yaml", "--project", PROJECT, "--out", folder / "out")
        assert result.exit_code == 0, result.output
    return sorted([*built.rglob("*.pdf"), *folder.rglob("*.pdf")])


def test_every_pdf_is_accessible_and_archivable(sheets: list[Path]) -> None:
    names = {path.name for path in sheets}
    assert names == {"checklist.pdf", "confirm.pdf", "summary.pdf", f"{GUIDE}.pdf", f"{MOVE_GUIDE}.pdf"}
    verdicts = validate_pdfs(sheets)
    assert len(verdicts) == 2 * len(sheets)
    assert [(v.file.name, v.flavour, v.failures[:1]) for v in verdicts if not v.compliant] == []


def test_every_pdf_tells_its_language_title_guide_and_revision(sheets: list[Path]) -> None:
    for path in sheets:
        with pikepdf.open(path) as pdf, pdf.open_metadata() as metadata:
            assert str(pdf.Root.Lang) == "en"
            facts = {key.rpartition("}")[2]: str(metadata[key]) for key in metadata}
            assert TITLES[facts["id"]] in str(metadata["dc:title"])
            assert facts["revision"] == "2026.1"
            assert pdf.Root.Outlines.First


def test_latin_sheets_are_small(built: Path) -> None:
    of_orgs = sorted(built.glob("orgs/**/*.pdf"))
    others = [path for path in built.rglob("*.pdf") if path not in of_orgs]
    assert of_orgs
    assert others
    assert [path for path in others if path.stat().st_size > KILOBYTES * 1000] == []
    assert [path for path in of_orgs if path.stat().st_size > KILOBYTES_OF_AN_ORG * 1000] == []


def test_a_checklist_filled_by_another_library_reads_back(built: Path) -> None:
    """One box in two is ticked with pypdf and read with pikepdf."""
    path = built / f"orgs/example-production/{GUIDE}/checklist.pdf"
    writer = pypdf.PdfWriter(clone_from=path)
    boxes = [name for name in writer.get_fields() or {} if not is_reason(name)]
    assert len(boxes) == 3 * 37
    ticked = boxes[::2]
    for page in writer.pages:
        writer.update_page_form_field_values(page, dict.fromkeys(ticked, "/Yes"), auto_regenerate=False)
    filled = BytesIO()
    writer.write(filled)
    with pikepdf.open(filled) as pdf:
        states = {str(field.T): str(field.V) for field in pdf.Root.AcroForm.Fields if field.FT == "/Btn"}
    assert states == {name: "/Yes" if name in ticked else "/Off" for name in boxes}

"""What programs leave of a sheet when a box is ticked, and when it is unticked again: docs/records.md has the table."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from generator.deriving.whole_sheets import sheet_faults
from generator.reading.artefacts.filled_pdf import read_filled_pdf
from tests.support.pdf_programs import PROGRAMS, Program, Wanted, with_pikepdf
from tests.support.project import GUIDE, PROJECT, run
from tests.support.recording import ORG
from tests.support.sample import BLANK_VIEW
from tests.support.validators import PDF_A_2A, PDF_UA_1, validate_pdfs

pytestmark = pytest.mark.pdf

HEAD = (
    "| Program | Version | Recorded exactly | PDF/UA-1 | PDF/A-2a |",
    "|---|---|---|---|---|",
)
STAYS, FIRST = "callback-url", "new-app"
WORDS: dict[tuple[bool, ...], str] = {
    (True, True): "yes",
    (True, False): "after a tick only",
    (False, True): "after an untick only",
}


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sheet")
    assert run("checklist", ORG, "--short", "--project", PROJECT, "--out", out).exit_code == 0
    return out / "example-sandbox" / GUIDE / "checklist-short.pdf"


def ticks(path: Path) -> set[str]:
    """Return the boxes that are ticked; nothing of a file that would be refused."""
    (sheet,) = read_filled_pdf(path.read_bytes(), path.name)
    if list(sheet_faults(sheet, BLANK_VIEW)):
        return set()
    return {box.name for box in sheet.boxes if box.ticked}


def words(*held: bool) -> str:
    return WORDS.get(held, "no")


def row(program: Program, sheet: Path, folder: Path) -> str:
    ticked, unticked = folder / "ticked.pdf", folder / "unticked.pdf"
    program.fill(sheet, ticked, {STAYS: True, FIRST: True})
    program.fill(ticked, unticked, {FIRST: False})
    recorded = words(ticks(ticked) == {STAYS, FIRST}, ticks(unticked) == {STAYS})
    standards = []
    for standard in (PDF_UA_1, PDF_A_2A):
        verdicts = validate_pdfs([ticked, unticked], [standard])
        standards.append(words(*(verdict.compliant for verdict in verdicts)))
    return f"| {' | '.join([program.name, program.version, recorded, *standards])} |"


def test_the_table_of_programs_is_what_they_do(sheet: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    rows = [row(program, sheet, tmp_path_factory.mktemp("filled")) for program in PROGRAMS]
    table = "\n".join([*HEAD, *rows])
    assert table in (PROJECT / "docs/records.md").read_text(encoding="utf-8"), f"the table is now:\n{table}"


def test_a_program_that_spoils_a_sheet_gets_other_words(sheet: Path, tmp_path: Path) -> None:
    """It cannot untick, and asks every reader to draw the boxes anew, which PDF/A forbids."""

    def spoil(source: Path, target: Path, wanted: Wanted) -> None:
        with_pikepdf(source, target, {name: True for name, ticked in wanted.items() if ticked})
        with pikepdf.open(target, allow_overwriting_input=True) as pdf:
            pdf.Root.AcroForm.NeedAppearances = True
            pdf.save()

    assert row(Program("x", "1", spoil), sheet, tmp_path) == "| x | 1 | after a tick only | yes | no |"

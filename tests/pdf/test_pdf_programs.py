"""What programs leave of a sheet that is ticked, unticked again and typed into: docs/records.md has the table."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from generator.deriving.whole_sheets import filled_steps, sheet_faults
from generator.model.records import State
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
STAYS, FIRST = "callback-url", "new-app:blocked"
WORDS: dict[tuple[bool, ...], str] = {
    (True, True, True): "yes",
    (True, True, False): "until a reason is typed",
    (True, False, False): "after a tick only",
}
ROUNDS: tuple[Wanted, ...] = ({STAYS: True, FIRST: True}, {FIRST: False}, {f"{STAYS}:reason": "Not today, Zoë"})
"""What is done to a sheet, one after the other."""

EXPECTED = (
    {STAYS: (State.DONE, ""), "new-app": (State.BLOCKED, "")},
    {STAYS: (State.DONE, "")},
    {STAYS: (State.DONE, "Not today, Zoë")},
)


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sheet")
    assert run("checklist", ORG, "--short", "--project", PROJECT, "--out", out).exit_code == 0
    return out / "example-sandbox" / GUIDE / "checklist-short.pdf"


def steps(path: Path) -> dict[str, tuple[State, str]]:
    """Return the steps that are not open, and why; nothing of a file that would be refused."""
    (sheet,) = read_filled_pdf(path.read_bytes(), path.name)
    if list(sheet_faults(sheet, BLANK_VIEW)):
        return {}
    entries = filled_steps(sheet).items()
    return {step: (entry.state, entry.reason) for step, entry in entries if entry.state is not State.OPEN}


def words(*held: bool) -> str:
    return WORDS.get(held, "no")


def row(program: Program, sheet: Path, folder: Path) -> str:
    saved: list[Path] = []
    for number, wanted in enumerate(ROUNDS):
        path = folder / f"{number}.pdf"
        program.fill(saved[-1] if saved else sheet, path, wanted)
        saved.append(path)
    recorded = words(*(steps(path) == expected for path, expected in zip(saved, EXPECTED, strict=True)))
    standards = []
    for standard in (PDF_UA_1, PDF_A_2A):
        verdicts = validate_pdfs(saved, [standard])
        standards.append(words(*(verdict.compliant for verdict in verdicts)))
    return f"| {' | '.join([program.name, program.version, recorded, *standards])} |"


def test_the_table_of_programs_is_what_they_do(sheet: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    rows = [row(program, sheet, tmp_path_factory.mktemp("filled")) for program in PROGRAMS]
    table = "\n".join([*HEAD, *rows])
    assert table in (PROJECT / "docs/records.md").read_text(encoding="utf-8"), f"the table is now:\n{table}"


def test_a_program_that_spoils_a_sheet_gets_other_words(sheet: Path, tmp_path: Path) -> None:
    """It cannot untick, and asks every reader to draw the boxes anew, which PDF/A forbids."""

    def spoil(source: Path, target: Path, wanted: Wanted) -> None:
        with_pikepdf(source, target, {name: value for name, value in wanted.items() if value})
        with pikepdf.open(target, allow_overwriting_input=True) as pdf:
            pdf.Root.AcroForm.NeedAppearances = True
            pdf.save()

    assert row(Program("x", "1", spoil), sheet, tmp_path) == "| x | 1 | after a tick only | yes | no |"

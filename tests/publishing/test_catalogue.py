"""Each format stands in the catalogue once, with a reader that sees a required value altered anywhere in it."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from generator.checking.artefacts import check_artefact
from generator.deriving.guide_view import OrgView
from generator.output.variable_data.printing import Press
from generator.problems import ContentError
from generator.publishing import catalogue
from generator.publishing.catalogue import SHEETS, Sheet, SheetSource, make_sheets, sheets_of, text
from generator.publishing.reading_back import read_json
from tests.support.project import PROJECT, run
from tests.support.sample import ACME, BLANK_VIEW, HOSTILE, hostile_org

TEXT_SHEETS = [sheet for sheet in SHEETS if not sheet.costly]
VALUES = {value.id: value for value in BLANK_VIEW.required_values}


@cache
def made(sheet: Sheet) -> str:
    return sheet.render(SheetSource(BLANK_VIEW, ACME, Press())).decode()


def faults(sheet: Sheet, content: str) -> list[str]:
    places = sheet.read_back(content.encode(), BLANK_VIEW)
    return [str(problem) for problem in check_artefact(sheet.file, places, BLANK_VIEW.required_values)]


def written(sheet: Sheet, value: str) -> str:
    """Return a value as the file writes it."""
    return value.replace("|", "\\|") if sheet.file == "summary.md" else value


def places(sheet: Sheet, value: str) -> list[int]:
    whole_value = rf"(?<![\w]){re.escape(written(sheet, value))}(?![\w])"
    return [match.start() for match in re.finditer(whole_value, made(sheet))]


@pytest.mark.parametrize("sheet", TEXT_SHEETS, ids=lambda sheet: sheet.file)
@pytest.mark.parametrize("name", HOSTILE)
def test_an_untouched_sheet_is_fine(sheet: Sheet, name: str) -> None:
    source = SheetSource(BLANK_VIEW, hostile_org(HOSTILE[name]), Press())
    assert faults(sheet, sheet.render(source).decode()) == []


@pytest.mark.parametrize("sheet", sheets_of("checklist", "md") + sheets_of("checklist", "csv"), ids=lambda s: s.file)
@pytest.mark.parametrize("value_id", VALUES)
@pytest.mark.parametrize("change", ["{}x", "x{}", "{} ", "{}:"])
def test_each_place_of_each_value_is_read(sheet: Sheet, value_id: str, change: str) -> None:
    value = VALUES[value_id].value
    altered = written(sheet, change.format(value))
    assert places(sheet, value)
    for start in places(sheet, value):
        end = start + len(written(sheet, value))
        assert faults(sheet, made(sheet)[:start] + altered + made(sheet)[end:])


def test_a_changed_value_is_told_by_its_setting() -> None:
    (sheet,) = sheets_of("checklist", "md")
    altered = made(sheet).replace("`Checked`", "`Checked off`", 1)
    (fault,) = faults(sheet, altered)
    assert fault.partition(" ")[2] == (
        "Require Secret (web_secret) reads “Checked off” here, and must read “Checked”. Build again. [value-changed]"
    )


# The command


SPOILT = {
    "md": ("generator.rendering.markup.plain_markdown.code_span", lambda value: f"`{value}x`"),
    "csv": ("generator.rendering.sheets.checklist_csv.safe_cell", lambda cell: cell.replace("https://", "http://")),
}


def make(folder: Path, *formats: str) -> tuple[int, list[str], str]:
    """Return the exit status, the files made and what was said of faults."""
    options = [word for name in formats for word in ("--format", name)]
    org = PROJECT / "content/orgs/example-sandbox.yaml"
    result = run("checklist", org, "--project", PROJECT, "--out", folder, *options)
    files = [path.name for path in sorted(folder.rglob("checklist.*"))]
    return result.exit_code, files, result.stderr


def test_formats_that_are_fine_are_written(tmp_path: Path) -> None:
    assert make(tmp_path, "md", "csv")[:2] == (0, ["checklist.csv", "checklist.md"])


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_format_is_not_written(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*SPOILT[name])
    status, files, said = make(tmp_path, name)
    assert (status, files) == (1, [])
    assert "[value-changed]" in said


# A further format


def toy(view: OrgView) -> str:
    """Return each required value on a line of its own."""
    lines = [f'{{"id": "{value.id}", "value": "{value.value}"}}' for value in view.required_values]
    return f"[{', '.join(lines)}]"


def test_a_further_format_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    further = Sheet("checklist.toy", "checklist", "toy", text(toy), read_json)
    monkeypatch.setattr(catalogue, "SHEETS", (*SHEETS, further))
    assert make(tmp_path, "toy")[:2] == (0, ["checklist.toy"])


def test_a_further_format_is_read_back() -> None:
    spoilt = Sheet("checklist.toy", "checklist", "toy", text(lambda view: toy(view).lower()), read_json)
    with pytest.raises(ContentError, match=r"acme/sample/checklist\.toy:.* Require Secret"):
        make_sheets([spoilt], SheetSource(BLANK_VIEW, ACME, Press()))


WITH_READER = """
from generator.publishing.catalogue import Sheet, text
from generator.publishing.reading_back import read_json
from generator.rendering.sheets.summary import summary_json

Sheet("toy.json", "summary", "json", text(summary_json), read_json)
"""


def typed(folder: Path, program: str) -> str:
    path = folder / "toy.py"
    path.write_text(program)
    cache_folder = PROJECT / ".mypy_cache"
    command = [sys.executable, "-m", "mypy", "--cache-dir", str(cache_folder), str(path)]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False).stdout


def test_a_sheet_without_a_reader_is_an_error_of_types(tmp_path: Path) -> None:
    assert "Success" in typed(tmp_path, WITH_READER)
    without = WITH_READER.replace(", read_json)", ")")
    assert 'Missing positional argument "read_back" in call to "Sheet"' in typed(tmp_path, without)

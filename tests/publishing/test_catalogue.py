"""A further format of the checklist is one line of the catalogue, and it cannot be without a reader."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from generator.checking.artefacts import check_artefact
from generator.deriving.guide_view import OrgView
from generator.publishing.artefacts import org_artefacts, program_artefacts, site_artefacts
from generator.publishing.catalogue import CHECKLISTS, Sheet
from generator.publishing.read_back import read_json
from generator.rendering.sheets.sheet import SheetTitle
from tests.support.archives import archive_of, part_of
from tests.support.project import PROJECT, run
from tests.support.sample import ACME, HOSTILE, SAMPLE, filled, hostile_org

ACME_VIEW = filled(ACME)
VALUES = {value.id: value.value for value in ACME_VIEW.required_values}
CHANGES = ("{}x", "x{}", "{} ", "{}:", "{}.", "“{}", "-{}")
FORMULAS = {"equals": "=1+1", "minus": "-1", "space": " =1", "apostrophe": "'=1"}


def test_what_is_read_back_goes_to_other_processes() -> None:
    """A build's processes read the artefacts; one that cannot be sent would leave the build waiting for ever."""
    artefacts = (*site_artefacts(SAMPLE), *program_artefacts(SAMPLE), *org_artefacts(SAMPLE, [ACME]))
    sent = pickle.loads(pickle.dumps(artefacts))  # noqa: S301 - our own
    assert [artefact.path for artefact in sent] == [artefact.path for artefact in artefacts]


def made(sheet: Sheet, view: OrgView) -> str:
    """Return what the sheet says; of a Word document, which is an archive, its main part."""
    data = sheet.render(view)
    if sheet.file.endswith(".docx"):
        assert isinstance(data, bytes)
        return part_of(data)
    return data if isinstance(data, str) else data.decode()


@cache
def acme_sheet(format_: str) -> str:
    return made(CHECKLISTS[format_], ACME_VIEW)


def faults(sheet: Sheet, content: str, view: OrgView) -> list[str]:
    data = archive_of(content) if sheet.file.endswith(".docx") else content.encode()
    values = sheet.read_back(data, view)
    return [problem.text for problem in check_artefact(sheet.file, values, view.required_values)]


def altered(content: str, value: str, change: str) -> list[str]:
    """Return the content with the value changed in one place, for each place."""
    whole_value = re.compile(rf"(?<!\w){re.escape(value)}(?!\w| by\b)")
    places = [match.span() for match in whole_value.finditer(content)]
    assert places
    return [content[:start] + change.format(value) + content[end:] for start, end in places]


@pytest.mark.parametrize("sheet", CHECKLISTS.values(), ids=CHECKLISTS)
@pytest.mark.parametrize("text", (HOSTILE | FORMULAS).values(), ids=HOSTILE | FORMULAS)
def test_no_org_looks_like_an_altered_value(sheet: Sheet, text: str) -> None:
    view = filled(hostile_org(text))
    assert faults(sheet, made(sheet, view), view) == []


@pytest.mark.parametrize("format_", CHECKLISTS)
@pytest.mark.parametrize("value_id", VALUES)
@pytest.mark.parametrize("change", CHANGES)
def test_each_place_of_each_value_is_read(format_: str, value_id: str, change: str) -> None:
    sheet = CHECKLISTS[format_]
    for content in altered(acme_sheet(format_), VALUES[value_id], change):
        assert faults(sheet, content, ACME_VIEW)


@pytest.mark.parametrize("column", ["action", "values"])
def test_an_altered_cell_is_told_whole(column: str) -> None:
    sheet, view = CHECKLISTS["csv"], filled(ACME)
    before, after = {
        "action": ("Enter https://example.com/oauth-return/one--two.", "https://example.com/oauth-return/one--two/"),
        "values": ("Callback URL: https://example.com/oauth-return/one--two", "https://example.com/"),
    }[column]
    replaced = {"action": f"Enter {after}.", "values": f"Callback URL: {after}"}[column]
    content = made(sheet, view)
    assert before in content
    assert faults(sheet, content.replace(before, replaced), view) == [
        f"Callback URL (callback_url) reads “{after}” here, and must read “{VALUES['callback_url']}”. Build again."
    ]


# A further format


def toy(view: OrgView) -> str:
    """Return each required value as an object of JSON."""
    objects = [f'{{"id": "{value.id}", "value": "{value.value}"}}' for value in view.required_values]
    return f"[{', '.join(objects)}]"


def spoilt_toy(view: OrgView) -> str:
    """Return it with a value altered."""
    return toy(view).replace("https://", "http://")


def make_toy(folder: Path) -> tuple[int, list[str]]:
    org = PROJECT / "content/orgs/example-sandbox.yaml"
    result = run("checklist", org, "--project", PROJECT, "--out", folder, "--format", "toy")
    return result.exit_code, [path.name for path in folder.rglob("checklist.*")]


def test_a_further_format_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CHECKLISTS, "toy", Sheet(SheetTitle.CHECKLIST, "checklist.toy", toy, read_json))
    assert make_toy(tmp_path) == (0, ["checklist.toy"])


def test_a_further_format_is_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CHECKLISTS, "toy", Sheet(SheetTitle.CHECKLIST, "checklist.toy", spoilt_toy, read_json))
    assert make_toy(tmp_path) == (1, [])


def test_an_unknown_format_is_told() -> None:
    org = PROJECT / "content/orgs/example-sandbox.yaml"
    result = run("checklist", org, "--project", PROJECT, "--format", "odt")
    assert result.exit_code == 2
    names = ", ".join(f"'{name}'" for name in ("pdf", *CHECKLISTS))
    assert f"'odt' is not one of {names}." in result.output


PROGRAM = """
from generator.publishing.catalogue import Sheet
from generator.publishing.read_back import read_json
from generator.rendering.sheets.sheet import SheetTitle
from generator.rendering.sheets.summary import summary_json

Sheet(SheetTitle.SUMMARY, "toy.json", summary_json, read_json)
"""


def types_told(folder: Path, program: str) -> str:
    path = folder / "toy.py"
    path.write_text(program)
    command = [sys.executable, "-m", "mypy", str(path)]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False).stdout


def test_a_sheet_without_a_reader_is_an_error_of_types(tmp_path: Path) -> None:
    assert "Success" in types_told(tmp_path, PROGRAM)
    without = PROGRAM.replace(", read_json)", ")")
    assert 'Missing positional argument "read_back" in call to "Sheet"' in types_told(tmp_path, without)

"""The checklist for a browser, an issue tracker and a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from generator.checking.artefacts import check_artefact
from generator.reading.artefacts.artefacts import html_values
from generator.rendering.sheets.checklist_csv import COLUMNS, checklist_csv, safe_cell
from generator.rendering.sheets.checklist_markdown import checklist_markdown
from generator.rendering.sheets.checklist_page import checklist_page
from tests.support.pinned import VALUES
from tests.support.project import GUIDE, PROJECT, run
from tests.support.sample import ACME, HOSTILE, SAMPLE, filled, hostile_org

FORMATS = ("pdf", "html", "md", "csv")
FORMULAS = {"equals": "=1+1", "plus": "+1", "minus": "-1", "at": "@SUM(A1)", "space": " =1"}
INNER = {
    "tab": ("\t=1", "'\t'=1"),
    "semicolon": ("Vonage;=40+2", "Vonage;'=40+2"),
    "semicolon and space": ("a; -1", "a;' -1"),
    "inner tab": ("a\t@SUM(A1)", "a\t'@SUM(A1)"),
    "new line": ("a\n+1", "a\n'+1"),
    "full width": ("＝1+1", "'＝1+1"),  # noqa: RUF001 - spreadsheets in East Asia take it for a formula
    "invisible": ("\u200b=1", "'\u200b=1"),
    "no formula": ("a-b; c, -d = e", "a-b; c, -d = e"),
    "a tab alone": ("\ta", "'\ta"),
}
TEXTS = HOSTILE | FORMULAS | {"quotes": 'a "b", c; d', "apostrophe": "'=1"}


def rows(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


# The command


@pytest.mark.pdf
def test_formats_may_be_repeated(tmp_path: Path) -> None:
    org = PROJECT / "content/orgs/example-sandbox.yaml"
    options = [word for name in FORMATS for word in ("--format", name)]
    result = run("checklist", org, "--project", PROJECT, "--out", tmp_path, *options)
    assert result.exit_code == 0, result.output
    folder = tmp_path / "example-sandbox" / GUIDE
    assert {path.name for path in folder.iterdir()} == {
        "confirm.pdf",
        *(f"checklist.{name}" for name in FORMATS),
    }


@pytest.mark.pdf
def test_pdf_is_the_default(tmp_path: Path) -> None:
    org = PROJECT / "content/orgs/example-sandbox.yaml"
    assert run("checklist", org, "--project", PROJECT, "--out", tmp_path).exit_code == 0
    folder = tmp_path / "example-sandbox" / GUIDE
    assert sorted(path.name for path in folder.iterdir()) == ["checklist.pdf", "confirm.pdf"]


# Spreadsheet


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_csv_round_trips_and_holds_no_formula(text: str) -> None:
    data = checklist_csv(filled(hostile_org(text)))
    found = rows(data)
    assert tuple(found[0]) == COLUMNS
    assert [row["step"] for row in found] == [step.id for step in SAMPLE.steps]
    assert any(text.replace("'", "") in row["action"].replace("'", "") for row in found)
    assert not [cell for row in found for cell in row.values() if cell.lstrip(" ").startswith(tuple("=+-@\t\r"))]
    assert data.count(b"\r\n") == len(found) + 1


@pytest.mark.parametrize("text", FORMULAS.values(), ids=FORMULAS)
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize(("text", "cell"), INNER.values(), ids=INNER)
def test_a_cell_is_safe_under_other_separators(text: str, cell: str) -> None:
    assert safe_cell(text) == cell


def test_csv_states_values_link_and_number() -> None:
    found = {row["step"]: row for row in rows(checklist_csv(filled(ACME)))}
    assert found["callback"]["values"] == "Callback URL: https://example.com/oauth-return/one--two"
    assert found["open-setup"]["setup_link"].startswith("https://acme--uat.sandbox.lightning.force.com/")
    assert (found["users"]["number"], found["go-back"]["number"]) == ("4", "A1")
    assert {row["state"] for row in found.values()} == {"open"}


# Issue tracker


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_markdown_is_a_task_list_that_no_org_can_break(text: str) -> None:
    page = checklist_markdown(filled(hostile_org(text)))
    tokens = MarkdownIt("commonmark").enable("table").parse(page)
    tasks = [token.content for token in tokens if token.type == "inline" and token.content.startswith("[ ] ")]
    assert len(tasks) == len(SAMPLE.steps)
    assert re.match(r"\[ \] \*\*2 of 4\*\* Enter `https://example.com/oauth-return/one--two`\.", tasks[1])
    headings = [tokens[at + 1].content for at, token in enumerate(tokens) if token.type == "heading_open"]
    assert headings[1:] == ["Create it", "Do it again"]
    assert not [token for token in tokens if token.type == "html_block"]
    assert "> **Pause: Before you go on**" in page


# Browser


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_page_holds_every_value(text: str) -> None:
    page = checklist_page(filled(hostile_org(text)))
    assert list(check_artefact("checklist.html", html_values(page), SAMPLE.values)) == []
    assert page.count("<script") == 1


# The required values


def test_csv_and_markdown_hold_the_pinned_values(tmp_path: Path) -> None:
    """The CSV has each exactly once, beside its setting; the Markdown has each in a code span of its own."""
    org = PROJECT / "content/orgs/example-sandbox.yaml"
    result = run("checklist", org, "--project", PROJECT, "--out", tmp_path, "--format", "csv", "--format", "md")
    assert result.exit_code == 0, result.output
    folder = tmp_path / "example-sandbox" / GUIDE
    lines = [line for row in rows((folder / "checklist.csv").read_bytes()) for line in row["values"].splitlines()]
    assert sorted(lines) == sorted(f"{setting}: {value}" for setting, value in VALUES.values())
    markdown = (folder / "checklist.md").read_text()
    assert [value for _, value in VALUES.values() if f"`{value}`" not in markdown] == []

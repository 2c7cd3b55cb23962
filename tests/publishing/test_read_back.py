"""Every format of a sheet is read back: a required value that reads otherwise in any one place stops the command."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from generator.checking.artefacts import check_artefact
from generator.checking.step_words import lost_step_words
from generator.deriving.guide_view import OrgView, org_view, view
from generator.deriving.words import block_words
from generator.model import Guide, Text
from generator.model.text import find_all, transform
from generator.project.paths import shown
from generator.publishing.catalogue import CHECKLISTS, FURTHER_SUMMARIES, SUMMARIES, Sheet
from generator.rendering.markup import plain_markdown
from generator.rendering.sheets import checklist_csv as csv_renderer
from tests.support.pinned import VALUES
from tests.support.project import GUIDE, PROJECT, run
from tests.support.sample import ACME

SHEETS = {sheet.file: sheet for table in (CHECKLISTS, SUMMARIES, FURTHER_SUMMARIES) for sheet in table.values()}


@pytest.fixture(scope="module")
def acme(guide: Guide) -> OrgView:
    return org_view(view(guide), ACME)


def made(sheet: Sheet, acme: OrgView) -> bytes:
    data = sheet.render(acme)
    return data if isinstance(data, bytes) else data.encode()


def told(sheet: Sheet, data: bytes, acme: OrgView) -> list[str]:
    return [str(problem) for problem in check_artefact("sheet", sheet.read_back(data, acme), acme.required_values)]


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_a_sheet_as_it_is_made_shows_every_value(sheet: Sheet, acme: OrgView) -> None:
    data = made(sheet, acme)
    assert told(sheet, data, acme) == []
    assert {found.value_id for found in sheet.read_back(data, acme)} == set(VALUES)


def mutations(value: str) -> tuple[str, ...]:
    return value[:-1] + "~", "x" + value, value + "x", value[1:]


def spoilt(data: bytes, old: str, new: str) -> list[bytes]:
    """Return the data with one place changed, for each place."""
    parts = data.split(old.encode())
    places = range(1, len(parts))
    return [old.encode().join(parts[:place]) + new.encode() + old.encode().join(parts[place:]) for place in places]


@pytest.mark.parametrize("value_id", VALUES)
def test_a_code_span_of_markdown_that_reads_otherwise_is_found(value_id: str, acme: OrgView) -> None:
    sheet, (_, value) = CHECKLISTS["md"], VALUES[value_id]
    data = made(sheet, acme)
    span = plain_markdown.code_span(value)
    assert span.encode() in data
    for new in mutations(value):
        for other in spoilt(data, span, plain_markdown.code_span(new)):
            assert told(sheet, other, acme), other


@pytest.mark.parametrize("value_id", VALUES)
def test_a_missing_code_span_of_markdown_is_found(value_id: str, acme: OrgView) -> None:
    sheet, (_, value) = CHECKLISTS["md"], VALUES[value_id]
    for other in spoilt(made(sheet, acme), plain_markdown.code_span(value), "here"):
        assert told(sheet, other, acme)


@pytest.mark.parametrize("column", ["values", "action"])
@pytest.mark.parametrize("value_id", VALUES)
def test_a_cell_of_csv_that_reads_otherwise_is_found(value_id: str, column: str, acme: OrgView) -> None:
    sheet, (_, value) = CHECKLISTS["csv"], VALUES[value_id]
    rows = list(csv.DictReader(io.StringIO(made(sheet, acme).decode("utf-8-sig"), newline="")))
    steps = [step.id for step in acme.steps if value_id in {required.id for required in step.values}]
    for row in rows:
        if row["step"] not in steps or value not in row[column]:
            continue
        for new in mutations(value):
            other = [{**each, column: each[column].replace(value, new, 1)} if each is row else each for each in rows]
            assert told(sheet, written(other), acme), (row["step"], new)


def written(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, csv_renderer.COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def test_a_renderer_that_spoils_values_stops_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_markdown, "code_span", lambda text: f"`{text.replace('-eu', '-us')}`")
    org = PROJECT / "content/orgs/example-sandbox.yaml"
    result = run("checklist", org, "--project", PROJECT, "--out", tmp_path / "out", "--format", "md", "--format", "csv")
    assert result.exit_code == 1
    assert result.stderr == (
        f"{shown(org)}: example-sandbox/{GUIDE}/checklist.md: Callback URL (callback_url) reads “"
        "https://api-us.vonage.com/oauth/redirect” here, and must read “https://api-eu.vonage.com/oauth/redirect”. "
        "Build again. [value-changed]\n"
        "Orgs: 0 made, 0 unchanged, 1 failed.\n"
    )
    assert not list((tmp_path / "out").rglob("checklist.*"))


# The words between values

STEP_SHEETS = {file: sheet for file, sheet in SHEETS.items() if sheet.steps}
PARTS = ("content", "expect", "otherwise", "pause")


def lost(sheet: Sheet, data: bytes, acme: OrgView) -> list[str]:
    assert sheet.steps
    steps = [step for section in acme.run_sections for step in section.steps]
    return [str(problem) for problem in lost_step_words("sheet", data, steps, sheet.steps)]


def with_other_words(acme: OrgView, part: str) -> OrgView:
    """Return the view with one part of each step in other words: each text lacks its last letter."""
    steps = [step for section in acme.run_sections for step in section.steps]
    others = {step.id: replace(step, **{part: transform(getattr(step, part), shorter)}) for step in steps}
    sections = [
        replace(section, steps=tuple(others[step.id] for step in section.steps)) for section in acme.run_sections
    ]
    return replace(acme, sections=tuple(sections))


def shorter(node: object) -> object:
    if isinstance(node, Text):
        return Text(node.text.rstrip()[:-1])
    return node


@pytest.mark.parametrize("sheet", STEP_SHEETS.values(), ids=STEP_SHEETS)
def test_a_sheet_as_it_is_made_says_every_word_of_every_step(sheet: Sheet, acme: OrgView) -> None:
    assert lost(sheet, made(sheet, acme), acme) == []


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("sheet", STEP_SHEETS.values(), ids=STEP_SHEETS)
def test_a_step_in_other_words_is_told(sheet: Sheet, part: str, acme: OrgView) -> None:
    told_of = lost(sheet, made(sheet, with_other_words(acme, part)), acme)
    shown_results = sheet.steps is not None and sheet.steps.results
    if part == "content" or shown_results:
        having = [step.id for step in acme.steps if find_all(getattr(step, part), Text)]
        assert sorted(problem.split()[3] for problem in told_of) == sorted(having)
    else:
        assert told_of == []


def test_words_that_are_lost_are_named(acme: OrgView) -> None:
    sheet = CHECKLISTS["md"]
    data = made(sheet, acme).replace(b"and select **Setup**", b"and go on")
    words = "Click the gear icon in the upper-right corner of Salesforce"
    assert lost(sheet, data, acme) == [f"sheet: The step open-setup lacks “{words}” here. Build again. [step-words]"]


def test_a_renderer_that_drops_words_stops_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_renderer, "block_words", lambda content: block_words(content).replace("Click Create.", ""))
    org = PROJECT / "content/orgs/example-sandbox.yaml"
    result = run("checklist", org, "--project", PROJECT, "--out", tmp_path / "out", "--format", "csv")
    assert result.exit_code == 1
    assert result.stderr == (
        f"{shown(org)}: example-sandbox/{GUIDE}/checklist.csv: The step create-app lacks “Click Create.” here. "
        "Build again. [step-words]\nOrgs: 0 made, 0 unchanged, 1 failed.\n"
    )

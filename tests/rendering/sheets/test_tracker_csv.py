"""The checklist as rows for Jira and ServiceNow: a row a step, in the columns and lengths that importers state."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from generator.deriving.guide_view import OrgView
from generator.model import Org, Paragraph, Text, ValueRef
from generator.rendering.sheets.tracker_csv import JIRA_COLUMNS, jira_csv, servicenow_csv, short_words
from tests.support.sample import ACME, HOSTILE, SAMPLE, filled, hostile_org

FORMULAS = {"equals": "=1+1", "plus": "+1", "minus": "-1", "at": "@SUM(A1)", "inner": "a;=1", "tab": "a\t=1"}
STARTS = tuple("=+-@\t\r")


def rows(data: bytes) -> list[list[str]]:
    """Return the rows as a strict reader has them; no byte-order mark stands before the first heading."""
    text = data.decode()
    assert not text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_jira_gets_a_task_and_under_it_a_sub_task_for_each_step() -> None:
    head, parent, *steps = rows(jira_csv(filled(ACME)))
    assert tuple(head) == JIRA_COLUMNS
    assert parent[:4] == ["Task", "1", "", "Connect Example: Acme Ltd"]
    assert [row[:3] for row in steps] == [["Sub-task", str(number), "1"] for number in range(2, 7)]
    assert [row[-3:] for row in steps] == [["sample", "acme", step.id] for step in SAMPLE.steps]


def test_a_task_says_all_that_its_step_says() -> None:
    _, _, setup, callback, *_ = rows(jira_csv(filled(ACME)))
    assert setup[4] == (
        "Open Setup of Acme Ltd.\n\n"
        "Open this page in Setup: "
        "https://acme--uat.sandbox.lightning.force.com/lightning/setup/SetupOneHome/home\n\n"
        "You should see:\nSetup of acme--uat.sandbox.my.salesforce.com.\n\n"
        "If the screen differs:\nAsk ____ (owner).\n\n"
        "Part of the guide: Create it"
    )
    assert callback[3:5] == [
        "2 of 4: Enter https://example.com/oauth-return/one--two.",
        (
            "Enter https://example.com/oauth-return/one--two.\n\n"
            "Required exactly so:\nCallback URL: https://example.com/oauth-return/one--two\n\n"
            "Pause: Before you go on:\n• Look again.\n\n"
            "Part of the guide: Create it"
        ),
    ]


def test_servicenow_gets_a_row_a_step_by_the_names_of_its_fields() -> None:
    head, *steps = rows(servicenow_csv(filled(ACME)))
    assert head == ["short_description", "description", "order", "correlation_id", "correlation_display"]
    assert [row[2] for row in steps] == ["100", "200", "300", "400", "500"]
    assert [row[3] for row in steps] == [f"acme/sample/{step.id}" for step in SAMPLE.steps]
    assert {row[4] for row in steps} == {"Acme Ltd: Connect Example"}


@pytest.mark.parametrize("render", [jira_csv, servicenow_csv])
@pytest.mark.parametrize("text", (HOSTILE | FORMULAS).values(), ids=HOSTILE | FORMULAS)
def test_no_org_makes_a_formula_or_a_longer_row(render: object, text: str) -> None:
    assert callable(render)
    table = rows(render(filled(hostile_org(text))))
    assert {len(row) for row in table} == {len(table[0])}
    assert not [cell for row in table for cell in row if cell.startswith(STARTS)]


def test_no_field_is_longer_than_the_tracker_takes() -> None:
    org = Org.of("o" * 90, name="many words " * 90 + "end")
    _, *jira = rows(jira_csv(filled(org)))
    _, *servicenow = rows(servicenow_csv(filled(org)))
    assert max(len(row[3]) for row in jira) <= 255
    assert max(len(row[0]) for row in servicenow) <= 160
    assert max(len(row[4]) for row in servicenow) <= 100
    ids = [row[3] for row in servicenow]
    assert (max(map(len, ids)), len(set(ids))) == (100, len(SAMPLE.steps))


def step_saying(*words: str) -> OrgView:
    """Return the sample with the callback URL between these words in its second step."""
    view = filled(ACME)
    section = view.sections[0]
    first, step, *others = section.steps
    value = ValueRef(step.values[0])
    line = (Text(words[0]), value, Text(words[1]))
    long = replace(step, content=(Paragraph(line),))
    return replace(view, sections=(replace(section, steps=(first, long, *others)), *view.sections[1:]))


@pytest.mark.parametrize("length", range(20, 120))
def test_a_cut_never_parts_a_value(length: int) -> None:
    step = step_saying("Enter ", " and all of these many further words, one after the other, up to here.").steps[1]
    value = step.values[0].text
    summary = short_words(step, length)
    assert len(summary) <= length
    assert value in summary or not any(value[:size] in summary for size in range(9, len(value)))

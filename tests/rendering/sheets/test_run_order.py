"""Every sheet has the same steps in the same order under the same numbers.

A case in `cases/run-order` reads: title `.` a guide's sections `.` number and id of each step, in the order of a run.
Each is read back from what a person or program gets: the form fields of the PDF, the tasks of the Markdown, the rows of
the CSV and the steps of the HTML.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from generator.deriving.guide_view import OrgView, org_view, view
from generator.model import SectionKind
from generator.output.pdf import make_pdf
from generator.rendering.sheets.checklist import checklist_html
from generator.rendering.sheets.checklist_csv import checklist_csv
from generator.rendering.sheets.checklist_markdown import checklist_markdown
from generator.rendering.sheets.checklist_page import checklist_page
from generator.rendering.site.markdown_copies import guide_copy, security_copy
from generator.rendering.site.page import guide_page
from generator.rendering.site.security_page import security_page
from tests.support.project import PROJECT
from tests.support.sample import ACME, GUIDE, sample_guide

CASES = sorted((PROJECT / "tests/cases/run-order").glob("*.md"))
WRITTEN_STEP = re.compile(r"^\d+\. (.+) \{#([a-z-]+)\}$", re.MULTILINE)
ID_BY_WORDS = dict(step for case in CASES for step in WRITTEN_STEP.findall(case.read_text()))
FRONT = GUIDE.partition("\n## ")[0]


def parts(case: Path) -> tuple[OrgView, list[str]]:
    """Return a case's guide as an org's sheets show it, and the lines that are expected."""
    _, sections, expected = case.read_text().split("\n.\n")
    guide = sample_guide(text=f"{FRONT}\n{sections}\n")
    return org_view(view(guide), ACME), expected.splitlines()


def in_pdf(guide: OrgView) -> list[str]:
    with pikepdf.open(io.BytesIO(make_pdf(checklist_html(guide), name="checklist.pdf"))) as pdf:
        boxes = [(str(field.TU), str(field.T)) for field in pdf.Root.AcroForm.Fields if ":" not in str(field.T)]
    return [f"{title.removeprefix('Step ').removesuffix(' is done')} {step}" for title, step in boxes]


def in_markdown(guide: OrgView) -> list[str]:
    """A task names no id: it is known by its words."""
    tasks = re.findall(r"^- \[ \] \*\*(.+?)\*\* (.+)$", checklist_markdown(guide), re.MULTILINE)
    return [f"{number} {ID_BY_WORDS[words]}" for number, words in tasks]


def in_csv(guide: OrgView) -> list[str]:
    """The table has a step's label alone."""
    rows = csv.DictReader(io.StringIO(checklist_csv(guide).decode("utf-8-sig"), newline=""))
    return [f"{row['number']} {row['step']}" for row in rows]


def in_html(guide: OrgView) -> list[str]:
    name = r'<label for="tick-([a-z-]+)" id="[^"]+">Step (.+?)</label>'
    return [f"{number} {step}" for step, number in re.findall(name, checklist_page(guide))]


READERS: dict[str, Callable[[OrgView], list[str]]] = {"pdf": in_pdf, "md": in_markdown, "csv": in_csv, "html": in_html}


def shown_by(kind: str, lines: list[str]) -> list[str]:
    """Return the expected lines as one kind of sheet has them."""
    return [re.sub(r" of \d+", "", line) for line in lines] if kind == "csv" else lines


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 4


@pytest.mark.pdf
@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_every_sheet_has_one_order(case: Path, kind: str) -> None:
    guide, expected = parts(case)
    assert READERS[kind](guide) == shown_by(kind, expected)


@pytest.mark.pdf
@pytest.mark.parametrize("kind", READERS)
def test_another_order_is_noticed(kind: str) -> None:
    """The same labels with the alternatives before the summary's section, as some sheets once had them."""
    guide, expected = parts(CASES[0].with_name("summary-before-alternative.md"))
    late = [section for section in guide.sections if section.kind is SectionKind.SUMMARY]
    others = [section for section in guide.sections if section.kind is not SectionKind.SUMMARY]
    wrong = READERS[kind](replace(guide, sections=(*others, *late)))
    right = shown_by(kind, expected)
    assert wrong == [*right[:2], *right[3:], right[2]]


# Pages of the site, which have the guide's own order


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_guides_page_and_its_copy_leave_no_step_out(case: Path) -> None:
    guide, expected = parts(case)
    written = [step for _, step in WRITTEN_STEP.findall(case.read_text())]
    number_by_id = {step: number for number, step in map(str.split, shown_by("csv", expected))}
    numbers = [number_by_id[step] for step in written]
    on_page = re.findall(r'\{: #([a-z-]+) \.step data-step="(.+?)"', guide_page(guide))
    assert on_page == list(zip(written, numbers, strict=True))
    assert re.findall("^### Step (.+)$", guide_copy(guide), re.MULTILINE) == numbers


def test_the_page_for_reviewers_leads_to_the_steps_of_what_it_shows() -> None:
    guide, _ = parts(CASES[0].with_name("summary-before-alternative.md"))
    assert "## Undo it {: #undo }\n\nIts steps are on the guide’s page: [step A1](index.md#delete)." in security_page(
        guide
    )
    assert "## Undo it\n\n### Step A1\n\nClick **Delete**." in security_copy(guide)

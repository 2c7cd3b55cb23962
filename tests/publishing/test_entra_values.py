"""Every required value of the example project, in each of its artefacts: one changed character of it is caught."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from generator.checking.artefacts import check_artefact, count
from generator.deriving.guide_view import org_view, view
from generator.model import RequiredValue
from generator.output.files import write
from generator.output.pdf import make_pdf
from generator.problems import Problems
from generator.project.earlier import Earlier
from generator.project.loading import Content, load
from generator.project.paths import Paths
from generator.publishing.artefacts import (
    SEARCH_INDEX,
    Output,
    org_artefacts,
    program_artefacts,
    refuse_thinner_copies,
    site_artefacts,
)
from generator.publishing.catalogue import CHECKLISTS, FURTHER_SUMMARIES, PAGES, SUMMARIES, Sheet
from generator.reading.artefacts.artefacts import html_values
from generator.reading.artefacts.found import Found
from generator.reading.artefacts.pdf_text import pdf_values
from generator.rendering.sheets.checklist import checklist_html
from generator.rendering.sheets.confirm import confirm_html
from generator.rendering.sheets.summary import summary_print
from tests.support.project import PROJECT
from tests.support.spoiling import readable, spoilt, written

EXAMPLE = PROJECT / "examples/entra"
PARTS = {"first part": 0, "last part": -1}


def content() -> Content:
    problems = Problems()
    found = load(Paths(EXAMPLE, EXAMPLE / "content", EXAMPLE / "content/orgs", EXAMPLE / "build"), problems)
    assert not problems.has_errors
    return found


CONTENT = content()
(GUIDE,) = CONTENT.guides
FILES = {
    file.path: file for file in (*site_artefacts(GUIDE), *program_artefacts(GUIDE), *org_artefacts(GUIDE, CONTENT.orgs))
}
TEXTS = [path for path in FILES if not path.endswith(".pdf")]
BLANK = view(GUIDE, site="https://guides.example.com/")
ORGS = {org.id: org_view(BLANK, org) for org in CONTENT.orgs}
SHEETS: dict[str, Sheet] = {
    sheet.file: sheet for table in (CHECKLISTS, SUMMARIES, FURTHER_SUMMARIES) for sheet in table.values()
}
PRINTED = {"checklist": checklist_html, "confirm": confirm_html, "summary": summary_print}


def changed(found: tuple[Found, ...], values: tuple[RequiredValue, ...]) -> Counter[str]:
    """Return how many places of each value are told as changed, by its id."""
    problems = list(check_artefact("", found, values))
    assert {problem.code for problem in problems} <= {"value-changed"}
    return Counter(problem.text.partition("(")[2].partition(")")[0] for problem in problems)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("path", [path for path in TEXTS if path != SEARCH_INDEX])
def test_a_changed_part_is_caught_wherever_a_file_shows_the_value(path: str, part: str, entra: Path) -> None:
    file, values = FILES[path], FILES[path].values
    whole = (entra / path).read_text(encoding="utf-8")
    before = file.read(whole.encode())
    after = file.read(spoilt(whole, values, PARTS[part]).encode())
    assert changed(before, values) == Counter()
    assert changed(after, values) == count(before)
    assert {value.id for value in values} == set(count(before))


@pytest.mark.parametrize("part", PARTS)
def test_a_changed_part_is_caught_in_the_search_index(part: str, entra: Path) -> None:
    """In the value's own section it is told as such; in the guide's text fewer are found, which stops a build."""
    whole = (entra / SEARCH_INDEX).read_text(encoding="utf-8")
    index = FILES[SEARCH_INDEX]
    before = index.read(whole.encode())
    after = index.read(spoilt(whole, GUIDE.values, PARTS[part]).encode())
    assert changed(before, GUIDE.values) == Counter()
    assert changed(after, GUIDE.values) == count(after) == Counter(value.id for value in GUIDE.values)
    assert all(times > 1 for times in count(before).values())


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("org", ORGS)
@pytest.mark.parametrize("file", SHEETS)
def test_a_changed_part_is_caught_in_each_format_of_a_sheet(file: str, org: str, part: str) -> None:
    sheet, acme = SHEETS[file], ORGS[org]
    made = sheet.render(acme)
    whole = made if isinstance(made, bytes) else made.encode()
    values = acme.required_values
    before = sheet.read_back(whole, acme)
    other = spoilt(readable(whole), values, PARTS[part], plain=file.endswith(".csv"))
    after = sheet.read_back(written(other, whole), acme)
    assert changed(before, values) == Counter()
    assert changed(after, values) == count(before)


@pytest.mark.pdf
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("sheet", PRINTED)
def test_a_changed_part_is_caught_on_paper(sheet: str, part: str) -> None:
    acme = ORGS["acme"]
    html = PRINTED[sheet](acme)
    data = make_pdf(spoilt(html, acme.required_values, PARTS[part]), name="sheet.pdf")
    times = Counter(found.value_id for found in SHEETS["summary.html"].read_back(html.encode(), acme))
    assert changed(pdf_values(data), acme.required_values) == times


@pytest.mark.pdf
@pytest.mark.parametrize("part", PARTS)
def test_a_changed_part_is_caught_on_the_blank_checklist(part: str) -> None:
    html = checklist_html(BLANK)
    data = make_pdf(spoilt(html, GUIDE.values, PARTS[part]), name="sheet.pdf")
    times = Counter(found.value_id for found in html_values(html))
    assert changed(pdf_values(data), GUIDE.values) == times


COPIES = [f"site/{GUIDE.id}/{page.name}.md" for page in PAGES]


@pytest.mark.parametrize("copy", COPIES)
def test_each_place_of_a_copy_for_programs_is_caught(copy: str, entra: Path, tmp_path: Path) -> None:
    """Also in the midst of a sentence, where plain Markdown has no mark of a value."""
    page = copy.replace("site/", "docs/", 1)
    whole = (entra / copy).read_text(encoding="utf-8")
    for name, text in ((copy, whole), (page, (entra / page).read_text(encoding="utf-8"))):
        write(tmp_path / name, text)
    places = [place for value in GUIDE.values for place in re.finditer(f"`{re.escape(value.text)}`", whole)]
    assert len(places) >= len(GUIDE.values)
    assert thinner_copies(tmp_path) == []
    for place in places:
        write(tmp_path / copy, f"{whole[: place.end() - 2]}~{whole[place.end() - 1 :]}")
        assert thinner_copies(tmp_path) == [("value-missing", f"out/{copy}")]


def thinner_copies(folder: Path) -> list[tuple[str, str]]:
    problems = Problems()
    refuse_thinner_copies(Output(folder, "out", problems, Earlier(folder)), [GUIDE])
    return [(problem.code, problem.location.path) for problem in problems]


def test_every_file_of_a_build_is_among_them(entra: Path) -> None:
    """Whatever is built and shows a value is in the report; the tests above go through the same tables."""
    report = json.loads((entra / "values-report.json").read_text())[GUIDE.id]
    assert {path for counts in report.values() for path in counts} == set(FILES)

"""The sheets of an org that is on record, before the judges; and a run that comes out of a real browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser

from generator.commands.status import read_status, status_rows
from generator.deriving.guide_view import compliance_status
from generator.model import Org
from generator.model.records import Record
from generator.project.paths import Paths
from generator.rendering.reports.status import Asked, count_line
from generator.rendering.reports.status_page import NEVER, status_page
from tests.support.org_metadata import CASES
from tests.support.project import GUIDE, PROJECT, run
from tests.support.recording import ON, ORG, recorded, take
from tests.support.sample import BLANK_VIEW, HASHES
from tests.support.validators import axe_faults, check_html, validate_pdfs

pytestmark = pytest.mark.pdf

TICKED = {"callback-url", "new-app"}
REGIONS = {"a": "EMEA", "b": "APAC", "c": "AMER"}


class Sheets(NamedTuple):
    """What is made of one record in which something of each kind is said."""

    pdfs: tuple[Path, ...]
    pages: tuple[Path, ...]


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Sheets:
    """A summary, a sheet to redo and the page of all orgs; in the record are ticks, an audit and an acceptance."""
    folder = tmp_path_factory.mktemp("on-record")
    steps = {
        "callback-url": {"state": "done", "by": "Bo"},
        "new-app": {"state": "done"},
        "set-policies": {"state": "blocked", "reason": "No permission"},
        "open-setup": {"state": "not-applicable"},
    }
    about = {"format": "guide-run/1", "guide": GUIDE, "revision": "2026.1", "org": "example-sandbox"}
    (folder / "run.json").write_text(json.dumps({**about, "steps": steps}))
    more = ("--accept", "pkce", "--until", "2026-12-31", "--next-review", ON)
    assert take(folder / "records", folder / "run.json", more=more).exit_code == 0
    record = folder / "records/example-sandbox" / f"{GUIDE}.yaml"
    assert (
        run("audit", CASES / "sound", "--org", ORG, "--record", record, "--on", ON, "--project", PROJECT).exit_code == 0
    )
    text = record.read_text()
    content = recorded(folder / "records").steps["new-app"].content
    record.write_text(text.replace(content, "0" * 64).replace("verdict: pass", "verdict: fail", 1))
    for command, option in (("summary", "--record"), ("checklist", "--since")):
        made = run(command, ORG, option, record, "--project", PROJECT, "--out", folder / "out")
        assert made.exit_code == 0, made.output
    paths = Paths(PROJECT, PROJECT / "content", PROJECT / "content/orgs", folder / "out")
    rows, problems = read_status(paths, folder / "records", None, NEVER, "")
    assert not problems.has_errors
    (folder / "out/status.html").write_text("".join(status_page(rows)))
    made_here = folder / "out/example-sandbox" / GUIDE
    return Sheets(
        (made_here / "summary.pdf", made_here / "checklist.pdf"),
        (made_here / "summary.html", folder / "out/status.html"),
    )


def test_sheets_of_a_record_meet_both_standards(sheets: Sheets) -> None:
    verdicts = validate_pdfs(sheets.pdfs)
    assert len(verdicts) == 2 * len(sheets.pdfs)
    assert [(v.file.name, v.flavour, v.failures) for v in verdicts if not v.compliant] == []


def test_pages_of_a_record_are_valid_html(sheets: Sheets) -> None:
    assert check_html(sheets.pages) == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_everybody_can_read_the_pages_of_a_record(colours: Any, sheets: Sheets, browser: Browser) -> None:
    """axe-core finds nothing, and nothing is wider than a small phone or spills out of its cell."""
    context = browser.new_context(viewport={"width": 320, "height": 800}, color_scheme=colours, bypass_csp=True)
    page = context.new_page()
    for path in sheets.pages:
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(path.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            spilt = "[...document.querySelectorAll('td')].filter((cell) => cell.scrollWidth > cell.clientWidth).length"
            assert page.evaluate(spilt) == 0
        assert axe_faults(page, rules=5) == []
    context.close()


def test_the_page_of_orgs_sorts_filters_and_counts_as_the_command_does(browser: Browser, tmp_path: Path) -> None:
    guide = {"sample": BLANK_VIEW}
    steps = {step: {"state": "open", "content": content} for step, content in HASHES.items()}
    about = {"format": "guide-record/1", "guide": "sample", "revision": "7", "recorded": {"by": "A", "on": ON}}
    orgs = [Org(name, {"name": name.title()}, (("Region", region),)) for name, region in REGIONS.items()]
    records = [Record.model_validate({**about, "org": name, "steps": steps, "values": {}}) for name in ("a", "b")]
    statuses = [compliance_status(BLANK_VIEW, record) for record in records]
    rows = status_rows(statuses, Asked(ON, guides=guide), orgs, [BLANK_VIEW])
    (tmp_path / "status.html").write_text("".join(status_page(rows)))
    page = browser.new_page()
    page.goto((tmp_path / "status.html").as_uri())
    count = page.locator("#count")
    assert count.inner_text() == count_line(rows) == "2 records: 2 open; 1 not begun"
    page.get_by_role("button", name="Region", exact=True).click()
    assert [text.split()[0] for text in page.locator("tbody th").all_inner_texts()] == ["C", "B", "A"]
    page.get_by_label("Show only rows whose “Region” has").fill("emea")
    assert count.inner_text() == "2 records: 2 open; 1 not begun; shown: 1 record: 1 open"
    page.close()


# A run from a browser


def test_what_the_on_screen_checklist_exports_is_recorded(browser: Browser, tmp_path: Path) -> None:
    made = run("checklist", ORG, "--format", "html", "--project", PROJECT, "--out", tmp_path / "sheets")
    assert made.exit_code == 0, made.output
    page = browser.new_page()
    page.goto((tmp_path / "sheets/example-sandbox" / GUIDE / "checklist.html").as_uri())
    page.get_by_label("Your initials or name").fill("Bo")
    for step in TICKED:
        page.locator(f"#tick-{step}").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export the run").click()
    download.value.save_as(tmp_path / "run.json")
    page.close()
    result = take(tmp_path / "records", tmp_path / "run.json")
    assert result.exit_code == 0, result.output
    done = {step: entry for step, entry in recorded(tmp_path / "records").steps.items() if entry.state == "done"}
    assert (set(done), {entry.by for entry in done.values()}) == (TICKED, {"Bo"})

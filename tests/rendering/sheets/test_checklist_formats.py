"""The checklist for a browser, an issue tracker and a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, Page

from generator.checking.artefacts import check_artefact
from generator.reading.artefacts.artefacts import html_values
from generator.rendering.sheets.checklist_csv import COLUMNS, checklist_csv, safe_cell
from generator.rendering.sheets.checklist_markdown import checklist_markdown
from generator.rendering.sheets.checklist_page import checklist_page
from tests.support.pinned import VALUES
from tests.support.project import GUIDE, PROJECT, run
from tests.support.sample import ACME, HASHES, HOSTILE, SAMPLE, filled, hostile_org

FORMATS = ("pdf", "html", "md", "csv")
FORMULAS = {"equals": "=1+1", "plus": "+1", "minus": "-1", "at": "@SUM(A1)", "tab": "\t=1", "space": " =1"}
TEXTS = HOSTILE | FORMULAS | {"quotes": 'a "b", c; d', "apostrophe": "'=1"}
KEY = "3MVG9" + "x" * 30
BLOCKED_STORAGE = "Object.defineProperty(window, 'localStorage', {get() {throw new DOMException('no')}})"


def rows(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


# The command


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
    assert any(text in row["action"] for row in found)
    assert not [cell for row in found for cell in row.values() if cell.lstrip(" ").startswith(tuple("=+-@\t\r"))]
    assert data.count(b"\r\n") == len(found) + 1


@pytest.mark.parametrize("text", FORMULAS.values(), ids=FORMULAS)
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


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


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The sample's page, opened from disk. Whatever it says on the console fails the test."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, accept_downloads=True)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    save(tmp_path)
    page.goto((tmp_path / "checklist.html").as_uri())
    yield page
    context.close()
    assert said == []


def save(folder: Path, content_hash: str = "") -> None:
    page = checklist_page(filled(replace(ACME, name=HOSTILE["html"])))
    if content_hash:
        page = page.replace(HASHES["callback"], content_hash)
    (folder / "checklist.html").write_text(page, encoding="utf-8")


def export(page: Page) -> dict[str, object]:
    with page.expect_download() as download:
        page.get_by_role("button", name="Export the run").click()
    data: dict[str, object] = json.loads(download.value.path().read_text(encoding="utf-8"))
    return data


def test_ticks_are_kept(page: Page) -> None:
    page.get_by_role("checkbox", name="Step 2 of 4").check()
    page.locator("#step-users").click(position={"x": 300, "y": 5})
    page.reload()
    assert page.get_by_role("checkbox", name="Step 2 of 4").is_checked()
    assert page.get_by_role("checkbox", name="Step 4 of 4").is_checked()
    assert page.locator("#progress").inner_text() == "2 of 4 done"


def test_the_keyboard_ticks(page: Page) -> None:
    page.locator("#tick-callback").focus()
    page.keyboard.press("Space")
    assert page.locator("#tick-callback").is_checked()


def test_alternative_steps_are_not_counted(page: Page) -> None:
    page.get_by_role("checkbox", name="Step A1").check()
    assert page.locator("#progress").inner_text() == "0 of 4 done"


def test_export_is_a_run(page: Page) -> None:
    page.get_by_label("Your initials or name").fill("AB")
    page.locator("#tick-callback").check()
    boxes = page.locator("#step-boxes")
    boxes.get_by_text("Not applicable or blocked").click()
    boxes.get_by_label("Reason").fill("Greyed out")
    boxes.get_by_role("button", name="Blocked").click()
    run = export(page)
    steps = run.pop("steps")
    assert run == {"format": "guide-run/1", "guide": "sample", "revision": "7", "org": "acme"}
    assert isinstance(steps, dict)
    assert {name: step["content"] for name, step in steps.items()} == HASHES
    assert (steps["callback"]["state"], steps["callback"]["by"]) == ("done", "AB")
    assert (steps["boxes"]["state"], steps["boxes"]["reason"]) == ("blocked", "Greyed out")
    assert steps["open-setup"] == {
        "state": "open", "content": HASHES["open-setup"], "by": "", "at": "", "reason": "",
    }  # fmt: skip


def test_a_changed_step_is_asked_again(page: Page, tmp_path: Path) -> None:
    page.locator("#tick-callback").check()
    page.locator("#tick-boxes").check()
    save(tmp_path, content_hash="0" * 63)
    page.reload()
    assert not page.locator("#tick-callback").is_checked()
    assert page.locator("#tick-boxes").is_checked()
    assert "Changed since you did it" in page.locator("#step-callback .state").inner_text()


@pytest.mark.parametrize("secret", [KEY, "ab12" * 16, " ".join(["ab12"] * 16)])
def test_a_secret_is_refused(page: Page, secret: str) -> None:
    step = page.locator("#step-boxes")
    step.get_by_text("Not applicable or blocked").click()
    step.get_by_label("Reason").fill(secret)
    step.get_by_role("button", name="Blocked").click()
    page.get_by_label("Your initials or name").fill(secret)
    page.locator("#tick-callback").check()
    assert "looks like a consumer key or secret" in step.inner_text()
    stored = page.evaluate("JSON.stringify(localStorage)") + json.dumps(export(page))
    assert secret not in stored
    assert step.get_attribute("data-now") == "open"


def test_reset_takes_everything_back(page: Page) -> None:
    page.locator("#tick-callback").check()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Reset all ticks").click()
    page.reload()
    assert page.locator("#progress").inner_text() == "0 of 4 done"


def test_it_works_without_storage(page: Page) -> None:
    page.add_init_script(BLOCKED_STORAGE)
    page.reload()
    page.locator("#tick-callback").check()
    assert page.locator("#progress").inner_text() == "1 of 4 done"
    assert page.locator("#not-kept").is_visible()


def test_it_fits_a_narrow_phone(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


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

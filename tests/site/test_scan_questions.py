"""The page that asks what scans do not show for sure: answered by keyboard and mouse, its file goes into the record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from generator.model.records import Reading, State
from generator.model.sheet_layouts import MarkKind
from generator.reading.scans.layouts import read_layout
from tests.support.marked_paper import Flatbed, Hand, Square, printed_page, scanned, struck_out
from tests.support.project import GUIDE, PROJECT, run
from tests.support.recording import ORG, recorded, take
from tests.support.validators import axe_faults

PAGE = 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scan on which three ticks were struck out, recorded, with the page of questions."""
    out = tmp_path_factory.mktemp("asked")
    assert run("checklist", ORG, "--guide", GUIDE, "--project", PROJECT, "--out", out).exit_code == 0
    pdf = (out / "example-sandbox" / GUIDE / "checklist.pdf").read_bytes()
    layout = read_layout(pdf)
    assert layout
    chance = np.random.default_rng(7)
    hand = Hand(printed_page(pdf, PAGE - 1), chance)
    boxes = [mark for mark in layout.pages[PAGE - 1].marks if mark.kind is MarkKind.DONE]
    for mark in boxes[:3]:
        struck_out(hand, Square.of(mark))
    Image.fromarray(scanned(hand.page, Flatbed(200, 1, 0.5), chance)).save(out / "scan.png")
    result = take(out / "records", out / "scan.png", more=("--review", str(out / "questions.html")))
    assert result.exit_code == 0, result.output
    return out


@pytest.fixture
def page(browser: Browser, folder: Path) -> Iterator[Page]:
    """The page on a phone. Whatever it says on the console fails the test."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, color_scheme="dark", accept_downloads=True)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((folder / "questions.html").as_uri())
    yield page
    context.close()
    assert said == []


def test_answers_of_keyboard_and_mouse_go_into_the_record(page: Page, folder: Path) -> None:
    """The first is answered by a key, which goes on to the second; the second by the arrows, the third by a click."""
    save = page.get_by_role("button", name="Save the answers")
    assert save.is_disabled()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe_faults(page) == []
    page.keyboard.press("3")
    page.keyboard.press("ArrowDown")
    page.locator("fieldset").nth(2).get_by_role("img").nth(0).click()
    assert page.get_by_role("status").inner_text() == "3 of 3 answered"
    with page.expect_download() as download:
        save.click()
    assert page.get_by_role("status").inner_text().startswith("Saved as scan-answers.json.")
    answers = folder / download.value.suggested_filename
    download.value.save_as(answers)
    steps = [answer["step"] for answer in json.loads(answers.read_text(encoding="utf-8"))["answers"]]
    result = take(folder / "records", folder / "scan.png", answers)
    assert (result.exit_code, "not read for sure" in result.stdout) == (0, False), result.output
    entries = [recorded(folder / "records").steps[step] for step in steps]
    assert [entry.state for entry in entries] == [State.BLOCKED, State.NOT_APPLICABLE, State.DONE]
    assert {entry.evidence and entry.evidence.kind for entry in entries} == {Reading.ASKED}

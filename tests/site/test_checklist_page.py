"""The checklist as one HTML file, opened from disk: its ticks are kept and come out as a run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from generator.rendering.sheets.checklist_page import checklist_page
from tests.support.sample import ACME, HASHES, HOSTILE, filled

KEY = "3MVG9" + "x" * 30
BLOCKED_STORAGE = "Object.defineProperty(window, 'localStorage', {get() {throw new DOMException('no')}})"


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
    page = checklist_page(filled(ACME.saying(name=HOSTILE["html"])))
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
    page.locator("#name-users").click()
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
    assert "This looks like a consumer " in step.inner_text()
    stored = page.evaluate("JSON.stringify(localStorage)") + json.dumps(export(page))
    assert secret not in stored
    assert step.get_attribute("data-now") == "open"


def test_the_beginning_of_a_secret_is_taken_back(page: Page) -> None:
    """Whoever types one digit after the other, and ticks meanwhile, leaves none of them."""
    name = page.get_by_label("Your initials or name")
    name.press_sequentially("ab12" * 15)
    page.locator("#tick-callback").check()
    name.press("End")
    name.press_sequentially("ab12")
    assert name.input_value() == ""
    assert page.locator("#by-problem").inner_text().startswith("This looks like a consumer secret.")
    stored = page.evaluate("JSON.stringify(localStorage)") + json.dumps(export(page))
    assert "ab12ab12ab12" not in stored.replace(HASHES["callback"], "")
    assert page.locator("#tick-callback").is_checked()


def test_the_last_action_can_be_taken_back(page: Page) -> None:
    page.get_by_role("checkbox", name="Step 2 of 4").check()
    page.get_by_role("button", name="Undo").click()
    assert not page.get_by_role("checkbox", name="Step 2 of 4").is_checked()
    assert page.inner_text("#progress") == "0 of 4 done"
    assert not page.locator("#undo").is_visible()


def test_an_exported_run_is_taken_in_and_the_page_leads_on(page: Page) -> None:
    """A faulty one is refused whole."""
    page.get_by_role("checkbox", name="Step 1 of 4").check()
    assert page.get_by_role("link", name="Continue at step 2").is_visible()
    run = export(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Reset all ticks").click()
    assert take_in(page, json.dumps(run)) == "Taken over: step 1."
    assert page.get_by_role("checkbox", name="Step 1 of 4").is_checked()
    assert take_in(page, "{}") == "This is no exported run (guide-run/1). Nothing was taken over."


def take_in(page: Page, text: str) -> str:
    page.locator("#said").evaluate("line => { line.textContent = ''; }")
    page.set_input_files("#import", {"name": "run.json", "mimeType": "application/json", "buffer": text.encode()})
    page.locator("#said:not(:empty)").wait_for()
    return page.inner_text("#said")


def test_boxes_and_values_look_as_on_the_page(page: Page) -> None:
    colours = page.locator(".box, .copyable").evaluate_all(
        "all => all.map((each) => getComputedStyle(each).backgroundColor)"
    )
    assert colours
    assert "rgba(0, 0, 0, 0)" not in colours


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


BROKEN_WORDS = """() => {
    const broken = [];
    const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
        if (node.parentElement.closest(".org, bdi, .heard")) continue;
        if (node.parentElement.closest("thead")?.clientWidth <= 1) continue;
        for (const { 0: word, index } of node.data.matchAll(/[^\\s\\-/]+/g)) {
            const range = document.createRange();
            range.setStart(node, index);
            range.setEnd(node, index + word.length);
            const tops = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
            if (tops.size > 1) broken.push(word);
        }
    }
    return broken;
}"""


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_word_or_value_is_broken(width: int, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.locator("details").evaluate_all("boxes => boxes.forEach((box) => { box.open = true; })")
    assert page.evaluate(BROKEN_WORDS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("main").evaluate("main => { main.style.width = '3rem'; }")
    assert page.evaluate(BROKEN_WORDS) != [], "the negative control"


def test_what_is_typed_has_a_button_that_copies_it(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    copied = {}
    for button in page.locator(".copy").all():
        text = button.locator("xpath=preceding-sibling::*").text_content()
        button.click()
        page.locator(".heard:not(:empty)").wait_for(state="attached")
        copied[text] = page.evaluate("navigator.clipboard.readText()")
    assert list(copied) == list(copied.values())
    assert list(copied) == ["https://example.com/oauth-return/one--two"]


@pytest.mark.parametrize("clicks", [1, 2, 3])
def test_selecting_text_never_ticks(clicks: int, page: Page) -> None:
    page.locator("#action-callback").click(click_count=clicks)
    assert page.locator("#progress").inner_text() == "0 of 4 done"

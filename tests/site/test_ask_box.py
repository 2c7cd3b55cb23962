"""The box on the page of errors: the same answers as `guide ask`, at once, and nothing pasted is kept or sent."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import Browser, Page

from generator.asking.ranking import answers
from generator.asking.redaction import shown_again
from tests.support.project import GUIDE
from tests.support.questions import asked, example_index
from tests.support.validators import axe_faults

pytestmark = [pytest.mark.browser, pytest.mark.build]

PAGE = f"{GUIDE}/troubleshooting.html"
FILES = ("reports", "entries", "nothing-fits", "questions", "questions-held-out", "search", "search-held-out")
KEY = "3MVG9canary" + "Canary7" * 8
ADDRESS = (
    f"https://canary.my.salesforce.com/x?state=canary1&error=redirect_uri_mismatch&code=aPrxCanary9&client_id={KEY}"
)
CLEANED = "error=redirect_uri_mismatch … called"
PASTED = f"{ADDRESS} Jane Canary called jane@canary.example 00D5g0000Canary!AQ4AQcanary.Canary_1"
LONG = f"inactive user {'unbekannt ' * 2000} OAUTH_APP_BLOCKED"
"""Longer than what is read."""


@pytest.fixture(params=["host", "disk"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str, built: Path) -> Iterator[Page]:
    """The page on a phone, from a host and from disk. No other host is asked, and the console stays empty."""
    start = {"host": address, "disk": f"{(built / 'site').as_uri()}/"}[request.param]
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page, heard = context.new_page(), list[str]()
    page.set_default_timeout(10_000)
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.goto(start + PAGE, wait_until="load")
    page.locator("#ask-words").wait_for()
    page.on("request", lambda sent: heard.append(sent.url) if not sent.url.startswith(start) else None)
    yield page
    context.close()
    assert heard == []


def paste(page: Page, text: str) -> None:
    page.focus("#ask-words")
    page.keyboard.insert_text(text)


def everything_kept_or_shown(page: Page) -> str:
    """Return all text of the page, its fields, its address and the browser's storage."""
    text: str = page.evaluate(
        """[
          document.documentElement.outerHTML, location.href, document.title, document.cookie, window.name,
          ...[...document.querySelectorAll("textarea, input")].map((field) => field.value),
          ...[localStorage, sessionStorage, history.state].map((kept) => JSON.stringify(kept)),
        ].join("\\n")"""
    )
    return text.lower()


def test_it_answers_what_the_command_answers(page: Page) -> None:
    """One table of cases for Python and JavaScript: the same passages, scores, matches and shown words."""
    questions = [case.words for name in FILES for case in asked(name)] + [PASTED, LONG, "«Sitzung» café redirekt", ""]
    expected = [
        [
            [[each.passage.id, each.score, list(each.matched)] for each in answers(example_index(), words)],
            shown_again(words, example_index()),
        ]
        for words in questions
    ]
    got = page.evaluate(
        """(questions) => {
          const { answers, shownAgain } = Asking(AskIndex, (text) => Boolean(SecretGuard.kindOf(text)));
          const parts = (words) => answers(words).map(({ id, score, matched }) => [id, score, matched]);
          return questions.map((words) => [parts(words), shownAgain(words)]);
        }""",
        questions,
    )
    assert got == expected


def test_what_is_pasted_leads_to_cause_value_and_step(page: Page) -> None:
    paste(page, ADDRESS)
    best = page.locator("#ask .answers > section")
    assert page.inner_text("#ask [role=status]").startswith("One entry fits.")
    assert best.locator("h2 a").get_attribute("href") == "troubleshooting.html#redirect-uri-mismatch"
    assert "not letter for letter" in best.inner_text()
    assert best.locator("code.value").inner_text() == "https://api-eu.vonage.com/oauth/redirect"
    assert best.locator("a[href='index.html#callback-url']").count() >= 1


@pytest.mark.parametrize("leave", [False, True], ids=["pasted", "typed"])
def test_no_canary_is_shown_kept_or_sent(page: Page, *, leave: bool) -> None:
    """What is pasted is cleaned before it is drawn; what is typed, once the field is left."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    if leave:
        page.focus("#ask-words")
        page.keyboard.type(PASTED)
        page.keyboard.press("Tab")
    else:
        paste(page, PASTED)
    assert page.input_value("#ask-words") == f"{CLEANED} …"
    assert "canary" not in everything_kept_or_shown(page)
    assert sent == []


def test_the_canary_would_be_seen(page: Page) -> None:
    page.evaluate("document.getElementById('ask-words').value = 'canary'")
    assert "canary" in everything_kept_or_shown(page)


def test_nothing_fits_is_said(page: Page) -> None:
    paste(page, "How do I bake sourdough bread?")
    assert page.inner_text("#ask [role=status]").startswith("Nothing here fits.")
    assert page.locator("#ask .answers > *").count() == 0
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    assert page.inner_text("#ask [role=status]") == ""


def test_a_keyboard_is_enough(page: Page) -> None:
    page.evaluate("document.querySelector('article h1').tabIndex = -1; document.querySelector('article h1').focus()")
    presses = 0
    while page.evaluate("document.activeElement.id") != "ask-words" and presses < 5:
        page.keyboard.press("Tab")
        presses += 1
    page.keyboard.type("sandbox was refreshed and nothing works")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#after-refresh")


@pytest.mark.parametrize("page", ["host"], indirect=True)
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_everybody_can_use_it(page: Page, colours: str) -> None:
    page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
    paste(page, "It worked for some hours, then INVALID_SESSION_ID")
    page.locator("#ask summary").first.click()
    assert page.locator("#ask details[open]").count() == 1
    assert axe_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


SEARCH = "[data-md-component='search-query']"
PASTE = """(field, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text", text);
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def test_an_error_pasted_into_the_search_is_answered_there(page: Page) -> None:
    """With cause, value and step, beside what the theme finds; and no canary is shown, kept or sent."""
    page.goto(page.url.replace("troubleshooting.html", "values.html"), wait_until="load")
    page.click("button.md-header__button[aria-label='Search']")
    page.locator(SEARCH).evaluate(PASTE, PASTED)
    best = page.locator(".ask-found article").first
    best.locator("h2 a[href$='/troubleshooting.html#redirect-uri-mismatch']").wait_for()
    assert "not letter for letter" in best.inner_text()
    assert best.locator("code").inner_text() == "https://api-eu.vonage.com/oauth/redirect"
    assert best.locator("a[href$='/index.html#callback-url']").first.is_visible()
    assert page.input_value(SEARCH) == f"{CLEANED} …"
    page.locator(".md-search-result__item").first.wait_for()
    assert "canary" not in everything_kept_or_shown(page)
    if page.url.startswith("http"):  # from disk axe complains of what it cannot load itself
        assert axe_faults(page) == []
    page.evaluate("Promise.allSettled(document.getAnimations().map((each) => each.finished))")  # the search slides in
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(SEARCH).fill("How do I bake sourdough bread?")
    assert page.inner_text(".ask-found").startswith("No step, setting or error fits.")


def test_it_answers_at_once_from_a_small_index(page: Page, built: Path) -> None:
    times = page.evaluate(
        """(questions) => {
          const { answers } = Asking(AskIndex, () => false);
          return [...questions, ...questions].map((words) => {
            const start = performance.now();
            answers(words);
            return performance.now() - start;
          });
        }""",
        [case.words for case in asked("reports")],
    )
    assert median(times[len(times) // 2 :]) < 30
    assert len(gzip.compress((built / "site" / GUIDE / "ask-index.js").read_bytes())) < 60_000


def test_without_javascript_the_list_stands_alone(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PAGE)
    assert not page.locator("#ask").is_visible()
    assert page.locator("article h2").count() > 40
    context.close()

"""The search on every page: steps, values, boxes and errors of all guides, each with its guide’s name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from generator.asking.ranking import answers, near_answers
from tests.support.project import GUIDE
from tests.support.questions import asked, example_index
from tests.support.validators import axe_faults

pytestmark = [pytest.mark.browser, pytest.mark.build]

SETS = (
    "search",
    "search-held-out",
    "search-later",
    "search-fourth",
    "search-fifth",
    "search-sixth",
    "search-seventh",
    "search-eighth",
    "search-ninth",
    "search-tenth",
    "nothing-fits",
)
SEARCH = ".md-search__input"
CREATE = "Create a Salesforce external client app"
APP_MANAGER = "Step 2 of 19: In the left navigation bar, under Platform Tools, expand Apps and click App Manager."


@pytest.fixture(scope="module", params=["host", "disk"])
def start(request: pytest.FixtureRequest, address: str, built: Path) -> str:
    return {"host": address, "disk": f"{(built / 'site').as_uri()}/"}[request.param]


@pytest.fixture(scope="module")
def page(browser: Browser, start: str) -> Iterator[Page]:
    """The home page on a phone, with the search open. The console stays empty, and nobody else is asked."""
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page, heard = context.new_page(), list[str]()
    page.set_default_timeout(10_000)
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda sent: heard.append(sent.url) if not sent.url.startswith(start) else None)
    open_search(page, start + "index.html")
    yield page
    context.close()
    assert heard == []


def open_search(page: Page, address: str) -> None:
    page.goto(address, wait_until="load")
    page.click("button.md-header__button[aria-label='Search']")
    page.locator(".ask-found").wait_for(state="attached")


def hits(page: Page, words: str) -> list[str]:
    """Type words; return each hit’s title with what it is and of which guide."""
    page.fill(SEARCH, "")
    page.keyboard.type(words)
    return [" | ".join(text.split("\n\n")[:2]) for text in page.locator(".ask-found li").all_inner_texts()]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("app manager", f"{APP_MANAGER} | Step · {CREATE}"),
        ("ip relaxation", f"IP Relaxation | Required value · {CREATE}"),
        ("EU callback", f"Use the EU callback URL in every region | Warning · {CREATE}"),
        ("greyed out", f"The PKCE box is greyed out | Error · {CREATE}"),
        ("uninstall", f"How to undo the set-up | Section · {CREATE}"),
        ("refresh token pol", f"Refresh Token Policy | Required value · {CREATE}"),
    ],
)
def test_each_kind_is_a_hit_of_its_own(words: str, expected: str, page: Page) -> None:
    """Also while its last word is still being typed."""
    assert hits(page, words)[0] == expected


def test_what_comes_near_is_offered_and_nothing_is_said_to_fit(page: Page) -> None:
    assert hits(page, "callback of the coffee machine in Helsinki yesterday")
    assert page.inner_text(".ask-found [role=status]") == "Nothing fits exactly. This comes near:"
    assert hits(page, "sourdough") == []
    assert page.inner_text(".ask-found [role=status]").startswith("No step, setting or error fits.")


def test_the_browser_ranks_as_the_command_does(page: Page) -> None:
    every_guide = example_index(None)
    questions = [case.words for name in SETS for case in asked(name)]
    expected = [
        [each.passage.id for each in find(every_guide, words)]
        for words in questions
        for find in (answers, near_answers)
    ]
    got = page.evaluate(
        """(questions) => {
          const { answers, nearAnswers } = Asking(AskIndex, () => false);
          return questions.flatMap((words) => [answers, nearAnswers].map((find) => find(words).map(({ id }) => id)));
        }""",
        questions,
    )
    assert got == expected


@pytest.mark.parametrize("words", ["proof", "history", "revision", "PKCE", "what changed"])
def test_history_and_proof_never_come_first(words: str, page: Page) -> None:
    hits(page, words)
    page.locator(".md-search-result__item, .ask-found li").first.wait_for()
    first = page.locator(".md-search-result [href]").first.get_attribute("href") or ""
    assert "history.html" not in first
    assert "report.html" not in first


def test_enter_opens_the_first_hit(page: Page, start: str) -> None:
    hits(page, "my domain")
    page.locator(".md-search-result__item").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{GUIDE}/index.html*#find-domain")
    open_search(page, f"{start}{GUIDE}/index.html")
    assert hits(page, "distribution state")[0] == f"Distribution State | Required value · {CREATE}"
    assert hits(page, "username password flow")[0].endswith("Move from a connected app to an external client app")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_everybody_can_use_it(colours: str, page: Page, start: str) -> None:
    page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
    hits(page, "redirect_uri_mismatch")
    page.evaluate("Promise.allSettled(document.getAnimations().map((each) => each.finished))")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if start.startswith("http"):  # from disk axe complains of what it cannot load itself
        assert axe_faults(page) == []

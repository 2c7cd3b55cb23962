"""What differs between browsers, in Debian's Firefox and WebKit: what is kept, copied, printed, found from disk."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from generator.deriving.guide_view import org_view, view
from generator.model import Guide, Org
from generator.rendering.sheets.checklist_page import checklist_page
from tests.support.pinned import VALUES
from tests.support.project import GUIDE
from tests.support.webdriver import Driven, Firefox, firefox, webkit

pytestmark = [pytest.mark.browser, pytest.mark.build]

CALLBACK = "https://api-eu.vonage.com/oauth/redirect"
STARTS = {"firefox": firefox, "webkit": webkit}
FIRST_HIT = "return document.querySelector('.ask-found li h2')?.textContent"


@pytest.fixture(scope="module", params=STARTS)
def driven(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driven]:
    folder: Path = tmp_path_factory.mktemp(request.param)
    with STARTS[request.param](folder) as started:
        yield started


@pytest.fixture(scope="module", params=["host", "disk"])
def start(request: pytest.FixtureRequest, address: str, built: Path) -> str:
    return {"host": address, "disk": f"{(built / 'site').as_uri()}/"}[request.param]


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory, guide: Guide) -> Path:
    """An org's checklist for a browser, on disk."""
    path: Path = tmp_path_factory.mktemp("sheet") / "checklist.html"
    path.write_text(checklist_page(org_view(view(guide), Org.of("acme", name="Acme"))), encoding="utf-8")
    return path


def test_ticks_and_the_org_are_kept_and_what_is_typed_is_copied(driven: Driven, start: str) -> None:
    page = f"{start}{GUIDE}/index.html"
    driven.go(page)
    driven.click("#open-setup .tick input")
    driven.click("#callback-url .copy")
    assert driven.until("return document.querySelector('article > .heard').textContent") == f"Copied: {CALLBACK}"
    driven.go(page)
    assert driven.run("return document.getElementById('run-progress').textContent") == "1 of 19 done"
    driven.click("#open-setup .tick input")
    assert driven.run("return document.getElementById('run-progress').textContent") == "0 of 19 done"


def test_the_search_finds_a_step(driven: Driven, start: str) -> None:
    driven.go(f"{start}index.html")
    driven.run(
        """const field = document.querySelector(".md-search__input");
        field.focus();
        field.value = "app manager";
        field.dispatchEvent(new Event("input", { bubbles: true }));"""
    )
    assert driven.until(FIRST_HIT).startswith("Step 2 of 19: In the left navigation bar")


def test_the_checklist_for_a_browser_keeps_its_ticks(driven: Driven, sheet: Path) -> None:
    driven.go(sheet.as_uri())
    driven.click("#tick-open-setup")
    driven.go(sheet.as_uri())
    assert driven.run("return document.getElementById('progress').textContent") == "1 of 19 done"
    driven.click("#callback-url .copy, #step-callback-url .copy")
    assert driven.until("return document.querySelector('.heard').textContent") == f"Copied: {CALLBACK}"
    assert driven.run("return [...document.querySelectorAll('.value')].every((each) => each.textContent.trim())")


@pytest.mark.parametrize("driven", ["firefox"], indirect=True)
def test_the_printed_page_holds_every_value_and_parts_no_step_from_its_own(driven: Firefox, address: str) -> None:
    """WebKit's driver cannot print; Chromium's is looked at elsewhere."""
    driven.go(f"{address}{GUIDE}/index.html")
    printed = pypdfium2.PdfDocument(b64decode(driven.print_page()))
    pages = [without_space(page.get_textpage().get_text_range()) for page in printed]
    assert [value for _, value in VALUES.values() if without_space(value) not in "".join(pages)] == []
    (policies,) = [page for page in pages if "Setthesethreepolicies." in page]
    for value_id in ("permitted_users", "refresh_token_policy", "ip_relaxation"):
        assert without_space(VALUES[value_id][1]) in policies


def without_space(text: str) -> str:
    return "".join(text.split())

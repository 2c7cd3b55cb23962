"""The browser's script finds what the generator finds: both are held to one table of cases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from generator.rendering.markup.secret_guard import guard_script
from tests.support.secret_cases import ASKED, IN_DISGUISE, PASSES, REFUSED


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """An empty page with the script."""
    context = browser.new_context()
    page = context.new_page()
    page.add_script_tag(content=guard_script())
    yield page
    context.close()


def kinds(page: Page, texts: list[str]) -> list[str]:
    found: list[str] = page.evaluate("(texts) => texts.map(SecretGuard.kindOf)", texts)
    return found


def test_the_kinds_are_those_of_the_table(page: Page) -> None:
    found = kinds(page, [case.text for case in REFUSED])
    assert list(zip(found, REFUSED, strict=True)) == [(case.kind, case) for case in REFUSED]


def test_disguises_are_seen_through(page: Page) -> None:
    found = kinds(page, [f"Here: {case.text} is it" for case in IN_DISGUISE.values()])
    assert dict(zip(IN_DISGUISE, found, strict=True)) == {name: case.kind for name, case in IN_DISGUISE.items()}


def test_what_is_no_secret_passes(page: Page) -> None:
    texts = [*PASSES, *ASKED]
    found = kinds(page, texts)
    assert dict(zip(texts, found, strict=True)) == dict.fromkeys(texts, "")

"""The site for somebody with a keyboard, at any zoom, in colours of their own, and without JavaScript."""

from __future__ import annotations

from io import BytesIO
from itertools import islice, product
from typing import TYPE_CHECKING, Literal

import pytest
from PIL import Image

from tests.support.keyboard import WITHOUT_RING, current_stop, first_of_each_kind, focused, ring_is_drawn, stops, unseen
from tests.support.project import GUIDE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

PAGES = ("index.html", f"{GUIDE}/index.html", f"{GUIDE}/values.html", "404.html")
"""One page of each kind."""

LINKED_PAGES = (f"{GUIDE}/index.html", f"{GUIDE}/values.html", f"{GUIDE}/troubleshooting.html", "report.html")
PHONE, DESKTOP, ZOOMED = (390, 800), (1280, 800), (320, 200)
"""Widths and heights in CSS pixels; the last is a desktop at 400 %."""

SIZES = (PHONE, DESKTOP, ZOOMED)
COVERED = """() => [...document.querySelectorAll("article :is(h2, p, div, a)[id]")].filter((target) => {
    if (!target.checkVisibility()) return false;
    location.hash = "";
    location.hash = target.id;
    const { left, top } = target.getBoundingClientRect();
    const over = document.elementFromPoint(left + 12, top + 8);
    return !over || !(target.contains(over) || over.contains(target));
}).map((target) => target.id)"""
"""Opens each section, step and box of a page by its link; returns those whose start lies under something else."""


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """A page of the site at a size."""
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")

    def open_at(path: str, size: tuple[int, int] = DESKTOP) -> Page:
        page = context.new_page()
        page.set_default_timeout(5000)
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(address + path)
        return page

    yield open_at
    context.close()


# Seen focus, seen targets


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", PAGES)
def test_whatever_has_the_focus_is_seen(path: str, size: tuple[int, int], opened: Callable[..., Page]) -> None:
    """There and back: on the way back a control comes in from above, where the bars are."""
    page = opened(path, size)
    there = list(stops(page))
    back = list(islice(stops(page, "Shift+Tab"), len(there)))
    assert len(there) == len(back) > 3
    assert [fault for stop in (*there, *back) for fault in unseen(stop)] == []


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_the_ring_is_in_the_picture(size: tuple[int, int], opened: Callable[..., Page]) -> None:
    """No edge cuts it off, and its colour differs from the ground, in light and in dark."""
    page = opened(f"{GUIDE}/index.html", size)
    page.add_style_tag(content=WITHOUT_RING)
    kinds = [(stop, focused(page), ring_is_drawn(page, stop)) for stop in first_of_each_kind(stops(page))]
    assert len(kinds) > 6
    assert [stop.name for stop, _, is_drawn in kinds if not is_drawn] == []
    page.emulate_media(color_scheme="dark")
    page.locator("body[data-md-color-scheme=slate]").wait_for()
    for _, control, _ in kinds:
        control.focus()
        stop = current_stop(page)
        assert stop
        assert ring_is_drawn(page, stop), stop.name


@pytest.mark.parametrize(
    ("style", "key", "complaint"),
    [
        (".tick:has(:focus-visible) { outline: none !important; }", "Shift+Tab", "no ring"),
        (":root { scroll-padding: 0 !important; }", "Shift+Tab", "under "),
        (".md-nav__link { margin: 0 !important; padding: 0 !important; }", "Tab", " by 18"),
    ],
)
def test_what_cannot_be_seen_is_noticed(
    style: str, key: Literal["Tab", "Shift+Tab"], complaint: str, opened: Callable[..., Page]
) -> None:
    page = opened(f"{GUIDE}/index.html")
    page.add_style_tag(content=style)
    assert any(complaint in fault for stop in stops(page, key) for fault in unseen(stop))


def test_a_ring_that_is_cut_off_is_noticed(opened: Callable[..., Page]) -> None:
    page = opened(f"{GUIDE}/index.html")
    page.add_style_tag(content=f"{WITHOUT_RING} .copy {{ clip-path: inset(0); }}")
    page.locator("#callback-url .tick input").focus()
    copy = next(stop for stop in stops(page) if stop.kind.startswith("BUTTON copy"))
    assert not ring_is_drawn(page, copy)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", LINKED_PAGES)
def test_whatever_is_linked_to_is_seen(path: str, size: tuple[int, int], opened: Callable[..., Page]) -> None:
    page = opened(path, size)
    page.locator("article details").evaluate_all("boxes => boxes.forEach((box) => { box.open = true; })")
    assert page.evaluate(COVERED) == []


def test_a_covered_target_is_noticed(opened: Callable[..., Page]) -> None:
    page = opened(f"{GUIDE}/index.html")
    page.add_style_tag(content=":root { scroll-padding: 0 !important; }")
    assert {"create", "new-app"} <= set(page.evaluate(COVERED))


def test_the_bars_leave_four_fifths_of_the_screen(opened: Callable[..., Page]) -> None:
    page = opened(f"{GUIDE}/index.html")
    for width, height in product([320, 2000], [200, 400, 607, 608]):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("scrollTo(0, 3000)")
        bottoms = page.locator(".md-header, .run-bar").evaluate_all(
            "bars => bars.map((bar) => bar.getBoundingClientRect().bottom)"
        )
        assert len(bottoms) == 2
        assert max(bottoms) < height / 5, (width, height)


# The drawer and the search


def focus_name(page: Page) -> str:
    name: str = page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText")
    return name.strip()


def in_drawer(page: Page) -> bool:
    within: bool = page.evaluate("Boolean(document.activeElement.closest('.md-sidebar--primary'))")
    return within


def test_the_drawer_opens_by_key_and_keeps_the_keyboard(opened: Callable[..., Page]) -> None:
    page = opened(f"{GUIDE}/index.html", PHONE)
    menu = page.get_by_role("button", name="Menu")
    menu.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(400)  # it slides in
    assert menu.get_attribute("aria-expanded") == "true"
    assert in_drawer(page)
    inside = list(stops(page))
    assert len(inside) > 3
    assert [fault for stop in inside for fault in unseen(stop)] == []
    page.keyboard.press("Escape")
    assert focus_name(page) == "Menu"
    assert menu.get_attribute("aria-expanded") == "false"


def test_a_level_of_the_drawer_opens_and_goes_back_by_key(opened: Callable[..., Page]) -> None:
    page = opened(f"{GUIDE}/index.html", PHONE)
    page.get_by_role("button", name="Menu").press("Enter")
    page.get_by_role("button", name="Step by step").press(" ")
    page.wait_for_timeout(400)
    assert focus_name(page) == "Back from Table of contents"
    page.keyboard.press("Tab")
    assert focus_name(page) == "Check the rules of the whole org"
    page.get_by_role("button", name="Back from Table of contents").press("Enter")
    page.wait_for_timeout(400)
    assert in_drawer(page)
    assert not page.get_by_role("link", name="Check the rules of the whole org").first.is_visible()


def test_the_search_opens_by_key_and_closes_again(opened: Callable[..., Page]) -> None:
    page = opened(f"{GUIDE}/index.html", PHONE)
    search = page.get_by_role("button", name="Search")
    search.press("Enter")
    assert page.evaluate("document.activeElement.name") == "query"
    page.keyboard.press("Escape")
    assert search.get_attribute("aria-expanded") == "false"


def test_a_letter_alone_is_no_shortcut(opened: Callable[..., Page]) -> None:
    page = opened(f"{GUIDE}/index.html")
    for letter in "fspn/,.":
        page.keyboard.press(letter)
    assert page.url.endswith(f"{GUIDE}/index.html")
    assert page.evaluate("document.activeElement === document.body")


# Colours


def changes_the_picture(page: Page, selector: str, style: str) -> bool:
    """Whether a control looks otherwise with a style added."""
    before = page.locator(selector).first.screenshot()
    page.add_style_tag(content=style)
    return before != page.locator(selector).first.screenshot()


def test_nothing_vanishes_in_forced_colours(opened: Callable[..., Page]) -> None:
    """What is drawn by its ground alone is still in the picture: without it the picture is another."""
    page = opened(f"{GUIDE}/index.html")
    page.emulate_media(forced_colors="active")
    page.locator("#open-setup input").check()
    page.mouse.move(0, 0)
    meter = "#run-meter::-webkit-progress-value { background: Canvas !important; }"
    assert changes_the_picture(page, "#run-meter", meter)
    assert not changes_the_picture(page, "#run-meter", meter), "the negative control"
    assert changes_the_picture(page, "#callback-url .copy", ".copy::before { content: none !important; }")


@pytest.mark.parametrize(("colours", "dark"), [("light", False), ("dark", True)])
def test_without_javascript_the_system_s_colours_count(
    colours: Literal["light", "dark"], browser: Browser, address: str, *, dark: bool
) -> None:
    context = browser.new_context(java_script_enabled=False, color_scheme=colours)
    page = context.new_page()
    page.goto(f"{address}{GUIDE}/index.html")
    picture = Image.open(BytesIO(page.locator("#connected-apps-deprecated").screenshot())).convert("L")
    levels = sorted(picture.tobytes())
    ground = levels[len(levels) // 2]
    text = levels[0] if ground > 127 else levels[-1]
    assert (ground < 128) is dark
    assert abs(ground - text) > 120
    context.close()

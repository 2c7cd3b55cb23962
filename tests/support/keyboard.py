"""A reader who has only a keyboard: what has the focus at each press of Tab, and whether it can be seen."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

from PIL import Image, ImageChops

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from playwright.sync_api import ElementHandle, FloatRect, Page

MOST_STOPS = 600
RING = 6
"""How far around a control its ring may reach, in CSS pixels."""

LEAST_TARGET = 24
"""The smallest side of a target, in CSS pixels: WCAG 2.2, 2.5.8."""

STOP = """(leastTarget) => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return null;
    const label = { radio: focused.nextElementSibling, file: focused.labels?.[0] }[focused.type];
    const seen = focused.closest(".tick") ?? label ?? focused;
    const { outlineStyle, outlineWidth, display } = getComputedStyle(seen);
    const whole = seen.getBoundingClientRect();
    const { left, right, top, bottom } = seen.getClientRects()[0] ?? whole;
    const [middle, centre] = [(left + right) / 2, (top + bottom) / 2];
    const points = [[middle, centre], [left + 3, centre], [right - 3, centre], [middle, top + 3], [middle, bottom - 3]];
    const covers = points.map(([x, y]) => document.elementFromPoint(x, y))
        .filter((over) => !over || !seen.contains(over))
        .map((over) => over ? over.tagName + "." + over.className : "outside the screen");
    const name = focused.getAttribute("aria-label") ?? focused.textContent;
    const text = (element) => element.textContent.trim().length;
    const isSmall = Math.min(whole.width, whole.height) < leastTarget;
    const controls = "a[href], button, summary, label, input, select";
    const others = [...(isSmall ? document.querySelectorAll(controls) : [])]
        .filter((other) => !other.contains(seen) && !seen.contains(other))
        .filter((other) => other.checkVisibility({ visibilityProperty: true }));
    const room = (other) => Math.min(...[...other.getClientRects()].map((box) => Math.hypot(
        Math.max(box.left - middle, middle - box.right, 0), Math.max(box.top - centre, centre - box.bottom, 0))));
    return {
        name: `${focused.tagName} ${focused.id} “${name.trim().slice(0, 60)}”`,
        kind: `${focused.tagName} ${focused.className}`,
        ring: outlineStyle === "none" ? 0 : parseFloat(outlineWidth),
        cover: covers[0] ?? "",
        in_text: display === "inline" && text(seen.parentElement) > text(seen),
        room: isSmall ? Math.min(...others.map(room)) : leastTarget,
        box: { x: whole.x, y: whole.y, width: whole.width, height: whole.height },
    };
}"""

WITHOUT_RING = ".no-ring :not(#_#_#_) { outline-color: transparent !important; }"


@dataclass(frozen=True)
class Stop:
    """One control that has the focus, in CSS pixels.

    `kind` is its element and classes, `ring` the width of its ring, `cover` whatever lies over it, `room` how far the
    centre of a small one is from the next control.
    """

    name: str
    kind: str
    ring: float
    cover: str
    in_text: bool
    room: float
    box: FloatRect

    @property
    def too_small(self) -> bool:
        """Whether it is a target of its own, smaller than one may be, and without room around it."""
        if self.in_text or self.room >= LEAST_TARGET / 2:
            return False
        return min(self.box["width"], self.box["height"]) < LEAST_TARGET


def stops(page: Page, key: Literal["Tab", "Shift+Tab"] = "Tab") -> Iterator[Stop]:
    """Press the key until the focus has been everywhere; yield each control while it has the focus."""
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        stop = current_stop(page)
        if stop is None:
            return
        yield stop
    raise AssertionError("the focus goes round in a circle")


def current_stop(page: Page) -> Stop | None:
    """Return the control that has the focus, if any."""
    found: dict[str, Any] | None = page.evaluate(STOP, LEAST_TARGET)
    return Stop(**found) if found else None


def focused(page: Page) -> ElementHandle:
    """Return the element that has the focus."""
    element = page.evaluate_handle("document.activeElement").as_element()
    assert element
    return element


def unseen(stop: Stop) -> list[str]:
    """Return what keeps the reader from seeing where they are."""
    faults = []
    if stop.ring < 2:
        faults.append(f"{stop.name}: no ring")
    if stop.cover:
        faults.append(f"{stop.name}: under {stop.cover}")
    if stop.too_small:
        faults.append(f"{stop.name}: {stop.box['width']:.0f} by {stop.box['height']:.0f}")
    return faults


def first_of_each_kind(all_stops: Iterable[Stop]) -> Iterator[Stop]:
    """Yield the first control of each kind while it has the focus."""
    kinds: set[str] = set()
    for stop in all_stops:
        if stop.kind not in kinds:
            kinds.add(stop.kind)
            yield stop


def ring_is_drawn(page: Page, stop: Stop) -> bool:
    """Whether the ring changes at least as many pixels as the control's outline is long, in the picture itself."""
    page.evaluate("document.documentElement.classList.add('no-ring')")
    without = _picture(page, stop)
    page.evaluate("document.documentElement.classList.remove('no-ring')")
    changed = ImageChops.difference(without, _picture(page, stop)).convert("L").point(lambda level: level > 60)
    pixels = sum(1 for pixel in changed.tobytes() if pixel)
    return pixels >= 2 * (stop.box["width"] + stop.box["height"]) * 0.75


def _picture(page: Page, stop: Stop) -> Image.Image:
    box = stop.box
    left, top = max(box["x"] - RING, 0), max(box["y"] - RING, 0)
    clip: FloatRect = {"x": left, "y": top, "width": box["width"] + 2 * RING, "height": box["height"] + 2 * RING}
    return Image.open(BytesIO(page.screenshot(clip=clip))).convert("RGB")

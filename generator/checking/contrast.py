"""Rule `contrast`: text in a colour of the brand can be read, WCAG 2.2, 1.4.3: at least 4.5 to 1 on its ground.

Pass: `accent: "#1d4f91"`, which has 8.0 to 1 on white
Fail: `accent: "#9fc5e8"`, which has 1.8
"""

from __future__ import annotations

import math
import re

LEAST = 4.5
COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
WHITE, GREY, DARK = "#ffffff", "#f1f2f4", "#22262b"
"""Paper, the ground of boxes on light pages, and the lightest ground on dark ones."""

STEPS = 255


def contrast(colour: str, ground: str) -> float:
    """Return the contrast of two colours as #rrggbb, from 1 to 21 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""
    luminances = _luminance(colour), _luminance(ground)
    darker, lighter = sorted(luminances)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    shares = [channel / 255 for channel in _channels(colour)]
    red, green, blue = map(_linear, shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    if share <= 0.04045:  # noqa: PLR2004 - sRGB's own
        return share / 12.92
    return math.pow((share + 0.055) / 1.055, 2.4)


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def nearest_readable(colour: str, ground: str) -> str:
    """Return the first colour that can be read on the ground, from this one on the way to black or to white."""
    target = max(("#000000", WHITE), key=lambda end: contrast(end, ground))
    for step in range(STEPS + 1):
        mixed = _mixed(colour, target, step / STEPS)
        if contrast(mixed, ground) >= LEAST:
            return mixed
    return target


def _mixed(colour: str, target: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(target), strict=True)
    channels = [round(own + (other - own) * share) for own, other in pairs]
    return f"#{bytes(channels).hex()}"

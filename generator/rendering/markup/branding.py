"""A brand on sheets: its logo and foot in the page's margins, its colour on headings and lines. No room in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from generator.model.brand import Brand

PRINTED = """
h1, h2, .kind {{ color: {accent}; }}
section > h2 {{ border-top-color: {accent}; }}
"""
PRINTED_LOGO = Markup("""
@page {
  @top-left { width: 65%; }
  @top-right { content: element(logo); width: 35%; vertical-align: bottom; padding-bottom: 2mm; }
}
""")
ON_SCREEN = """
:root {{ --link: {ink}; --brand: {ink}; }}
@media (prefers-color-scheme: dark) {{ :root {{ --link: {accent_dark}; --brand: {accent_dark}; }} }}
h1, h2, .kind {{ color: var(--brand); }}
h2 {{ border-top-color: var(--brand); }}
"""


def logo(brand: Brand) -> Markup:
    """Return the logo as an element, or nothing. Its text alternative is whose it is."""
    if brand.logo is None:
        return Markup()
    return Markup('<img class="logo" src="{}" alt="{}">').format(brand.logo.address, brand.name)


def printed_colours(brand: Brand) -> Markup:
    """Return style for paper, or nothing."""
    if brand.logo is None:
        return _filled(PRINTED, brand)
    return _filled(PRINTED, brand) + PRINTED_LOGO


def screen_colours(brand: Brand) -> Markup:
    """Return style for light and for dark screens, or nothing."""
    return _filled(ON_SCREEN, brand)


def _filled(style: str, brand: Brand) -> Markup:
    if not brand.accent:
        return Markup()
    colours = {"accent": brand.accent, "ink": brand.ink, "accent_dark": brand.accent_dark}
    return Markup(style.format(**colours))  # noqa: S704 - the colours are of six digits each

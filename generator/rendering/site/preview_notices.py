"""What a preview tells on each page: that the source is broken, or that not all is made yet."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.problems import Problem

BEING_MADE = (
    '<p role="status"><small>The page you changed is ready. The other pages and the sheets are being made.</small></p>'
)


def problems_notice(problems: Iterable[Problem]) -> str:
    """Return an admonition that lists all problems, in the theme's own style."""
    items = [f"<li>{escape(str(problem))}</li>" for problem in problems]
    title = '<p class="admonition-title">This page is from before your last change: the source has problems</p>'
    return f'<div class="admonition danger" role="alert">{title}<ul>{"".join(items)}</ul></div>'

"""How all orgs stand, as one page. What is overdue is worked out in the browser: the page is the same on every day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.sheet_overrides import NO_OVERRIDES
from generator.rendering.markup.html import digest, environment, script, style
from generator.rendering.reports.status import count_line, kept_headings, tasks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.rendering.reports.status import StatusRow

NEVER = ""
"""Before every day, so that nothing is overdue."""


def status_page(rows: Iterable[StatusRow]) -> Iterator[str]:
    """Yield the parts of the page of these rows, which are gone through more than once; it needs no other file."""
    headings = kept_headings(rows)
    css, code = style("screen.css", "status.css"), script("status.js")
    sources = f"style-src '{digest(css)}'; script-src '{digest(code)}'"
    page = environment(NO_OVERRIDES).get_template("status.html.j2")
    return page.generate(
        style=css,
        script=code,
        policy=f"default-src 'none'; {sources}; base-uri 'none'; form-action 'none'",
        count=count_line(rows),
        headings=headings,
        rows=((row, tasks(row), _kept(row, headings)) for row in rows),
    )


def _kept(row: StatusRow, headings: Iterable[str]) -> list[str]:
    kept = dict(row.kept)
    return [kept.get(heading, "") for heading in headings]

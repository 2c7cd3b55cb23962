"""How all orgs stand, as one page. What is overdue is worked out in the browser: the page is the same on every day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.rendering.markup.html import digest, render, script, style
from generator.rendering.reports.status import Asked, all_rows, count_line, kept_headings, tasks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.deriving.compliance import ComplianceStatus
    from generator.deriving.guide_view import GuideView
    from generator.model import Org
    from generator.rendering.reports.status import StatusRow

NEVER = ""
"""Before every day, so that nothing is overdue."""


def status_page(
    statuses: Iterable[ComplianceStatus],
    guides: Mapping[str, GuideView],
    orgs: Iterable[Org] = (),
    meant: Sequence[GuideView] = (),
) -> str:
    """Return the page of all records, with the words of guides by id; it needs no other file.

    Of the orgs that are named, those that have not begun one of the guides that are meant are on it too.
    """
    asked = Asked(NEVER, guides=guides, orgs={org.id: org for org in orgs})
    return rows_page(all_rows(statuses, asked, meant))


def rows_page(rows: Sequence[StatusRow]) -> str:
    """Return the page of these rows."""
    headings = kept_headings(rows)
    css, code = style("screen.css", "status.css"), script("status.js")
    return render(
        "status.html.j2",
        style=css,
        script=code,
        policy=f"default-src 'none'; style-src '{digest(css)}'; script-src '{digest(code)}'; "
        "base-uri 'none'; form-action 'none'",
        count=count_line(rows),
        headings=headings,
        rows=[(row, tasks(row), [dict(row.kept).get(heading, "") for heading in headings]) for row in rows],
    )

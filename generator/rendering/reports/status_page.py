"""How all orgs stand, as one page. What is overdue is worked out in the browser: the page is the same on every day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.rendering.markup.html import digest, render, script, style
from generator.rendering.reports.status import count_line, status_rows, tasks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.deriving.compliance import ComplianceStatus

NEVER = ""
"""Before every day, so that nothing is overdue."""


def status_page(statuses: Iterable[ComplianceStatus]) -> str:
    """Return the page of all records; it needs no other file."""
    rows = status_rows(statuses, NEVER)
    css, code = style("screen.css", "status.css"), script("status.js")
    return render(
        "status.html.j2",
        style=css,
        script=code,
        policy=f"default-src 'none'; style-src '{digest(css)}'; script-src '{digest(code)}'; "
        "base-uri 'none'; form-action 'none'",
        count=count_line(rows),
        rows=[(row, tasks(row)) for row in rows],
    )

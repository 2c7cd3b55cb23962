"""Audits of many orgs as one page that needs no other file, written row by row like the other forms of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.sheet_overrides import NO_OVERRIDES
from generator.rendering.markup.html import digest, environment, script, style
from generator.rendering.reports.audit_table import COLUMNS, COUNTED, NOTHING, TO_DO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.deriving.guide_view import GuideView
    from generator.rendering.reports.audit_table import AuditRow


def audit_page(rows: Iterable[AuditRow], view: GuideView) -> Iterator[str]:
    """Yield the parts of the page; a row is asked for when the ones before it have been handed out."""
    css, code = style("screen.css", "audit_table.css"), script("audit_table.js")
    sources = f"style-src '{digest(css)}'; script-src '{digest(code)}'"
    page = environment(NO_OVERRIDES).get_template("audit_table.html.j2")
    return page.generate(
        style=css,
        script=code,
        policy=f"default-src 'none'; {sources}; base-uri 'none'; form-action 'none'",
        about=view.about,
        columns=(*COLUMNS, TO_DO),
        outcomes=COUNTED,
        rows=rows,
        nothing=(NOTHING,),
    )

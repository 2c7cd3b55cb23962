"""The panel in which a reader keeps their own org and progress in their browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model import OrgRef, SectionKind, find_all
from generator.reading.content.org import MAX_LENGTH
from generator.rendering.markup.html import render

if TYPE_CHECKING:
    from generator.deriving.guide_view import GuideView
    from generator.model import OrgField


def org_panel(view: GuideView) -> str:
    """Return the panel as HTML without an empty line, hidden until its script runs."""
    html = render(
        "org_panel.html.j2",
        view=view,
        fields=asked_fields(view),
        length=MAX_LENGTH,
    )
    return _without_empty_lines(html)


def finish_panel(view: GuideView) -> str:
    """Return what stands below the last counted step, as HTML without an empty line: what comes next."""
    html = render("finish_panel.html.j2", next_sections=view.sections_of(SectionKind.SUMMARY))
    return _without_empty_lines(html)


def _without_empty_lines(html: str) -> str:
    lines = [line for line in html.splitlines() if line.strip()]
    return "\n".join(lines)


def asked_fields(view: GuideView) -> list[OrgField]:
    """Return the fields that the panel asks for, every blank of the page among them.

    First stands the address, which tells some of the others.
    """
    shown = (view.before, view.page_sections, view.values)
    blanks = {reference.key for reference in find_all(shown, OrgRef)}
    address_first = sorted(view.org_fields, key=lambda field: field.key != view.platform.address_key)
    return [field for field in address_first if field.asked_on_page or field.key in blanks]

"""The panel in which a reader keeps their own org and progress in their browser, and the data its script needs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from generator.model import SectionKind
from generator.model.org import EMAIL
from generator.platforms.registry import PLATFORMS
from generator.reading.content.org import MAX_LENGTH
from generator.rendering.markup.html import render, script
from generator.rendering.markup.secret_guard import guard_script

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.deriving.guide_view import GuideView
    from generator.model import OrgField

FORMS = {
    "email": EMAIL.pattern,
    "maxLength": MAX_LENGTH,
}
"""What an org's data must look like, as the reader of org files has it: the script has no copy of its own."""


def org_panel(view: GuideView) -> str:
    """Return the panel as HTML without an empty line, hidden until its script runs."""
    html = render(
        "org_panel.html.j2",
        view=view,
        fields=_asked(view),
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


def _asked(view: GuideView) -> list[OrgField]:
    """Return the fields that the panel asks for: first the address, which tells some of the others."""
    asked = [field for field in view.org_fields if field.asked_on_page]
    return sorted(asked, key=lambda field: field.key != view.platform.address_key)


def site_scripts(views: Sequence[GuideView]) -> dict[str, str]:
    """Return the scripts that the site does not keep in `site_overrides/`, by file name."""
    names = {view.platform_name for view in views}
    scripts = [platform.page_script for name, platform in PLATFORMS.items() if name in names]
    forms = json.dumps(FORMS | _fields(views), separators=(",", ":"))
    return {
        "org-platform.js": "".join(scripts),
        "org-forms.js": f"globalThis.OrgForms = {forms};\n",
        "run-store.js": f"{guard_script()}\n{script('run-store.js')}",
        "copy.js": script("copy.js"),
    }


def _fields(views: Sequence[GuideView]) -> dict[str, Any]:
    """Return the forms of single fields, by key: a pattern for the whole text, and what to write; nothing if none."""
    asked = {field.key: field for view in views for field in _asked(view)}
    forms: dict[str, tuple[str, str]] = {}
    for key, field in asked.items():
        if field.form:
            forms[key] = (field.form.pattern, field.form.advice(field.examples[0]))
    return {"fields": forms} if forms else {}

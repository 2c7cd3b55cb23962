"""The panel in which a reader keeps their own org and progress in their browser, and the data its script needs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from generator.model import SectionKind
from generator.model.org import EMAIL
from generator.platforms.registry import PLATFORMS
from generator.reading.content.org import MAX_LENGTH
from generator.rendering.markup.html import render, script
from generator.rendering.markup.secret_guard import guard_script

if TYPE_CHECKING:
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


def site_scripts() -> dict[str, str]:
    """Return the scripts that the site does not keep in `site_overrides/`, by file name."""
    scripts = [platform.page_script for platform in PLATFORMS.values()]
    return {
        "org-platform.js": "".join(scripts),
        "org-forms.js": f"globalThis.OrgForms = {json.dumps(FORMS, separators=(',', ':'))};\n",
        "run-store.js": f"{guard_script()}\n{script('run-store.js')}",
        "copy.js": script("copy.js"),
    }

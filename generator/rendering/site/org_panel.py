"""The panel in which a reader keeps their own org and progress in their browser, and the data its script needs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from generator.model import ORG_FIELDS
from generator.platforms.salesforce.addresses import LIGHTNING_ENDINGS
from generator.platforms.salesforce.my_domain import EXAMPLES, HEADS, OTHER_HOSTS, SUFFIXES
from generator.reading.content.org import EMAIL, MAX_LENGTH
from generator.rendering.markup.html import TEMPLATES, render
from generator.secrets import SECRET

if TYPE_CHECKING:
    from generator.deriving.guide_view import GuideView

FORMS = {
    "secret": SECRET.pattern,
    "email": EMAIL.pattern,
    "maxLength": MAX_LENGTH,
    "heads": [[pattern.pattern, kind] for pattern, kind in HEADS],
    "endings": SUFFIXES,
    "otherHosts": OTHER_HOSTS,
    "lightning": LIGHTNING_ENDINGS,
}
"""What an org's data must look like, as the reader of org files has it: the script has no copy of its own."""


def org_panel(view: GuideView) -> str:
    """Return the panel as HTML without an empty line, hidden until its script runs."""
    html = render(
        "org_panel.html.j2",
        view=view,
        labels=ORG_FIELDS,
        length=MAX_LENGTH,
        example=EXAMPLES[None],
    )
    lines = [line for line in html.splitlines() if line.strip()]
    return "\n".join(lines)


def site_scripts() -> dict[str, str]:
    """Return the scripts that the site does not keep in `site_overrides/`, by file name."""
    return {
        "org-forms.js": f"globalThis.OrgForms = {json.dumps(FORMS, separators=(',', ':'))};\n",
        "run-store.js": (TEMPLATES / "run-store.js").read_text(encoding="utf-8"),
    }

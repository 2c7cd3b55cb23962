"""The scripts of the site: one packed file for every page, and one more for each kind of page that needs more."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from rjsmin import jsmin

from generator.model.org import EMAIL
from generator.platforms.registry import PLATFORMS
from generator.reading.content.org import MAX_LENGTH
from generator.rendering.markup.html import script
from generator.rendering.markup.secret_guard import guard_script
from generator.rendering.site.org_panel import asked_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.deriving.guide_view import GuideView

EVERY_PAGE = "site.js"
"""Named in `site_settings.yml`; the others by the front matter of their pages."""

YOUR_ORG = "your-org.js"
ASK_BOX = "ask-box.js"
HOME = "home.js"
ASKING = "asking.js"
"""Fetched by the search at its first question."""

ORG_FORMS = {
    "email": EMAIL.pattern,
    "maxLength": MAX_LENGTH,
}
"""What an org's data must look like, as the reader of org files has it: the scripts have no copy of their own."""


def site_scripts(views: Sequence[GuideView], own: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """Return the packed scripts of a site with these guides, by file name.

    `own` are a project's scripts by file name; each stands in the place of ours of that name.
    """
    names = {view.platform_name for view in views}
    platforms = [platform.page_script for name, platform in PLATFORMS.items() if name in names]
    forms = json.dumps(ORG_FORMS | _fields(views))

    def ours_or_own(*names: str) -> list[str]:
        return [own.get(name) or script(name) for name in names]

    parts = {
        EVERY_PAGE: [
            guard_script(),
            *ours_or_own("keyboard.js", "copy.js", "verified.js", "run-store.js", "ask-search.js"),
        ],
        YOUR_ORG: [
            f"globalThis.OrgForms = {forms};",
            *platforms,
            *ours_or_own("org-facts.js", "run-import.js", "your-org.js", "folds.js"),
        ],
        HOME: ours_or_own("home.js"),
        ASKING: ours_or_own("asking.js", "search-results.js"),
        ASK_BOX: ours_or_own("asking.js", "ask-box.js"),
    }
    return {name: _packed(texts) for name, texts in parts.items()}


def _packed(texts: Iterable[str]) -> str:
    """Return scripts as one, without comments and indentation."""
    return str(jsmin("\n".join(texts)))


def _fields(views: Sequence[GuideView]) -> dict[str, Any]:
    """Return the forms of single fields, by key: a pattern for the whole text, and what to write; nothing if none."""
    forms: dict[str, tuple[str, str]] = {}
    for view in views:
        for field in asked_fields(view):
            if field.form:
                forms[field.key] = (field.form.pattern, field.form.advice(field.examples[0]))
    if not forms:
        return {}
    return {"fields": forms}

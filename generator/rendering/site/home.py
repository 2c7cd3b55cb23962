"""The site's first page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.rendering.markup.markdown import escape, fenced, front_matter, heading, join, link, paragraph
from generator.rendering.site.page import facts
from generator.rendering.site.parts import OFFERED_CHECKLIST, page
from generator.rendering.site.scripts import HOME

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.deriving.guide_view import GuideView

DESCRIPTION = "Set-up guides that get every setting exactly right, with checklists to print."
PURPOSE = (
    "To let one product sign in to another, somebody has to click through a stranger’s admin screens and get a dozen "
    "settings exactly right. These guides go through it one click at a time. They say what you should see, where to "
    "stop, and why each setting has to be as it is."
)
TRUST = (
    "Each required value stands once in the source of these pages. Every page and checklist made from it is read back "
    "and compared before it is published: see the {proof}."
)
AFFILIATION = "Not affiliated with the makers of the products. Their names are used only to say what a guide is about."


def home_page(views: Iterable[GuideView]) -> str:
    """Return the home page: what this is, and every guide."""
    return page(
        front_matter("Set-up guides", DESCRIPTION, HOME),
        heading(1, "Set-up guides"),
        f"{PURPOSE}\n{{: .objective }}",
        heading(2, "Guides", "guides"),
        *map(_card, views),
        heading(2, "How far you can rely on them", "rely"),
        TRUST.format(proof=link("proof", "report.md")),
        AFFILIATION,
    )


def _card(view: GuideView) -> str:
    address = f"{view.id}/index.md"
    guide = link("Open the guide", address, ".md-button .md-button--primary")
    checklist = link("Print the checklist (PDF)", f"{view.id}/{OFFERED_CHECKLIST}", ".md-button")
    parts = (
        heading(3, link(escape(view.about.title), address), view.id),
        paragraph(escape(view.about.objective)),
        facts(view),
        f"{guide} {checklist}\n{{: .ways }}",
    )
    return fenced("html | div.card", join(parts))

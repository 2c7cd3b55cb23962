"""The site's first page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.rendering.markup.markdown import escape, fenced, front_matter, heading, join, link, paragraph
from generator.rendering.site.page import facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.model import Guide

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
AFFILIATION = (
    "Not affiliated with Salesforce or Vonage. Their product names are used only to say what a guide is about."
)


def home_page(guides: Sequence[Guide]) -> str:
    """Return the home page: what this is, and every guide."""
    return (
        join(
            (
                front_matter("Set-up guides", DESCRIPTION),
                heading(1, "Set-up guides"),
                f"{PURPOSE}\n{{: .objective }}",
                heading(2, "Guides", "guides"),
                *map(_card, guides),
                heading(2, "How far you can rely on them", "rely"),
                TRUST.format(proof=link("proof", "report.md")),
                AFFILIATION,
            )
        )
        + "\n"
    )


def _card(guide: Guide) -> str:
    ways = (
        link("Open the guide", f"{guide.id}/index.md", ".md-button .md-button--primary"),
        link("Print the checklist (PDF)", f"{guide.id}/checklist.pdf", ".md-button"),
    )
    words = join(
        (
            heading(3, link(escape(guide.about.title), f"{guide.id}/index.md"), guide.id),
            paragraph(escape(guide.about.objective)),
            facts(guide),
            f"{' '.join(ways)}\n{{: .ways }}",
        )
    )
    return fenced("html | div.card", words)

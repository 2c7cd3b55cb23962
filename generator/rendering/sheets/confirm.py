"""The short sheet with which a second person confirms the required values, on one side of paper."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from generator.deriving.numbering import step_labels
from generator.rendering.markup.html import render, style
from generator.rendering.markup.inlines import value_html
from generator.rendering.sheets.sheet import (
    facts,
    marked,
    metadata,
    qr_code,
    release_line,
    setting_steps,
    sheet_texts,
    shortened,
)

if TYPE_CHECKING:
    from markupsafe import Markup

    from generator.model import Guide, Org, RequiredValue

ORG_BLOCK = ("environment", "domain", "app_name", "ticket")
NAME_LENGTH = 240
FACT_LENGTH = 60
"""Longer text would push the sheet onto a second side; the checklist has all of it."""


@dataclass(frozen=True)
class ValueRow:
    """One required value as the template prints it."""

    value: RequiredValue
    text: Markup
    label: str
    mark: str

    @property
    def field(self) -> str:
        """Return the name of the form field. No step has it: a step's id has no underscore."""
        return f"value_{self.value.id}"


def confirm_html(guide: Guide, org: Org, site_url: str = "", *, hashes: dict[str, str]) -> str:
    """Return the sheet of a filled guide. `hashes` are by step id, `site_url` is the hosted guide's address."""
    texts = confirm_texts(guide, org)
    return render(
        "confirm.html.j2",
        about=guide.about,
        style=style("print.css", "confirm.css"),
        metadata=metadata(guide, hashes, org),
        document_title=texts["title"],
        running=texts["running"],
        release=release_line(guide),
        name=texts["name"],
        facts=[(key, label, text and texts[key]) for key, label, text in facts(org, ORG_BLOCK)],
        screens=[(screen, tuple(rows)) for screen, rows in groupby(_rows(guide), lambda row: row.value.screen)],
        count=len(guide.values),
        marks=_span([mark for _, mark in marked(guide) if mark]),
        site_url=site_url,
        qr_code=qr_code(site_url),
    )


def confirm_texts(guide: Guide, org: Org) -> dict[str, str]:
    """Return the org's own texts on the sheet by name, as long as there is room for."""
    texts = sheet_texts(org, f"{guide.about.title}: confirmation for {org.name}")
    short = {key: shortened(texts[key], FACT_LENGTH) for key in ORG_BLOCK if key in texts}
    return {**texts, **short, "name": shortened(org.name, NAME_LENGTH)}


def _rows(guide: Guide) -> list[ValueRow]:
    labels, steps = step_labels(guide), setting_steps(guide)
    return [
        ValueRow(value, value_html(value), labels.get(steps.get(value.id, ""), ""), mark)
        for value, mark in marked(guide)
    ]


def _span(marks: list[str]) -> str:
    return f"{marks[0]} to {marks[-1]}" if len(marks) > 1 else "".join(marks)

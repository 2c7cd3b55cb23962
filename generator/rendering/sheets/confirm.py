"""The short sheet with which a second person confirms the required values, on one side of paper."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from generator.rendering.markup.html import render, style
from generator.rendering.markup.inlines import value_html
from generator.rendering.sheets.sheet import facts, metadata, qr_code, release_line, sheet_texts, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markupsafe import Markup

    from generator.deriving.guide_view import GuideView, OrgView, ValueView
    from generator.model import Org, RequiredValue

ORG_BLOCK = ("environment", "domain", "app_name", "ticket")
NAME_LENGTH = 240
FACT_LENGTH = 60
"""Longer text would push the sheet onto a second side; the checklist has all of it."""


@dataclass(frozen=True)
class ValueRow:
    """One required value as the template prints it. `label` is that of the step that sets it."""

    value: RequiredValue
    text: Markup
    label: str
    mark: str

    @property
    def field(self) -> str:
        """Return the name of the form field. No step has it: a step's id has no underscore."""
        return f"value_{self.value.id}"


def confirm_html(view: OrgView) -> str:
    """Return the sheet for the view's org."""
    texts = confirm_texts(view, view.org)
    return render(
        "confirm.html.j2",
        about=view.about,
        style=style("print.css", "confirm.css"),
        metadata=metadata(view, view.steps),
        document_title=texts["title"],
        running=texts["running"],
        release=release_line(view.about),
        name=texts["name"],
        facts=[(key, label, texts.get(key)) for key, label, _ in facts(view.org, ORG_BLOCK)],
        screens=list(_screens(_row(value, view) for value in view.values)),
        count=len(view.values),
        marks=_span([value.mark for value in view.values if value.mark]),
        site_url=view.address,
        qr_code=qr_code(view.address),
    )


def confirm_texts(view: GuideView, org: Org) -> dict[str, str]:
    """Return the org's own texts on the sheet by name, as long as there is room for. The view may be blank."""
    texts = sheet_texts(org, f"{view.about.title}: confirmation for {org.name}")
    short = {key: shortened(texts[key], FACT_LENGTH) for key in ORG_BLOCK if key in texts}
    return {**texts, **short, "name": shortened(org.name, NAME_LENGTH)}


def _screens(rows: Iterable[ValueRow]) -> Iterator[tuple[str, Sequence[ValueRow]]]:
    for screen, group in groupby(rows, lambda row: row.value.screen):
        yield screen, tuple(group)


def _row(value: ValueView, view: OrgView) -> ValueRow:
    label = view.step_by_id[value.steps[0]].label if value.steps else ""
    return ValueRow(value.value, value_html(value.value), label, value.mark)


def _span(marks: list[str]) -> str:
    if len(marks) > 1:
        return f"{marks[0]} to {marks[-1]}"
    return "".join(marks)

"""The short sheet with which a second person confirms the required values, on one side of paper."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from generator.model.filled_sheets import VALUE_BOX
from generator.rendering.markup.branding import logo, printed_colours
from generator.rendering.markup.html import render, style
from generator.rendering.markup.inlines import value_html
from generator.rendering.sheets.sheet import SheetTitle, facts, metadata, qr_code, release_line, sheet_texts, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from generator.deriving.guide_view import GuideView, OrgView, ValueView
    from generator.model import Org, OrgField, RequiredValue

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
        """Return the name of the form field."""
        return VALUE_BOX + self.value.id

    @property
    def title(self) -> str:
        """Return what the form field is for. A sheet's fields are the same for every org, so no org's text is in it."""
        text = self.value.text
        if self.value.fields:
            text = "as in the frame"
        return f"{self.value.setting} reads {text}"


def confirm_html(view: OrgView) -> str:
    """Return the sheet for the view's org."""
    texts = confirm_texts(view, view.org)
    return render(
        "confirm.html.j2",
        view.overrides,
        about=view.about,
        style=style("print.css", "confirm.css", overrides=view.overrides) + printed_colours(view.brand),
        logo=logo(view.brand),
        foot=view.brand.foot,
        metadata=metadata(view, view.steps),
        sheet=SheetTitle.CONFIRMATION,
        document_title=texts["title"],
        running=texts["running"],
        release=release_line(view),
        name=texts["name"],
        name_label=view.org_fields[0].label,
        org_word=view.words.org,
        facts=[(key, label, texts.get(key)) for key, label, _ in facts(view.org, _org_block(view))],
        screens=list(_screens(view)),
        count=len(view.values),
        marks=_span([value.mark for value in view.values if value.mark]),
        advice=view.words.advice,
        site_url=view.address,
        qr_code=qr_code(view.address),
    )


def confirm_texts(view: GuideView, org: Org) -> dict[str, str]:
    """Return the org's own texts on the sheet by name, as long as there is room for. The view may be blank."""
    texts = sheet_texts(SheetTitle.CONFIRMATION, view, org)
    for field in _org_block(view):
        if field.key in texts:
            texts[field.key] = shortened(texts[field.key], max(FACT_LENGTH, field.length))
    texts["name"] = shortened(org.name, NAME_LENGTH)
    return texts


def _org_block(view: GuideView) -> list[OrgField]:
    return [field for field in view.org_fields if field.confirmed]


def _screens(view: OrgView) -> Iterator[tuple[str, list[ValueRow]]]:
    """Yield each screen with the rows that follow one another on it."""
    for screen, values in groupby(view.values, _screen):
        rows = [_row(value, view) for value in values]
        yield screen, rows


def _screen(value: ValueView) -> str:
    return value.value.screen


def _row(value: ValueView, view: OrgView) -> ValueRow:
    labels = [view.step_by_id[step].label for step in value.steps]
    return ValueRow(
        value=value.value,
        text=value_html(value.value),
        label=next(iter(labels), ""),
        mark=value.mark,
    )


def _span(marks: list[str]) -> str:
    if len(marks) > 1:
        return f"{marks[0]} to {marks[-1]}"
    return "".join(marks)

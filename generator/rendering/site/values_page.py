"""The page that says of each required value why it is required, and what goes wrong otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import model
from generator.rendering.markup.markdown import box, code, escape, front_matter, heading, join, link, table, value_code
from generator.rendering.site.parts import (
    definition,
    deviation_words,
    page,
    source_link,
    statement,
    step_links,
    value_link,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.deriving.guide_view import GuideView, ValueView

DEPARTING = (
    "{} of them depart from {} because the vendor requires it. Each of these names its "
    "risk, so that whoever approves the set-up knows what is being accepted."
)
DEPARTS = "Departs from {}, deliberately"
DEPARTS_MARK = ' <span class="departs">departs from advice</span>'


def values_page(view: GuideView) -> str:
    """Return the page of a guide's required values."""
    description = f"Each required value, its reason and its risk. {view.about.title}."
    return page(
        front_matter(f"Required values: {view.about.title}", description),
        heading(1, escape("Required values")),
        _introduction(view),
        table(("Setting", "Required value"), map(_quick_row, view.values)),
        *(_value(value, view) for value in view.values),
    )


def _introduction(view: GuideView) -> str:
    """Say what the page is for, and how many values depart from the platform's default or advice."""
    home = link(escape(view.about.title), "index.md")
    first = f"{len(view.values)} settings must read exactly as below. They belong to the guide {home}."
    departing = [value for value in view.values if value.mark]
    if not departing:
        return first
    return join((first, DEPARTING.format(len(departing), escape(view.words.advice))))


def _quick_row(value: ValueView) -> tuple[str, str]:
    setting = value_link(value, "")
    if value.mark:
        setting += DEPARTS_MARK
    return setting, value_code(value.value)


def _value(value: ValueView, view: GuideView) -> str:
    required = value.value
    return join(
        (
            heading(2, escape(value.name), required.id),
            f"{value_code(required)}\n{{: .required }}",
            definition("On the screen", _screen(required) + _set_in(value, view)),
            definition("Why", escape(required.why)),
            definition("What you see if it is wrong", _symptom(required)),
            definition(escape(view.words.default), _default(required.default)),
            _metadata(required.metadata),
            _deviation(required.deviation, view),
        )
    )


def _screen(value: model.RequiredValue) -> str:
    return escape(value.screen.replace(" > ", " → "))


def _set_in(value: ValueView, view: GuideView) -> str:
    if not value.steps:
        return ""
    return f", in {step_links(view, value.steps)}"


def _symptom(value: model.RequiredValue) -> str:
    symptom = value.if_wrong
    source = source_link(symptom.source, symptom.read)
    return statement(symptom.sees) + source


def _default(text: str) -> str:
    if text == model.SAME_AS_DEFAULT:
        return "The required value."
    return statement(text)


def _metadata(fields: Iterable[model.MetadataField]) -> str:
    """Return where the metadata says the same; a field without a value of its own holds the required value."""
    lines = [_metadata_line(field) for field in fields]
    if not lines:
        return ""
    return definition("In the metadata", *lines)


def _metadata_line(field: model.MetadataField) -> str:
    names = map(code, (field.type, field.field))
    place = " ".join(names)
    return f"{place} {_held(field)}"


def _held(field: model.MetadataField) -> str:
    if field.omitted == "required":
        return "must be left out"
    if field.value:
        return f"= {code(field.value)}"
    return "holds the value itself"


def _deviation(deviation: model.Deviation | None, view: GuideView) -> str:
    if deviation is None:
        return ""
    return box("deviation", DEPARTS.format(view.words.advice), deviation_words(deviation))

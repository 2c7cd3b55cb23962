"""Drawings of forms for the site: semantic HTML whose controls the style sheet draws."""

from __future__ import annotations

from html import escape
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from generator import model
from generator.rendering.markup.forms import TICKED

if TYPE_CHECKING:
    from collections.abc import Iterable

CAPTION = "A drawing of the form, not a screenshot."

CONTROLS = {
    model.Control.TEXT: "text-box",
    model.Control.PICK_LIST: "pick-list",
    model.Control.LIST_ENTRY: "entry",
    model.Control.CHECK_BOXES: "tick-box",
    model.Control.CHECK_BOX: "tick-box",
}


def drawing(form: model.Form) -> str:
    """Return the inside of a form's `<figure>`; words for everybody stand for what only one org knows."""
    fields_by_part = groupby(form.fields, attrgetter("part"))
    parts = [_part(name, fields) for name, fields in fields_by_part]
    body = "\n".join(parts)
    return f'<div class="screen">\n{body}\n</div>\n<figcaption>{CAPTION}</figcaption>'


def _part(name: str, fields: Iterable[model.FormField]) -> str:
    fields_by_label = groupby(fields, attrgetter("label"))
    rows = [_row(label, same) for label, same in fields_by_label]
    inner = "\n".join(rows)
    return f'<p class="part">{escape(name)}</p>\n<dl>\n{inner}\n</dl>'


def _row(label: str, fields: Iterable[model.FormField]) -> str:
    states = "".join(_shown(field.state) for field in fields)
    return f"<div><dt>{escape(label)}</dt>{states}</div>"


def _shown(state: model.Inlines) -> str:
    return f'<dd class="{_control(state)}">{_inlines(state)}</dd>'


def _control(state: model.Inlines) -> str:
    for inline in state:
        if isinstance(inline, model.ValueRef):
            return _control_of(inline.value)
    return "text-box free"


def _control_of(value: model.RequiredValue) -> str:
    control = CONTROLS[value.control]
    if value.control is model.Control.CHECK_BOX and value.text == TICKED:
        return f"{control} ticked"
    return control


def _inlines(content: model.Inlines) -> str:
    parts = [_inline(inline) for inline in content]
    return "".join(parts)


def _inline(inline: model.Inline) -> str:
    match inline:
        case model.Text(text):
            return escape(text)
        case model.Code(text):
            return f"<code>{escape(text)}</code>"
        case model.Strong(content):
            return f"<strong>{_inlines(content)}</strong>"
        case model.Emphasis(content):
            return f"<em>{_inlines(content)}</em>"
        case model.Link(content):
            return _inlines(content)
        case model.LineBreak():
            return "<br>"
        case model.ValueRef(value):
            return value_html(value)
        case model.OrgRef(field):
            return f'<em class="org" data-org="{field.key}">{escape(field.stand_in)}</em>'


def value_html(value: model.RequiredValue) -> str:
    """Return a required value in HTML, marked with its id."""
    content = "".join(map(_value_part, value.parts))
    return f'<code class="value" data-value="{value.id}">{content}</code>'


def _value_part(part: model.Text | model.OrgRef) -> str:
    match part:
        case model.Text(text):
            return escape(text)
        case model.OrgRef(field):
            return f'<em class="org" data-org="{field.key}">{escape(field.blank_in_value)}</em>'

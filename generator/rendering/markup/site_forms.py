"""Drawings of forms for the site: semantic HTML whose controls the style sheet draws."""

from __future__ import annotations

from html import escape
from itertools import groupby
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
    parts = (_part(name, list(fields)) for name, fields in groupby(form.fields, lambda field: field.part))
    body = "\n".join(parts)
    return f'<div class="screen">\n{body}\n</div>\n<figcaption>{CAPTION}</figcaption>'


def _part(name: str, fields: list[model.FormField]) -> str:
    rows = [_row(label, [field.state for field in same]) for label, same in groupby(fields, lambda field: field.label)]
    inner = "\n".join(rows)
    return f'<p class="part">{escape(name)}</p>\n<dl>\n{inner}\n</dl>'


def _row(label: str, states: Iterable[model.Inlines]) -> str:
    shown = "".join(f'<dd class="{_control(state)}">{_inlines(state)}</dd>' for state in states)
    return f"<div><dt>{escape(label)}</dt>{shown}</div>"


def _control(state: model.Inlines) -> str:
    value = next((inline.value for inline in state if isinstance(inline, model.ValueRef)), None)
    if value is None:
        return "text-box free"
    ticked = value.control is model.Control.CHECK_BOX and value.text == TICKED
    return f"{CONTROLS[value.control]}{' ticked' if ticked else ''}"


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

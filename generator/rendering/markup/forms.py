"""Drawings of the platform's forms, made from the values they must show, so that they cannot go stale."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup

from generator.model import Control, Form, FormField, ValueRef
from generator.rendering.markup.inlines import inlines_html, table_class

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.model import Inlines

TICKED = "Checked"
"""The words of a ticked check box, in required values as on the platform's screen."""

NOTICE = "Drawing, not a screenshot."

CONTROL_CLASSES = {
    Control.TEXT: "text",
    Control.PICK_LIST: "pick",
    Control.LIST_ENTRY: "entry",
    Control.CHECK_BOX: "tick",
    Control.CHECK_BOXES: "tick",
}


def form_html(form: Form) -> Markup:
    """Return a drawing of the form: a small table for each part of the screen."""
    name = Markup(' id="{}"').format(form.id) if form.id else Markup()
    parts = (_part(part, tuple(fields)) for part, fields in groupby(form.fields, lambda field: field.part))
    return Markup('<figure class="form"{}>{}<figcaption>{}. {}</figcaption></figure>').format(
        name, Markup().join(parts), form.title.rstrip("."), NOTICE
    )


def _part(part: str, fields: tuple[FormField, ...]) -> Markup:
    rows = (_row(label, tuple(states)) for label, states in groupby(fields, lambda field: field.label))
    table = Markup("<table{}><caption>{}</caption><tbody>{}</tbody></table>")
    return table.format(table_class(fields), part, Markup().join(rows))


def _row(label: str, fields: Iterable[FormField]) -> Markup:
    """Fields in a row with one label are entries of one list."""
    controls = Markup().join(_control(field.state) for field in fields)
    return Markup('<tr><th scope="row">{}</th><td>{}</td></tr>').format(label, controls)


def _control(state: Inlines) -> Markup:
    value = next((inline.value for inline in state if isinstance(inline, ValueRef)), None)
    kind = CONTROL_CLASSES[value.control] if value else "text"
    if kind != "tick":
        return Markup('<p class="control {}">{}</p>').format(kind, inlines_html(state))
    ticked = " ticked" if value and value.text == TICKED else ""
    return Markup('<p class="control tick"><i class="drawn{}"></i>{}</p>').format(ticked, inlines_html(state))

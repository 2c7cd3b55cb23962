"""Drawings of the platform's forms, made from the values they must show, so that they cannot go stale."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from markupsafe import Markup

from generator.model import Control, Form, FormField, ValueRef
from generator.rendering.markup.inlines import id_attribute, inlines_html, joined, table_class

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.model import Inlines, RequiredValue

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
    fields_by_part = groupby(form.fields, attrgetter("part"))
    parts = [_part(part, tuple(fields)) for part, fields in fields_by_part]
    title = form.title.rstrip(".")
    return Markup('<figure class="form"{}>{}<figcaption>{}. {}</figcaption></figure>').format(
        id_attribute(form.id), joined(parts), title, NOTICE
    )


def _part(part: str, fields: tuple[FormField, ...]) -> Markup:
    fields_by_label = groupby(fields, attrgetter("label"))
    rows = [_row(label, same) for label, same in fields_by_label]
    table = Markup('<div class="part"><table{}><caption>{}</caption><tbody>{}</tbody></table></div>')
    return table.format(table_class(fields), part, joined(rows))


def _row(label: str, fields: Iterable[FormField]) -> Markup:
    """Fields in a row with one label are entries of one list."""
    controls = joined(_control(field.state) for field in fields)
    row = Markup('<tr><th scope="row">{}</th><td>{}</td></tr>')
    return row.format(label, controls)


def _control(state: Inlines) -> Markup:
    value = _value_in(state)
    kind = "text"
    if value:
        kind = CONTROL_CLASSES[value.control]
    if kind != "tick":
        return Markup('<p class="control {}">{}</p>').format(kind, inlines_html(state))
    ticked = ""
    if value and value.text == TICKED:
        ticked = " ticked"
    return Markup('<p class="control tick"><i class="drawn{}"></i>{}</p>').format(ticked, inlines_html(state))


def _value_in(state: Inlines) -> RequiredValue | None:
    for inline in state:
        if isinstance(inline, ValueRef):
            return inline.value
    return None

"""Text within a line as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from generator import model
from generator.model.org import Room

if TYPE_CHECKING:
    from collections.abc import Iterable

SIZES = {12: "day", 30: "number", 70: "words"}
"""Classes of lines to write on, by the characters of the longest text that goes there."""

LONG_VALUE = 70
"""Characters of a monospaced value that fit on one line of a sheet; only a longer one may break."""


def joined(parts: Iterable[Markup], separator: str = "") -> Markup:
    """Join finished pieces of HTML."""
    return Markup(separator).join(parts)  # noqa: S704 - separators are our own


def id_attribute(name: str | None) -> Markup:
    """Return ` id="…"`, or nothing."""
    if not name:
        return Markup()
    return Markup(' id="{}"').format(name)


def inlines_html(content: model.Inlines) -> Markup:
    """Return text within a line as HTML."""
    return joined(map(_inline, content))


def _inline(inline: model.Inline) -> Markup:
    match inline:
        case model.Text(text):
            return escape(text)
        case model.Strong(content):
            return Markup("<strong>{}</strong>").format(inlines_html(content))
        case model.Emphasis(content):
            return Markup("<em>{}</em>").format(inlines_html(content))
        case model.Code(text):
            return Markup("<code>{}</code>").format(text)
        case model.Link(content, url):
            return Markup('<a href="{}">{}</a>').format(url, inlines_html(content))
        case model.LineBreak():
            return Markup("<br>")
        case model.ValueRef(value):
            return value_html(value)
        case model.OrgRef(field, text):
            return org_ref_html(field, text)


def value_html(value: model.RequiredValue) -> Markup:
    """Return a required value. Print uses `span` for nothing else: PDFs are read back by it."""
    classes = "value"
    if len(value.text) > LONG_VALUE:
        classes += " long"
    if value.typed:
        classes += " typed"
    content = joined(map(_value_part, value.parts))
    return Markup('<span class="{}" data-value="{}"{}>{}</span>').format(classes, value.id, _room(value), content)


def _room(value: model.RequiredValue) -> Markup:
    """Return the attribute that says how wide a frame is in each room, if an org's text stands in it."""
    if not value.fields:
        return Markup()
    lengths = [str(value.length_in(room)) for room in Room]
    return Markup(' data-room="{}"').format(" ".join(lengths))


def _value_part(part: model.Text | model.OrgRef) -> Markup:
    match part:
        case model.Text(text):
            return escape(text)
        case model.OrgRef(field, None):
            return Markup('<bdi class="org blank" data-org="{}">{}</bdi>').format(field.key, field.blank_in_value)
        case model.OrgRef(field, text):
            return Markup('<bdi class="org known" data-org="{}">{}</bdi>').format(field.key, text)


def org_ref_html(field: model.OrgField, text: str | None) -> Markup:
    """Return what the org says, or a blank to write on that names what belongs there."""
    if text is None:
        blank = Markup('<b class="org blank" data-org="{}"><i class="write {}"></i> ({})</b>')
        return blank.format(field.key, line_size(field), field.blank)
    classes = "org known typed" if field.typed else "org"
    return Markup('<b class="{}" data-org="{}" dir="auto">{}</b>').format(classes, field.key, text)


def line_size(field: model.OrgField) -> str:
    """Return the class of a line that is as long as what is written on it by hand."""
    for length, size in SIZES.items():
        if field.length <= length:
            return size
    return "widest"


def table_class(content: object) -> Markup:
    """Return the class of a table whose columns must not depend on what an org wrote into it."""
    if any(map(_depends_on_org, model.walk(content))):
        return Markup(' class="fixed"')
    return Markup()


def _depends_on_org(node: object) -> bool:
    match node:
        case model.OrgRef():
            return True
        case model.ValueRef(value):
            return bool(value.fields)
    return False

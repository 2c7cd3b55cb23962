"""The model's blocks and inlines in Confluence's storage format, which is XML.

Source: https://confluence.atlassian.com/doc/confluence-storage-format-790796544.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from generator import model
from generator.rendering.markup.inlines import joined

if TYPE_CHECKING:
    from collections.abc import Iterable

MACROS = {"info": "info", "tip": "tip", "warning": "note", "danger": "warning"}
"""Confluence’s panel for each kind of admonition; its “warning” is the red one."""

FORM_HEADS = ("Part of the screen", "Setting", "State")


def blocks_confluence(content: model.Blocks) -> Markup:
    """Return blocks."""
    return joined(map(_block, content), "\n")


def _block(block: model.Block) -> Markup:
    match block:
        case model.Paragraph(content):
            return Markup("<p>{}</p>").format(inlines_confluence(content))
        case model.BulletList(items):
            return Markup("<ul>{}</ul>").format(_items(items))
        case model.NumberedList(start, items):
            return Markup('<ol start="{}">{}</ol>').format(start, _items(items))
        case model.Table(header, rows):
            return _table(header, rows)
        case model.CodeBlock(text):
            return _code(text)
        case model.Admonition(kind, title, content):
            return panel(MACROS[kind], title, blocks_confluence(content))
        case model.Form(title, fields):
            drawn = table(map(escape, FORM_HEADS), map(_field, fields))
            return Markup("<p><em>{}</em></p>\n{}").format(title, drawn)


def _field(field: model.FormField) -> Markup:
    state = _cell(field.state)
    return Markup("<td>{}</td><td>{}</td>{}").format(field.part, field.label, state)


def _items(items: Iterable[model.Blocks]) -> Markup:
    contents = map(blocks_confluence, items)
    return joined(map(Markup("<li>{}</li>").format, contents))


def _table(header: model.Row, rows: Iterable[model.Row]) -> Markup:
    heads = map(inlines_confluence, header.cells)
    bodies = [joined(map(_cell, row.cells)) for row in rows]
    return table(heads, bodies)


def _cell(content: model.Inlines) -> Markup:
    return Markup("<td>{}</td>").format(inlines_confluence(content))


def table(heads: Iterable[Markup], rows: Iterable[Markup]) -> Markup:
    """Return a table with one heading a column; each row is its finished cells."""
    head = joined(map(Markup("<th>{}</th>").format, heads))
    body = joined(map(Markup("<tr>{}</tr>").format, rows))
    return Markup("<table><tbody><tr>{}</tr>{}</tbody></table>").format(head, body)


def panel(macro: str, title: str, content: Markup) -> Markup:
    """Return one of Confluence’s panels; the title may be empty."""
    heading = Markup('<ac:parameter ac:name="title">{}</ac:parameter>').format(title) if title else Markup()
    element = Markup(
        '<ac:structured-macro ac:name="{}">{}<ac:rich-text-body>{}</ac:rich-text-body></ac:structured-macro>'
    )
    return element.format(macro, heading, content)


def _code(text: str) -> Markup:
    """A block of code is raw text, in which nothing but its own end is special."""
    raw = text.replace("]]>", "]]]]><![CDATA[>")
    return Markup(
        '<ac:structured-macro ac:name="code"><ac:plain-text-body>'
        "<![CDATA[{}]]></ac:plain-text-body></ac:structured-macro>"
    ).format(Markup(raw))  # noqa: S704 - cannot end what it stands in


def task(number: int, body: Markup) -> Markup:
    """Return one box to tick; `number` is its own on the page."""
    return Markup(
        "<ac:task-list><ac:task><ac:task-id>{}</ac:task-id><ac:task-status>incomplete</ac:task-status>"
        "<ac:task-body>{}</ac:task-body></ac:task></ac:task-list>"
    ).format(number, body)


def inlines_confluence(content: model.Inlines) -> Markup:
    """Return text within a line."""
    return joined(map(_inline, content))


def _inline(inline: model.Inline) -> Markup:
    match inline:
        case model.Text(text):
            return escape(text)
        case model.Strong(content):
            return Markup("<strong>{}</strong>").format(inlines_confluence(content))
        case model.Emphasis(content):
            return Markup("<em>{}</em>").format(inlines_confluence(content))
        case model.Code(text):
            return Markup("<code>{}</code>").format(text)
        case model.Link(content, url):
            return Markup('<a href="{}">{}</a>').format(url, inlines_confluence(content))
        case model.LineBreak():
            return Markup("<br/>")
        case model.ValueRef(value):
            return Markup("<code>{}</code>").format(value.text)
        case model.OrgRef(field, text):
            return Markup("<strong>{}</strong>").format(text or f"________________ ({field.blank})")

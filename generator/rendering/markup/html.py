"""The model's blocks and inlines as HTML for paper and for stand-alone pages."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from generator import model
from generator.rendering.markup.forms import form_html
from generator.rendering.markup.inlines import inlines_html, joined, table_class

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent.parent / "templates"
KIND_WORDS = {"info": "Note", "tip": "Tip", "warning": "Warning", "danger": "Danger"}


@cache
def environment() -> Environment:
    """Return the template environment; escaping is on whatever a template is called."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - slow to import

    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render(template: str, **context: Any) -> str:
    """Fill a template."""
    return environment().get_template(template).render(**context)


@cache
def style(*names: str) -> Markup:
    """Return style sheets for a `<style>` element."""
    return Markup("\n").join(Markup((TEMPLATES / name).read_text(encoding="utf-8")) for name in names)  # noqa: S704


@cache
def script(*names: str) -> Markup:
    """Return scripts for a `<script>` element."""
    return Markup("\n").join(Markup((TEMPLATES / name).read_text(encoding="utf-8")) for name in names)  # noqa: S704


def digest(text: str) -> str:
    """Return the hash that lets a browser run exactly this; the template sets line breaks around it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(f"\n{text}\n".encode()).digest()).decode()


# Blocks


def blocks_html(content: model.Blocks) -> Markup:
    """Return blocks as HTML."""
    return joined(map(_block, content), "\n")


def _block(block: model.Block) -> Markup:
    match block:
        case model.Paragraph(content):
            return Markup("<p>{}</p>").format(inlines_html(content))
        case model.BulletList(items):
            return Markup("<ul>{}</ul>").format(_items(items))
        case model.NumberedList(start, items):
            return Markup('<ol start="{}">{}</ol>').format(start, _items(items))
        case model.Table(header, rows):
            return _table(header, rows)
        case model.CodeBlock(text):
            return Markup("<pre><code>{}</code></pre>").format(text)
        case model.Admonition():
            return _admonition(block)
        case model.Form():
            return form_html(block)


def _items(items: tuple[model.Blocks, ...]) -> Markup:
    return joined(Markup("<li>{}</li>").format(_item(item)) for item in items)


def _item(item: model.Blocks) -> Markup:
    """Leave out the paragraph where an item holds nothing else, so that lists stand close."""
    match item:
        case (model.Paragraph(content),):
            return inlines_html(content)
        case _:
            return blocks_html(item)


def _table(header: model.Row, rows: tuple[model.Row, ...]) -> Markup:
    head = joined(_head_cell(cell) for cell in header.cells)
    body = joined(Markup("<tr>{}</tr>").format(_cells(row)) for row in rows)
    return Markup("<table{}><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(table_class(rows), head, body)


def _head_cell(cell: model.Inlines) -> Markup:
    """A heading without words is no heading: an empty corner is a plain cell."""
    return Markup('<th scope="col">{}</th>').format(inlines_html(cell)) if cell else Markup("<td></td>")


def _cells(row: model.Row) -> Markup:
    first, *others = row.cells
    cells = joined(Markup("<td>{}</td>").format(inlines_html(cell)) for cell in others)
    return Markup('<th scope="row">{}</th>{}').format(inlines_html(first), cells)


def _admonition(box: model.Admonition) -> Markup:
    word = KIND_WORDS[box.kind]
    title = word if box.title in {word, box.kind.title()} else f"{word}: {box.title}"
    return Markup('<aside class="box {}"{}><p class="title">{}</p>{}</aside>').format(
        box.kind, id_attribute(box.id), title, blocks_html(box.content)
    )


def id_attribute(name: str | None) -> Markup:
    """Return ` id="…"`, or nothing."""
    return Markup(' id="{}"').format(name) if name else Markup()

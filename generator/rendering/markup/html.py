"""The model's blocks and inlines as HTML for paper and for stand-alone pages."""

from __future__ import annotations

import base64
import hashlib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from generator import model
from generator.model.sheet_overrides import NO_OVERRIDES
from generator.rendering.markup.forms import form_html
from generator.rendering.markup.inlines import id_attribute, inlines_html, joined, table_class
from generator.rendering.markup.overrides import override_problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2 import Environment

    from generator.model.sheet_overrides import SheetOverrides

TEMPLATES = Path(__file__).parent.parent / "templates"
KIND_WORDS = {"info": "Note", "tip": "Tip", "warning": "Warning", "danger": "Danger"}


@lru_cache(maxsize=4)
def environment(overrides: SheetOverrides) -> Environment:
    """Return the template environment; escaping is on whatever a template is called.

    A project's own templates get at what they are given and at nothing around it.
    """
    from jinja2 import (  # noqa: PLC0415 - slow to import
        ChoiceLoader,
        Environment,
        FileSystemLoader,
        FunctionLoader,
        StrictUndefined,
    )

    from generator.rendering.markup.own_templates import OwnTemplates  # noqa: PLC0415 - likewise

    make = OwnTemplates if overrides else Environment

    def own_template(name: str) -> tuple[str, str, None] | None:
        if name not in overrides.texts:
            return None
        return overrides.texts[name], overrides.path(name), None

    return make(
        loader=ChoiceLoader([FunctionLoader(own_template), FileSystemLoader(TEMPLATES)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render(template: str, overrides: SheetOverrides = NO_OVERRIDES, **context: Any) -> str:
    """Fill a template. Raises `ContentError` where one of a project's own cannot be filled."""
    try:
        page = environment(overrides).get_template(template)
        return page.render(**context)
    except Exception as fault:
        if problem := override_problem(fault, overrides):
            raise problem from fault
        raise


@cache
def style(*names: str, overrides: SheetOverrides = NO_OVERRIDES) -> Markup:
    """Return style sheets for a `<style>` element."""
    return _files(names, overrides)


@cache
def script(*names: str, overrides: SheetOverrides = NO_OVERRIDES) -> Markup:
    """Return scripts for a `<script>` element."""
    return _files(names, overrides)


def _files(names: Iterable[str], overrides: SheetOverrides) -> Markup:
    texts = [_file(name, overrides) for name in names]
    return Markup("\n".join(texts))  # noqa: S704 - our own or the project's


def _file(name: str, overrides: SheetOverrides) -> str:
    own = overrides.texts.get(name)
    if own:
        return own
    return (TEMPLATES / name).read_text(encoding="utf-8")


def digest(text: str) -> str:
    """Return the hash that lets a browser run exactly this; the template sets line breaks around it."""
    between_tags = f"\n{text}\n".encode()
    sha256 = hashlib.sha256(between_tags).digest()
    encoded = base64.b64encode(sha256).decode()
    return f"sha256-{encoded}"


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
    return _each("li", map(_item, items))


def _each(tag: str, contents: Iterable[Markup]) -> Markup:
    """Return an element for each of the contents."""
    element = Markup(f"<{tag}>{{}}</{tag}>")  # noqa: S704 - a name of our own
    elements = map(element.format, contents)
    return joined(elements)


def _item(item: model.Blocks) -> Markup:
    """Leave out the paragraph where an item holds nothing else, so that lists stand close."""
    match item:
        case (model.Paragraph(content),):
            return inlines_html(content)
        case _:
            return blocks_html(item)


def _table(header: model.Row, rows: tuple[model.Row, ...]) -> Markup:
    head = joined(_head_cell(cell) for cell in header.cells)
    body = _each("tr", map(_cells, rows))
    table = Markup("<table{}><thead><tr>{}</tr></thead><tbody>{}</tbody></table>")
    return table.format(table_class(rows), head, body)


def _head_cell(cell: model.Inlines) -> Markup:
    """A heading without words is no heading: an empty corner is a plain cell."""
    if not cell:
        return Markup("<td></td>")
    heading = Markup('<th scope="col">{}</th>')
    return heading.format(inlines_html(cell))


def _cells(row: model.Row) -> Markup:
    first, *others = row.cells
    cells = _each("td", map(inlines_html, others))
    row_html = Markup('<th scope="row">{}</th>{}')
    return row_html.format(inlines_html(first), cells)


def _admonition(box: model.Admonition) -> Markup:
    title = KIND_WORDS[box.kind]
    if box.title not in {title, box.kind.title()}:
        title = f"{title}: {box.title}"
    return Markup('<aside class="box {}"{}><p class="title">{}</p>{}</aside>').format(
        box.kind, id_attribute(box.id), title, blocks_html(box.content)
    )

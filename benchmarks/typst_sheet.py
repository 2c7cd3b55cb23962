"""The same words as the printed sheets, as Typst: an equal sheet for the comparison, not a product."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from generator import model
from generator.platforms.registry import ORG_FIELDS

if TYPE_CHECKING:
    from generator.model import Block, Blocks, Guide, Inline, Inlines

HEAD = """
#set page(paper: "a4", margin: (x: 16mm, y: 14mm))
#set text(font: "Noto Sans", size: 9.5pt)
#show raw: set text(font: "Noto Sans Mono", size: 9pt)
#let org(key) = { let said = sys.inputs.at(key, default: ""); if said == "" [\\_\\_\\_\\_\\_\\_] else [#said] }
#let box-of(title, body) = block(stroke: 0.5pt, inset: 5pt, width: 100%)[*#title* #parbreak() #body]
#let step(number, body) = block(breakable: false)[#grid(columns: (9mm, 1fr),
  [#rect(width: 4mm, height: 4mm)], [*#number* #body])]
"""


def checklist(guide: Guide) -> str:
    """Return the checklist's source; `sys.inputs` holds the org."""
    numbers = count(1)
    parts = [HEAD, f"#set document(title: {_text(guide.about.title)})\n= #{_text(guide.about.title)}\n", _facts()]
    parts.append(_blocks(guide.before))
    for section in guide.sections:
        parts.append(f"== #{_text(section.title)}\n{_blocks(section.before)}")
        for step in section.steps:
            more = "".join(_blocks(part) for part in (step.content, step.expect, step.otherwise))
            pause = f"#box-of({_text(step.pause.title)}, [{_blocks(step.pause.content)}])" if step.pause else ""
            parts.append(f'#step("{next(numbers)}", [{more}{pause}])\n')
        parts.append(_blocks(section.after))
    return "\n".join(parts)


def confirm(guide: Guide) -> str:
    """Return the source of the table of all values."""
    rows = "".join(
        f"[#rect(width: 4mm, height: 4mm)], [#{_text(value.setting)}], [#{_text(value.screen)}], "
        f"[{_raw(value.value)}],\n"
        for value in guide.values
    )
    title = f"#set document(title: {_text(guide.about.title)})\n= #{_text(guide.about.title)}\n"
    return f"{HEAD}{title}{_facts()}#table(columns: 4, {rows})\n"


def _facts() -> str:
    rows = "".join(f'[#{_text(field.label)}], [#org("{key}")],\n' for key, field in ORG_FIELDS.items())
    return f"#table(columns: (4cm, 1fr), {rows})\n"


def _blocks(blocks: Blocks) -> str:
    return "".join(map(_block, blocks))


def _block(block: Block) -> str:
    match block:
        case model.Paragraph(content):
            return f"{_words(content)}\n\n"
        case model.BulletList(items) | model.NumberedList(items=items):
            return f"#list({', '.join(f'[{_blocks(item)}]' for item in items)})\n"
        case model.Table(header, rows):
            cells = "".join(f"[{_words(cell)}], " for row in (header, *rows) for cell in row.cells)
            return f"#table(columns: {len(header.cells)}, {cells})\n"
        case model.CodeBlock(text):
            return f"{_raw(text)}\n\n"
        case model.Admonition(_, title, content):
            return f"#box-of({_text(title)}, [{_blocks(content)}])\n"
        case model.Form(title, fields):
            cells = "".join(f"[#{_text(f.part)}], [#{_text(f.label)}], [{_words(f.state)}], " for f in fields)
            return f"#box-of({_text(title)}, table(columns: 3, {cells}))\n"


def _words(content: Inlines) -> str:
    return "".join(map(_inline, content))


def _inline(inline: Inline) -> str:
    match inline:
        case model.Text(text):
            return f"#{_text(text)};"
        case model.Code(text):
            return _raw(text)
        case model.Strong(content):
            return f"#strong[{_words(content)}]"
        case model.Emphasis(content):
            return f"#emph[{_words(content)}]"
        case model.Link(content, url):
            return f"#link({_text(url)})[{_words(content)}]"
        case model.LineBreak():
            return "#linebreak()"
        case model.ValueRef(value):
            return f"#box(stroke: 0.5pt, inset: 2pt)[{_raw(value.value)}]"
        case model.OrgField(key):
            return f'#org("{key}")'


def _raw(text: str) -> str:
    return f"#raw({_text(text)})"


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'

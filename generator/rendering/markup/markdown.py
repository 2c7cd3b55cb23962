"""The model's text as Markdown that Python-Markdown reads back as the same text, tables and boxes."""

from __future__ import annotations

import re
from html import escape as escape_html
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from generator import model
from generator.rendering.markup.site_forms import drawing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ORG_WORDS = {
    "name": "your org’s name",
    "environment": "production or sandbox",
    "domain": "your org’s My Domain",
    "app_name": "your app’s name",
    "contact_email": "your contact email",
    "owner": "the owner",
    "approver": "your approver",
    "ticket": "your ticket",
    "secret_store": "your place for key and secret",
    "planned_date": "the planned date",
}
"""What a page for everybody says in the place of something only one org knows."""

ESCAPES = str.maketrans(
    {character: f"\\{character}" for character in "\\*_{}[#|"}
    | {"]": "&#93;", "`": "&#96;", "<": "&lt;", ">": "&gt;", "&": "&amp;"}
)
LINE_START = re.compile(r"(?P<number>\d+)(?P<dot>[.)])|(?P<mark>[-+!=~:/?])")
PLAIN_CODE = re.compile(r"[^`\\|<>&\s](?:[^`\\|<>&\s]| (?! ))*(?<! )")
LONG_WORD = 20
URL_MARKS = "/:?#@!$&'+,;=%~-."
WORDS_ONLY = re.compile(r"[^\W_](?:.*[^\W_])?")


def escape(text: str) -> str:
    """Return literal text for the inside of a line; white space is one space."""
    return re.sub(r"\s+", " ", text).translate(ESCAPES)


def paragraph(line: str) -> str:
    """Return rendered text as a block of its own: what begins it begins neither a list nor anything else."""
    return LINE_START.sub(_guard, line.strip(" "), count=1) if LINE_START.match(line.strip(" ")) else line.strip(" ")


def _guard(match: re.Match[str]) -> str:
    if match["mark"]:
        return f"&#{ord(match['mark'])};"
    return f"{match['number']}\\{match['dot']}"


def code(text: str, attributes: str = "") -> str:
    """Return literal text in code; what a code span could change is written as HTML."""
    if PLAIN_CODE.fullmatch(text):
        return f"`{text}`{{ {attributes} }}" if attributes else f"`{text}`"
    return f"<code{_as_html(attributes)}>{entities(text)}</code>"


def _as_html(attributes: str) -> str:
    classes = re.findall(r"\.([\w-]+)", attributes.split('"', maxsplit=1)[0])
    pairs = re.findall(r'[\w-]+="[^"]*"', attributes)
    return "".join(f" {part}" for part in ([f'class="{" ".join(classes)}"'] if classes else []) + pairs)


def entities(text: str) -> str:
    """Return text in which every mark that Markdown or HTML could act upon is a character reference."""
    return "".join(
        character if character.isalnum() or character == " " else f"&#{ord(character)};" for character in text
    )


def value_code(value: model.RequiredValue) -> str:
    """Return a required value, marked with its id."""
    classes = ".value .long" if max(map(len, value.value.split()), default=0) > LONG_WORD else ".value"
    return code(value.value, f'{classes} data-value="{value.id}"')


# Inlines


def inlines(content: model.Inlines) -> str:
    """Return text within a line."""
    result = ""
    for inline in content:
        part = INLINES[type(inline)](inline)
        # Two marks of a kind side by side would be read as one.
        apart = "<!-- -->" if part[:1] in {"*", "`"} and result.endswith(part[0]) else ""
        result += apart + part
    return result


def _stressed(mark: str, tag: str) -> Callable[[model.Strong | model.Emphasis], str]:
    def render(inline: model.Strong | model.Emphasis) -> str:
        inner = inlines(inline.content)
        plain = all(isinstance(part, model.Text) for part in inline.content)
        return f"{mark}{inner}{mark}" if plain and WORDS_ONLY.fullmatch(inner) else f"<{tag}>{inner}</{tag}>"

    return render


def link(words: str, url: str, attributes: str = "") -> str:
    """Return a link; `words` are rendered already."""
    marked = f"{{ {attributes} }}" if attributes else ""
    return f"[{words}]({quote(url, safe=URL_MARKS)}){marked}"


INLINES: dict[type[model.Inline], Callable[[Any], str]] = {
    model.Text: lambda inline: escape(inline.text),
    model.Strong: _stressed("**", "strong"),
    model.Emphasis: _stressed("*", "em"),
    model.Code: lambda inline: code(inline.text),
    model.Link: lambda inline: link(inlines(inline.content), inline.url),
    model.LineBreak: lambda _: "<br>",
    model.ValueRef: lambda inline: value_code(inline.value),
    model.OrgField: lambda inline: f'*{ORG_WORDS[inline.key]}*{{ .org data-org="{inline.key}" }}',
}


# Blocks


def blocks(content: model.Blocks) -> str:
    """Return blocks with an empty line between them."""
    return join(BLOCKS[type(block)](block) for block in content)


def join(parts: Iterable[str]) -> str:
    """Return blocks with an empty line between them; empty ones are left out."""
    return "\n\n".join(part for part in parts if part)


def heading(level: int, words: str, name: str = "") -> str:
    """Return a heading; `words` are rendered already."""
    return f"{'#' * level} {words}{f' {{: #{name} }}' if name else ''}"


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table from rendered cells."""
    head = list(header)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def item(mark: str, body: str) -> str:
    """Return one list item: its mark, then its blocks indented by four."""
    return f"{mark:<4}{indent(body).lstrip(' ')}" if len(mark) < len("    ") else f"{mark} {indent(body).lstrip(' ')}"


def indent(text: str) -> str:
    """Return lines moved four to the right; empty ones stay empty."""
    return re.sub(r"(?m)^(?=.)", "    ", text)


def box(kind: str, title: str, body: str, name: str | None = None) -> str:
    """Return a box (an admonition) around rendered blocks; `title` is rendered already."""
    return fenced(f"{kind} | {title}", body, [f"attrs: {{id: {name}}}"] if name else [])


def fenced(head: str, body: str, options: Iterable[str] = ()) -> str:
    """Return a block between fences that are longer than any inside it."""
    longest = max((len(run) for run in re.findall(r"(?m)^ *(/{3,})", body)), default=2)
    fence = "/" * (longest + 1)
    lines = "".join(f"\n    {option}" for option in options)
    return f"{fence} {head}{lines}\n\n{body}\n\n{fence}"


def _table(block: model.Table) -> str:
    return table(map(inlines, block.header.cells), (map(inlines, row.cells) for row in block.rows))


def _list(items: tuple[model.Blocks, ...], marks: Iterable[str]) -> str:
    loose = any(len(content) > 1 for content in items)
    lines = (item(mark, blocks(content)) for mark, content in zip(marks, items, strict=False))
    return ("\n\n" if loose else "\n").join(lines)


def _form(block: model.Form) -> str:
    name = f"#{block.id}" if block.id else ""
    return fenced(f"html | figure.form{name}", indent(drawing(block, ORG_WORDS)), ["markdown: html"])


BLOCKS: dict[type[model.Block], Callable[[Any], str]] = {
    model.Paragraph: lambda block: paragraph(inlines(block.content)),
    model.BulletList: lambda block: _list(block.items, ["-"] * len(block.items)),
    model.NumberedList: lambda block: _list(
        block.items, (f"{number}." for number in range(block.start, block.start + len(block.items)))
    ),
    model.Table: _table,
    model.CodeBlock: lambda block: indent(block.text.rstrip("\n")),
    model.Admonition: lambda block: box(block.kind, escape(block.title), blocks(block.content), block.id),
    model.Form: _form,
}


def front_matter(title: str, description: str) -> str:
    """Return a page's front matter. The theme puts both into HTML as they stand."""
    return f"---\ntitle: {_quoted(title)}\ndescription: {_quoted(description)}\n---"


def _quoted(text: str) -> str:
    """Return text as a YAML scalar in single quotes, safe inside an HTML attribute."""
    return "'{}'".format(escape_html(" ".join(text.split()), quote=True).replace("'", "''"))

"""The model's text as Markdown that Python-Markdown reads back as the same text, tables and boxes."""

from __future__ import annotations

import re
from html import escape as escape_html
from typing import TYPE_CHECKING
from urllib.parse import quote

from generator import model
from generator.rendering.markup.site_forms import drawing

if TYPE_CHECKING:
    from collections.abc import Iterable

ESCAPES = str.maketrans(
    {character: f"\\{character}" for character in "\\*_{}[#|"}
    | {"]": "&#93;", "`": "&#96;", "<": "&lt;", ">": "&gt;", "&": "&amp;"}
)
LINE_START = re.compile(r"(?P<number>\d+)(?P<dot>[.)])|(?P<mark>[-+!=~:/?])")
PLAIN_CODE = re.compile(r"[^`\\|<>&\s](?:[^`\\|<>&\s]| (?! ))*(?<! )")
LONG_WORD = 20
INDENT = 4
URL_MARKS = "/:?#@!$&'+,;=%~-."
WORDS_ONLY = re.compile(r"[^\W_](?:.*[^\W_])?")


def escape(text: str) -> str:
    """Return literal text for the inside of a line; white space is one space."""
    return re.sub(r"\s+", " ", text).translate(ESCAPES)


def paragraph(line: str) -> str:
    """Return rendered text as a block of its own: what begins it begins neither a list nor anything else."""
    text = line.strip(" ")
    if not LINE_START.match(text):
        return text
    return LINE_START.sub(_guard, text, count=1)


def _guard(match: re.Match[str]) -> str:
    if match["mark"]:
        return f"&#{ord(match['mark'])};"
    return f"{match['number']}\\{match['dot']}"


def code(text: str, attributes: str = "") -> str:
    """Return literal text in code; what a code span could change is written as HTML."""
    if not PLAIN_CODE.fullmatch(text):
        return f"<code{_as_html(attributes)}>{entities(text)}</code>"
    if not attributes:
        return f"`{text}`"
    return f"`{text}`{{ {attributes} }}"


def _as_html(attributes: str) -> str:
    before_pairs = attributes.split('"', maxsplit=1)[0]
    classes = re.findall(r"\.([\w-]+)", before_pairs)
    parts = re.findall(r'[\w-]+="[^"]*"', attributes)
    if classes:
        names = " ".join(classes)
        parts.insert(0, f'class="{names}"')
    return "".join(f" {part}" for part in parts)


def entities(text: str) -> str:
    """Return text in which every mark that Markdown or HTML could act upon is a character reference."""
    return "".join(map(_entity, text))


def _entity(character: str) -> str:
    if character.isalnum() or character == " ":
        return character
    return f"&#{ord(character)};"


def value_code(value: model.RequiredValue) -> str:
    """Return a required value, marked with its id."""
    longest = max(map(len, value.text.split()), default=0)
    classes = ".value"
    if longest > LONG_WORD:
        classes += " .long"
    if value.typed:
        classes += " .typed"
    attributes = f'{classes} data-value="{value.id}"'
    if value.fields:
        content = "".join(map(_value_part, value.parts))
        return f"<code{_as_html(attributes)}>{content}</code>"
    return code(value.value, attributes)


def _value_part(part: model.Text | model.OrgRef) -> str:
    match part:
        case model.Text(text):
            return entities(text)
        case model.OrgRef(field):
            return f'<em class="org" data-org="{field.key}">{entities(field.blank_in_value)}</em>'


# Inlines


def inlines(content: model.Inlines) -> str:
    """Return text within a line."""
    result = ""
    for inline in content:
        part = _inline(inline)
        if part.startswith(("*", "`")) and result.endswith(part[0]):
            result += "<!-- -->"  # two marks of a kind side by side would be read as one
        result += part
    return result


def _inline(inline: model.Inline) -> str:
    match inline:
        case model.Text(text):
            return escape(text)
        case model.Strong(content):
            return _stressed("**", "strong", content)
        case model.Emphasis(content):
            return _stressed("*", "em", content)
        case model.Code(text):
            return code(text)
        case model.Link(content, url):
            return link(inlines(content), url)
        case model.LineBreak():
            return "<br>"
        case model.ValueRef(value):
            return value_code(value)
        case model.OrgRef(field):
            classes = ".org .typed" if field.typed else ".org"
            return f'*{field.stand_in}*{{ {classes} data-org="{field.key}" }}'


def _stressed(mark: str, tag: str, content: model.Inlines) -> str:
    """Return stressed words; where Markdown's mark could be misread, as HTML."""
    inner = inlines(content)
    is_plain = all(isinstance(part, model.Text) for part in content)
    if is_plain and WORDS_ONLY.fullmatch(inner):
        return f"{mark}{inner}{mark}"
    return f"<{tag}>{inner}</{tag}>"


def link(words: str, url: str, attributes: str = "") -> str:
    """Return a link; `words` are rendered already."""
    target = quote(url, safe=URL_MARKS)
    if not attributes:
        return f"[{words}]({target})"
    return f"[{words}]({target}){{ {attributes} }}"


# Blocks


def blocks(content: model.Blocks) -> str:
    """Return blocks with an empty line between them."""
    return join(map(_block, content))


def _block(block: model.Block) -> str:
    match block:
        case model.Paragraph(content):
            return paragraph(inlines(content))
        case model.BulletList(items):
            return _list(items, ["-"] * len(items))
        case model.NumberedList(start, items):
            numbers = range(start, start + len(items))
            return _list(items, [f"{number}." for number in numbers])
        case model.Table(header, rows):
            return _table(header, rows)
        case model.CodeBlock(text):
            return indent(text.rstrip("\n"))
        case model.Admonition(kind, title, content, name):
            return box(kind, escape(title), blocks(content), name)
        case model.Form():
            return _form(block)


def join(parts: Iterable[str]) -> str:
    """Return blocks with an empty line between them; empty ones are left out."""
    return "\n\n".join(part for part in parts if part)


def heading(level: int, words: str, name: str = "") -> str:
    """Return a heading; `words` are rendered already."""
    marks = "#" * level
    if not name:
        return f"{marks} {words}"
    return f"{marks} {words} {{: #{name} }}"


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table from rendered cells."""
    head = list(header)
    dashes = ["---"] * len(head)
    lines = [" | ".join(cells) for cells in (head, dashes, *rows)]
    return "\n".join(f"| {line} |" for line in lines)


def item(mark: str, body: str) -> str:
    """Return one list item: its mark, then its blocks indented by four."""
    text = indent(body).lstrip(" ")
    if len(mark) < INDENT:
        return f"{mark:<{INDENT}}{text}"
    return f"{mark} {text}"


def indent(text: str) -> str:
    """Return lines moved four to the right; empty ones stay empty."""
    return re.sub(r"(?m)^(?=.)", "    ", text)


def box(kind: str, title: str, body: str, name: str | None = None) -> str:
    """Return a box (an admonition) around rendered blocks; `title` is rendered already."""
    options = []
    if name:
        options.append(f"attrs: {{id: {name}}}")
    return fenced(f"{kind} | {title}", body, options)


def fenced(head: str, body: str, options: Iterable[str] = ()) -> str:
    """Return a block between fences that are longer than any inside it."""
    runs = re.findall(r"(?m)^ *(/{3,})", body)
    longest = max(map(len, runs), default=2)
    fence = "/" * (longest + 1)
    lines = "".join(f"\n    {option}" for option in options)
    return f"{fence} {head}{lines}\n\n{body}\n\n{fence}"


def _table(header: model.Row, rows: tuple[model.Row, ...]) -> str:
    names = map(inlines, header.cells)
    lines = [map(inlines, row.cells) for row in rows]
    return table(names, lines)


def _list(items: tuple[model.Blocks, ...], marks: Iterable[str]) -> str:
    bodies = map(blocks, items)
    points = map(item, marks, bodies)
    is_loose = any(len(content) > 1 for content in items)
    if is_loose:
        return "\n\n".join(points)
    return "\n".join(points)


def _form(block: model.Form) -> str:
    figure = indent(drawing(block))
    head = "html | figure.form"
    if block.id:
        head = f"{head}#{block.id}"
    return fenced(head, figure, ["markdown: html"])


def front_matter(title: str, description: str, script: str = "", *, is_searched_last: bool = False) -> str:
    """Return a page's front matter. The theme puts the words into HTML as they stand.

    `script` is the file name of what this page loads beside the script of every page. What is searched last is found
    by the theme's search behind all other pages.
    """
    lines = ["---", f"title: {_quoted(title)}", f"description: {_quoted(description)}"]
    if script:
        lines.append(f"script: {script}")
    if is_searched_last:
        lines.append("search: {boost: 0.001}")
    return "\n".join([*lines, "---"])


def _quoted(text: str) -> str:
    """Return text as a YAML scalar in single quotes, safe inside an HTML attribute."""
    line = " ".join(text.split())
    escaped = escape_html(line, quote=True).replace("'", "''")
    return f"'{escaped}'"

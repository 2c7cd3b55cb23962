"""Guide → guide.md, the source that people go on writing. Reading it again gives the same guide."""

from __future__ import annotations

import json
import re
import textwrap
from itertools import zip_longest
from typing import TYPE_CHECKING

from generator import model
from generator.rendering.markup.plain_markdown import code_span, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ACTIVE = re.compile(
    r"[\\`*\[\]]"
    r"|(?<!\w)_|_(?!\w)"  # within a word, an underscore is one
    r"|<(?=[A-Za-z/!?])|<$"
    r"|&(?=#?\w+;)|&$"
    r"|\{(?=\{)|\{$"
)
LINE_START = re.compile(r"^(?:([-+=#>~|]|:(?=-))|(!)(?=!!)|(\d{1,9})(?=[.)]))")
PLAIN_SCALAR = re.compile(r"[A-Za-z](?:[\w ,.’()/?-]*[\w.’)?])?|https://[\w./?=&%-]+")
YAML_WORD = re.compile(r"y|yes|n|no|on|off|true|false|null", re.IGNORECASE)
"""What a YAML reader takes for something other than its letters."""
NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
URL_ACTIVE = re.compile(r"[\s()<>\\`|*\[\]\"]")
INDENT = 4
"""Of what belongs to a step or box, as a person types it."""
FORM_HEADS = ("Part of the screen", "Setting", "State")


def guide_source(guide: model.Guide) -> str:
    """Return guide.md."""
    return with_front_matter(guide.about, guide_body(guide))


def guide_body(guide: model.Guide) -> str:
    """Return what stands below the front matter of guide.md."""
    before = _blocks(guide.before)
    sections = [_section(section) for section in guide.sections]
    parts = filter(None, (*before, *sections))
    return _paragraphs(parts)


def with_front_matter(about: model.FrontMatter, body: str) -> str:
    """Return guide.md, of which the body is written already."""
    parts = filter(None, (_front_matter(about), body))
    return _paragraphs(parts) + "\n"


def quoted(text: str) -> str:
    """Return a YAML scalar for any text: plain where that is safe, else in double quotes."""
    is_plain = PLAIN_SCALAR.fullmatch(text)
    if is_plain and not YAML_WORD.fullmatch(text):
        return text
    return always_quoted(text)


def always_quoted(text: str) -> str:
    """Return a YAML scalar in double quotes for any text."""
    scalar = json.dumps(text, ensure_ascii=False)
    return NOT_IN_YAML.sub(_escaped_character, scalar)


def _escaped_character(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _products(about: model.FrontMatter) -> list[str]:
    """Return the lines that name the platform and the vendor, where the guide names them."""
    names = {
        "platform": about.platform,
        "product": about.product,
        "vendor": about.vendor,
        "builds_on": about.builds_on,
    }
    return [f"{key}: {quoted(name)}" for key, name in names.items() if name]


def _front_matter(about: model.FrontMatter) -> str:
    verified = (
        f"verified:\n  release: {quoted(about.verified.release)}\n  date: {json.dumps(about.verified.date)}"
        if about.verified
        else "verified:"
    )
    return "\n".join(
        (
            "---",
            *_products(about),
            f"title: {quoted(about.title)}",
            f"objective: {quoted(about.objective)}",
            f"description: {quoted(about.description)}",
            f"revision: {json.dumps(about.revision, ensure_ascii=False)}",
            f"release: {quoted(about.release)}",
            "reviewed:",
            f"  page: {quoted(about.reviewed.page)}",
            f"  date: {json.dumps(about.reviewed.date)}",
            verified,
            *_days(about),
            *_org_fields(about),
            *_open_points(about.open_points),
            "---",
        )
    )


def _days(about: model.FrontMatter) -> list[str]:
    """Return the lines that say when to look again, where a guide has other days than most."""
    days = about.model_dump(include={"recheck_after_days", "reread_after_days"}, exclude_defaults=True)
    return [f'{key}: "{number}"' for key, number in days.items()]


def _org_fields(about: model.FrontMatter) -> list[str]:
    """Return the facts that only this guide asks for."""
    lines = ["org_fields:"] if about.org_fields else []
    for key, own in about.org_fields.items():
        lines.append(f"  {key}:")
        lines += [f"    {name}: {quoted(text)}" for name, text in own.model_dump(mode="json").items()]
    return lines


def _open_points(points: Sequence[model.DraftPoint]) -> list[str]:
    """Return the checklist of a draft: each point with room for its answer."""
    lines = ["open_points:"] if points else []
    for point in points:
        lines.append(f"  - point: {quoted(point.point)}")
        lines += [f"    accept: {point.accept}"] if point.accept else []
        lines.append(f"    answer: {point.answer}".rstrip())
    return lines


def _section(section: model.Section) -> str:
    kind = ""
    if section.kind is not model.SectionKind.MAIN:
        kind = f" .{section.kind.value}"
    heading = f"## {escape(section.title)} {{#{section.id}{kind}}}"
    before = _blocks(section.before)
    steps = [_step(step) for step in section.steps]
    return _paragraphs((heading, *before, *steps, *_blocks(section.after)))


def _step(step: model.Step) -> str:
    """Return a step with its attributes behind its first sentence."""
    marker = f"{step.number}. "
    first, *rest = step.content or (model.Paragraph(()),)
    roles = _roles(step)
    if not isinstance(first, model.Paragraph):
        body = _paragraphs((*_blocks(step.content), *roles))
        return _indented(marker, body)
    sentence = _inlines(first.content)
    opening = f"{sentence} {_attributes(step)}".lstrip()
    body = _paragraphs((opening, *_blocks(rest), *roles))
    width = max(INDENT, len(marker))
    return _indented(marker, body, width)


def _attributes(step: model.Step) -> str:
    setup = ""
    if step.setup:
        setup = f" setup={step.setup}"
    return f"{{#{step.id}{setup}}}"


def _roles(step: model.Step) -> list[str]:
    boxes = []
    if step.expect:
        boxes.append(_box("expect", _blocks(step.expect)))
    if step.otherwise:
        boxes.append(_box("otherwise", _blocks(step.otherwise)))
    if step.pause:
        head = f'pause "{step.pause.title}"'
        boxes.append(_box(head, _blocks(step.pause.content)))
    return boxes


def _indented(marker: str, text: str, width: int | None = None) -> str:
    first, newline, rest = text.partition("\n")
    pad = " " * (width or len(marker))
    opening = f"{marker}{first}".rstrip()
    below = textwrap.indent(rest, pad, _is_not_empty)
    return f"{opening}{newline}{below}"


def _is_not_empty(line: str) -> bool:
    """Whether a line holds more than its end; blanks alone are kept and indented."""
    return line != "\n"


def _box(head: str, content: Iterable[str]) -> str:
    pad = " " * INDENT
    parts = [_indented(pad, part) for part in content]
    return _paragraphs((f"!!! {head}", *parts))


def _paragraphs(parts: Iterable[str]) -> str:
    return "\n\n".join(parts)


# Blocks -------------------------------------------------------------------------------------------


def _blocks(blocks: Sequence[model.Block]) -> list[str]:
    """Return each block. Of two neighbouring lists the second takes the other marker, or they would become one."""
    texts: list[str] = []
    other = False
    for index, block in enumerate(blocks):
        is_list = isinstance(block, model.BulletList | model.NumberedList)
        other = is_list and index > 0 and type(blocks[index - 1]) is type(block) and not other
        texts.append(_block(block, other=other))
    return texts


def _block(block: model.Block, *, other: bool) -> str:
    match block:
        case model.Paragraph(content):
            return _inlines(content)
        case model.BulletList(items):
            marker = "* " if other else "- "
            return _points([(marker, item) for item in items])
        case model.NumberedList(start, items):
            mark = ")" if other else "."
            numbered = enumerate(items, start)
            return _points([(f"{number}{mark} ", item) for number, item in numbered])
        case model.Table(header, rows):
            lines = [_cells(row) for row in rows]
            return table(_cells(header), lines)
        case model.CodeBlock(text, language):
            return _fenced(text, language)
        case model.Admonition(kind, title, content, name):
            return _box(f'{kind} "{title}"{_name(name)}', _blocks(content))
        case model.Form(title, fields, name):
            lines = [_form_line(field) for field in fields]
            return _box(f'form "{title}"{_name(name)}', [table(FORM_HEADS, lines)])


def _name(name: str | None) -> str:
    """Return the attribute behind a box's title."""
    if not name:
        return ""
    return f" {{#{name}}}"


def _form_line(field: model.FormField) -> tuple[str, ...]:
    part = (model.Text(field.part),)
    label = (model.Text(field.label),)
    cells = (part, label, field.state)
    return tuple(map(_cell, cells))


def _points(items: Iterable[tuple[str, model.Blocks]]) -> str:
    """Return a list; one whose points hold more than a line each has blank lines between them."""
    points = []
    gap = "\n"
    for marker, item in items:
        text = _paragraphs(_blocks(item))
        if "\n\n" in text:
            gap = "\n\n"
        points.append(_indented(marker, text))
    return gap.join(points)


def _fenced(text: str, language: str) -> str:
    mark = "`"
    if mark in language:
        mark = "~"
    runs = re.findall(f"{mark}+", text)
    longest = max(map(len, runs), default=0)
    fence = mark * max(3, longest + 1)
    if text and not text.endswith("\n"):
        text += "\n"
    info = language.replace("&", "&amp;")
    return f"{fence}{info}\n{text}{fence}"


def _cells(row: model.Row) -> tuple[str, ...]:
    return tuple(map(_cell, row.cells))


def _cell(content: model.Inlines) -> str:
    return _inlines(content).replace("\\|", "|").replace("|", "\\|")


# Inlines ------------------------------------------------------------------------------------------


def _inlines(content: model.Inlines) -> str:
    """Return text within a line; what would begin a list or heading at a line's start is escaped."""
    lines = _run(content).split("\n")
    escaped = [LINE_START.sub(_escaped_start, line) for line in lines]
    return "\n".join(escaped)


def _run(content: model.Inlines) -> str:
    """Return inlines side by side; an exclamation mark before a link would make it a picture."""
    texts = []
    for inline, after in zip_longest(content, content[1:]):
        text = _inline(inline)
        if text.endswith("!") and isinstance(after, model.Link):
            text = f"{text[:-1]}\\!"
        texts.append(text)
    return "".join(texts)


def _escaped_start(match: re.Match[str]) -> str:
    number = match[3]
    if number:
        return f"{number}\\"
    return f"\\{match[0]}"


def _inline(inline: model.Inline) -> str:
    match inline:
        case model.Text(text):
            return escape(text)
        case model.Strong(content):
            return f"**{_run(content)}**"
        case model.Emphasis(content):
            return f"*{_run(content)}*"
        case model.Code(text):
            return code_span(text)
        case model.Link(content, url):
            return f"[{_run(content)}]({_address(url)})"
        case model.LineBreak():
            return "\\\n"
        case model.ValueRef(value):
            return f"{{{{ {value.id} }}}}"
        case model.OrgRef(field):
            return f"{{{{ org.{field.key} }}}}"


def escape(text: str) -> str:
    """Return text without anything that Markdown, or a guide's references, would take for more than text."""
    return ACTIVE.sub(r"\\\g<0>", text)


def _address(url: str) -> str:
    encoded = URL_ACTIVE.sub(_percent_encoded, url)
    return re.sub(r"&(?=#?\w+;)", "&amp;", encoded)


def _percent_encoded(match: re.Match[str]) -> str:
    octets = match[0].encode()
    return "".join(f"%{octet:02X}" for octet in octets)

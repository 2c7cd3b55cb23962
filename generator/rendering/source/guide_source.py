"""Guide → guide.md, the source that people go on writing. Reading it again gives the same guide."""

from __future__ import annotations

import json
import re
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


def guide_source(guide: model.Guide) -> str:
    """Return guide.md."""
    parts = [_front_matter(guide.about), *_blocks(guide.before), *map(_section, guide.sections)]
    return "\n\n".join(part for part in parts if part) + "\n"


def quoted(text: str) -> str:
    """Return a YAML scalar for any text: plain where that is safe, else in double quotes."""
    is_plain = PLAIN_SCALAR.fullmatch(text) and not YAML_WORD.fullmatch(text)
    return text if is_plain else always_quoted(text)


def always_quoted(text: str) -> str:
    """Return a YAML scalar in double quotes for any text."""
    return NOT_IN_YAML.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))


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
            *_open_points(about.open_points),
            "---",
        )
    )


def _open_points(points: Sequence[model.DraftPoint]) -> list[str]:
    """Return the checklist of a draft: each point with room for its answer."""
    lines = ["open_points:"] if points else []
    for point in points:
        lines.append(f"  - point: {quoted(point.point)}")
        lines += [f"    accept: {point.accept}"] if point.accept else []
        lines.append(f"    answer: {point.answer}".rstrip())
    return lines


def _section(section: model.Section) -> str:
    kind = "" if section.kind is model.SectionKind.MAIN else f" .{section.kind.value}"
    heading = f"## {escape(section.title)} {{#{section.id}{kind}}}"
    return "\n\n".join((heading, *_blocks(section.before), *map(_step, section.steps), *_blocks(section.after)))


def _step(step: model.Step) -> str:
    """Return a step with its attributes behind its first sentence."""
    marker = f"{step.number}. "
    attributes = f" {{#{step.id}{f' setup={step.setup}' if step.setup else ''}}}"
    first, *rest = step.content or (model.Paragraph(()),)
    if not isinstance(first, model.Paragraph):
        return _indented(marker, "\n\n".join((*_blocks(step.content), *_roles(step))))
    opening = f"{_inlines(first.content)}{attributes}".lstrip()
    body = "\n\n".join((opening, *_blocks(rest), *_roles(step)))
    return _indented(marker, body, max(INDENT, len(marker)))


def _roles(step: model.Step) -> list[str]:
    boxes = [_box(name, _blocks(content)) for name in ("expect", "otherwise") if (content := getattr(step, name))]
    if step.pause:
        boxes.append(_box(f'pause "{step.pause.title}"', _blocks(step.pause.content)))
    return boxes


def _indented(marker: str, text: str, width: int | None = None) -> str:
    first, *rest = text.split("\n")
    pad = " " * (width or len(marker))
    return "\n".join((f"{marker}{first}".rstrip(), *(f"{pad}{line}" if line else "" for line in rest)))


def _box(head: str, content: Iterable[str]) -> str:
    return "\n\n".join((f"!!! {head}", *(_indented(" " * INDENT, part) for part in content)))


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
            return _points([("* " if other else "- ", item) for item in items])
        case model.NumberedList(start, items):
            mark = ")" if other else "."
            return _points([(f"{number}{mark} ", item) for number, item in enumerate(items, start)])
        case model.Table(header, rows):
            return table(_cells(header), [_cells(row) for row in rows])
        case model.CodeBlock(text, language):
            return _fenced(text, language)
        case model.Admonition(kind, title, content, name):
            return _box(f'{kind} "{title}"{f" {{#{name}}}" if name else ""}', _blocks(content))
        case model.Form(title, fields, name):
            heads = ("Part of the screen", "Setting", "State")
            lines = [(_cell((model.Text(f.part),)), _cell((model.Text(f.label),)), _cell(f.state)) for f in fields]
            return _box(f'form "{title}"{f" {{#{name}}}" if name else ""}', [table(heads, lines)])


def _points(items: Iterable[tuple[str, model.Blocks]]) -> str:
    """Return a list; one whose points hold more than a line each has blank lines between them."""
    texts = [(marker, "\n\n".join(_blocks(item))) for marker, item in items]
    gap = "\n\n" if any("\n\n" in text for _, text in texts) else "\n"
    return gap.join(_indented(marker, text) for marker, text in texts)


def _fenced(text: str, language: str) -> str:
    mark = "~" if "`" in language else "`"
    fence = mark * max(3, 1 + max((len(run) for run in re.findall(f"{mark}+", text)), default=0))
    body = text if text.endswith("\n") or not text else f"{text}\n"
    return f"{fence}{language.replace('&', '&amp;')}\n{body}{fence}"


def _cells(row: model.Row) -> tuple[str, ...]:
    return tuple(map(_cell, row.cells))


def _cell(content: model.Inlines) -> str:
    return _inlines(content).replace("\\|", "|").replace("|", "\\|")


# Inlines ------------------------------------------------------------------------------------------


def _inlines(content: model.Inlines) -> str:
    """Return text within a line; what would begin a list or heading at a line's start is escaped."""
    lines = _run(content).split("\n")
    return "\n".join(LINE_START.sub(_escaped_start, line) for line in lines)


def _run(content: model.Inlines) -> str:
    """Return inlines side by side; an exclamation mark before a link would make it a picture."""
    texts = map(_inline, content)
    return "".join(
        f"{text[:-1]}\\!" if text.endswith("!") and isinstance(after, model.Link) else text
        for text, after in zip_longest(texts, content[1:])
    )


def _escaped_start(match: re.Match[str]) -> str:
    return f"{match[3]}\\" if match[3] else f"\\{match[0]}"


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
    encoded = URL_ACTIVE.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), url)
    return re.sub(r"&(?=#?\w+;)", "&amp;", encoded)

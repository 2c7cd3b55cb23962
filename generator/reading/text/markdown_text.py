"""Markdown to the model's blocks and inlines. The only place where markdown-it-py is used."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, cast, get_args
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.substitution import substitution_plugin

from generator import model
from generator.problems import Location
from generator.reading.text.fences import with_whole_boxes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from markdown_it.token import Token

    from generator.problems import Problems
    from generator.reading.text.source import Source

ID = re.compile(r"[a-z][a-z0-9-]*")
QUOTING = re.compile(r"[\"'\\]")
ATTRIBUTES = re.compile(r"\s*\{(?P<inside>[^{}]*)\}\s*$")
ADMONITION = re.compile(r'\s*(?P<kind>[\w-]+)(?:\s+"(?P<title>[^"]*)")?(?:\s*\{(?P<attributes>[^{}]*)\})?\s*')
KINDS = get_args(model.AdmonitionKind)
NOT_IN_ADDRESS = re.compile(r"[\x00-\x20\"<>\\^`{|}\x7f]")
ROLES = ("expect", "otherwise", "pause")
"""Admonitions that say something of their step: its expected result, what to do if not, a pause after it."""


@dataclass(frozen=True)
class Attributes:
    """What stands in `{#id .class key=value}` behind a heading, step or admonition title."""

    id: str | None = None
    classes: tuple[str, ...] = ()
    pairs: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Role:
    """An `expect`, `otherwise` or `pause` box, until its step takes it in."""

    kind: str
    title: str
    content: model.Blocks
    location: Location


def _form_field(row: model.Row) -> model.FormField:
    part, label, state = row.cells
    return model.FormField(plain_text(part), plain_text(label), state)


def _parser() -> MarkdownIt:
    """Return the parser of guides. Addresses keep the letters they are written with, in the name of their host too."""
    parser = MarkdownIt("commonmark").enable("table")
    parser.normalizeLink = _encoded  # type: ignore[method-assign,assignment]
    return parser.use(front_matter_plugin).use(admon_plugin).use(substitution_plugin)


def _encoded(address: str) -> str:
    return NOT_IN_ADDRESS.sub(lambda match: quote(match[0]), address)


PARSER = _parser()


@lru_cache(maxsize=1)  # the words of a draft are looked for, and then it is read
def markdown_tokens(text: str) -> list[Token]:
    """Return the tokens of a guide's Markdown, front matter included."""
    return PARSER.parse(with_whole_boxes(text))


def parse_markdown(text: str) -> SyntaxTreeNode:
    """Return the syntax tree of a guide's Markdown, front matter included."""
    return SyntaxTreeNode(markdown_tokens(text))


@dataclass
class MarkdownReader:
    """Turns syntax nodes into the model and reports what the model has no place for."""

    source: Source
    values: dict[str, model.RequiredValue]
    fields: Mapping[str, model.OrgField]
    """The facts that an org may say, by key."""

    problems: Problems

    def place(self, node: SyntaxTreeNode, fragment: str = "") -> Location:
        """Return where `fragment` stands in the node, or where the node begins."""
        while node.map is None and node.parent is not None:
            node = node.parent
        first, last = node.map or (0, 1)
        if fragment:
            return self.source.find(fragment, first + 1, last)
        indent = 0
        if self.source.text:
            line = self.source.lines[first]
            indent = len(line) - len(line.lstrip())
        return Location(self.source.path, first + 1, indent + 1)

    # Inlines

    def inlines(self, nodes: Iterable[SyntaxTreeNode]) -> model.Inlines:
        """Read text within a line; neighbouring text is joined."""
        result: list[model.Inline] = []
        for node in nodes:
            for inline in self._inline(node):
                if isinstance(inline, model.Text) and result and isinstance(result[-1], model.Text):
                    result[-1] = model.Text(result[-1].text + inline.text)
                else:
                    result.append(inline)
        return tuple(result)

    def _inline(self, node: SyntaxTreeNode) -> model.Inlines:
        match node.type:
            case "text":
                return (model.Text(node.content),)
            case "softbreak":
                return (model.Text(" "),)
            case "hardbreak":
                return (model.LineBreak(),)
            case "strong":
                return (model.Strong(self.inlines(node.children)),)
            case "em":
                return (model.Emphasis(self.inlines(node.children)),)
            case "code_inline":
                return (model.Code(node.content),)
            case "link":
                return (self._link(node),)
            case "substitution_inline" | "substitution_block":
                return self._reference(node)
            case _:
                self._refuse(node)
                return ()

    def _link(self, node: SyntaxTreeNode) -> model.Link:
        url = str(node.attrs.get("href", ""))
        if not url.startswith(("https://", "mailto:", "#")):
            self.problems.error(
                self.place(node, url),
                "link-address",
                f"The link leads to “{url}”. Write an address that starts with https://, mailto: or #.",
            )
        return model.Link(self.inlines(node.children), url)

    def _reference(self, node: SyntaxTreeNode) -> model.Inlines:
        name = node.content
        if name in self.values:
            return (model.ValueRef(self.values[name]),)
        prefix, _, key = name.partition(".")
        if prefix == "org" and key in self.fields:
            return (model.OrgRef(self.fields[key]),)
        known = list(self.values)
        if prefix == "org":
            known = [f"org.{key}" for key in self.fields]
        expected = ", ".join(known) or "none"
        text = f"“{{{{ {name} }}}}” refers to nothing. Known names here: {expected}."
        self.problems.error(self.place(node, name), "unknown-reference", text)
        return ()

    # Blocks

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> tuple[model.Block | Role, ...]:
        """Read blocks; roles are left in place for the step that holds them."""
        blocks = [self._block(node) for node in nodes]
        return tuple(block for block in blocks if block is not None)

    def plain_blocks(self, nodes: Sequence[SyntaxTreeNode]) -> model.Blocks:
        """Read blocks where no step can take in a role."""
        found = self.blocks(nodes)
        for block in found:
            if isinstance(block, Role):
                self.problems.error(
                    block.location,
                    "misplaced-box",
                    f"The “{block.kind}” box belongs inside a step. Indent it under the step it speaks of.",
                )
        return tuple(block for block in found if not isinstance(block, Role))

    def _block(self, node: SyntaxTreeNode) -> model.Block | Role | None:
        reader = self._block_readers.get(node.type)
        if reader is None:
            self._refuse(node)
            return None
        return reader(self, node)

    def _paragraph(self, node: SyntaxTreeNode) -> model.Block:
        content = self.inlines(node.children[0].children)
        return model.Paragraph(content, self.place(node))

    def _substitution(self, node: SyntaxTreeNode) -> model.Block:
        content = self._reference(node)
        return model.Paragraph(content, self.place(node))

    def _bullets(self, node: SyntaxTreeNode) -> model.Block:
        items = self._items(node)
        return model.BulletList(items, self.place(node))

    def _numbers(self, node: SyntaxTreeNode) -> model.Block:
        start = int(node.attrs.get("start", 1))
        items = self._items(node)
        return model.NumberedList(start, items, self.place(node))

    def _items(self, node: SyntaxTreeNode) -> tuple[model.Blocks, ...]:
        items = [self.plain_blocks(item.children) for item in node.children]
        return tuple(items)

    def _code(self, node: SyntaxTreeNode) -> model.Block:
        language = node.info.strip()
        return model.CodeBlock(node.content, language, self.place(node))

    def _table(self, node: SyntaxTreeNode) -> model.Block:
        rows: list[SyntaxTreeNode] = []
        for part in node.children:
            rows += part.children
        header, *body = map(self._row, rows)
        return model.Table(header, tuple(body), self.place(node))

    def _row(self, node: SyntaxTreeNode) -> model.Row:
        cells = map(self._cell, node.children)
        return model.Row(tuple(cells), self.place(node))

    def _cell(self, node: SyntaxTreeNode) -> model.Inlines:
        for inline in node.children:
            return self.inlines(inline.children)
        return ()

    def _admonition(self, node: SyntaxTreeNode) -> model.Block | Role | None:
        place = self.place(node)
        head = ADMONITION.fullmatch(node.info)
        if not head:
            text = f'“!!!{node.info}” is not a box’s first line. Write it as: !!! warning "Title" {{#id}}'
            self.problems.error(place, "admonition-title", text)
            return None
        kind, title = head["kind"], head["title"] or ""
        attributes = self.attributes(head["attributes"] or "", place)
        content = [child for child in node.children if child.type != "admonition_title"]
        if kind == "form":
            return self._form(title, attributes, content, place)
        if kind in ROLES:
            return Role(kind, title, self.plain_blocks(content), place)
        if kind not in KINDS:
            kinds = ", ".join((*KINDS, *ROLES, "form"))
            self.problems.error(place, "admonition-kind", f"There is no “{kind}” box. Use one of: {kinds}.")
            return None
        return model.Admonition(
            cast("model.AdmonitionKind", kind), title or kind.title(), self.plain_blocks(content), attributes.id, place
        )

    def _form(
        self, title: str, attributes: Attributes, content: Sequence[SyntaxTreeNode], place: Location
    ) -> model.Form | None:
        match self.plain_blocks(content):
            case [model.Table(header, rows)] if len(header.cells) == FORM_COLUMNS:
                fields = map(_form_field, rows)
                return model.Form(title, tuple(fields), attributes.id, place)
        text = "A form is drawn from one table with the columns Part of the screen, Setting and State."
        self.problems.error(place, "form-table", text)
        return None

    _block_readers: dict[str, Callable[[MarkdownReader, SyntaxTreeNode], model.Block | Role | None]] = field(
        init=False,
        repr=False,
        default_factory=lambda: {
            "paragraph": MarkdownReader._paragraph,
            "substitution_block": MarkdownReader._substitution,
            "bullet_list": MarkdownReader._bullets,
            "ordered_list": MarkdownReader._numbers,
            "fence": MarkdownReader._code,
            "code_block": MarkdownReader._code,
            "table": MarkdownReader._table,
            "admonition": MarkdownReader._admonition,
        },
    )

    def _refuse(self, node: SyntaxTreeNode) -> None:
        name = UNREADABLE.get(node.type, node.type.replace("_", " "))
        self.problems.error(
            self.place(node, node.content.split("\n")[0]),
            "unknown-markdown",
            f"A guide has no place for {name} here. Use headings, steps, lists, tables and “!!!” boxes.",
        )

    # Attributes

    def attributes(self, inside: str, place: Location) -> Attributes:
        """Read `#id .class key=value`, the inside of a pair of braces."""
        try:
            words = shlex.split(inside) if QUOTING.search(inside) else inside.split()
        except ValueError:
            words = ["?"]
        ids = [word[1:] for word in words if word.startswith("#")]
        classes = [word[1:] for word in words if word.startswith(".")]
        pairs = [word.split("=", 1) for word in words if "=" in word]
        for word in words:
            if not word.startswith(("#", ".")) and "=" not in word:
                text = f"“{{{inside}}}” cannot be read. Write it as: {{#id .class key=value}}"
                self.problems.error(place, "attributes", text)
        for name in ids:
            if not ID.fullmatch(name):
                text = (
                    f"The id “{name}” must start with a small letter and hold only small letters, digits and hyphens."
                )
                self.problems.error(self.source.find(f"#{name}", place.line, place.line), "id-form", text)
        return Attributes(next(iter(ids), None), tuple(classes), dict(pairs))

    def split_attributes(self, content: model.Inlines, node: SyntaxTreeNode) -> tuple[model.Inlines, Attributes]:
        """Part a trailing `{…}` from a heading's or step's text."""
        if not content:
            return content, Attributes()
        *before, last = content
        if not isinstance(last, model.Text):
            return content, Attributes()
        match = ATTRIBUTES.search(last.text)
        if not match:
            return content, Attributes()
        place = self.place(node, f"{{{match['inside']}}}")
        attributes = self.attributes(match["inside"], place)
        rest = last.text[: match.start()]
        if rest:
            before.append(model.Text(rest))
        return tuple(before), attributes


FORM_COLUMNS = 3
UNREADABLE = {
    "html_block": "HTML",
    "html_inline": "HTML",
    "image": "an image",
    "hr": "a horizontal rule",
    "blockquote": "a quotation",
    "heading": "a heading",
}


def plain_text(content: model.Inlines) -> str:
    """Return the words of a line; values and org fields are left out."""
    words = []
    for inline in content:
        match inline:
            case model.Text(text) | model.Code(text):
                words.append(text)
            case model.Strong(inner) | model.Emphasis(inner) | model.Link(inner):
                words.append(plain_text(inner))
            case model.LineBreak():
                words.append(" ")
    return "".join(words)

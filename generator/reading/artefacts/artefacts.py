"""Reads required values back from finished artefacts: by id, or beside their setting."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from html.parser import HTMLParser
from itertools import cycle
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from generator.reading.artefacts.found import Found
from generator.reading.text.json_text import parse_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.model import RequiredValue

VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
CODE_SPAN = re.compile(r"(?P<ticks>`++)(?:(?P<text>.+?)(?<!`)(?P=ticks)(?!`)(?P<attributes>\{[^}]*\})?)?")
"""A run of backticks, with all up to the next run of that length in the line and the attributes behind that, if any."""

VALUE_ATTRIBUTE = re.compile(r'data-value="(?P<id>\w+)"')


class _Elements(HTMLParser):
    """Collects the text of elements that carry `data-value`, or of all elements with one tag."""

    def __init__(self, tag: str | None = None) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Found] = []
        self._tag = tag
        self._open: list[str] = []
        self._since: int | None = None
        self._id, self._text = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        self._open.append(tag)
        value_id = dict(attrs).get("data-value")
        if self._since is None and (value_id or tag == self._tag):
            self._since, self._id, self._text = len(self._open), value_id or "", ""

    def handle_data(self, data: str) -> None:
        if self._since is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._open:
            return
        while self._open and self._open.pop() != tag:
            pass
        if self._since is not None and len(self._open) < self._since:
            self.found.append(Found(self._id, self._text))
            self._since = None


def html_values(text: str) -> tuple[Found, ...]:
    """Read elements marked `data-value="ID"`."""
    reader = _Elements()
    reader.feed(text)
    return tuple(reader.found)


def page_values(text: str) -> tuple[Found, ...]:
    """Read code spans and HTML elements marked `data-value="ID"` from a page's Markdown."""
    return (*_marked_spans(text), *html_values(text))


def _marked_spans(text: str) -> Iterator[Found]:
    """Yield the marked ones of all code spans. Each span is read whole, or its end would be taken for a beginning."""
    for span in CODE_SPAN.finditer(text):
        mark = VALUE_ATTRIBUTE.search(span["attributes"] or "")
        if mark:
            yield Found(mark["id"], span["text"])


def row_values(text: str, values: Sequence[RequiredValue]) -> tuple[Found, ...]:
    """Read the code spans of plain Markdown tables whose first cell is a setting."""
    root = SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(text))
    beside: dict[str, list[str]] = {value.setting: [] for value in values}
    for node in root.walk():
        if node.type == "tr":
            head, *cells = node.children
            codes = beside.get(_words(head), [])
            for cell in cells:
                codes += _code_spans(cell)
    found: list[Found] = []
    for setting, texts in beside.items():
        of_setting = [value for value in values if value.setting == setting]
        found += _pair(of_setting, texts)
    return tuple(found)


WRITTEN = frozenset({"text", "code_inline", "text_special", "code_block", "fence"})


def markdown_words(text: str) -> str:
    """Return all words of plain Markdown, without its marks."""
    root = SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(text))
    words = [node.content for node in root.walk() if node.type in WRITTEN]
    return " ".join(words)


def _code_spans(node: SyntaxTreeNode) -> list[str]:
    return [part.content for part in node.walk() if part.type == "code_inline"]


def _pair(values: list[RequiredValue], texts: list[str]) -> Iterator[Found]:
    """Give each text the value that reads so; what is left over on both sides belongs together."""
    ids = {value.text: value.id for value in values}
    missing = [value.id for value in values if value.text not in texts] or [value.id for value in values]
    strangers = [text for text in texts if text not in ids]
    for text in texts:
        if text in ids:
            yield Found(ids[text], text)
        else:
            index = strangers.index(text) % len(missing)
            yield Found(missing[index], text)


def _words(node: SyntaxTreeNode) -> str:
    parts = [part for part in node.walk() if part.type in {"text", "code_inline", "text_special"}]
    return "".join(part.content for part in parts)


def script_values(text: str, guide_id: str) -> tuple[Found, ...]:
    """Read the passages that a script assigns to one name, without those that name another guide."""
    _, _, assigned = text.partition(" = ")
    data = _document(assigned.rstrip(";\n"))
    passages = [passage for passage in data["passages"] if passage.get("guide", guide_id) == guide_id]
    return _found_in(passages)


@lru_cache(maxsize=2)
def _document(text: str) -> Any:
    """Return a JSON document that one guide after the other is read from; nobody may change it."""
    return parse_json(text)


def json_values(text: str) -> tuple[Found, ...]:
    """Read every object of a JSON document that has both `id` and `value`."""
    return _found_in(parse_json(text))


def _found_in(document: object) -> tuple[Found, ...]:
    def objects(node: object) -> Iterator[Found]:
        if isinstance(node, dict):
            if isinstance(node.get("id"), str) and isinstance(node.get("value"), str):
                yield Found(node["id"], node["value"])
            for child in node.values():
                yield from objects(child)
        elif isinstance(node, list):
            for child in node:
                yield from objects(child)

    return tuple(objects(document))


def search_values(text: str, guide_id: str, values: Sequence[RequiredValue]) -> tuple[Found, ...]:
    """Read the search index, which keeps code spans and no attributes.

    On the values page a value is the first code in the section of its id. In the guide's text it is any code that
    reads like a value; values that read alike take turns.
    """
    sections: list[Found] = []
    in_text: list[str] = []
    for entry in _document(text)["docs"]:
        page, _, anchor = entry["location"].partition("#")
        if page == f"{guide_id}/values.html" and anchor:
            sections += [Found(anchor, code) for code in _codes(entry["text"])[:1]]
        if page == f"{guide_id}/index.html":
            in_text += _codes(entry["text"])
    return (*sections, *_in_turn(values, in_text))


def _codes(text: str) -> list[str]:
    reader = _Elements("code")
    reader.feed(text)
    return [code.text for code in reader.found]


def _in_turn(values: Sequence[RequiredValue], texts: Iterable[str]) -> Iterator[Found]:
    ids: dict[str, list[str]] = defaultdict(list)
    for value in values:
        ids[value.text].append(value.id)
    turns = {text: cycle(alike) for text, alike in ids.items()}
    for text in texts:
        if text in turns:
            yield Found(next(turns[text]), text)

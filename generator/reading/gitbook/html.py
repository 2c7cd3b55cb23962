"""HTML inside a page, as a small tree. A fragment may lack its end, or its start: pages cut HTML at blank lines.

The standard library's parser takes quadratic time for unclosed tags, so tags are found by one pattern here. It never
looks beyond the next “<”, and so takes linear time.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from generator.reading.text.html_names import NAMES, VOID

if TYPE_CHECKING:
    from collections.abc import Container
    from typing import Self

TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w-]*)(?P<rest>(?:[^<>\"']|\"[^<\"]*\"|'[^<']*')*)>")
ATTRIBUTE = re.compile(r"(?P<key>[\w:-]+)(?:\s*=\s*(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)'|(?P<c>[^\s\"'<>]+)))?")
MARKUP = re.compile(f"<!--|<[!?][A-Za-z]|{TAG.pattern}")


class Literal(str):
    """Text of an HTML page, which holds no Markdown; `line` counts from 0 within the page."""

    __slots__ = ("line",)
    line: int

    def __new__(cls, text: str, line: int) -> Self:
        """Return the text with its place."""
        literal = super().__new__(cls, text)
        literal.line = line
        return literal


@dataclass
class HtmlElement:
    """An element with its children, elements and text; `line` counts from 0 within the fragment."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[HtmlElement | str] = field(default_factory=list)
    line: int = 0
    closed: bool = True

    def find_all(self, *tags: str) -> list[HtmlElement]:
        """Return the nearest elements of these kinds below this one, in order."""
        found: list[HtmlElement] = []
        for child in self.children:
            if isinstance(child, HtmlElement):
                found.extend([child] if child.tag in tags else child.find_all(*tags))
        return found


def without(element: HtmlElement, tags: Container[str]) -> list[HtmlElement | str]:
    """Return what an element holds but the elements of some kinds, however deep they lie."""
    children: list[HtmlElement | str] = []
    for child in element.children:
        if isinstance(child, str):
            children.append(child)
        elif child.tag not in tags:
            children.append(replace(child, children=without(child, tags)))
    return children


@dataclass(frozen=True)
class End:
    """An end tag whose start lies in an earlier fragment."""

    tag: str


@dataclass(frozen=True)
class Comment:
    """Text that no reader of the page sees."""

    text: str
    line: int


Part = HtmlElement | str | End


@dataclass
class _Builder:
    parts: list[Part] = field(default_factory=list)
    open: list[HtmlElement] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)

    def add(self, part: HtmlElement | str) -> None:
        if self.open:
            self.open[-1].children.append(part)
        else:
            self.parts.append(part)

    def start(self, element: HtmlElement) -> None:
        self.add(element)
        if not element.closed:
            self.open.append(element)
            self.names[element.tag] += 1

    def end(self, name: str) -> None:
        """Close the nearest element of this name; the count spares a search in vain."""
        if not self.names[name]:
            if not self.open and name not in VOID:
                self.parts.append(End(name))
            return
        while True:
            element = self.open.pop()
            self.names[element.tag] -= 1
            if element.tag == name:
                element.closed = True
                return


def parse_tag(text: str) -> HtmlElement | End | None:
    """Return what a single start or end tag says."""
    match = TAG.fullmatch(text.strip())
    if not match or match["name"].lower() not in NAMES:
        return None
    return End(match["name"].lower()) if match["end"] else _element(match, 0)


def parse_html(text: str) -> tuple[list[Part], list[Comment]]:
    """Return the parts of a fragment in order, with what its comments hold apart."""
    builder, comments = _Builder(), []
    place = line = 0
    while match := MARKUP.search(text, place):
        line += text.count("\n", place, match.start())
        _text(builder, text[place : match.start()])
        if match["name"]:
            place = match.end()
            _tag(builder, match, line)
        else:
            close = "-->" if match[0] == "<!--" else ">"
            place = end if (end := text.find(close, match.end()) + len(close)) >= len(close) else len(text)
            comments.append(Comment(text[match.start() : place], line))
        line += text.count("\n", match.start(), place)
    _text(builder, text[place:])
    return builder.parts, comments


def _tag(builder: _Builder, match: re.Match[str], line: int) -> None:
    if match["name"].lower() not in NAMES:
        builder.add(match[0])
    elif match["end"]:
        builder.end(match["name"].lower())
    else:
        builder.start(_element(match, line))


def _element(match: re.Match[str], line: int) -> HtmlElement:
    name = match["name"].lower()
    attributes = {
        part["key"].lower(): html.unescape(part["a"] or part["b"] or part["c"] or "")
        for part in ATTRIBUTE.finditer(match["rest"])
    }
    return HtmlElement(name, attributes, line=line, closed=name in VOID or match["rest"].endswith("/"))


def _text(builder: _Builder, text: str) -> None:
    if text:
        builder.add(html.unescape(text))

"""Text within a line: Markdown, and the HTML that pages mix into it, to the model's inlines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import count, repeat
from typing import TYPE_CHECKING

from markdown_it.tree import SyntaxTreeNode

from generator import model
from generator.model.page import Image, plain
from generator.reading.gitbook.html import End, HtmlElement, Literal, parse_tag
from generator.reading.gitbook.parser import MAX_NESTING, parse_within_html
from generator.reading.text.html_names import INLINE, NAMES, VOID

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.reading.gitbook.html import Part

FURNITURE_TITLES = ("", "mention")
ADDRESSED = ("a", "img", "iframe", "video", "audio", "source")
LITERAL = frozenset({"code", "kbd", "samp", "tt"})
STRUCK = frozenset({"s", "del", "strike"})
BLOCKS = NAMES - INLINE - VOID
BULLETS = repeat("• ")
SPACES = re.compile(r"[ \t\n\r\f\v]+")


@dataclass
class _Open:
    """An HTML element of which the end has not been seen yet."""

    element: HtmlElement
    content: list[model.Inline] = field(default_factory=list)
    points: int = 0

    @property
    def next_mark(self) -> str:
        self.points += 1
        return f"{self.points}. " if self.element.tag == "ol" else "• "


def read_inlines(nodes: Iterable[SyntaxTreeNode]) -> model.Inlines:
    """Read Markdown's inline nodes; an HTML end tag closes the nearest start tag of its name on the same level."""
    stack = [_Open(HtmlElement(""))]
    for node in nodes:
        part = parse_tag(node.content) if node.type == "html_inline" else None
        if part and part.tag in BLOCKS:
            stack[-1].content.append(model.Text(" "))
        if isinstance(part, End):
            _end(part.tag, stack)
            stack[-1].content.extend([model.Text(" ")] if part.tag in BLOCKS else [])
        elif isinstance(part, HtmlElement) and not part.closed:
            stack[-1].content.extend([model.Text(stack[-1].next_mark)] if part.tag == "li" else [])
            stack.append(_Open(part))
        elif isinstance(part, HtmlElement):
            stack[-1].content.extend(wrapped(part, ()))
        else:
            stack[-1].content.extend(_inline(node))
    while len(stack) > 1:
        _close(stack)
    return joined(stack[0].content)


def _end(tag: str, stack: list[_Open]) -> None:
    if any(entry.element.tag == tag for entry in stack[-MAX_NESTING:]):
        while _close(stack) != tag:
            pass


def _close(stack: list[_Open]) -> str:
    entry = stack.pop()
    stack[-1].content.extend(wrapped(entry.element, joined(entry.content)))
    return entry.element.tag


def _inline(node: SyntaxTreeNode) -> model.Inlines:
    match node.type:
        case "softbreak":
            return (model.Text(" "),)
        case "hardbreak":
            return (model.LineBreak(),)
        case "strong":
            return (model.Strong(read_inlines(node.children)),)
        case "em":
            return (model.Emphasis(read_inlines(node.children)),)
        case "code_inline":
            return (model.Code(node.content),)
        case "link":
            return _link(read_inlines(node.children), str(node.attrs.get("href", "")), str(node.attrs.get("title", "")))
        case "image":
            return _image(str(node.attrs.get("src", "")), node.content, str(node.attrs.get("title", "")))
        case "html_inline" if node.content.startswith(("<!", "<?")):
            return ()
    return (model.Text(node.content),)


def _link(content: model.Inlines, url: str, title: str = "") -> model.Inlines:
    if not url:
        return content
    note = () if title in FURNITURE_TITLES else (model.Text(f" ({title})"),)
    return (model.Link(content or (model.Text(url),), url), *note)


def _image(src: str, alt: str, title: str = "") -> model.Inlines:
    words = " ".join(filter(None, (alt, title)))
    if not words:
        return (Image((), src),)
    return (Image((model.Text(words),), src),)


def wrapped(element: HtmlElement, content: model.Inlines) -> model.Inlines:
    """Return what an HTML element makes of its content, with what its attributes show."""
    if element.tag in {"a", "img"}:
        return _look(element, content)
    title = element.attributes.get("title", "").strip()
    alt = element.attributes.get("alt", "").strip()
    words = " ".join(filter(None, (alt, title)))
    url = element.attributes.get("src") or element.attributes.get("href")
    if url:
        return (*_link((model.Text(words),) if words else (), url), *_look(element, content))
    note = () if words in FURNITURE_TITLES else (model.Text(f" ({words})"),)
    return (*_look(element, content), *note)


def _look(element: HtmlElement, content: model.Inlines) -> model.Inlines:
    """Return what an HTML element makes of its content. Elements that only change the look leave it as it is."""
    tag, attributes = element.tag, element.attributes
    if tag in {"strong", "b"} and content:
        return (model.Strong(content),)
    if tag in {"em", "i"} and content:
        return (model.Emphasis(content),)
    if (
        tag in LITERAL
        and (text := plain(content))
        and not any(isinstance(part, model.Link) for part in model.walk(content))
    ):
        return (model.Code(text),)
    if tag in STRUCK and content:
        return (model.Text("~~"), *content, model.Text("~~"))
    if tag == "a" and not is_anchor(element, content):
        return _link(content, attributes.get("href", ""), attributes.get("title", ""))
    if tag == "img":
        return (*_image(attributes.get("src", ""), attributes.get("alt", ""), attributes.get("title", "")), *content)
    if tag in {"br", "hr"}:
        return (model.LineBreak(), *content)
    return content


def is_anchor(element: HtmlElement, content: model.Inlines) -> bool:
    """Whether a link only marks its place."""
    if plain(content):
        return False
    return "id" in element.attributes or "name" in element.attributes


def read_html_inlines(parts: Sequence[Part]) -> model.Inlines:
    """Read HTML's content as one line. Its blocks are parted by line breaks, its text may be Markdown."""
    return joined(_html_inlines(parts))


def _html_inlines(parts: Sequence[Part], marks: Iterator[str] = BULLETS) -> model.Inlines:
    """Read parts; `marks` are those of list points among them, “1. ” and so on in a numbered list."""
    result: list[model.Inline] = []
    for part in parts:
        if isinstance(part, Literal):
            result.extend(_literal(part))
        elif isinstance(part, str):
            result.extend(_markdown(part))
        elif isinstance(part, HtmlElement) and part.tag in LITERAL and is_literal(part):
            result.extend(wrapped(part, (model.Text(SPACES.sub(" ", raw_text(part))),)))
        elif isinstance(part, HtmlElement):
            inside = _html_inlines(part.children, map("{}. ".format, count(1)) if part.tag == "ol" else BULLETS)
            content = wrapped(part, inside)
            gap = (model.LineBreak(),) if part.tag in BLOCKS else ()
            point = (model.Text(next(marks)),) if part.tag == "li" else ()
            result.extend((*gap, *point, *content, *gap))
    return tuple(result)


def is_literal(element: HtmlElement) -> bool:
    """Whether an element holds text only, which its look may be taken from."""
    others = element.find_all(*ADDRESSED, *BLOCKS)
    return not others


def raw_text(element: HtmlElement) -> str:
    """Return an element's text as it stands."""
    return "".join(
        child if isinstance(child, str) else "\n" if child.tag == "br" else raw_text(child)
        for child in element.children
    )


def _literal(text: str) -> model.Inlines:
    words = SPACES.sub(" ", text)
    return (model.Text(words),) if words else ()


def _markdown(text: str) -> model.Inlines:
    """Read a stretch of text between tags; white space at its ends still parts words."""
    words = SPACES.sub(" ", text)
    if not words:
        return ()
    if not words.strip() or not re.search(r"[\\`*_\[<]", words):
        return (model.Text(words),)
    tree = SyntaxTreeNode(parse_within_html(words.strip().replace("&", "&amp;")))
    content = list(read_inlines(tree.children[0].children))
    if words.startswith(" "):
        content.insert(0, model.Text(" "))
    if words.endswith(" "):
        content.append(model.Text(" "))
    return tuple(content)


def joined(content: Iterable[model.Inline]) -> model.Inlines:
    """Join neighbouring text; breaks at either end, or after another break, say nothing and go."""
    result: list[model.Inline] = []
    for inline in content:
        last = result[-1] if result else None
        if isinstance(inline, model.Text) and isinstance(last, model.Text):
            result[-1] = model.Text(last.text + inline.text)
        elif inline != model.Text("") and not (
            isinstance(inline, model.LineBreak) and isinstance(last, model.LineBreak | None)
        ):
            result.append(inline)
    while result and isinstance(result[-1], model.LineBreak):
        result.pop()
    return tuple(result)

"""The words of a text as its syntax tokens show them, apart from how the page model reads them.

Used to prove that an imported page arrived whole, so it knows nothing of blocks, steps or hints.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from generator.reading.gitbook.html import Element, parse_html
from generator.reading.gitbook.html import parse_tag as parse_html_tag
from generator.reading.gitbook.inlines import BLOCKS, FURNITURE_TITLES
from generator.reading.gitbook.lines import prepare
from generator.reading.gitbook.parser import parse
from generator.reading.gitbook.tags import parse_tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markdown_it.token import Token

    from generator.reading.gitbook.html import Part

WORD = re.compile(r"[^\W_]+")
ATTRIBUTES = re.compile(r"[ \t]*\{[#.][^{}\n]*\}[ \t]*$", re.MULTILINE)
UNSHOWN_TAGS = frozenset({"script", "style", "source"})
SHOWN = ("href", "src", "alt", "title")
SHOWN_OF_TAG = ("title", "method", "url", "src", "path", "caption", "alt", "description", "")


def words(text: str) -> list[str]:
    """Return a text's words and numbers; an address counts without its percent signs."""
    return WORD.findall(unquote(text))


def page_words(text: str) -> Iterator[tuple[str, int]]:
    """Yield each word of a page with its line; ids as a guide writes them are no words."""
    prepared = prepare(ATTRIBUTES.sub("", text))
    for word, index in _token_words(parse(prepared.text)[0]):
        yield word, prepared.line(index)


def _token_words(tokens: Iterable[Token]) -> Iterator[tuple[str, int]]:
    """Yield each word with the index of its token's first line."""
    line = 0
    for token in tokens:
        line = token.map[0] if token.map else line
        for text in _texts(token):
            for word in words(text):
                yield word, line


def _texts(token: Token) -> Iterator[str]:
    if token.type == "inline":
        tag = parse_tag(token.content)
        if tag:
            yield from (tag.attributes.get(key, "") for key in SHOWN_OF_TAG)
        else:
            yield from _inline_texts(token.children or ())
    elif token.type in {"fence", "code_block"}:
        yield from (token.info, token.content)
    elif token.type == "html_block":
        yield from _html_texts(parse_html(token.content)[0])


def _inline_texts(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the text of a line without its markup, which parts no word, and then the addresses."""
    shown, others = [], []
    for token in tokens:
        match token.type:
            case "text" | "text_special" | "code_inline":
                shown.append(token.content)
            case "softbreak" | "hardbreak":
                shown.append(" ")
            case "link_open":
                others.append(str(token.attrs.get("href", "")))
            case "image":
                others += [str(token.attrs.get("src", "")), token.content]
                shown.append(" ")
            case "html_inline":
                element = parse_html_tag(token.content)
                if isinstance(element, Element):
                    others += _attributes(element)
                    shown.append(" " if element.tag in BLOCKS or element.tag in {"br", "hr", "img"} else "")
                elif element is None and not token.content.startswith(("<!", "<?")):
                    shown.append(token.content)
        if (title := str(token.attrs.get("title", ""))) not in FURNITURE_TITLES:
            others.append(title)
    yield "".join(shown)
    yield from others


def _html_texts(parts: Sequence[Part]) -> Iterator[str]:
    """Yield the stretches of text between tags, then what attributes show."""
    run = []
    for part in parts:
        if isinstance(part, str):
            run.append(part)
        elif isinstance(part, Element) and part.tag not in UNSHOWN_TAGS:
            yield "".join(run)
            run = []
            yield from (*_html_texts(part.children), *_attributes(part))
    yield "".join(run)


def _attributes(element: Element) -> list[str]:
    if element.tag == "a" and {"id", "name"} & set(element.attributes):
        return []
    return [value for key in SHOWN if (value := element.attributes.get(key, "")) not in FURNITURE_TITLES]

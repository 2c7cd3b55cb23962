"""What a text shows, by its syntax tokens, apart from how the page model reads them.

Used to prove that an imported page arrived whole, so it knows nothing of blocks, steps or hints.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from generator.reading.gitbook.html import HtmlElement, parse_html
from generator.reading.gitbook.html import parse_tag as parse_html_tag
from generator.reading.gitbook.inlines import BLOCKS, FURNITURE_TITLES, LITERAL, is_anchor
from generator.reading.gitbook.lines import INVISIBLE, prepare
from generator.reading.gitbook.parser import parse
from generator.reading.gitbook.tags import KNOWN, WORDS_OF_TAG, Tag, parse_tag
from generator.reading.saved_html.main_part import is_saved_page
from generator.reading.saved_html.words import stretches
from generator.reading.text.markdown_text import markdown_tokens
from generator.secrets import BETWEEN_TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

    from generator.reading.gitbook.html import Part

WORD = re.compile(r"[^\W_]+")
ATTRIBUTES = re.compile(r"\{\s*[#.][^{}]*\}\s*$")
PARTING = BLOCKS | {"a", "br", "hr", "img"}
MARKUP = re.compile(r"<[^<>\n]*>|[*`\\]")
SPLITTING = re.compile(r"[<\\]|&(?:lt|#)")
EMPTY_LINES = re.compile(r"(\n[ \t]*\n)")
RAW = LITERAL | {"pre"}
MARKS = re.compile(r"`|(?<!\*)\*{1,3}(?!\*)|(?<!\w)_|_(?!\w)")
"""Markdown within HTML, whose marks part no word."""

WITH_TEXT = frozenset({"inline", "fence", "code_block", "html_block", "substitution_block"})
UNSHOWN_TAGS = frozenset({"script", "style", "source"})
SHOWN = ("href", "src", "alt", "title")


def words(text: str) -> list[str]:
    """Return a text's words and numbers; an address counts without its percent signs."""
    if "%" in text:
        text = unquote(text)
    return WORD.findall(text)


class Shown(NamedTuple):
    """A text that readers see, and its line. Parts of an address may stand once where the page has it as text, too."""

    text: str
    line: int
    is_address: bool = False


class Address(str):
    """A text of which the words are parts of an address."""

    __slots__ = ()


def without_markup(text: str) -> str:
    """Return a text line by line without marks that could split a key in two: tags, asterisks, references.

    Whatever looks for keys in the text itself sees across asterisks, so paragraphs with no other mark are left blank.
    """
    paragraphs = EMPTY_LINES.split(text)
    shown = [_unmarked(part) if SPLITTING.search(part) else _blank(part) for part in paragraphs]
    return INVISIBLE.sub("", "".join(shown))


def _unmarked(paragraph: str) -> str:
    return MARKUP.sub("", html.unescape(paragraph))


def _blank(paragraph: str) -> str:
    return BETWEEN_TEXTS + "\n" * paragraph.count("\n")


def page_texts(text: str) -> Iterator[Shown]:
    """Yield what readers see of a page, which may be a saved HTML page."""
    if is_saved_page(text):
        yield from _saved_texts(text)
        return
    prepared = prepare(text)
    for shown in _token_texts(parse(prepared.text)[0], tags=True):
        yield shown._replace(line=prepared.line(shown.line))


def _saved_texts(text: str) -> Iterator[Shown]:
    for stretch in stretches(text):
        yield Shown(stretch.text, stretch.line + 1, stretch.is_address)


def guide_texts(text: str) -> Iterator[Shown]:
    """Yield what readers see of a guide's source; ids are left out, and GitBook's tags are text."""
    return _token_texts(markdown_tokens(text), tags=False)


def _token_texts(tokens: Sequence[Token], *, tags: bool) -> Iterator[Shown]:
    line = 0
    for index, token in enumerate(tokens):
        line = token.map[0] if token.map else line
        if token.type not in WITH_TEXT:
            continue
        tag = parse_tag(token.content) if tags and token.type == "inline" else None
        may_have_id = _may_have_id(tokens[max(index - 2, 0) : index], in_guide=not tags)
        is_plain = not tags and _is_title(tokens[index - 1])
        texts = _tag_texts(tag) if tag else [token.content] if is_plain else _texts(token)
        for text in filter(None, texts):
            yield Shown(ATTRIBUTES.sub("", text) if may_have_id else text, line, isinstance(text, Address))


def _is_title(token: Token) -> bool:
    """Whether what comes next is a box's title, which a guide writes without Markdown."""
    return token.type == "admonition_title_open"


def _may_have_id(before: Sequence[Token], *, in_guide: bool) -> bool:
    """Whether a line may end in `{#id}`: on a page a heading, in a guide also a box's title and a step."""
    match [token.type for token in before]:
        case [*_, "heading_open"]:
            return True
        case [*_, "admonition_title_open"]:
            return in_guide
        case ["list_item_open", "paragraph_open"]:
            is_of_steps = before[0].level == 1 and before[0].markup in {".", ")"}
            return in_guide and is_of_steps
    return False


def _tag_texts(tag: Tag) -> Iterator[str]:
    if tag.name in KNOWN:
        yield from (_text_of(key, tag.attributes.get(key, "")) for key in WORDS_OF_TAG)
    elif not tag.closes:
        yield tag.text


def _text_of(key: str, value: str) -> str:
    if key in {"href", "src", "url", "page"}:
        return Address(value)
    return value


def _texts(token: Token) -> Iterator[str]:
    if token.type == "inline":
        yield from _inline_texts(token.children or ())
    elif token.type in {"fence", "code_block"}:
        yield from (token.info, token.content)
    elif token.type == "substitution_block":
        yield token.content
    elif token.type == "html_block":
        yield from _html_texts(parse_html(token.content)[0])


def _inline_texts(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the text of a line without its markup, of which only links part words, and then the addresses."""
    yield "".join(map(_shown, tokens))
    for token in tokens:
        element = parse_html_tag(token.content) if token.type == "html_inline" else None
        if isinstance(element, HtmlElement):
            yield from _attributes(element)
        else:
            yield from (Address(token.attrs.get(key, "")) for key in ("href", "src"))
            yield token.content if token.type == "image" else ""
        if (title := str(token.attrs.get("title", ""))) not in FURNITURE_TITLES:
            yield title


def _shown(token: Token) -> str:
    if token.type in {"text", "text_special", "code_inline", "substitution_inline"}:
        return token.content
    if token.type != "html_inline":
        return " " if token.type in {"softbreak", "hardbreak", "link_open", "link_close", "image"} else ""
    part = parse_html_tag(token.content)
    if part is None:
        return "" if token.content.startswith(("<!", "<?")) else token.content
    is_mark = isinstance(part, HtmlElement) and is_anchor(part, ())
    return " " if part.tag in PARTING and not is_mark else ""


def _html_texts(parts: Sequence[Part], *, raw: bool = False) -> Iterator[str]:
    """Yield the stretches of text between tags, then what attributes show."""
    run = []
    for part in parts:
        if isinstance(part, str):
            run.append(part if raw else MARKS.sub("", part.replace('"mention"', "")))
            continue
        yield "".join(run)
        run = []
        if isinstance(part, HtmlElement) and part.tag not in UNSHOWN_TAGS:
            yield from (*_html_texts(part.children, raw=raw or part.tag in RAW), *_attributes(part))
    yield "".join(run)


def _attributes(element: HtmlElement) -> list[str]:
    if element.tag == "a" and is_anchor(element, ()):
        return []
    texts = []
    for key in SHOWN:
        value = element.attributes.get(key, "")
        if value not in FURNITURE_TITLES:
            texts.append(_text_of(key, value))
    return texts

"""The part of a saved HTML page that its readers came for, as a small tree with the lines of everything.

selectolax parses the page as a browser does. It tells no lines; so each text is sought in the page from the last one
on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from generator.model.page import LeftOut
from generator.reading.gitbook.html import HtmlElement, Literal

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

MAIN_PARTS = (
    ".theme-doc-markdown",
    ".md-content__inner",
    ".vp-doc",
    ".rm-Markdown",
    ".markdown-body",
    ".notion-page-content",
    ".page-body",
    "article",
    "[role=main]",
    "main",
    "#main-content",
    "#content",
)
"""Where publishers put the page itself, the narrowest first."""

SHARE = 0.4
"""A main part holds at least so much of the page's text."""

UNSEEN = "script, style, noscript, template, svg, link, meta, [aria-hidden=true], .sr-only, .visually-hidden"
FURNITURE = (
    "nav, footer, button:not([role=tab]), select, dialog, [role=navigation], [role=search], [role=banner], "
    "[role=contentinfo], .breadcrumb, .breadcrumbs, .toc, .table-of-contents, .tocCollapsible, .theme-doc-toc-mobile, "
    ".theme-doc-breadcrumbs, .theme-doc-footer, .pagination-nav, .md-source-file, .md-content__button, "
    ".theme-edit-this-page, .skip-link, .linenos, .gutter, .lineno, .line-numbers-rows, .step-number, "
    "[data-component-part=step-number]"
)
MARKS_OF_PLACE = ".headerlink, .hash-link, .header-anchor, .anchorjs-link, a.anchor"
OWN_LINKS = ", ".join(f"h{level} a[href^='#']" for level in range(1, 7))
"""Links of headings to their own places."""

WORD = re.compile(r"[^\W_]")
SOUGHT = re.compile(r"[^&<>\s](?:[^&<>\r\n]{0,38}[^&<>\s])?")
FAR = 20_000
"""A text is sought so far from the last one, in characters."""

ELSEWHERE = "The site’s own navigation and the like, not the page."

HTML_PAGE = re.compile(r"(?:\ufeff|\s|<!--.*?-->)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)


def is_saved_page(text: str) -> bool:
    """Whether a text is an HTML page, not Markdown."""
    return bool(HTML_PAGE.match(text))


@dataclass(frozen=True)
class MainPart:
    """The main part; lines of its elements count from 0 on the page as it was saved."""

    element: HtmlElement
    title: str
    description: str
    left_out: tuple[LeftOut, ...]


@lru_cache(maxsize=1)  # a page is read, and then its words are
def main_part(text: str) -> MainPart:
    """Return the main part of a page."""
    parser = LexborHTMLParser(text)
    page_title = _text(parser.css_first("title"))
    about = parser.css_first("meta[name=description]")
    description = (about.attributes.get("content") or "") if about else ""
    lines = _Lines(text)
    body = parser.body
    if body is None:
        return MainPart(HtmlElement("main"), page_title, description, ())
    for node in parser.css(f"{UNSEEN}, {MARKS_OF_PLACE}"):
        node.decompose()
    main = _main_node(body)
    for link in main.css(OWN_LINKS):
        link.unwrap()
    left_out = _without_furniture(main)
    title = _text(main.css_first("h1")) or _text(body.css_first("h1")) or page_title
    return MainPart(_element(main, lines), title, description, tuple(left_out))


def _text(node: LexborNode | None) -> str:
    words = node.text() if node else ""
    return " ".join(words.split())


def _length(node: LexborNode) -> int:
    return len(node.text())


def _main_node(body: LexborNode) -> LexborNode:
    """Return the narrowest node that holds the page itself; the body if none is marked."""
    least = SHARE * _length(body)
    for selector in MAIN_PARTS:
        nodes = body.css(selector)
        longest = max(nodes, key=_length, default=None)
        if longest is not None and _length(longest) >= least:
            return longest
    return body


def _without_furniture(main: LexborNode) -> list[LeftOut]:
    """Take out what belongs to the site, and tell its words."""
    left_out = []
    most = _length(main) / 2
    for node in main.css(FURNITURE):
        words = _text(node)
        if len(words) > most:
            continue
        if WORD.search(words):
            left_out.append(LeftOut(1, ELSEWHERE, words))
        node.decompose()
    return left_out


@dataclass
class _Lines:
    """Finds the line of one text after the other."""

    text: str
    place: int = 0
    line: int = 0

    def find(self, words: str) -> int:
        """Return the line, from 0, of the next place with these words; where they are not found, that of the last."""
        match = SOUGHT.search(words)
        start = self.text.find(match[0], self.place, self.place + FAR) if match else -1
        if start >= 0:
            self.line += self.text.count("\n", self.place, start)
            self.place = start
        return self.line


def _element(node: LexborNode, lines: _Lines) -> HtmlElement:
    """Return a node with what it holds; it begins where its first words do."""
    attributes = {key: value or "" for key, value in node.attributes.items()}
    element = HtmlElement(node.tag or "", attributes)
    begins: list[int] = []
    for child in node.iter(include_text=True):
        if child.is_text_node:
            text = child.text_content or ""
            words = Literal(text, lines.find(text))
            element.children.append(words)
            begins.extend([words.line] if words.strip() else [])
        elif child.is_element_node:
            part = _element(child, lines)
            element.children.append(part)
            begins.append(part.line)
    element.line = begins[0] if begins else lines.find(attributes.get("src", ""))
    return element

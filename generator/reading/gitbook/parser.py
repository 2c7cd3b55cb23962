"""The Markdown parser, set up for pages: addresses stay as they are written, and each link tells its label."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from generator.reading.text.fences import with_whole_boxes

if TYPE_CHECKING:
    from markdown_it.token import Token

MAX_NESTING = 30
"""Levels of lists and quotations. Each level costs time on hostile pages; what lies deeper is reported."""


def _parser(*, html: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"store_labels": True, "maxNesting": MAX_NESTING, "html": html})
    parser.normalizeLink = str  # type: ignore[method-assign,assignment]
    parser.normalizeLinkText = str  # type: ignore[method-assign,assignment]
    parser.validateLink = bool  # type: ignore[method-assign,assignment]
    return parser


PAGE = _parser(html=True).enable("table").use(front_matter_plugin).use(admon_plugin)
WITHIN_HTML = _parser(html=False)


@lru_cache(maxsize=1)  # a page is read, and then its words are
def parse(text: str) -> tuple[list[Token], dict[str, Any]]:
    """Return the tokens of prepared text, with what its reference definitions say."""
    environment: dict[str, Any] = {}
    return PAGE.parse(with_whole_boxes(text), environment), environment


def parse_within_html(text: str) -> list[Token]:
    """Return the tokens of a stretch of text between HTML tags."""
    return WITHIN_HTML.parseInline(text)

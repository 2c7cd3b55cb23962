"""What stands in a finished checklist of Markdown, CSV or Confluence, as another program reads it."""

from __future__ import annotations

import csv
import io
import re
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING
from xml.etree.ElementTree import fromstring

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from generator.reading.text.formulas import GUARDED

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

PARSER = MarkdownIt("commonmark").enable("table")
TASK_START = re.compile(r"^(?=- \[ \] )", re.MULTILINE)
MORE = " …"
"""What ends a summary that was cut to fit a tracker's field."""

CONFLUENCE_ROOT = b'<page xmlns:ac="http://atlassian.com/content" xmlns:ri="http://atlassian.com/resource/identifier">'
"""A page’s source has no root element, and its prefixes are known to Confluence alone."""


def code_spans(text: str) -> tuple[str, ...]:
    """Return the text of every code span of GitHub-flavoured Markdown, from first to last."""
    parts = TASK_START.split(text)
    spans = map(_spans_of_part, parts)
    return tuple(chain.from_iterable(spans))


@lru_cache(maxsize=1024)  # most tasks read the same for every org
def _spans_of_part(text: str) -> tuple[str, ...]:
    root = SyntaxTreeNode(PARSER.parse(text))
    spans = [node.content for node in root.walk() if node.type == "code_inline"]
    return tuple(spans)


def confluence_codes(data: bytes) -> tuple[str, ...]:
    """Return the text of every `code` of a page in Confluence's storage format, from first to last.

    Raises `ParseError` where it is not well-formed.
    """
    texts = ["".join(code.itertext()) for code in confluence_page(data).iter("code")]
    return tuple(texts)


def confluence_page(data: bytes) -> Element:
    """Return a page in Confluence's storage format as XML. Raises `ParseError` where it is not well-formed."""
    return fromstring(b"%s%s</page>" % (CONFLUENCE_ROOT, data))  # noqa: S314 - it was made a moment ago, by us


def tracker_rows(data: bytes) -> list[dict[str, str]]:
    """Return the rows of a table for a tracker, each as {column: text}."""
    text = io.StringIO(data.decode(), newline="")
    return [_texts(row) for row in csv.DictReader(text)]


def csv_rows(data: bytes) -> dict[str, dict[str, str]]:
    """Return the rows of a CSV checklist by their step's id, each as {column: text}."""
    text = io.StringIO(data.decode("utf-8-sig"), newline="")
    rows = csv.DictReader(text)
    return {row["step"]: _texts(row) for row in rows}


def _texts(row: dict[str, str]) -> dict[str, str]:
    return {column: without_guard(cell) for column, cell in row.items()}


def without_guard(cell: str) -> str:
    """Return a cell's text without the apostrophes that keep it from being a formula."""
    return GUARDED.sub("", cell)

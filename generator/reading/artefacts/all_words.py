"""All that a finished file says, as one text in its order, whatever its format: marks are gone, words remain."""

from __future__ import annotations

import csv
import io
import zipfile
from itertools import chain, filterfalse
from typing import TYPE_CHECKING
from xml.etree.ElementTree import fromstring

from generator.reading.artefacts.artefacts import markdown_words
from generator.reading.artefacts.checklists import confluence_page, without_guard
from generator.reading.artefacts.page_tokens import is_tag, page_tokens
from generator.reading.artefacts.word import MAIN, PART
from generator.reading.text.json_text import parse_json

if TYPE_CHECKING:
    from collections.abc import Iterator


def words_of_html(data: bytes) -> str:
    """Return the words that a page shows."""
    tokens = page_tokens(data.decode())
    words = filterfalse(is_tag, tokens)
    return " ".join(words)


def words_of_markdown(data: bytes) -> str:
    """Return the words of plain Markdown."""
    return markdown_words(data.decode())


def words_of_json(data: bytes) -> str:
    """Return the words of all texts of a document, which are plain Markdown."""
    texts = _texts(parse_json(data.decode()))
    return markdown_words("\n\n".join(texts))


def _texts(node: object) -> Iterator[str]:
    match node:
        case str(text):
            yield text
        case dict():
            for child in node.values():
                yield from _texts(child)
        case list():
            for child in node:
                yield from _texts(child)


def words_of_table(data: bytes) -> str:
    """Return the cells of a CSV file, row by row, without what keeps them from being formulas."""
    text = io.StringIO(data.decode("utf-8-sig"), newline="")
    cells = chain.from_iterable(csv.reader(text))
    return "\n".join(map(without_guard, cells))


def words_of_confluence(data: bytes) -> str:
    """Return the text of a page in Confluence's storage format. Raises `ParseError`."""
    return " ".join(confluence_page(data).itertext())


def words_of_word(data: bytes) -> str:
    """Return the runs of text of a Word document. Raises `BadZipFile`, `KeyError` or `ParseError`."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        document = fromstring(archive.read(PART))  # noqa: S314 - it was made a moment ago, by us
    runs = document.iter(f"{MAIN}t")
    texts = [run.text or "" for run in runs]
    return "".join(texts)

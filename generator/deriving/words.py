"""A guide's text as the words alone, for cells and lists that bear no marks."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from generator import model

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BRIEF_LENGTH = 60
"""Characters of a step's words where they name it within a sentence."""


def brief(text: str) -> str:
    """Return the words that fit within a sentence, without the stop at their end; no word is cut."""
    words = text.rstrip(".")
    return textwrap.shorten(words, BRIEF_LENGTH, placeholder=" …", break_on_hyphens=False)


def number_runs(numbers: Iterable[int], letter: str = "") -> Iterator[str]:
    """Yield numbers in their order, those in a row as one: `3–5`, `8`; with `letter` before each: `A3–A5`."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    for run in runs:
        ends = dict.fromkeys((run[0], run[-1]))
        yield "–".join(f"{letter}{number}" for number in ends)


def line_words(content: model.Inlines) -> str:
    """Return the words of a line, with required values and what the org says, or a blank for it."""
    return "".join(map(_inline_words, content))


def first_words(content: model.Blocks) -> str:
    """Return the first paragraph, which says what to do, as one line of words; nothing if there is none."""
    return " ".join(action_line(content).split())


def action_line(content: model.Blocks) -> str:
    """Return the same with every space that stands in it."""
    match content:
        case (model.Paragraph(line), *_):
            return line_words(line).replace("\n", " ")
        case _:
            return ""


def _inline_words(inline: model.Inline) -> str:
    match inline:
        case model.Text(text) | model.Code(text):
            return text
        case model.Strong(content) | model.Emphasis(content) | model.Link(content):
            return line_words(content)
        case model.LineBreak():
            return "\n"
        case model.ValueRef(value):
            return value.text
        case model.OrgRef(field, text):
            return text or f"____ ({field.blank})"


def block_words(content: model.Blocks) -> str:
    """Return the words of blocks, a line for each row and point; a drawing, which repeats a table, is left out."""
    return "\n".join(filter(None, map(_block_words, content)))


def _block_words(block: model.Block) -> str:
    match block:
        case model.Paragraph(content):
            return line_words(content)
        case model.BulletList(items) | model.NumberedList(items=items):
            return "\n".join(f"• {block_words(item)}" for item in items)
        case model.Table(_, rows):
            return "\n".join(": ".join(map(line_words, row.cells)) for row in rows)
        case model.CodeBlock(text):
            return text
        case model.Admonition(_, title, content):
            return f"{title}: {block_words(content)}"
        case model.Form():
            return ""

"""Text within a line as the words alone, for cells and lists that bear no marks."""

from __future__ import annotations

from generator import model


def line_words(content: model.Inlines) -> str:
    """Return the words of a line, with required values and what the org says, or a blank for it."""
    return "".join(map(_inline_words, content))


def first_words(content: model.Blocks) -> str:
    """Return the first paragraph, which says what to do, as one line of words; nothing if there is none."""
    match content:
        case (model.Paragraph(line), *_):
            return " ".join(line_words(line).split())
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

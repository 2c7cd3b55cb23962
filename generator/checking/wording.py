"""How the rules of style read a sentence: labels count as one word, and a place may stand first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator import model

if TYPE_CHECKING:
    from generator.model import Inline, Inlines

LABEL = "LABEL"
PLACE = re.compile(
    r"^(?:in|under|on|at|from|below|above|beside|next to|within|inside|for|after|before|when|if)\b[^,.!?]*, ",
    re.IGNORECASE,
)
WORD = re.compile(r"[\w’'-]+")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
NOT_IMPERATIVE = frozenset(
    {
        "a",
        "an",
        "the",
        "this",
        "that",
        "these",
        "those",
        "there",
        "here",
        "it",
        "its",
        "you",
        "your",
        "we",
        "our",
        "they",
        "their",
        "i",
        "he",
        "she",
        "one",
        "someone",
        "please",
        "now",
        "then",
        "next",
        "must",
        "should",
        "can",
        "could",
        "may",
        "might",
        "will",
        "would",
        "shall",
        "is",
        "are",
        "was",
        "were",
        "how",
        "what",
        "why",
        "which",
        "who",
    }
)
ENDS_LIKE_A_GERUND = frozenset({"bring", "ping", "ring", "string", "fling", "spring", "swing"})


def plain(content: Inlines) -> str:
    """Return text in which labels, values and code are one word each."""
    return "".join(map(_plain, content))


def _plain(inline: Inline) -> str:
    match inline:
        case model.Text(text):
            return text
        case model.Emphasis(content) | model.Link(content):
            return plain(content)
        case model.LineBreak():
            return " "
        case _:
            return LABEL


def first_paragraph(step: model.Step) -> str:
    """Return the text with which a step opens."""
    for block in step.content:
        if isinstance(block, model.Paragraph):
            return plain(block.content)
    return ""


def first_word(sentence: str) -> str:
    """Return the first word behind a leading place (“In Callback URL, …”), in small letters unless it is a label."""
    without_place = PLACE.sub("", sentence.strip())
    word = WORD.search(without_place)
    if not word:
        return ""
    if word.group() == LABEL:
        return LABEL
    return word.group().lower()


def is_imperative(sentence: str) -> bool:
    """Whether a sentence can be an order, as far as its first word tells."""
    word = first_word(sentence)
    if word in {"", LABEL}:
        return False
    is_gerund = word.endswith("ing") and word not in ENDS_LIKE_A_GERUND
    return not is_gerund and word not in NOT_IMPERATIVE


def sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph."""
    parts = SENTENCE_END.split(text)
    return list(filter(None, parts))

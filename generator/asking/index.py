"""What each word says for each passage, worked out once by SQLite's full-text search (FTS5, bm25).

The bm25 of several words is the sum of each one's, so whoever asks only adds up: here and in a browser alike.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from generator.asking.trade_words import with_trade_words
from generator.asking.words import IGNORED, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.asking.passages import GuidePassage
    from generator.asking.words import Weights

CREATE = "CREATE VIRTUAL TABLE passage USING fts5(title, signs, sees, body)"
COUNT_BY_PLACE = "INSERT INTO passage(passage, rank) VALUES ('rank', 'bm25(4, 4, 2, 1)')"
"""A word counts by where it stands: four times in a title or sign, twice in what is seen."""

PHRASES = re.compile("[,;]")
INSERT = "INSERT INTO passage(rowid, title, signs, sees, body) VALUES (?, ?, ?, ?, ?)"
WEIGH = "SELECT rowid, rank FROM passage WHERE passage MATCH ?"
HUNDREDTHS = -100
"""FTS5 returns a better match as a lower number."""


@dataclass(frozen=True)
class Index:
    """The passages, what each word says for them, and each passage's signs and phrases.

    Signs stand as they are written, by their words; of a phrase only the words that tell something.
    """

    passages: tuple[GuidePassage, ...]
    words: dict[str, Weights]
    signs: tuple[dict[str, str], ...]
    phrases: tuple[tuple[tuple[str, ...], ...], ...]


def index(passages: tuple[GuidePassage, ...]) -> Index:
    """Return the index of passages."""
    rows = [_row(passage) for passage in passages]
    vocabulary = set(" ".join(chain.from_iterable(rows)).split())
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(CREATE)
        database.execute(COUNT_BY_PLACE)
        numbered = [(number, *row) for number, row in enumerate(rows)]
        database.executemany(INSERT, numbered)
        shares = [passage.share for passage in passages]
        weights = {word: _weights(database, word, shares) for word in sorted(vocabulary)}
    signs = tuple(map(_signs, passages))
    phrases = tuple(map(_phrases, passages))
    return Index(passages, with_trade_words(weights), signs, phrases)


def _row(passage: GuidePassage) -> tuple[str, ...]:
    signs = " ".join(passage.signs)
    sees = " ".join((passage.sees, *passage.asked_as))
    texts = (passage.title, signs, sees, passage.body)
    return tuple(map(phrase, texts))


@lru_cache(maxsize=20_000)
def phrase(text: str) -> str:
    """Return the words of a text as compared, with a space between them."""
    return " ".join(words(text))


def _weights(database: sqlite3.Connection, word: str, shares: Sequence[int]) -> Weights:
    weights: Weights = {}
    for number, score in database.execute(WEIGH, (f'"{word}"',)):
        weight = round(HUNDREDTHS * score) * shares[number] // 100
        if weight:
            weights[number] = weight
    return weights


def _signs(passage: GuidePassage) -> dict[str, str]:
    signs: dict[str, str] = {}
    for sign in passage.signs:
        signs.setdefault(phrase(sign), sign)
    return signs


def _phrases(passage: GuidePassage) -> tuple[tuple[str, ...], ...]:
    """Return the telling words of each phrase; commas part phrases."""
    phrases: dict[tuple[str, ...], None] = {}
    for text in passage.asked_as:
        for part in PHRASES.split(text):
            telling = [word for word in words(part) if word not in IGNORED]
            phrases[tuple(dict.fromkeys(telling))] = None
    phrases.pop((), None)
    return tuple(phrases)

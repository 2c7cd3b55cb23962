"""The passages that answer a question, best first, or none. `asking.js` does the same in a browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.asking.spelling import meant_word
from generator.asking.words import EVERYDAY, IGNORED, stem, telling_text, typed_words, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.asking.index import Index
    from generator.asking.passages import GuidePassage

SIGN = 2
"""How often a word counts that stands in a sign found whole."""

LEAST = 350
"""Without a sign: what a passage's score has to reach, times the share that it takes up of what was asked for."""

UNKNOWN = 300
"""What a word could score that no passage uses."""

CLOSE = 0.5
"""Passages below this share of the best score are no answers."""


@dataclass(frozen=True)
class Answer:
    """A passage that answers a question.

    `signs` are those found in the question whole, as the guide writes them; `words` the further ones, as typed.
    """

    passage: GuidePassage
    score: int
    signs: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def matched(self) -> tuple[str, ...]:
        """Return all that was found, signs before words."""
        return self.signs + self.words


@dataclass(frozen=True)
class _Question:
    """The words of a question as compared, in order, and each that tells something as it was typed."""

    text: str
    telling: dict[str, str]


def answers(index: Index, question: str) -> tuple[Answer, ...]:
    """Return the passages that answer a question, best first; none if nothing fits."""
    asked = _read(question, index)
    candidates = [_answer(number, asked, index) for number in range(len(index.passages))]
    ranked = sorted(candidates, key=lambda answer: (not answer.signs, -answer.score))
    best = ranked[0]
    if not best.signs and not _fits(best, asked, index):
        return ()
    close = [answer for answer in ranked if answer.signs or answer.score >= CLOSE * best.score]
    return tuple(close)


def _read(question: str, index: Index) -> _Question:
    forms: list[str] = []
    telling: dict[str, str] = {}
    for typed in typed_words(telling_text(question)):
        form = meant_word(stem(typed), index.words)
        forms.append(form)
        if form not in IGNORED:
            telling.setdefault(form, typed)
    return _Question(" ".join(forms), telling)


def _answer(number: int, asked: _Question, index: Index) -> Answer:
    signs = [sign for phrase, sign in index.signs[number].items() if f" {phrase} " in f" {asked.text} "]
    sign_words = set(words(" ".join(signs)))
    score = 0
    further = []
    for form, typed in asked.telling.items():
        weight = index.words.get(form, {}).get(number, 0)
        if form in sign_words:
            score += SIGN * weight
        elif weight:
            score += weight
            further.append(typed)
    return Answer(index.passages[number], score, tuple(signs), tuple(further))


def _fits(best: Answer, asked: _Question, index: Index) -> bool:
    """Whether an answer without a sign takes up enough of what was asked."""
    special = [form for form in asked.telling if form not in EVERYDAY]
    taken_up = [form for form in special if asked.telling[form] in best.words]
    possible = _possible(special, index)
    if possible == 0:
        return False
    return best.score * _possible(taken_up, index) / possible >= LEAST


def _possible(asked: Iterable[str], index: Index) -> int:
    """Return the most that some words can score together."""
    most = [_most(word, index) for word in asked]
    return sum(most)


def _most(word: str, index: Index) -> int:
    """Return the most that a word can score."""
    if word not in index.words:
        return UNKNOWN
    return max(index.words[word].values(), default=0)

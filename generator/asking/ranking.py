"""The passages that answer a question, best first, or none. `asking.js` does the same in a browser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.asking.index import phrase
from generator.asking.passages import AnswerKind
from generator.asking.spelling import joined_words, meant_words
from generator.asking.words import ASKING, EVERYDAY, FAILING, IGNORED, telling_text, typed_words, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.asking.index import Index
    from generator.asking.passages import GuidePassage

SIGN = 2
"""How often a word counts that stands in a sign found whole."""

BEGUN_SIGN = 3
"""Words of a question that may be the beginning of a sign."""

PHRASE = 150
"""Percent for which a word counts that stands in a phrase of which all is asked for."""

ANYTHING = 75
"""Percent for which a word counts that is asked about anything, such as `find`. The words of a failure may quote it."""

LEAST = 330
"""Without a sign: what a passage's score has to reach, times the share that it takes up of what was asked for.

The smaller one of two shares: that of the words, and that of what they can score.
"""

UNKNOWN = 300
"""What a word could score that no passage uses."""

LESS = 40
"""Percent of its score that an error has where a question tells of no failure."""

MORE = 120
"""The same where a question tells of one."""

BRIEF = 4
"""Words of a question that is no sentence, as people type them into a search: they name a thing."""

LESS_IF_BRIEF = 60
"""Percent of its score that an error has where such words tell of no failure."""

LEAST_IF_BRIEF = 100
"""What a passage's score has to reach where a question is brief: there are few words that could score."""

QUOTED = re.compile(r"[_=]|(?:\S+\s+){4}\S")
"""What is a sign of an error also in such a question: a code, or five words and more, which nobody asks by chance.

Or all of the question: screens say `Use Custom Domain`, as somebody may who wants it done.
"""

CLOSE = 0.5
"""Passages below this share of the best score are no answers."""


@dataclass(frozen=True)
class Answer:
    """A passage that answers a question.

    `signs` are those found in the question whole, as the guide writes them; `words` the further ones, as typed.
    `phrases` are the words, as compared, of the phrases that the question holds.
    """

    passage: GuidePassage
    score: int
    signs: tuple[str, ...]
    words: tuple[str, ...]
    phrases: frozenset[str] = frozenset()

    @property
    def matched(self) -> tuple[str, ...]:
        """Return all that was found, signs before words."""
        return self.signs + self.words


@dataclass(frozen=True)
class _Question:
    """The words of a question as compared, in order, and each that tells something as it was typed."""

    text: str
    telling: dict[str, str]
    is_general: bool
    is_brief: bool
    is_failing: bool

    @property
    def trouble_share(self) -> int:
        """Return the percent of its score that an error has."""
        if self.is_failing:
            return MORE
        if self.is_general:
            return LESS
        if self.is_brief:
            return LESS_IF_BRIEF
        return 100


def answers(index: Index, question: str) -> tuple[Answer, ...]:
    """Return the passages that answer a question, best first; none if nothing fits."""
    asked = _read(question, index)
    ranked = _ranked(asked, index)
    best = ranked[0]
    if not best.signs and not _fits(best, asked, index):
        return ()
    close = [answer for answer in ranked if answer.signs or answer.score >= CLOSE * best.score]
    return tuple(close)


def near_answers(index: Index, question: str) -> tuple[Answer, ...]:
    """Return the passages that say something of what was asked, best first, where none answers it."""
    asked = _read(question, index)
    near = [answer for answer in _ranked(asked, index) if answer.score > 0]
    return tuple(near)


def _rank(answer: Answer) -> tuple[bool, int]:
    """Return what sorts an answer: those with a sign come first, then those of a high score."""
    return not answer.signs, -answer.score


def is_failing(question: str) -> bool:
    """Whether a question tells of a failure."""
    return not FAILING.isdisjoint(typed_words(question))


def is_general(question: str) -> bool:
    """Whether a question asks how, what or why, or for something to be done, and tells of no failure."""
    typed = typed_words(question)
    if not typed or typed[0] not in ASKING:
        return False
    return not is_failing(question)


def is_brief(question: str) -> bool:
    """Whether a question is no sentence but a few words that name a thing, and tell of no failure."""
    if is_failing(question) or is_general(question):
        return False
    return len(typed_words(question)) <= BRIEF


def _read(question: str, index: Index) -> _Question:
    forms: list[str] = []
    telling: dict[str, str] = {}
    all_typed = typed_words(telling_text(question))
    for typed in all_typed:
        meant = meant_words(typed, index.words)
        forms.extend(meant)
        for form in meant:
            if form not in IGNORED:
                telling.setdefault(form, typed)
    for form, typed in joined_words(all_typed, index.words).items():
        telling.setdefault(form, typed)
    return _Question(" ".join(forms), telling, is_general(question), is_brief(question), is_failing(question))


def _ranked(asked: _Question, index: Index) -> list[Answer]:
    candidates = [_answer(number, asked, index) for number, _ in enumerate(index.passages)]
    return sorted(candidates, key=_rank)


def _answer(number: int, asked: _Question, index: Index) -> Answer:
    passage = index.passages[number]
    signs = [sign for words_of_it, sign in index.signs[number].items() if _is_told(words_of_it, asked.text)]
    sign_words = set(words(" ".join(signs)))
    phrases = _phrases_held(number, asked, index)
    score = 0
    further = []
    for form, typed in asked.telling.items():
        weight = index.words.get(form, {}).get(number, 0)
        if form in sign_words:
            score += SIGN * weight
        elif weight:
            if form in phrases:
                weight = weight * PHRASE // 100
            elif form in EVERYDAY and not asked.is_failing:
                weight = weight * ANYTHING // 100
            score += weight
            further.append(typed)
    if passage.kind is AnswerKind.TROUBLE:
        score = score * asked.trouble_share // 100
        if asked.is_general:
            signs = [sign for sign in signs if QUOTED.search(sign) or phrase(sign) == asked.text]
    return Answer(passage, score, tuple(signs), tuple(further), phrases)


def _is_told(sign: str, question: str) -> bool:
    """Whether a question holds a sign, or is the beginning of one, as far as somebody has typed it."""
    if f" {sign} " in f" {question} ":
        return True
    return question.count(" ") >= BEGUN_SIGN - 1 and sign.startswith(f"{question} ")


def _phrases_held(number: int, asked: _Question, index: Index) -> frozenset[str]:
    """Return the words of a passage's phrases of which all is asked for."""
    asked_for = asked.telling.keys()
    held: set[str] = set()
    for some in index.phrases[number]:
        if asked_for >= set(some):
            held.update(some)
    return frozenset(held)


def _fits(best: Answer, asked: _Question, index: Index) -> bool:
    """Whether an answer without a sign takes up enough of what was asked."""
    special = [form for form in asked.telling if form not in EVERYDAY or form in best.phrases]
    if asked.is_brief and not special:
        special = list(asked.telling)
    taken_up = [form for form in special if asked.telling[form] in best.words]
    possible = _possible(special, index)
    if possible == 0:
        return False
    share_of_weight = _possible(taken_up, index) / possible
    share_of_words = len(taken_up) / len(special)
    return best.score * min(share_of_weight, share_of_words) >= _least(best, asked)


def _least(best: Answer, asked: _Question) -> int:
    """Return what the score of an answer has to reach."""
    if asked.is_brief:
        return LEAST_IF_BRIEF
    if best.passage.kind is AnswerKind.TROUBLE:
        return LEAST * asked.trouble_share // 100
    return LEAST


def _possible(asked: Iterable[str], index: Index) -> int:
    """Return the most that some words can score together."""
    most = [_most(word, index) for word in asked]
    return sum(most)


def _most(word: str, index: Index) -> int:
    """Return the most that a word can score."""
    if word not in index.words:
        return UNKNOWN
    return max(index.words[word].values(), default=0)

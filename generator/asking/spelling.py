"""The known words that a misspelt one is meant for. `asking.js` does the same in a browser."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from generator.asking.words import IGNORED, stem

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

SHORTEST = 6
"""Letters of a word that may be misspelt. Shorter ones are too near to each other."""


SHORTEST_PART = 2
"""Letters of each of two words that are written as one."""


def meant_words(typed: str, vocabulary: Collection[str]) -> tuple[str, ...]:
    """Return the words of the vocabulary, as compared, that a word is or is meant for; else the word itself.

    It is the nearest one, else the two that it is made of (`callbackurl`), else the longest that it begins with: the
    end of a word is misspelt most.
    """
    word = stem(typed)
    if word in vocabulary or word in IGNORED or not _may_be_misspelt(word):
        return (word,)
    near = [other for other in vocabulary if is_near(word, other)]
    if near:
        _, nearest = min((abs(len(other) - len(word)), other) for other in near)
        return (nearest,)
    if parts := _parts(typed, vocabulary):
        return parts
    beginnings = [other for other in vocabulary if len(other) >= SHORTEST and word.startswith(other)]
    return (max(beginnings, key=len, default=word),)


def _parts(word: str, vocabulary: Collection[str]) -> tuple[str, ...]:
    """Return the two known words that one is made of, the first as short as can be, or nothing."""
    for length in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        parts = stem(word[:length]), stem(word[length:])
        if all(part in vocabulary for part in parts):
            return parts
    return ()


def joined_words(typed: Sequence[str], vocabulary: Collection[str]) -> dict[str, str]:
    """Return the known words that two neighbours make together (`call back`), each with the two as typed."""
    joined = {}
    for first, second in pairwise(typed):
        word = stem(first + second)
        if len(word) >= SHORTEST and word in vocabulary:
            joined[word] = f"{first} {second}"
    return joined


BEGUN = 3
"""Letters after which a browser takes a word that is being typed for a longer one."""


def _may_be_misspelt(word: str) -> bool:
    if len(word) < SHORTEST:
        return False
    return word.isalpha()


def is_near(word: str, other: str) -> bool:
    """Whether two words differ in one letter that is not the first, or in two that changed places."""
    place = _first_difference(word, other)
    if place == 0:
        return False
    left, right = word[place:], other[place:]
    if _has_one_more(left, right) or _has_one_more(right, left):
        return True
    return left[1:] == right[1:] or _is_swapped(left, right)


def _first_difference(word: str, other: str) -> int:
    for place, (letter, other_letter) in enumerate(zip(word, other, strict=False)):
        if letter != other_letter:
            return place
    return min(len(word), len(other))


def _has_one_more(left: str, right: str) -> bool:
    return left[1:] == right


def _is_swapped(left: str, right: str) -> bool:
    changed_places = left[1::-1] + left[2:]
    return changed_places == right

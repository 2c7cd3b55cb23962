"""The known words that a misspelt one is meant for. `asking.js` does the same in a browser."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from generator.asking.words import IGNORED, stem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from generator.asking.words import Weights

SHORTEST = 6
"""Letters of a word that may be misspelt in any way. Shorter ones are too near to each other."""

SHORTEST_LACKING = 5
"""Letters of a word that may lack one."""

SHORTEST_SWAPPED = 4
"""Letters of a word in which two neighbours may have changed places."""

SHORTEST_PART = 2
"""Letters of each of two words that are written as one."""

BEGUN = 3
"""Letters after which a word may be the beginning of a longer one."""


def meant_words(typed: str, vocabulary: Mapping[str, Weights]) -> tuple[str, ...]:
    """Return the words of the vocabulary, as compared, that a word is or is meant for; else the word itself.

    It is the one that says most of those one slip away, else the two that it is made of (`callbackurl`), else the
    longest that it begins with: the end of a word is misspelt most. Else, and for a short one at once, it is the one
    of which it is the beginning.
    """
    word = stem(typed)
    is_as_it_is = word in vocabulary or word in IGNORED or not typed.isalpha()
    if is_as_it_is:
        return (word,)
    if near := _near_words(typed, vocabulary):
        return (_saying_most(near, vocabulary),)
    if len(typed) < SHORTEST:
        return (_completed(word, vocabulary),)
    if parts := _parts(typed, vocabulary):
        return parts
    beginnings = [other for other in vocabulary if len(other) >= SHORTEST and word.startswith(other)]
    return (max(beginnings, key=len, default=_completed(word, vocabulary)),)


def _near_words(typed: str, vocabulary: Collection[str]) -> list[str]:
    """Return the known words that a misspelt one may be meant for."""
    word = stem(typed)
    return [other for other in vocabulary if is_near(word, other, len(typed))]


def _completed(word: str, vocabulary: Mapping[str, Weights]) -> str:
    """Return what a word that is not typed to its end becomes: of those that begin so, the one that says most."""
    if len(word) < BEGUN:
        return word
    begun = [other for other in vocabulary if other.startswith(word)]
    return _saying_most(begun, vocabulary) if begun else word


def _saying_most(some: Iterable[str], vocabulary: Mapping[str, Weights]) -> str:
    """Return the word that says most in all; of several the first by the alphabet."""
    return min(some, key=lambda word: (-sum(vocabulary[word].values()), word))


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


def is_near(word: str, other: str, letters: int) -> bool:
    """Whether two words differ by one slip, but for the first letter, that one of so many letters as typed may hold."""
    place = _first_difference(word, other)
    if place == 0:
        return False
    left, right = word[place:], other[place:]
    if _is_swapped(left, right):
        return letters >= SHORTEST_SWAPPED
    if _has_one_more(right, left):
        return letters >= SHORTEST_LACKING
    differs_in_one = _has_one_more(left, right) or left[1:] == right[1:]
    return differs_in_one and letters >= SHORTEST


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

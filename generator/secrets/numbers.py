"""Secrets that are nothing but digits, and the digests of files, which look the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.secrets import forms
from generator.secrets.forms import CONSUMER_SECRET, Secret

if TYPE_CHECKING:
    from collections.abc import Iterator

DIGIT_COUNT = forms.DIGIT_COUNT
MOST_LINES = 4
"""So many line ends may stand between 64 digits; with more they are a list."""

WORDS_BEFORE, WORDS_AFTER = 100, 40
"""So many characters around 64 digits say what they are."""

DIGITS = re.compile(r"[0-9A-Fa-f]{64}|[0-9]{13}")
HEXADECIMAL = re.compile(forms.HEXADECIMAL, re.ASCII)
HEXADECIMAL_WITH_SIGNS = re.compile(forms.HEXADECIMAL_WITH_SIGNS, re.ASCII)
SIGNS = ":.,\u00b7"
FEWEST_SIGNS = 3
"""Between the four longest groups that are looked for."""

FEWEST_GROUPS = re.compile(
    f"[0-9A-Fa-f][0-9A-Fa-f](?:[0-9A-Fa-f]{{0,14}}(?:{forms.SIGN})[0-9A-Fa-f]{{2}}){{{FEWEST_SIGNS}}}"
)
"""Quick to search for, and in whatever has 64 digits between signs."""

HEX_LETTER = re.compile(r"[A-Fa-f]")
HEX_GROUP = re.compile(r"[0-9A-Fa-f]+")
GROUP_BEFORE = re.compile(r"(?<![^\s-])([0-9A-Fa-f]+)[\s-]+$", re.ASCII)
GROUP_AFTER = re.compile(r"[\s-]+([0-9A-Fa-f]+)(?![^\s-])", re.ASCII)
NUMBER = re.compile(forms.NUMBER, re.ASCII)
NUMBER_IN_GROUPS = re.compile(forms.NUMBER_IN_GROUPS, re.ASCII)
DIGIT_GROUP = re.compile(r"[0-9]+")
NAMED_NUMBER = re.compile(forms.NAMED_NUMBER, re.ASCII | re.IGNORECASE)
UUID = re.compile(forms.UUID)
DIGEST_WORDS = re.compile(forms.DIGEST_WORDS, re.IGNORECASE)
SECRET_WORDS = re.compile(forms.SECRET_WORDS, re.IGNORECASE)
NAMED_DIGEST = re.compile(forms.NAMED_DIGEST, re.IGNORECASE)
FILE_NAME = re.compile(forms.FILE_NAME, re.ASCII)


def number_secrets(text: str, squeezed_text: str) -> Iterator[Secret]:
    """Yield the secrets that are numbers, in groups or not."""
    if max(map(text.count, SIGNS)) >= FEWEST_SIGNS and FEWEST_GROUPS.search(text):
        yield from _digits_with_signs(text)
    if not DIGITS.search(squeezed_text):
        return
    for match in _sixty_four_digits(text):
        if not _is_digest(match):
            yield Secret(CONSUMER_SECRET, match.start(), match.end())
    for match in NUMBER.finditer(text):
        yield Secret(CONSUMER_SECRET, match.start(), match.end())
    for match in NAMED_NUMBER.finditer(text):
        yield Secret(CONSUMER_SECRET, match.start(1), match.end(1))
    for match in NUMBER_IN_GROUPS.finditer(text):
        if _is_even_number(match[0]):
            yield Secret(CONSUMER_SECRET, match.start(), match.end())


def _digits_with_signs(text: str) -> Iterator[Secret]:
    for match in HEXADECIMAL_WITH_SIGNS.finditer(text):
        if HEX_LETTER.search(match[0]) and not _is_digest(match):
            yield Secret(CONSUMER_SECRET, match.start(), match.end())


def unnamed_digests(text: str) -> Iterator[int]:
    """Yield where 64 digits begin that words around them call a digest, but no `sha256:` right before them."""
    for match in _sixty_four_digits(text):
        is_named = NAMED_DIGEST.search(text, 0, match.start())
        if _is_digest(match) and not is_named:
            yield match.start()


def digests(text: str) -> Iterator[str]:
    """Yield the digits that words around them call a digest."""
    for match in _sixty_four_digits(text):
        if _is_digest(match):
            digits = HEX_GROUP.findall(match[0])
            yield "".join(digits).lower()


def _sixty_four_digits(text: str) -> Iterator[re.Match[str]]:
    """Yield 64 hexadecimal digits, in groups or not. UUIDs beside each other would read as groups of one number."""
    without_ids = UUID.sub(_crossed_out, text)
    for match in HEXADECIMAL.finditer(without_ids):
        is_in_groups = len(match[0]) > DIGIT_COUNT
        if not is_in_groups or not _is_list(match):
            yield match


def _crossed_out(match: re.Match[str]) -> str:
    return "~" * len(match[0])


def _is_list(match: re.Match[str]) -> bool:
    """Whether 64 digits in groups are a part of something longer, a list of numbers, or one number a line."""
    if match[0].count("\n") > MOST_LINES or not HEX_LETTER.search(match[0]):
        return True
    groups = HEX_GROUP.findall(match[0])
    start = max(0, match.start() - DIGIT_COUNT)
    before = GROUP_BEFORE.search(match.string[start : match.start()])
    if before and len(before[1]) == len(groups[0]):
        return True
    after = GROUP_AFTER.match(match.string, match.end())
    if after is None:
        return False
    return len(after[1]) == len(groups[-1])


def _is_digest(match: re.Match[str]) -> bool:
    """Whether the words around 64 digits call them a digest, and no nearer word calls them a secret."""
    start = max(0, match.start() - WORDS_BEFORE)
    before = match.string[start : match.start()]
    digest_word = _end_of_last(DIGEST_WORDS, before)
    secret_word = _end_of_last(SECRET_WORDS, before)
    if digest_word or secret_word:
        return digest_word > secret_word
    after = match.string[match.end() : match.end() + WORDS_AFTER]
    is_listed = FILE_NAME.match(after) or DIGEST_WORDS.search(after)
    return is_listed is not None


def _end_of_last(words: re.Pattern[str], text: str) -> int:
    """Return where the last of some words ends; 0 if there is none."""
    end = 0
    for match in words.finditer(text):
        end = match.end()
    return end


def _is_even_number(text: str) -> bool:
    """Whether a number of 18 or 19 digits is in groups as long as the first; the last may be what is left over."""
    groups = DIGIT_GROUP.findall(text)
    if not NUMBER.fullmatch("".join(groups)):
        return False
    *full, last = map(len, groups)
    is_even = len(set(full)) == 1
    return is_even and last <= full[0]

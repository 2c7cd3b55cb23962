"""A YAML file written anew keeps what people had noted in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COMMENT = re.compile(r"(?:^|(?<=\s))#.*")
KEY = re.compile(r"\s*(?:- )?[^:]*")
BLOCKS = ("|", ">")
NO_COLUMN = 1_000_000
"""Behind the last column of any line."""


@dataclass(frozen=True)
class _Line:
    """A line's part that YAML reads, if any, and the comment behind it or alone."""

    code: str | None
    comment: str


@dataclass(frozen=True)
class _Text:
    """Where a text of the file stands: line and column, from 0, of its beginning and of its end."""

    start: tuple[int, int]
    end: tuple[int, int]

    @property
    def further_lines(self) -> range:
        """Return its lines after the first."""
        first, _ = self.start
        last, _ = self.end
        return range(first + 1, last + 1)


def with_comments(text: str, old: str) -> str:
    """Return the YAML `text`, which has no comments, with the comments and empty lines of the file it replaces.

    A comment stays above or beside what it stood at; where that is gone, it comes above what follows.
    """
    lines = list(_lines(old))
    code = {number: line.code for number, line in enumerate(lines) if line.code is not None}
    new = text.splitlines()
    places = _places(list(code.values()), new)
    texts = _texts(text)
    first_lines = {number: text.start[0] for text in texts for number in text.further_lines}
    unfinished = {number - 1 for number in first_lines}
    above: dict[int, list[str]] = {}
    beside: dict[int, str] = {}
    for number, line in enumerate(lines):
        place, is_same = _place(number, list(code), places, len(new))
        if line.code is None:
            above.setdefault(first_lines.get(place, place), []).append(line.comment)
        elif line.comment and is_same and place not in unfinished:
            beside[place] = f"  {line.comment}"
        elif line.comment:
            indent = line.code[: len(line.code) - len(line.code.lstrip())]
            above.setdefault(first_lines.get(place, place), []).append(f"{indent}{line.comment}")
    merged: list[str] = []
    for number in range(len(new) + 1):
        merged += above.get(number, ())
        merged += [f"{line}{beside.get(number, '')}" for line in new[number : number + 1]]
    return "\n".join(merged) + "\n"


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines; a “#” within a text is no comment."""
    texts = _texts(text)
    within = {number for each in texts for number in each.further_lines}
    for number, line in enumerate(text.splitlines()):
        starts = (match.start() for match in COMMENT.finditer(line))
        start = next((start for start in starts if not _is_within((number, start), texts)), len(line))
        code, comment = line[:start].rstrip(), line[start:]
        if code.strip() or number in within:
            yield _Line(code if comment else line, comment)
        else:
            yield _Line(None, line.rstrip())


def _texts(text: str) -> list[_Text]:
    tokens = yaml.scan(text, Loader=yaml.BaseLoader)
    scalars = [token for token in tokens if isinstance(token, yaml.ScalarToken)]
    return [_Text(_start(token), _end(token)) for token in scalars]


def _start(token: yaml.ScalarToken) -> tuple[int, int]:
    if token.style in BLOCKS:
        return token.start_mark.line, NO_COLUMN  # a comment may stand behind the sign
    return token.start_mark.line, token.start_mark.column


def _end(token: yaml.ScalarToken) -> tuple[int, int]:
    if token.style in BLOCKS:
        return token.end_mark.line - 1, NO_COLUMN  # it ends where the next line begins
    return token.end_mark.line, token.end_mark.column


def _is_within(place: tuple[int, int], texts: Sequence[_Text]) -> bool:
    around = [text for text in texts if text.start <= place < text.end]
    return bool(around)


def _places(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Return {line of `old`: the line of `new` that says the same, or says it of the same key}."""
    places: dict[int, int] = {}
    old_plain = list(map(_plain, old))
    new_plain = list(map(_plain, new))
    matcher = SequenceMatcher(None, old_plain, new_plain, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            places |= dict(zip(range(start, end), range(first, last), strict=True))
        elif kind == "replace":
            places |= _same_keys(old, new, range(start, end), range(first, last))
    return places


def _same_keys(old: Sequence[str], new: Sequence[str], before: range, after: range) -> dict[int, int]:
    keys_before = [_key(old[number]) for number in before]
    keys_after = [_key(new[number]) for number in after]
    matcher = SequenceMatcher(None, keys_before, keys_after, autojunk=False)
    places: dict[int, int] = {}
    for start, first, size in matcher.get_matching_blocks():
        for offset in range(size):
            places[before[start + offset]] = after[first + offset]
    return places


def _plain(line: str) -> str:
    return re.sub(r"[\"'\s]", "", line)


def _key(line: str) -> str:
    match = KEY.match(line)
    return _plain(match[0]) if match else ""


def _place(number: int, numbers: Sequence[int], places: dict[int, int], end: int) -> tuple[int, bool]:
    """Return the new line above or beside which a comment comes, and whether that is the line it stood at."""
    for index, code_number in enumerate(numbers):
        if code_number >= number and index in places:
            return places[index], code_number == number
    return end, False

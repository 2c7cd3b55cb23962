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


@dataclass(frozen=True)
class _Line:
    """A line's part that YAML reads, and the comment behind it or alone; both may be empty."""

    code: str
    comment: str


def with_comments(text: str, old: str) -> str:
    """Return the YAML `text`, which has no comments, with the comments and empty lines of the file it replaces.

    A comment stays above or beside what it stood at; where that is gone, it comes above what follows.
    """
    lines = list(_lines(old))
    numbers = [number for number, line in enumerate(lines) if line.code]
    new = text.splitlines()
    places = _places([lines[number].code for number in numbers], new)
    above: dict[int, list[str]] = {}
    beside: dict[int, str] = {}
    for number, line in enumerate(lines):
        place, is_same = _place(number, numbers, places, len(new))
        if line.code and line.comment and is_same:
            beside[place] = f"  {line.comment}"
        elif line.comment or not line.code:
            indent = re.match(r"\s*", line.code)
            above.setdefault(place, []).append(f"{indent[0] if indent else ''}{line.comment}".rstrip())
    merged = [
        entry
        for number in range(len(new) + 1)
        for entry in (*above.get(number, ()), *(f"{code}{beside.get(number, '')}" for code in new[number : number + 1]))
    ]
    return "\n".join(merged) + "\n"


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines; a “#” within a text is no comment."""
    within = _within_texts(text)
    for number, line in enumerate(text.splitlines()):
        starts = (match.start() for match in COMMENT.finditer(line))
        start = next((start for start in starts if not _is_within((number, start), within)), len(line))
        code, comment = line[:start].rstrip(), line[start:]
        if not code.strip() and comment:
            yield _Line("", line.rstrip())
        else:
            yield _Line(code, comment)


Span = tuple[tuple[int, int], tuple[int, int]]
"""Line and column, from 0, of a text's beginning and of its end."""


def _within_texts(text: str) -> list[Span]:
    tokens = [token for token in yaml.scan(text, Loader=yaml.BaseLoader) if isinstance(token, yaml.ScalarToken)]
    return [(_start(token), (token.end_mark.line, token.end_mark.column)) for token in tokens]


def _start(token: yaml.ScalarToken) -> tuple[int, int]:
    if token.style in BLOCKS:
        return token.start_mark.line + 1, 0
    return token.start_mark.line, token.start_mark.column


def _is_within(place: tuple[int, int], spans: Sequence[Span]) -> bool:
    return any(start <= place < end for start, end in spans)


def _places(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Return {line of `old`: the line of `new` that says the same, or says it of the same key}."""
    places: dict[int, int] = {}
    matcher = SequenceMatcher(None, list(map(_plain, old)), list(map(_plain, new)), autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            places |= dict(zip(range(start, end), range(first, last), strict=True))
        elif kind == "replace":
            places |= _same_keys(old, new, range(start, end), range(first, last))
    return places


def _same_keys(old: Sequence[str], new: Sequence[str], before: range, after: range) -> dict[int, int]:
    matcher = SequenceMatcher(None, [_key(old[n]) for n in before], [_key(new[n]) for n in after], autojunk=False)
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
    for index, code in enumerate(numbers):
        if code >= number and index in places:
            return places[index], code == number
    return end, False

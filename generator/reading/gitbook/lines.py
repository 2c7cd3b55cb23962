"""Makes a page's text ready for a Markdown parser, line by line, and remembers where each line came from.

GitBook closes a hint on the line below its text and mixes HTML with lists. CommonMark would take such a line for a part
of the list, table or HTML above it. Blank lines around it keep the two apart; a blank line inside an HTML table,
which would cut the table in two, goes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from generator.model.page import LeftOut
from generator.reading.dialects import translate
from generator.reading.dialects.lines import Line, in_code, masked
from generator.reading.dialects.unread import TAG
from generator.reading.gitbook.conditions import without_conditions
from generator.reading.gitbook.ends import ends_in_place
from generator.reading.gitbook.tags import leading_tag, parse_tag
from generator.reading.text.fences import PREFIX, next_fence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.model.page import OpenPoint
    from generator.reading.dialects.lines import Notes

FINAL_TAG = re.compile(r"\{%-?\s*end[\w-]+\s*-?%\}\s*$")
ENDS_HTML = re.compile(
    r"<(?:/(?:table|figure|details|summary|div)|(?:details|summary|div)\b[^<>]*)>\s*$", re.IGNORECASE
)
TABLE_STARTS = re.compile(r"[ \t]*<table\b", re.IGNORECASE)
TABLE_ENDS = re.compile(r"</table\s*>", re.IGNORECASE)
MARKERS = re.compile(r"(?:[\s>]|[-*+]\s|\d+[.)]\s)*")
BREAKS = re.compile("[\x85\u2028\u2029]")
INVISIBLE = re.compile("[\u200b\u2060\ufeff]")
BROKEN_REFERENCE = "&#xNAN;"
TAIL = re.compile(r"#{1,6}[ \t]*Agent Instructions\b", re.IGNORECASE)
INDEX_NOTE = re.compile(r">.*llms\.txt", re.IGNORECASE)


@dataclass
class Prepared:
    """Lines for the parser, each with its line on the page (from 1); what was taken away, and is open.

    `tag_lines` are the page's lines with a tag of its own; tags elsewhere stand for blocks of other dialects.
    """

    lines: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    open_points: list[OpenPoint] = field(default_factory=list)
    tag_lines: frozenset[int] = frozenset()

    @property
    def text(self) -> str:
        """Return the whole text."""
        return "\n".join(self.lines) + "\n"

    def line(self, index: int) -> int:
        """Return the page's line for a line of the text, counted from 0."""
        if not self.numbers:
            return 1
        last = len(self.numbers) - 1
        return self.numbers[min(index, last)]

    def add(self, text: str, number: int) -> None:
        """Append one line."""
        self.lines.append(text)
        self.numbers.append(number)


def without_tail(text: str) -> tuple[str, str]:
    """Part the page from what its publisher hangs on every exported page: “---” and instructions for programs."""
    lines = text.split("\n")
    heads = [number for number, line in enumerate(lines) if TAIL.match(line)]
    for head in reversed(heads):
        start = head - 1
        while start >= 0 and (not lines[start].strip() or lines[start].startswith(">")):
            start -= 1
        if start >= 0 and re.fullmatch(r"-{3,}\s*", lines[start]):
            return "\n".join(lines[:start]).rstrip() + "\n", "\n".join(lines[start:])
    return text.rstrip() + "\n", ""


NO_VARIABLES: Mapping[str, str] = MappingProxyType({})


def prepare(text: str, variables: Mapping[str, str] = NO_VARIABLES) -> Prepared:
    """Return the page's lines as a Markdown parser must see them; `variables` are those of its space."""
    return _prepared(text, tuple(variables.items()))


@lru_cache(maxsize=1)  # a page is read, and then its words are
def _prepared(text: str, variables: tuple[tuple[str, str], ...]) -> Prepared:
    body, tail = without_tail(text)
    tag_lines = [number for number, line in enumerate(body.split("\n"), start=1) if "{%" in line]
    prepared = Prepared(tag_lines=frozenset(tag_lines))
    lines = [_visible(line, number, prepared) for number, line in enumerate(body.rstrip("\n").split("\n"), start=1)]
    if tail:
        number = text.count("\n") - tail.count("\n") + 1
        prepared.left_out.append(LeftOut(number, "The publisher’s tail, the same below every page.", tail.strip()))
    first = next((index for index, line in enumerate(lines) if line.strip()), 0)
    if INDEX_NOTE.match(lines[first]):
        prepared.left_out.append(LeftOut(first + 1, "The publisher’s note for programs.", lines[first]))
        lines[first] = ""
    _fill(prepared, lines, dict(variables))
    return prepared


def _fill(prepared: Prepared, texts: list[str], variables: Mapping[str, str]) -> None:
    """Take over each line: code as it is, tables without blank lines, tags and the ends of HTML apart."""
    translated, notes = translate(texts, variables)
    prepared.left_out.extend(notes.left_out)
    translated = ends_in_place(without_conditions(translated, prepared.left_out))
    lines = [line.text for line in translated]
    in_pre = in_code(translated) if any("<pre" in line for line in lines) else ()
    last_table_end = max((index for index, line in enumerate(lines) if TABLE_ENDS.search(line)), default=-1)
    fence, in_table = "", False
    for index, line in enumerate(lines):
        in_table = not fence and (in_table or (index <= last_table_end and bool(TABLE_STARTS.match(line))))
        was_code, fence = bool(fence), "" if in_table else next_fence(fence, line)
        parts: Iterable[str] = (line,)
        if was_code or fence or (in_pre and in_pre[index]):
            pass
        elif not in_table:
            parts = _apart(line)
        elif TABLE_ENDS.search(line):
            in_table, parts = False, (line, "")
        elif not line.strip():
            parts = ()
        is_code = was_code or bool(fence) or bool(in_pre and in_pre[index])
        for part in parts:
            prepared.add(part, translated[index].number)
            if not is_code and "{%" in part:
                _name_tags_within(Line(part, translated[index].number), notes)
    prepared.open_points.extend(notes.open_points)


def _name_tags_within(line: Line, notes: Notes) -> None:
    """Name each tag that does not stand alone on its line, as nothing reads it there."""
    text = MARKERS.sub("", line.text, count=1)
    if not parse_tag(text):
        for match in TAG.finditer(masked(text)):
            notes.kept(line, text[match.start() : match.end()])


def _visible(line: str, number: int, prepared: Prepared) -> str:
    if BROKEN_REFERENCE in line:
        prepared.left_out.append(LeftOut(number, "A character reference without a number.", BROKEN_REFERENCE))
    return INVISIBLE.sub("", BREAKS.sub(" ", line.replace(BROKEN_REFERENCE, "")))


def _apart(line: str) -> Iterator[str]:
    """Yield the line with each tag at its start or end on a line of its own between blank lines."""
    if "{%" not in line and ">" not in line:
        yield line
        return
    rest = PREFIX.sub("", line, count=1).strip()
    prefix = line[: len(line.rstrip()) - len(rest)]
    blank = prefix.rstrip()
    if not rest.startswith("{%") and not FINAL_TAG.search(masked(rest)):
        yield line
        if ENDS_HTML.search(line):
            yield blank
        return
    while found := leading_tag(rest):
        tag, rest = found
        yield from (blank, prefix + tag, blank)
    if match := FINAL_TAG.search(masked(rest)):
        yield from (prefix + rest[: match.start()], blank, prefix + match[0].strip(), blank)
    elif rest:
        yield prefix + rest

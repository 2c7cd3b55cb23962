"""A vendor's page, place by place, as facts: what its author marked, tabulated or listed, and the prose around it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from generator import model
from generator.model import page as page_model
from generator.model.page import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.model.page import Page

LONGEST_NAME = 8
"""Words. What is longer is prose, and stands in the lock file as a hash."""

CLAUSE_END = re.compile(r"(?<=[.!?,:;])\s+")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
END_MARKS = ".,:;"
MARKUP = re.compile(r"</?[a-z]+>|[*`\\]")
POINT, CODE = "•", "`"
"""Stand for a row's label where a value is a point of a list, or code."""

OPEN, CLOSE = "\x0e", "\x0f"
"""Around a marked word, until the prose has been parted into clauses."""

MARKED = re.compile(f"{OPEN}[^{CLOSE}]*{CLOSE}")


class PassageKind(Enum):
    """What a passage is on the page: a bold word, code, a table's row, a point of a list, an address and so on."""

    LABEL = auto()
    LITERAL = auto()
    ROW = auto()
    ITEM = auto()
    LINK = auto()
    WARNING = auto()
    CLAUSE = auto()


@dataclass(frozen=True)
class Passage:
    """Words that may state a value.

    `row` is the label of their table row, or `POINT` or `CODE`, or the title of a warning; `masked` has a mark in place
    of each marked word.
    """

    kind: PassageKind
    text: str
    row: str = ""
    masked: str = ""
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class PagePlace:
    """One section's own text (`number` 0), or one step, numbered within it. `id` is `section` or `section/n`."""

    id: str
    section: str
    number: int = 0
    title: str = ""
    passages: tuple[Passage, ...] = ()
    line: int | None = field(default=None, compare=False)

    def of_kind(self, *kinds: PassageKind) -> tuple[Passage, ...]:
        """Return the passages of these kinds, kind by kind, otherwise in reading order."""
        chosen: list[Passage] = []
        for kind in kinds:
            chosen += [passage for passage in self.passages if passage.kind is kind]
        return tuple(chosen)

    @property
    def row_labels(self) -> tuple[str, ...]:
        """Return the labels of the rows of its tables."""
        rows = self.of_kind(PassageKind.ROW)
        return tuple(row.row for row in rows)


def page_places(page: Page) -> tuple[PagePlace, ...]:
    """Return the page's opening, then its sections and their steps in reading order."""
    opening = _passages_of(page.opening)
    places = [PagePlace("opening", "opening", title=page.title, passages=tuple(opening), line=1)]
    for section_id, section in zip(_section_ids(page), page.sections, strict=True):
        places.append(_section_place(section_id, section))
        places += _step_places(section_id, section)
    return tuple(places)


def _section_ids(page: Page) -> list[str]:
    """Return the slug of each section's title; of two with one slug, the second has a 2 behind it."""
    times_used: Counter[str] = Counter()
    ids = []
    for section in page.sections:
        slug = _slug(plain(section.title)) or "section"
        times_used[slug] += 1
        if times_used[slug] > 1:
            ids.append(f"{slug}-{times_used[slug]}")
        else:
            ids.append(slug)
    return ids


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")


def _section_place(section_id: str, section: page_model.PageSection) -> PagePlace:
    blocks = [block for block in section.blocks if not isinstance(block, page_model.Procedure)]
    return PagePlace(
        section_id,
        section_id,
        title=plain(section.title),
        passages=tuple(_passages_of(blocks)),
        line=section.location.line,
    )


def _step_places(section_id: str, section: page_model.PageSection) -> Iterator[PagePlace]:
    """Yield the steps of a section's procedures, numbered through all of them."""
    number = 0
    for procedure in section.procedures:
        for step in procedure.steps:
            number += 1
            passages = tuple(_passages_of(step.content))
            place_id = f"{section_id}/{number}"
            yield PagePlace(place_id, section_id, number, passages=passages, line=step.location.line)


# Passages of blocks -------------------------------------------------------------------------------


def _passages_of(blocks: Iterable[object]) -> Iterator[Passage]:
    for block in blocks:
        yield from _passages_of_block(block)


def _passages_of_block(block: object) -> Iterator[Passage]:
    match block:
        case model.Paragraph(content, place) | page_model.Heading(content, location=place):
            yield from _line(content, place.line)
        case model.Table():
            yield from _table(block)
        case model.CodeBlock(text, _, place):
            yield Passage(PassageKind.LITERAL, tidy(text), CODE, line=place.line)
        case page_model.Figure(src, location=place):
            yield Passage(PassageKind.LINK, src, line=place.line)
        case _:
            yield from _passages_of_container(block)


def _passages_of_container(block: object) -> Iterator[Passage]:
    match block:
        case page_model.PageList(items):
            for item in items:
                yield from _item(item)
        case page_model.Procedure(steps):
            for step in steps:
                yield from _passages_of(step.content)
        case page_model.Hint():
            yield from _hint(block)
        case page_model.Group(_, title, content, place):
            yield from _line(title, place.line)
            yield from _passages_of(content)


def _table(table: model.Table) -> Iterator[Passage]:
    header = " > ".join(_cell_texts(table.header))
    yield Passage(PassageKind.ROW, header, "header", line=table.header.location.line)
    for row in table.rows:
        *labels, last = _cell_texts(row)
        yield Passage(PassageKind.ROW, last, " > ".join(labels), line=row.location.line)
    for row in table.rows:
        marked = _marked_parts(row.cells, row.location.line)
        yield from (passage for passage in marked if passage.kind is PassageKind.LINK)


def _cell_texts(row: model.Row) -> list[str]:
    texts = map(plain, row.cells)
    return list(map(tidy, texts))


PROSE_OF_HINT = {PassageKind.CLAUSE, PassageKind.ITEM, PassageKind.ROW}
MARKED_IN_HINT = {PassageKind.LABEL, PassageKind.LITERAL, PassageKind.LINK}


def _hint(hint: page_model.Hint) -> Iterator[Passage]:
    """A hint is one thing under its title: its kind and its prose."""
    passages = list(_passages_of(hint.content))
    prose = [passage.text for passage in passages if passage.kind in PROSE_OF_HINT]
    text = " ".join([f"{hint.kind}:", *prose])
    yield Passage(PassageKind.WARNING, text, hint.title, line=hint.location.line)
    for passage in passages:
        if passage.kind in MARKED_IN_HINT:
            yield passage


LINK_KINDS = {model.Link, page_model.Image}


def _item(blocks: page_model.Blocks) -> Iterator[Passage]:
    """A point of one paragraph without a link is one passage; any other is read block by block."""
    match blocks:
        case (model.Paragraph(content, place),) if not _has_link(content):
            yield Passage(PassageKind.ITEM, tidy(plain(content)), POINT, line=place.line)
        case _:
            yield from _passages_of(blocks)


def _has_link(content: model.Inlines) -> bool:
    kinds = set(map(type, content))
    return not kinds.isdisjoint(LINK_KINDS)


def _line(content: model.Inlines, line: int) -> Iterator[Passage]:
    yield from _marked_parts(content, line)
    text = tidy("".join(map(_sealed, content)))
    for clause in _clauses(text):
        clear = clause.replace(OPEN, "").replace(CLOSE, "")
        masked = MARKED.sub("…", clause)
        yield Passage(PassageKind.CLAUSE, clear, masked=masked, line=line)


def _marked_parts(content: object, line: int) -> Iterator[Passage]:
    for part in model.walk(content):
        match part:
            case model.Strong(inner):
                yield Passage(PassageKind.LABEL, tidy(plain(inner)), line=line)
            case model.Code(text):
                yield Passage(PassageKind.LITERAL, tidy(text), CODE, line=line)
            case model.Link(url=url):
                yield Passage(PassageKind.LINK, url, line=line)


def _sealed(inline: model.Inline) -> str:
    match inline:
        case model.Strong() | model.Code():
            return f"{OPEN}{plain((inline,))}{CLOSE}"
        case model.Emphasis(content) | model.Link(content):
            return "".join(map(_sealed, content))
        case model.Text(text):
            return text
    return " "


def _clauses(text: str) -> Iterator[str]:
    """Part prose where a clause ends, but not inside a marked word."""
    clause = ""
    for part in CLAUSE_END.split(text):
        clause = f"{clause} {part}".strip()
        if clause.count(OPEN) == clause.count(CLOSE):
            yield clause
            clause = ""
    if clause:
        yield clause


# Words --------------------------------------------------------------------------------------------


def tidy(text: str) -> str:
    """Return text with single spaces."""
    return " ".join(text.split())


def is_name(text: str) -> bool:
    """Whether text is short enough to be a name or value rather than prose."""
    return len(text.split()) <= LONGEST_NAME


def statement(text: str) -> str:
    """Return what a cell, point or clause states: its first sentence without its full stop."""
    first, *_ = _first_sentence_and_rest(text)
    return first.rstrip(END_MARKS)


def rest(text: str) -> str:
    """Return what follows a cell's or point's first sentence."""
    _, *following = _first_sentence_and_rest(text)
    return " ".join(following)


def _first_sentence_and_rest(text: str) -> list[str]:
    return SENTENCE_END.split(tidy(text), maxsplit=1)


def as_stated(text: str) -> str:
    """Return the words of a lock file's `stated`, in the form of `statement`."""
    without_markup = MARKUP.sub("", text)
    return tidy(without_markup).rstrip(END_MARKS)


@dataclass(frozen=True)
class Statement:
    """A passage that may state a value, and the words that would."""

    passage: Passage
    text: str


def statements(place: PagePlace) -> list[Statement]:
    """Return what may state a value in a place: code whole, rows and points by their first sentence, then clauses."""
    literals = place.of_kind(PassageKind.LITERAL)
    entries = place.of_kind(PassageKind.ROW, PassageKind.ITEM)
    clauses = place.of_kind(PassageKind.CLAUSE)
    return [
        *(Statement(passage, passage.text) for passage in literals),
        *(Statement(passage, statement(passage.text)) for passage in entries),
        *(Statement(passage, passage.text.rstrip(END_MARKS)) for passage in clauses),
    ]

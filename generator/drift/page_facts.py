"""A vendor's page, place by place, as facts: what its author marked, tabulated or listed, and the prose around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from generator import model
from generator.model import page as page_model
from generator.model.page import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.page import Page

LONGEST_NAME = 8
"""Words. What is longer is prose, and stands in the lock file as a hash."""

CLAUSE_END = re.compile(r"(?<=[.!?,:;])\s+")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
MARKUP = re.compile(r"</?[a-z]+>|[*`\\]")
POINT, CODE = "•", "`"
"""Stand for a row's label where a value is a point of a list, or code."""

OPEN, CLOSE = "\x0e", "\x0f"
"""Around a marked word, until the prose has been parted into clauses."""

MARKED = re.compile(f"{OPEN}[^{CLOSE}]*{CLOSE}")


@dataclass(frozen=True)
class Piece:
    """Words that may state a value.

    `row` is the label of their table row, or `POINT` or `CODE`; `masked` has a mark in place of each marked word.
    """

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
    labels: tuple[Piece, ...] = ()
    literals: tuple[Piece, ...] = ()
    rows: tuple[Piece, ...] = ()
    items: tuple[Piece, ...] = ()
    links: tuple[Piece, ...] = ()
    warnings: tuple[Piece, ...] = ()
    clauses: tuple[Piece, ...] = ()
    line: int | None = field(default=None, compare=False)


def page_places(page: Page) -> tuple[PagePlace, ...]:
    """Return the page's opening, then its sections and their steps in reading order."""
    places = [_place(page.opening, PagePlace("opening", "opening", title=page.title, line=1))]
    taken: dict[str, int] = {}
    for section in page.sections:
        name = _slug(plain(section.title)) or "section"
        taken[name] = taken.get(name, 0) + 1
        if taken[name] > 1:
            name = f"{name}-{taken[name]}"
        own = tuple(block for block in section.blocks if not isinstance(block, page_model.Procedure))
        places.append(_place(own, PagePlace(name, name, title=plain(section.title), line=section.location.line)))
        steps = (step for procedure in section.procedures for step in procedure.steps)
        places += [
            _place(step.content, PagePlace(f"{name}/{number}", name, number, line=step.location.line))
            for number, step in enumerate(steps, start=1)
        ]
    return tuple(places)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")


def _place(blocks: page_model.Blocks, place: PagePlace) -> PagePlace:
    pieces: dict[str, list[Piece]] = {kind: [] for kind in KINDS}
    for block in blocks:
        for kind, piece in _block(block):
            pieces[kind].append(piece)
    return replace(place, **{KINDS[kind]: tuple(found) for kind, found in pieces.items()})  # type: ignore[arg-type]


KINDS = {
    "label": "labels",
    "literal": "literals",
    "row": "rows",
    "item": "items",
    "link": "links",
    "warning": "warnings",
    "clause": "clauses",
}


# Pieces of blocks ---------------------------------------------------------------------------------

if TYPE_CHECKING:
    Pairs = Iterator[tuple[str, Piece]]
    """A kind of `KINDS`, and a piece."""


def _block(block: object) -> Pairs:
    match block:
        case model.Paragraph(content, place) | page_model.Heading(content, location=place):
            yield from _line(content, place.line)
        case model.Table():
            yield from _table(block)
        case model.CodeBlock(text, _, place):
            yield "literal", Piece(tidy(text), CODE, line=place.line)
        case page_model.Figure(src, location=place):
            yield "link", Piece(src, line=place.line)
        case page_model.BulletList(items):
            yield from (pair for item in items for pair in _item(item))
        case page_model.Procedure(steps):
            yield from (pair for step in steps for inner in step.content for pair in _block(inner))
        case page_model.Hint():
            yield from _hint(block)
        case page_model.Group(_, title, content, place):
            yield from (*_line(title, place.line), *(pair for inner in content for pair in _block(inner)))


def _table(block: model.Table) -> Pairs:
    names = [tidy(plain(cell)) for cell in block.header.cells]
    yield "row", Piece(" > ".join(names), "header", line=block.header.location.line)
    for row in block.rows:
        *labels, last = (tidy(plain(cell)) for cell in row.cells)
        yield "row", Piece(last, " > ".join(labels), line=row.location.line)
    yield from (pair for row in block.rows for pair in _line_parts(row.cells, row.location.line) if pair[0] == "link")


def _hint(block: page_model.Hint) -> Pairs:
    """A hint is one thing under its title: its kind and its prose."""
    inner = [pair for part in block.content for pair in _block(part)]
    prose = " ".join(piece.text for kind, piece in inner if kind in {"clause", "item", "row"})
    yield "warning", Piece(f"{block.kind}: {prose}", block.title, line=block.location.line)
    yield from (pair for pair in inner if pair[0] in {"label", "literal", "link"})


def _item(blocks: page_model.Blocks) -> Pairs:
    match blocks:
        case (model.Paragraph(content, place),) if not any(isinstance(part, model.Link) for part in content):
            yield "item", Piece(tidy(plain(content)), POINT, line=place.line)
        case _:
            yield from (pair for block in blocks for pair in _block(block))


def _line(content: model.Inlines, line: int) -> Pairs:
    yield from _line_parts(content, line)
    text = tidy("".join(map(_sealed, content)))
    for clause in _clauses(text):
        clear = clause.replace(OPEN, "").replace(CLOSE, "")
        yield "clause", Piece(clear, masked=MARKED.sub("…", clause), line=line)


def _line_parts(content: object, line: int) -> Pairs:
    for part in model.walk(content):
        match part:
            case model.Strong(inner):
                yield "label", Piece(tidy(plain(inner)), line=line)
            case model.Code(text):
                yield "literal", Piece(tidy(text), CODE, line=line)
            case model.Link(url=url):
                yield "link", Piece(url, line=line)


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
    held = ""
    for part in CLAUSE_END.split(text):
        held = f"{held} {part}".strip()
        if held.count(OPEN) == held.count(CLOSE):
            yield held
            held = ""
    if held:
        yield held


# Words --------------------------------------------------------------------------------------------


def tidy(text: str) -> str:
    """Return text with single spaces."""
    return " ".join(text.split())


def is_name(text: str) -> bool:
    """Whether text is short enough to be a name or value rather than prose."""
    return len(text.split()) <= LONGEST_NAME


def statement(text: str) -> str:
    """Return what a cell, point or clause states: its first sentence without its full stop."""
    return SENTENCE_END.split(tidy(text), maxsplit=1)[0].rstrip(".,:;")


def rest(text: str) -> str:
    """Return what follows a cell's or point's first sentence."""
    return " ".join(SENTENCE_END.split(tidy(text), maxsplit=1)[1:])


def as_stated(text: str) -> str:
    """Return the words of a lock file's `stated`, in the form of `statement`."""
    return tidy(MARKUP.sub("", text)).rstrip(".,:;")


def statements(place: PagePlace) -> tuple[tuple[Piece, str], ...]:
    """Return each piece of a place that may state a value, with the words that would."""
    return (
        *((piece, piece.text) for piece in place.literals),
        *((piece, statement(piece.text)) for piece in (*place.rows, *place.items)),
        *((piece, piece.text.rstrip(".,:;")) for piece in place.clauses),
    )

"""Places of a page that read like steps and are none in the draft: each is an open point for a person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator import model
from generator.model.page import Group, PageList, Procedure, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.page import Block, Blocks, Page
    from generator.problems import Location, Problems

ORDERS = frozenset(
    """add allow apply ask assign authorize check choose clear click close complete configure confirm connect copy
    create define delete deploy deselect disable download edit enable enter expand export fill find follow generate
    give go grant import insert install launch leave locate log login make move name navigate open paste pick press
    provide publish read remove rename repeat replace restart return review run save scroll select set sign specify
    start submit switch take tap test tick toggle turn type uncheck update upload use verify wait write""".split()  # noqa: SIM905 - one a line otherwise
)
STEP_HEADS = re.compile(r"(?:step|#|no\.?|nr\.?|order)s?$", re.IGNORECASE)
STEP_CELL = re.compile(r"(?:step\s*)?\d{1,2}[.)]?$", re.IGNORECASE)
FEWEST = 2

IN_TABS = (
    "The tab “{title}” holds steps. The draft keeps them as a list, which nobody ticks. If readers are to do them, "
    "give the tab a section of its own."
)
BULLETS = (
    "These points read like orders. The draft keeps them as points, which nobody ticks. If they are steps, "
    "number them: 1., 2. and so on."
)
TABLE = (
    "The rows of this table read like steps. The draft keeps the table, whose rows nobody ticks. If they are steps, "
    "write each as a numbered point."
)


def propose_steps(page: Page, problems: Problems) -> None:
    """Add an open point for each place of the page that may be meant as steps."""
    sections = (section.blocks for section in page.sections)
    for blocks in (page.opening, *sections):
        for place, text in _proposals(blocks):
            problems.warning(place, "to-do", text)


def _proposals(blocks: Blocks) -> Iterator[tuple[Location, str]]:
    for block in blocks:
        match block:
            case Group("tab", title, content, place):
                if any(isinstance(part, Procedure) for part in content):
                    yield place, IN_TABS.format(title=plain(title))
            case PageList(items, place) if len(items) >= FEWEST and all(map(_is_order, items)):
                yield place, BULLETS
            case model.Table(location=place) if _is_table_of_steps(block):
                yield place, TABLE


def _is_order(item: Blocks) -> bool:
    first: Block | None = item[0] if item else None
    if not isinstance(first, model.Paragraph):
        return False
    word, _, _ = plain(first.content).partition(" ")
    return word.strip(",.:").lower() in ORDERS


def _is_table_of_steps(table: model.Table) -> bool:
    head, *firsts = [_first_cell(row) for row in (table.header, *table.rows)]
    if len(firsts) < FEWEST:
        return False
    has_numbers = all(map(STEP_CELL.match, firsts))
    return has_numbers or bool(STEP_HEADS.match(head))


def _first_cell(row: model.Row) -> str:
    cells = row.cells
    return plain(cells[0]) if cells else ""

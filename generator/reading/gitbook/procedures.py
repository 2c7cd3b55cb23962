"""Numbered lists as their author meant them: what a figure, hint or table broke in two is one procedure again."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from generator.model import CodeBlock, Table
from generator.model.page import Figure, Group, Heading, Hint, PageList, PageStep, Procedure
from generator.problems import Location, Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.model.page import Block, Blocks
    from generator.problems import Problems

PART_OF_STEP = (PageList, CodeBlock, Figure, Group, Hint, Table)


def printed_numbers(markers: Sequence[str]) -> list[int]:
    """Return the numbers of one list's points. “1. 1. 5.” is a custom of writing, and reads 1, 2, 3."""
    numbers = [int(marker) for marker in markers]
    is_custom = len(set(numbers)) == 1 or numbers.count(numbers[0]) > 1
    if is_custom:
        return [numbers[0] + index for index in range(len(numbers))]
    return numbers


@dataclass
class _Draft:
    """A procedure that may still go on."""

    location: Location
    leaves_counting: bool = False
    steps: list[PageStep] = field(default_factory=list)
    pending: list[Block] = field(default_factory=list)

    def take(self, steps: Iterable[PageStep]) -> None:
        """Go on with `steps`; what lay between belongs to the step before."""
        if self.pending and self.steps:
            last = self.steps[-1]
            self.steps[-1] = PageStep(last.number, (*last.content, *self.pending), last.location)
        self.pending = []
        self.steps.extend(steps)

    @property
    def blocks(self) -> list[Any]:
        """Return the procedure and what follows. A table or figure right below the last step belongs to it."""
        own = list(takewhile(lambda block: isinstance(block, PART_OF_STEP), self.pending))
        rest = self.pending[len(own) :]
        self.pending = own
        self.take(())
        return [Procedure(tuple(self.steps), self.location), *rest]


def join_lists(blocks: Iterable[Block], problems: Problems, last: int = 0) -> Blocks:
    """Join the broken lists of one container or section.

    A list that does not start at 1 goes on with the one before; so does one of which each point is written “1.”, as all
    before are, if nothing but a box, picture or the like lies between. `last` is the number that an earlier section
    ended with: below a sub-heading a list may go on, and keeps its numbers.
    """
    result: list[Block] = []
    draft: _Draft | None = None
    for block in blocks:
        if isinstance(block, Procedure):
            last = draft.steps[-1].number if draft else last
            steps = block.steps
            if draft and _goes_on(draft, block):
                steps = tuple(PageStep(last + step.number, step.content, step.location) for step in steps)
            elif draft is None or steps[0].number <= 1:
                result.extend(draft.blocks if draft else ())
                draft = _Draft(block.location, block.leaves_counting)
            _check_numbers(steps, last, problems)
            draft.take(steps)
        elif isinstance(block, Heading):
            last = draft.steps[-1].number if draft else last
            result.extend((*(draft.blocks if draft else ()), block))
            draft = None
        else:
            (draft.pending if draft else result).append(block)
    return (*result, *(draft.blocks if draft else ()))


def _goes_on(draft: _Draft, block: Procedure) -> bool:
    """Whether a list of points “1.” goes on with those before it; one point beside another says nothing."""
    if not (draft.leaves_counting and block.leaves_counting and draft.pending):
        return False
    is_counted = len(draft.steps) > 1 or len(block.steps) > 1
    return is_counted and all(isinstance(part, PART_OF_STEP) for part in draft.pending)


def _check_numbers(steps: Sequence[PageStep], last: int, problems: Problems) -> None:
    expected = steps[0].number if steps[0].number <= 1 else last + 1
    for step in steps:
        if step.number != expected:
            problems.extend([_misnumbered(step, expected)])
        expected = step.number + 1


def _misnumbered(step: PageStep, expected: int) -> Problem:
    return Problem(
        step.location,
        "page-number",
        f"The page numbers this step {step.number}, but {expected} comes next. The draft keeps the page’s number; "
        "find out whether a step is missing.",
        Severity.WARNING,
    )

"""Places of a draft that read like steps and are none: each is an open point, which one answer accepts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from generator import model
from generator.deriving.drafting import Ids, slug
from generator.model.page import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.problems import Location

ORDERS = frozenset(
    """accept access activate add adjust allow append apply ask assign attach authenticate authorize browse build call
    change check choose clear click clone close complete configure confirm connect continue copy create customize
    declare define delete deploy deselect disable do don double download drag edit enable ensure enter expand export
    fill find follow generate give go grant implement import include insert install invite keep launch leave load locate
    log login make map modify move name navigate never obtain open paste patch pick prepare press preview proceed
    provide publish read record refresh register reload remove rename repeat replace request reset restart retrieve
    return review revoke right run save scan scroll search select send set sign specify start store submit switch sync
    take tap test tick toggle turn type uncheck update upload use verify visit wait write""".split()  # noqa: SIM905 - one a line otherwise
)
BEFORE_ORDER = re.compile(
    r"\s*(?:(?:first|then|next|now|finally|afterwards|lastly|please|optionally|\(optional\))\b[,:]?\s*)+"
    r"|\s*(?:in|on|at|under|from|to|once|after|when|if)\b[^,.]{1,80},\s*(?:then\s+|please\s+)?"
    r"|\s*(?:(?:first|then|next|now|finally)\b,?\s*)?(?:you|we)(?:['’]ll|\s+will)?\s+(?:need|have)\s+to\s+"
    r"|\s*(?:you\s+must|you\s+should|make\s+sure\s+to|be\s+sure\s+to)\s+",
    re.IGNORECASE,
)
ANNOUNCES = re.compile(
    r"\b(?:the following|these) (?:steps|instructions|sections)\b|\b(?:steps|instructions|sections) below\b",
    re.IGNORECASE,
)
"""What a sentence says that tells where the orders stand, and is none itself."""

NUMBER = re.compile(r"\s*\d{1,2}[.)]\s+")
"""A number that its author escaped, so that the paragraph is no point of a list."""

BEFORE_WORDS = re.compile(r"^(?:\s*\d{1,2}[.)]\s+)?[^\w(]*")
WORD = re.compile(r"[A-Za-z]+")
STEP_HEADS = re.compile(r"(?:step|#|no\.?|nr\.?|order)s?$", re.IGNORECASE)
STEP_CELL = re.compile(r"(?:step\s*)?\d{1,2}[.)]?$", re.IGNORECASE)
PICTURE = "Picture"
FEWEST = 2
MOST_OTHERS = 3
"""Among points that are orders, every third at most may be none."""

MOST_EXPLAINING = 2
"""Paragraphs between two orders that explain the first; with more they are a text of their own."""

FEW = 4
"""Fewer orders than one in so many steps say nothing of the others."""

OPENING = "opening"
"""Stands for what comes before the first section."""

ACCEPT = "“answer: yes” at the draft’s head makes them steps."
IN_TABS = (
    f"These tabs hold steps. The draft keeps them as lists, which nobody ticks. {ACCEPT} "
    "The first tab with steps then counts; the others are alternatives."
)
IN_BOXES = (
    f"Numbered points stand in a box here, perhaps one to unfold. The draft keeps them there, where nobody ticks them. "
    f"{ACCEPT} Of several boxes the first with steps then counts; the others are alternatives."
)
BULLETS = f"These points read like orders. The draft keeps them as points, which nobody ticks. {ACCEPT}"
PROSE = f"These paragraphs read like orders. The draft keeps them as text, which nobody ticks. {ACCEPT}"
NO_ORDERS = (
    "None of these numbered points reads like an order. The draft makes them steps, which somebody has to tick. "
    "“answer: yes” at the draft’s head makes them a plain list."
)
TABLE = f"The rows of this table read like steps. The draft keeps the table, whose rows nobody ticks. {ACCEPT}"


@dataclass(frozen=True)
class ProposedSteps:
    """Steps to be: their contents; a title of their own where they were a tab's."""

    steps: tuple[model.Blocks, ...]
    title: str = ""
    before: model.Blocks = ()
    after: model.Blocks = ()


@dataclass(frozen=True)
class StepProposal:
    """Blocks `start` to `end` of a section, before or after its steps, that read like steps.

    `section` is None for what stands before the first section. `key` finds the place again in a later draft.
    """

    key: str
    text: str
    location: Location
    section: model.Section | None
    is_after: bool
    start: int
    end: int
    procedures: tuple[ProposedSteps, ...]

    @property
    def accept(self) -> str:
        """Return what the answer `yes` accepts."""
        return f"steps {self.key}"


@dataclass(frozen=True)
class ListProposal:
    """A section whose steps may be a plain list."""

    section: model.Section
    text: str = NO_ORDERS

    @property
    def location(self) -> Location:
        """Return where its first step stands."""
        return self.section.steps[0].location

    @property
    def accept(self) -> str:
        """Return what the answer `yes` accepts."""
        return f"list {self.section.id}"


def propose_shapes(guide: model.Guide) -> Iterator[StepProposal | ListProposal]:
    """Yield what the draft has as text and may be steps, then what it has as steps and may be a list."""
    yield from propose_steps(guide)
    yield from propose_lists(guide)


def propose_lists(guide: model.Guide) -> Iterator[ListProposal]:
    """Yield each section whose steps are no orders; none for a guide with few orders, whose language may be another."""
    steps = [step for section in guide.sections for step in section.steps]
    orders = [step for step in steps if _is_order(step.content)]
    if len(orders) * FEW < len(steps):
        return
    for section in guide.sections:
        contents = [step.content for step in section.steps]
        if len(contents) >= FEWEST and not any(map(_is_more_than_a_point, contents)):
            yield ListProposal(section)


def _is_more_than_a_point(content: model.Blocks) -> bool:
    return len(content) > 1 or _is_order(content)


def accepted_list(guide: model.Guide, name: str) -> model.Guide | None:
    """Return the guide with a plain list for a section's steps; None if it has none any more."""
    sections = tuple(_with_list(section) if section.id == name else section for section in guide.sections)
    changed = replace(guide, sections=sections)
    return None if changed == guide else changed


def _with_list(section: model.Section) -> model.Section:
    """Return a section with a plain list for its steps."""
    if not section.steps:
        return section
    first = section.steps[0]
    items = tuple(step.content for step in section.steps)
    numbers = model.NumberedList(first.number, items, first.location)
    return replace(section, steps=(), after=(numbers, *section.after))


def propose_steps(guide: model.Guide) -> Iterator[StepProposal]:
    """Yield each place of the draft that may be meant as steps."""
    yield from _of_blocks(guide.before, None, is_after=False)
    for section in guide.sections:
        yield from _of_blocks(section.before, section, is_after=False)
        yield from _of_blocks(section.after, section, is_after=True)


def accepted_steps(guide: model.Guide, key: str) -> model.Guide | None:
    """Return the guide with steps in a proposal's place; None if the place is not there any more."""
    proposal = next((proposal for proposal in propose_steps(guide) if proposal.key == key), None)
    if proposal is None:
        return None
    ids = Ids(_ids(guide))
    if proposal.section is None:
        rest = guide.before[proposal.end :]
        bare = model.Section(ids.new(guide.about.title, "section"), guide.about.title)
        made = _sections(replace(bare, after=rest), proposal, ids)
        return replace(guide, before=guide.before[: proposal.start], sections=(*made, *guide.sections))
    sections: list[model.Section] = []
    for section in guide.sections:
        sections.extend(_parted(section, proposal, ids) if section is proposal.section else [section])
    return replace(guide, sections=tuple(sections))


def _ids(guide: model.Guide) -> set[str]:
    parts = model.walk((guide.before, guide.sections))
    ids = [getattr(part, "id", None) for part in parts]
    return {name for name in ids if isinstance(name, str)}


# The places ---------------------------------------------------------------------------------------


def _of_blocks(blocks: model.Blocks, section: model.Section | None, *, is_after: bool) -> Iterator[StepProposal]:
    index = 0
    while index < len(blocks):
        is_poor = section is not None and not section.steps
        end, text, procedures = _place(blocks, index, is_poor=is_poor)
        if procedures:
            place = getattr(blocks[index], "location", model.NOWHERE)
            first = next(procedure.steps[0] for procedure in procedures if procedure.steps)
            name = section.id if section else OPENING
            key = f"{name}/{slug(_words(first)) or 'step'}"
            yield StepProposal(key, text, place, section, is_after, index, end, procedures)
        index = end


def _place(blocks: model.Blocks, index: int, *, is_poor: bool) -> tuple[int, str, tuple[ProposedSteps, ...]]:
    """Return where the place that begins here ends, what to say of it, and its steps; none if it is no such place.

    A section is poor that has no steps yet.
    """
    match blocks[index]:
        case model.BulletList(items) if tabs := _tabs(items):
            return index + 1, IN_TABS, tabs
        case model.BulletList(items) if _are_orders(items):
            end, steps = _lists(blocks, index)
            return end, BULLETS, (ProposedSteps(steps),) if len(steps) >= FEWEST else ()
        case model.Admonition() if is_poor and (boxes := _boxes(blocks, index)):
            return index + len(boxes), IN_BOXES, boxes
        case model.Table() as table if rows := _rows(table):
            return index + 1, TABLE, (ProposedSteps(rows),)
        case model.Paragraph():
            end, steps = _run(blocks, index)
            return (
                (end, PROSE, (ProposedSteps(steps),))
                if _are_enough(steps, blocks, is_poor=is_poor)
                else (index + 1, "", ())
            )
    return index + 1, "", ()


def _are_orders(items: Sequence[model.Blocks]) -> bool:
    """Whether all points are orders; those that are links alone are a table of contents."""
    if all(map(_is_link, items)):
        return False
    others = [item for item in items if not _is_order(item)]
    return len(others) * MOST_OTHERS <= len(items)


def _lists(blocks: model.Blocks, start: int) -> tuple[int, tuple[model.Blocks, ...]]:
    """Return where a list of orders ends, with those that go on behind a picture or box, and their steps."""
    steps: list[model.Blocks] = []
    pending: list[model.Block] = []
    end = index = start
    while index < len(blocks):
        block = blocks[index]
        index += 1
        if isinstance(block, model.BulletList) and (steps == [] or _are_orders(block.items)):
            if pending:
                steps[-1] = (*steps[-1], *pending)
            pending = []
            steps.extend(_with_others(block))
            end = index
        elif isinstance(block, model.Paragraph) and not plain(block.content).startswith(PICTURE):
            break
        else:
            pending.append(block)
    return end, tuple(steps)


def _with_others(points: model.BulletList) -> list[model.Blocks]:
    """Return a step for each order; points that are none belong to the order above them, if there is one."""
    steps: list[model.Blocks] = []
    for is_order, group in groupby(points.items, _is_order):
        if is_order or not steps:
            steps.extend(group)
        else:
            steps[-1] = (*steps[-1], model.BulletList(tuple(group), points.location))
    return steps


def _are_enough(steps: Sequence[model.Blocks], blocks: model.Blocks, *, is_poor: bool) -> bool:
    """Whether paragraphs are steps: two are; where there are no others one that has a picture or is all there is."""
    if len(steps) >= FEWEST:
        return True
    return is_poor and len(steps) == 1 and (len(steps[0]) > 1 or len(blocks) == 1)


def _is_link(item: model.Blocks) -> bool:
    match item:
        case (model.Paragraph((model.Link(),)),):
            return True
    return False


def _run(blocks: model.Blocks, start: int) -> tuple[int, tuple[model.Blocks, ...]]:
    """Return where a run of paragraphs that are orders ends; what stands below one belongs to it.

    A paragraph that is no order explains the one above it if a picture or another order comes next.
    """
    steps: list[model.Blocks] = []
    pending: list[model.Block] = []
    end = start
    for index, block in enumerate(blocks[start:], start=start + 1):
        is_order = _is_order((block,))
        if not is_order and (not steps or len(pending) > MOST_EXPLAINING):
            break
        if is_order:
            steps = [*_explained(steps, pending), (_unnumbered(block),)]
        elif _is_text(block):
            pending.append(block)
            continue
        else:
            steps = list(_explained(steps, [*pending, block]))
        pending, end = [], index
    return max(end, start + 1), tuple(steps)


def _is_text(block: model.Block) -> bool:
    """Whether this is a paragraph of words."""
    return isinstance(block, model.Paragraph) and not plain(block.content).startswith(PICTURE)


def _explained(steps: Sequence[model.Blocks], blocks: Sequence[model.Block]) -> Sequence[model.Blocks]:
    """Return the steps, the last with further blocks."""
    if not blocks:
        return steps
    *before, last = steps
    return (*before, (*last, *blocks))


def _unnumbered(block: model.Block) -> model.Block:
    """Return a paragraph without a number at its start."""
    match block:
        case model.Paragraph((model.Text(text), *rest), place) if number := NUMBER.match(text):
            return model.Paragraph((model.Text(text[number.end() :]), *rest), place)
    return block


def _words(blocks: model.Blocks) -> str:
    first = blocks[0] if blocks else None
    return plain(first.content) if isinstance(first, model.Paragraph) else ""


def _is_order(blocks: model.Blocks) -> bool:
    text = BEFORE_WORDS.sub("", _words(blocks))
    if ANNOUNCES.search(text):
        return False
    opening = BEFORE_ORDER.match(text)
    for start in (0, opening.end() if opening else 0):
        word = WORD.match(text, start)
        if word and word[0].lower() in ORDERS:
            return True
    return False


def _tabs(items: Sequence[model.Blocks]) -> tuple[ProposedSteps, ...]:
    """Return the steps of tabs, which are points that begin with their bold title; none unless one holds steps."""
    tabs = tuple(map(_tab, items))
    if not all(tab.title for tab in tabs):
        return ()
    if not any(tab.steps for tab in tabs):
        return ()
    return tabs


def _tab(item: model.Blocks) -> ProposedSteps:
    """Return a point as a tab; without a title it is none."""
    title = _bold_words(item[0]) if item else ""
    for index, block in enumerate(item):
        if isinstance(block, model.NumberedList):
            return ProposedSteps(block.items, title, item[1:index], item[index + 1 :])
    return ProposedSteps((), title, item[1:])


def _boxes(blocks: model.Blocks, start: int) -> tuple[ProposedSteps, ...]:
    """Return the steps of boxes beside each other that hold numbered points; none for a box with something else."""
    boxes: list[ProposedSteps] = []
    for block in blocks[start:]:
        if not (isinstance(block, model.Admonition) and block.kind == "info"):
            break
        index = next((i for i, part in enumerate(block.content) if isinstance(part, model.NumberedList)), None)
        numbers = None if index is None else block.content[index]
        if index is None or not isinstance(numbers, model.NumberedList) or len(numbers.items) < FEWEST:
            break
        boxes.append(ProposedSteps(numbers.items, block.title, block.content[:index], block.content[index + 1 :]))
    return tuple(boxes)


def _bold_words(block: model.Block) -> str:
    """Return the words of a paragraph that is wholly bold."""
    if not isinstance(block, model.Paragraph):
        return ""
    bold = [plain(part.content) for part in block.content if isinstance(part, model.Strong)]
    if bold != [plain(block.content)]:
        return ""
    return bold[0]


def _rows(table: model.Table) -> tuple[model.Blocks, ...]:
    """Return a step for each row of a table of steps: its first words, and below them what its other cells say."""
    head, *heads = [plain(cell) for cell in table.header.cells] or [""]
    firsts = [plain(row.cells[0]) for row in table.rows if row.cells]
    has_numbers = all(map(STEP_CELL.match, firsts))
    if len(firsts) < FEWEST or not (has_numbers or STEP_HEADS.match(head)):
        return ()
    skipped = 1 if has_numbers and heads else 0
    names = (head, *heads)
    return tuple(_row(row, names, skipped) for row in table.rows)


def _row(row: model.Row, names: Sequence[str], skipped: int) -> model.Blocks:
    first, *rest = row.cells[skipped:] or ((),)
    points: list[model.Blocks] = []
    for name, cell in zip(names[skipped + 1 :], rest, strict=False):
        if plain(cell):
            words = (*_label(name), *cell)
            points.append((model.Paragraph(words, row.location),))
    sentence = model.Paragraph(first, row.location)
    if not points:
        return (sentence,)
    return (sentence, model.BulletList(tuple(points), row.location))


def _label(name: str) -> model.Inlines:
    if not name:
        return ()
    words = model.Text(name)
    return (model.Strong((words,)), model.Text(": "))


# The steps ----------------------------------------------------------------------------------------


def _parted(section: model.Section, proposal: StepProposal, ids: Ids) -> list[model.Section]:
    """Return a section with the steps; one that has steps already is parted in two."""
    blocks = section.after if proposal.is_after else section.before
    lead, rest = blocks[: proposal.start], blocks[proposal.end :]
    if not section.steps:
        return _sections(replace(section, before=lead, after=(*rest, *section.after)), proposal, ids)
    title = f"{section.title} (2)"
    second = ids.new(title, "section")
    if proposal.is_after:
        new = model.Section(second, title, section.kind, after=rest)
        return [replace(section, after=lead), *_sections(new, proposal, ids)]
    new = replace(section, before=lead, steps=(), after=())
    return [*_sections(new, proposal, ids), replace(section, id=second, title=title, before=rest)]


def _sections(section: model.Section, proposal: StepProposal, ids: Ids) -> list[model.Section]:
    """Return the section with a proposal's steps; tabs make sections of their own, the later ones alternatives."""
    first = proposal.procedures[0]
    if not first.title:
        return [replace(section, steps=_steps(first, ids))]
    result = [replace(section, after=())] if section.before else []
    main = next(tab for tab in proposal.procedures if tab.steps)
    for tab in proposal.procedures:
        kind = section.kind if tab is main else model.SectionKind.ALTERNATIVE
        title = f"{section.title}: {tab.title}"
        name = ids.new(title, "section") if result else section.id
        result.append(model.Section(name, title, kind, tab.before, _steps(tab, ids), tab.after))
    last = result[-1]
    result[-1] = replace(last, after=(*last.after, *section.after))
    return result


def _steps(procedure: ProposedSteps, ids: Ids) -> tuple[model.Step, ...]:
    steps = []
    for number, content in enumerate(procedure.steps, 1):
        sentence = content or (model.Paragraph((model.Text("Find out what to do here."),)),)
        steps.append(model.Step(ids.new(_words(sentence), "step"), number, sentence))
    return tuple(steps)

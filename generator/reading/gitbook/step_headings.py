"""Headings that are steps: “Step 1: Open the menu”, “Step two”, “3. Save”."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Any

from generator import model
from generator.model.page import Heading, LeftOut, PageStep, Procedure, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
LABEL = re.compile(
    rf"\s*(?:step\s+(?P<number>\d{{1,3}}|(?:{'|'.join(NUMBERS)})\b)(?![.,/]?\d|\w)(?:\s+of\s+\d{{1,3}}\b)?"
    r"[\s:.)\u2013\u2014-]*|(?P<bare>\d{1,2})[.)]\s+(?=\S))",
    re.IGNORECASE,
)


@dataclass
class _Part:
    """A heading with what stands below it; `number` is None unless it is a step's."""

    heading: Heading
    number: int | None
    blocks: list[Any] = field(default_factory=list)

    @property
    def has_list(self) -> bool:
        lists = [block for block in self.blocks if isinstance(block, Procedure)]
        return bool(lists)

    @property
    def flat(self) -> list[Any]:
        return [self.heading, *self.blocks]


def steps_of_headings(blocks: Sequence[Any], left_out: list[LeftOut]) -> list[Any]:
    """Make each run of sibling headings “Step N” the steps of the section above.

    The heading is a step's opening sentence, what stands below it (deeper headings too) belongs to the step, and the
    words “Step N:” are left out, as a step has its number before it. Where a heading of the run holds a numbered list,
    the points of that list are what a person does and ticks. Then all headings of the run stay sections with steps of
    their own; one without a list has a single step, made of what stands below it. A lone “Step N” is a heading.
    """
    result = list(takewhile(lambda block: not isinstance(block, Heading), blocks))
    for run in _runs(_siblings(_parts(blocks[len(result) :]))):
        if len(run) == 1:
            result.extend(run[0].flat)
        elif any(part.has_list for part in run):
            result.extend(block for part in run for block in (part.flat if part.has_list else _with_step(part)))
        else:
            steps = tuple(_step(part, left_out) for part in run)
            result.append(Procedure(steps, steps[0].location))
    return result


def _parts(blocks: Iterable[Any]) -> list[_Part]:
    parts: list[_Part] = []
    for block in blocks:
        if isinstance(block, Heading):
            label = LABEL.match(plain(block.title))
            parts.append(_Part(block, _number(label) if label else None))
        else:
            parts[-1].blocks.append(block)
    return parts


def _number(label: re.Match[str]) -> int:
    """Return a label's number, which may be a word."""
    text = (label["number"] or label["bare"]).lower()
    if text in NUMBERS:
        return NUMBERS.index(text) + 1
    return int(text)


def _siblings(parts: Iterable[_Part]) -> list[_Part]:
    """Put what stands under deeper headings below the “Step N” above them."""
    result: list[_Part] = []
    for part in parts:
        if result and result[-1].number is not None and part.heading.level > result[-1].heading.level:
            result[-1].blocks.extend(part.flat)
        else:
            result.append(part)
    return result


def _runs(parts: Sequence[_Part]) -> list[list[_Part]]:
    """A run ends before a heading that is no step, stands on another level, or begins to count anew."""
    runs = [[part] for part in parts[:1]]
    for last, part in pairwise(parts):
        if None in {last.number, part.number} or part.heading.level != last.heading.level or part.number == 1:
            runs.append([part])
        else:
            runs[-1].append(part)
    return runs


def _with_step(part: _Part) -> list[Any]:
    place = part.heading.location
    content = tuple(part.blocks)
    if not _begins_with_words(content):
        content = (model.Paragraph(_unlabelled(part.heading.title), place), *content)
    step = PageStep(1, content, place)
    return [part.heading, Procedure((step,), place)]


def _begins_with_words(blocks: Sequence[Any]) -> bool:
    """Whether the first block is a sentence, and no picture, table or bare address."""
    match blocks:
        case [model.Paragraph((model.Link(),)), *_]:
            return False
        case [model.Paragraph(), *_]:
            return True
    return False


def _step(part: _Part, left_out: list[LeftOut]) -> PageStep:
    heading, content = part.heading, tuple(part.blocks)
    title = _unlabelled(heading.title)
    if title != heading.title and (title or content):
        label = LABEL.match(plain(heading.title))
        text = label[0].strip() if label else ""
        left_out.append(LeftOut(heading.location.line, "The draft numbers its steps itself.", text))
        heading = replace(heading, title=title)
    return PageStep(part.number or 0, (*([heading] if heading.title else []), *content), heading.location)


def _unlabelled(title: model.Inlines) -> model.Inlines:
    """Return a title without “Step N:”, which may be bold; with it where other markup cuts it in two."""
    first, *rest = title or (model.Text(""),)
    match first:
        case model.Text(text) if label := LABEL.match(text):
            words = text[label.end() :]
            return (*([model.Text(words)] if words else []), *rest)
        case model.Strong(content) | model.Emphasis(content):
            inner = _unlabelled(content)
            if inner:
                return (replace(first, content=inner), *rest)
            return _without_mark(rest)
    return title


def _without_mark(title: Sequence[model.Inline]) -> model.Inlines:
    """Take the colon or dash from the start of what follows a bold “Step N”."""
    if title and isinstance(title[0], model.Text):
        words = title[0].text.lstrip(" :.)\u2013\u2014-")
        return (*([model.Text(words)] if words else []), *title[1:])
    return tuple(title)

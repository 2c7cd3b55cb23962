"""What can be given as an answer: the errors, values, steps and sections of a guide, word for word."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING

from generator import model
from generator.asking.words import words
from generator.deriving.words import first_words
from generator.rendering.markup.plain_markdown import blocks_markdown
from generator.rendering.site.markdown_copies import section_copy, step_copy, trouble_copy, value_copy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.deriving.guide_view import GuideView, SectionView, StepView, ValueView


GUIDE_PAGE = "index.html"
REVIEW_PAGE = "security.html"
BOX_LABELS = {"info": "Note", "tip": "Tip", "warning": "Warning", "danger": "Warning"}
SHARE_OF_ALTERNATIVE = 85
"""A step on the side is often worded as one that everybody takes, which is then meant."""

TARGET = re.compile(r"\]\([^)]*\)")


class AnswerKind(StrEnum):
    """What a passage is."""

    TROUBLE = "trouble"
    VALUE = "value"
    STEP = "step"
    SECTION = "section"


@dataclass(frozen=True, kw_only=True)
class GuidePassage:
    """One answer.

    `label` says what it is, more closely than its kind. `text` is Markdown, the same as in the site's copies for
    programs. `folder` is where its guide lies on the site, from the site's root if the site has no address, `place` a
    page in it with an anchor. The passage is found by its exact `signs`, then by the words of `title`, `sees` and
    `body`, which count the less the later they come. A phrase of `asked_as` counts more if all its words are asked for.
    `tell_apart` says what decides between it and its neighbours. `values` are the required values that its text
    shows, `steps` the ids of the steps that it leads to. `share` is the percent for which each of its words counts.
    """

    guide: str
    kind: AnswerKind
    label: str
    id: str
    title: str
    text: str
    folder: str
    place: str
    signs: tuple[str, ...] = ()
    asked_as: tuple[str, ...] = ()
    sees: str = ""
    body: str = ""
    tell_apart: str | None = None
    values: tuple[model.RequiredValue, ...] = ()
    steps: tuple[str, ...] = ()
    share: int = 100

    @property
    def url(self) -> str:
        """Return the address of its place."""
        return self.folder + self.place


def passages(guides: Iterable[GuideView]) -> tuple[GuidePassage, ...]:
    """Return every passage of the guides: errors before values, and values before steps and sections."""
    of_guides = map(_with_questions, guides)
    return tuple(chain.from_iterable(of_guides))


def _with_questions(view: GuideView) -> Iterator[GuidePassage]:
    for passage in _passages(view):
        if passage.kind is AnswerKind.TROUBLE:
            yield passage
        else:
            yield replace(passage, asked_as=view.questions.get(passage.id, ()))


def _passages(view: GuideView) -> Iterator[GuidePassage]:
    for trouble in view.troubles:
        yield _trouble(trouble, view)
    for value in view.values:
        yield _value(value, view)
    for step in view.steps:
        yield _step(step, view)
    for section in view.sections:
        yield _section(section, view)
    yield from _boxes(view)


def _boxes(view: GuideView) -> Iterator[GuidePassage]:
    """Yield each box that has an address: before the sections, in them and in their steps."""
    places: list[tuple[object, str]] = [(view.before, GUIDE_PAGE)]
    places += [((section.before, section.after), _page_of(section, view)) for section in view.sections]
    places += [(step.content, GUIDE_PAGE) for step in view.steps]
    for blocks, page in places:
        for box in model.find_all(blocks, model.Admonition):
            if box.id:
                yield _box(box, f"{page}#{box.id}", view)


def _folder(view: GuideView) -> str:
    return view.address or f"{view.id}/"


def _trouble(trouble: model.Trouble, view: GuideView) -> GuidePassage:
    return GuidePassage(
        guide=view.id,
        kind=AnswerKind.TROUBLE,
        label="Error",
        id=trouble.id,
        title=trouble.error,
        text=trouble_copy(trouble, view),
        folder=_folder(view),
        place=f"troubleshooting.html#{trouble.id}",
        signs=(trouble.error, *trouble.signs),
        asked_as=trouble.in_other_words,
        sees=trouble.sees,
        body=f"{trouble.means} {trouble.cure}",
        tell_apart=trouble.tell_apart,
        values=tuple(value for value in view.required_values if value.id in trouble.values),
        steps=trouble.steps,
    )


def _value(value: ValueView, view: GuideView) -> GuidePassage:
    required = value.value
    text = value_copy(required, view.words)
    return GuidePassage(
        guide=view.id,
        kind=AnswerKind.VALUE,
        label="Required value",
        id=required.id,
        title=value.name,
        text=text,
        folder=_folder(view),
        place=f"values.html#{required.id}",
        signs=_value_signs(required),
        sees=f"{required.setting}: {required.why}",
        body=required.if_wrong.sees,
        values=(required,),
        steps=value.steps,
    )


def _value_signs(value: model.RequiredValue) -> tuple[str, ...]:
    """Return the value's fixed texts, but for those of one word, which would be found everywhere."""
    texts = [part.text for part in value.parts if isinstance(part, model.Text)]
    signs = [text for text in texts if len(words(text)) > 1]
    return tuple(signs)


def _step(step: StepView, view: GuideView) -> GuidePassage:
    pause = step.pause.content if step.pause else ()
    return GuidePassage(
        guide=view.id,
        kind=AnswerKind.STEP,
        label="Step",
        id=step.id,
        title=f"{step.name}: {first_words(step.content)}",
        text=step_copy(step, view.words),
        folder=_folder(view),
        place=f"{GUIDE_PAGE}#{step.id}",
        sees=_searched(step.content[:1]),
        body=_searched((*step.content[1:], *step.expect, *step.otherwise, *pause)),
        values=step.values,
        share=100 if step.counted else SHARE_OF_ALTERNATIVE,
    )


def _section(section: SectionView, view: GuideView) -> GuidePassage:
    """Return a section without its steps, which are passages of their own."""
    return GuidePassage(
        guide=view.id,
        kind=AnswerKind.SECTION,
        label="Section",
        id=section.id,
        title=section.title,
        text=section_copy(replace(section, steps=()), view.words),
        folder=_folder(view),
        place=f"{_page_of(section, view)}#{section.id}",
        body=_searched((*section.before, *section.after)),
    )


def _page_of(section: SectionView, view: GuideView) -> str:
    return GUIDE_PAGE if section in view.page_sections else REVIEW_PAGE


def _box(block: model.Admonition, place: str, view: GuideView) -> GuidePassage:
    return GuidePassage(
        guide=view.id,
        kind=AnswerKind.SECTION,
        label=BOX_LABELS[block.kind],
        id=block.id or "",
        title=block.title,
        text=blocks_markdown((block,)),
        folder=_folder(view),
        place=place,
        body=_searched(block.content),
    )


def _searched(blocks: model.Blocks) -> str:
    """Return the words of blocks without the addresses of their links."""
    return TARGET.sub("]", blocks_markdown(blocks))

"""Steps, sections, guides."""

from __future__ import annotations

import operator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from generator.model.base import Day, NonEmpty, Strict, located
from generator.model.org import OrgField, formed_field
from generator.model.text import Form, ValueRef, walk
from generator.model.text_forms import FORMS, FormName

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.model.changes import Revision
    from generator.model.text import Blocks
    from generator.model.values import RequiredValue, Trouble
    from generator.problems import Location


@dataclass(frozen=True)
class Pause:
    """A natural point to stop after a step and look back before something is hard to undo."""

    title: str
    content: Blocks
    location: Location = located()


@dataclass(frozen=True)
class Step:
    """One action in one screen area. `number` is the one written: from 1, or on from the section above.

    `verified` is the day on which this step was tried in an org, if not with the whole guide; `changed` the revision
    that last changed it, if not the first.
    """

    id: str
    number: int
    content: Blocks
    expect: Blocks = ()
    otherwise: Blocks = ()
    pause: Pause | None = None
    setup: str | None = None
    verified: str | None = None
    changed: str | None = None
    location: Location = located()

    @property
    def values(self) -> tuple[RequiredValue, ...]:
        """Return the required values the step asks for, each once; a drawing only repeats those of other steps."""
        asking = tuple(block for block in self.content if not isinstance(block, Form))
        values: dict[str, RequiredValue] = {}
        for part in walk(asking):
            if isinstance(part, ValueRef):
                values[part.value.id] = part.value
        return tuple(values.values())


class SectionKind(StrEnum):
    """How a section takes part in a run."""

    MAIN = "main"
    ALTERNATIVE = "alternative"
    SUMMARY = "summary"
    REVIEW = "review"


@dataclass(frozen=True)
class Section:
    """A heading with what stands below it: text, steps, text."""

    id: str
    title: str
    kind: SectionKind = SectionKind.MAIN
    before: Blocks = ()
    steps: tuple[Step, ...] = ()
    after: Blocks = ()
    location: Location = located()


NOT_KNOWN = "not known"
"""What a guide says where nobody knows."""


class Reviewed(Strict):
    """The vendor page, and the day it was last read."""

    page: NonEmpty
    date: Day


class Verified(Strict):
    """The platform release and the day on which somebody followed the guide in an org."""

    release: NonEmpty
    date: Day


class OwnField(Strict):
    """A fact of an org that only this guide asks for. `sample` has its form, `help` says what to write."""

    label: NonEmpty
    form: FormName = FormName.TEXT
    sample: NonEmpty
    help: NonEmpty

    def org_field(self, key: str) -> OrgField:
        """Return the field as everything that asks for it, prints it or checks it goes by it."""
        field = OrgField(
            key=key,
            label=self.label,
            help=self.help,
            stand_in=f"your {self.label}",
            blank=self.label,
            examples=(self.sample,),
            asked_on_page=True,
            confirmed=True,
            hint=f"Such as {self.sample}.",
        )
        form = FORMS.get(self.form)
        if form is None:
            return field
        return formed_field(field, form)


Days = Annotated[str, Field(pattern="^[1-9][0-9]{0,3}$")]


ACCEPT = "^(?:steps [a-z0-9/-]+|list [a-z][a-z0-9-]*|value [a-z][a-z0-9_]* [a-z][a-z0-9-]*)$"


class DraftPoint(Strict):
    """What a person has to decide or do before a draft is a guide.

    `accept` is what the answer `yes` makes of a proposal: `steps SECTION/FIRST-WORDS`, `list SECTION` or
    `value ID STEP`. `no` and `done` settle a point without a change; an empty answer leaves it open.
    """

    point: NonEmpty
    accept: Annotated[str, Field(pattern=ACCEPT)] | None = None
    answer: Literal["", "yes", "no", "done"] = ""

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it."""
        return not self.answer


class FrontMatter(Strict):
    """What a guide says about itself.

    `open_points` are those of a draft, until they are answered.
    `platform` names what knows the product whose screens it walks through, `product` that product where it is not
    the platform's own, and `vendor` the one that is let in. `builds_on` is the id of a guide that comes first: where
    one guide is meant and none is named, it is that one. `org_fields` are facts of an org that only this guide
    asks for, by key.
    """

    platform: NonEmpty | None = None
    product: NonEmpty | None = None
    vendor: NonEmpty | None = None
    builds_on: NonEmpty | None = None
    title: NonEmpty
    objective: NonEmpty
    description: NonEmpty
    revision: NonEmpty
    release: NonEmpty
    reviewed: Reviewed
    verified: Verified | None = None
    open_points: tuple[DraftPoint, ...] = ()
    org_fields: dict[str, OwnField] = Field({}, exclude_if=operator.not_)
    recheck_after_days: Days = "180"
    reread_after_days: Days = "180"

    @property
    def release_words(self) -> str:
        """Return the release as it stands behind a name or in a list."""
        if self.release == NOT_KNOWN:
            return f"release {self.release}"
        return self.release


Questions = dict[str, tuple[str, ...]]
"""What people ask, in phrases, by the id of the value, step or section that answers (questions.yaml)."""


@dataclass(frozen=True)
class Guide:
    """One set-up guide."""

    id: str
    about: FrontMatter
    before: Blocks
    sections: tuple[Section, ...]
    values: tuple[RequiredValue, ...]
    troubles: tuple[Trouble, ...] = ()
    history: tuple[Revision, ...] = ()
    questions: Questions = field(default_factory=dict, hash=False)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return every step, alternative sections included."""
        return _steps_of(self.sections)

    @property
    def counted_steps(self) -> tuple[Step, ...]:
        """Return the steps that a run must work through: the "m" of "n of m"."""
        main = [section for section in self.sections if section.kind is SectionKind.MAIN]
        return _steps_of(main)

    @cached_property
    def setting_steps(self) -> dict[str, tuple[Step, ...]]:
        """Return by value id the steps that set it: the counted ones or, where none does, those of other sections."""
        counted = _by_value(self.counted_steps)
        others = _by_value(self.steps)
        steps: dict[str, tuple[Step, ...]] = {}
        for value in self.values:
            steps[value.id] = counted.get(value.id) or others.get(value.id, ())
        return steps


def _steps_of(sections: Iterable[Section]) -> tuple[Step, ...]:
    steps: list[Step] = []
    for section in sections:
        steps.extend(section.steps)
    return tuple(steps)


def _by_value(steps: Iterable[Step]) -> dict[str, tuple[Step, ...]]:
    found: dict[str, tuple[Step, ...]] = {}
    for step in steps:
        for value in step.values:
            found[value.id] = (*found.get(value.id, ()), step)
    return found


def foundations(guides: Iterable[Guide]) -> tuple[Guide, ...]:
    """Return the guides that build on no other of these: those that are meant where none is named."""
    guides = tuple(guides)
    ids = {guide.id for guide in guides}
    return tuple(guide for guide in guides if guide.about.builds_on not in ids)

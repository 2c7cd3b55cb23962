"""A guide as its reader meets it: all that sheets and pages say of its steps and values, worked out once.

Every renderer of the sheets and of the site takes a `GuideView`, so that no two of them can count, order or link steps
differently.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from generator.deriving.compliance import ComplianceStatus, StepStatus, step_change
from generator.deriving.filling import fill
from generator.deriving.fingerprint import step_hash
from generator.deriving.history import changes_since
from generator.deriving.words import brief, first_words, number_runs
from generator.model import SectionKind
from generator.model.brand import NO_BRAND
from generator.model.changes import Subject
from generator.model.sheet_overrides import NO_OVERRIDES
from generator.platforms.registry import fields_of, platform_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.model import (
        Blocks,
        Change,
        FrontMatter,
        Guide,
        Org,
        OrgField,
        Pause,
        Questions,
        RequiredValue,
        Revision,
        Section,
        Step,
        Trouble,
    )
    from generator.model.brand import Brand
    from generator.model.records import Record
    from generator.model.sheet_overrides import SheetOverrides
    from generator.platforms.platform import Platform, Vocabulary

MANY = 3
"""Steps that a line can name by their words."""


@dataclass(frozen=True)
class StepView:
    """One step.

    `label` is 1 to m for counted steps, A1, A2 and so on for all others; `total` is m, or None for a step that is not
    counted. `setup` is the admin page's path, `link` its address in the org, if that is known. `content_hash` is of the
    blank step. `changed` is the revision that last changed it, `status` what is on record of it.
    """

    id: str
    label: str
    total: int | None
    content_hash: str
    content: Blocks
    expect: Blocks
    otherwise: Blocks
    pause: Pause | None
    setup: str | None
    link: str | None
    values: tuple[RequiredValue, ...]
    verified: str | None
    changed: str | None
    status: StepStatus | None = None

    @property
    def counted(self) -> bool:
        """Whether the step is one of the m that a run must work through."""
        return self.total is not None

    @property
    def of_total(self) -> str:
        """Return what follows the label where steps are counted: ` of m`, or nothing."""
        if self.total is None:
            return ""
        return f" of {self.total}"

    @property
    def number(self) -> str:
        """Return the label with its total: `3 of 24`, or `A1`."""
        return self.label + self.of_total

    @property
    def name(self) -> str:
        """Return the words that name the step for bookmarks and screen readers."""
        return f"Step {self.number}"


@dataclass(frozen=True)
class SectionView:
    """A heading with what stands below it: text, steps, text."""

    id: str
    title: str
    kind: SectionKind
    before: Blocks
    steps: tuple[StepView, ...]
    after: Blocks

    @property
    def counted(self) -> bool:
        """Whether every run works through the section."""
        return self.kind is SectionKind.MAIN


@dataclass(frozen=True)
class ValueView:
    """One required value.

    `name` is its setting, counted where several values share one. `mark` is that of its deviation (D1, D2 …) or
    nothing. `steps` are the ids of the steps that set it.
    """

    value: RequiredValue
    name: str
    mark: str
    steps: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class GuideView:
    """One guide, blank or filled in for an org, with what is on record of that org if asked for.

    `address` is where the guide is hosted, or nothing. `sections` are in the guide's own order. `part` is the title of
    the one section that the view is of, if it is not of the whole guide. `overrides` are the project's own files in the
    place of those that make the sheets.
    """

    id: str
    about: FrontMatter
    address: str
    before: Blocks
    sections: tuple[SectionView, ...]
    values: tuple[ValueView, ...]
    troubles: tuple[Trouble, ...]
    history: tuple[Revision, ...]
    questions: Questions
    org: Org | None
    compliance: ComplianceStatus | None
    part: str | None = None
    overrides: SheetOverrides = NO_OVERRIDES
    brand: Brand = NO_BRAND

    @cached_property
    def platform(self) -> Platform:
        """Return the platform whose screens the guide walks through."""
        return platform_of(self.about)

    @property
    def platform_name(self) -> str:
        """Return the name by which scripts know the platform."""
        return self.platform.name

    @property
    def words(self) -> Vocabulary:
        """Return what people call things on that platform."""
        return self.platform.words.naming(self.about.product)

    @property
    def org_fields(self) -> tuple[OrgField, ...]:
        """Return the facts that an org may say of itself, in their order on paper."""
        return fields_of(self.about)

    @cached_property
    def steps(self) -> tuple[StepView, ...]:
        """Return every step, in the guide's own order."""
        steps = (section.steps for section in self.sections)
        return tuple(chain.from_iterable(steps))

    @property
    def opens_pages(self) -> bool:
        """Return whether any step says where its admin page lies."""
        paths = [step.setup for step in self.steps]
        return any(paths)

    @cached_property
    def total(self) -> int:
        """Return m, the number of counted steps."""
        counted = [step for step in self.steps if step.counted]
        return len(counted)

    @cached_property
    def step_by_id(self) -> dict[str, StepView]:
        """Return every step by its id."""
        return {step.id: step for step in self.steps}

    @cached_property
    def former_steps(self) -> dict[str, str]:
        """Return what each step that the guide no longer has said, by its id, as far as a revision tells."""
        steps: dict[str, str] = {}
        for revision in reversed(self.history):
            steps.update(_former_steps(revision.changes))
        return steps

    @cached_property
    def required_values(self) -> tuple[RequiredValue, ...]:
        """Return the required values themselves."""
        required = [value.value for value in self.values]
        return tuple(required)

    @cached_property
    def run_sections(self) -> tuple[SectionView, ...]:
        """Return the sections that a run works through: the counted ones, then all others that may hold a step.

        Each kind keeps the guide's own order, so that labels rise in both. No step is left out.
        """
        counted = [section for section in self.sections if section.counted]
        others = [section for section in self.sections if not section.counted]
        others_of_a_run = filter(_is_for_a_run, others)
        return (*counted, *others_of_a_run)

    @cached_property
    def page_sections(self) -> tuple[SectionView, ...]:
        """Return the sections of the guide's own page. One for a review has a page to itself, but for its steps."""
        return tuple(filter(_is_for_the_page, self.sections))

    def sections_of(self, kind: SectionKind) -> tuple[SectionView, ...]:
        """Return the sections of one kind."""
        sections = [section for section in self.sections if section.kind is kind]
        return tuple(sections)


@dataclass(frozen=True, kw_only=True)
class OrgView(GuideView):
    """A guide filled in for one org."""

    org: Org


def _is_for_a_run(section: SectionView) -> bool:
    if section.steps:
        return True
    return section.kind is SectionKind.ALTERNATIVE


def _is_for_the_page(section: SectionView) -> bool:
    if section.steps:
        return True
    return section.kind is not SectionKind.REVIEW


def view(
    guide: Guide, *, site: str = "", overrides: SheetOverrides = NO_OVERRIDES, brand: Brand = NO_BRAND
) -> GuideView:
    """Return the blank view of a guide. `site` is the site's own address."""
    labels = _labels(guide)
    total = len(guide.counted_steps)
    return GuideView(
        id=guide.id,
        about=guide.about,
        address=_address(guide, site),
        before=guide.before,
        sections=tuple(_section(section, labels, total) for section in guide.sections),
        values=tuple(_values(guide)),
        troubles=guide.troubles,
        history=guide.history,
        questions=guide.questions,
        org=None,
        compliance=None,
        overrides=overrides,
        brand=brand,
    )


def _address(guide: Guide, site: str) -> str:
    """Return where the guide is hosted, or nothing."""
    if not site:
        return ""
    return f"{site}{guide.id}/"


def org_view(guide: GuideView, org: Org) -> OrgView:
    """Return the view with what the org says filled in, and links into the org."""
    filled = fill(guide.sections, org)
    sections = [_section_for_org(section, org, guide.platform) for section in filled]
    return OrgView(
        id=guide.id,
        about=guide.about,
        address=guide.address,
        before=fill(guide.before, org),
        sections=tuple(sections),
        values=fill(guide.values, org),
        troubles=guide.troubles,
        history=guide.history,
        questions=guide.questions,
        org=org,
        compliance=fill(guide.compliance, org),
        part=guide.part,
        overrides=guide.overrides,
        brand=guide.brand,
    )


def section_view(guide: GuideView, section_id: str) -> GuideView | None:
    """Return the view of one section alone, its steps numbered as in the guide; None if none with steps has this id."""
    for section in guide.sections:
        if section.id == section_id and section.steps:
            return replace(guide, before=(), sections=(section,), part=section.title)
    return None


def with_record(guide: GuideView, record: Record) -> GuideView:
    """Return the view with each step's compliance status by the record."""
    compliance = compliance_status(guide, record)
    statuses = {status.id: status for status in compliance.steps}
    sections = tuple(_section_with_statuses(section, statuses) for section in guide.sections)
    return replace(guide, compliance=compliance, sections=sections)


def compliance_status(guide: GuideView, record: Record) -> ComplianceStatus:
    """Hold a record against the guide as it is now."""
    changes = changes_since(guide.history, record.revision)
    statuses = [_step_status(step, record, changes) for step in guide.steps]
    return ComplianceStatus(
        revision=guide.about.revision,
        values=guide.required_values,
        record=record,
        steps=tuple(statuses),
        former_steps={name: f"“{words}”" for name, words in guide.former_steps.items()},
    )


def _former_steps(changes: Iterable[Change]) -> Iterator[tuple[str, str]]:
    for change in changes:
        if change.subject is Subject.STEP and change.before and change.after is None:
            yield change.name, change.before


def _step_status(step: StepView, record: Record, changes: Iterable[Change]) -> StepStatus:
    entry = record.steps.get(step.id)
    change = step_change(entry, step.content_hash)
    step_changes = [each for each in changes if step.id in each.steps]
    return StepStatus(step.id, step.counted, entry, change, tuple(step_changes))


def step_words(ids: Iterable[str], guide: GuideView) -> str:
    """Name steps for people: up to `MANY` by number and words, `3 “Click Save”, 4 “…”`; more by number, `3–7, A2`."""
    names = list(dict.fromkeys(ids))
    steps = [guide.step_by_id[name] for name in names if name in guide.step_by_id]
    words = list(map(_step_words, steps))
    if len(names) > MANY:
        words = list(_number_runs(steps))
    for name in names:
        if name not in guide.step_by_id:
            text = guide.former_steps.get(name, name)
            words.append(f"“{brief(text)}”")
    return ", ".join(words)


def steps_named(ids: Iterable[str], guide: GuideView) -> str:
    """Name steps with their noun: `step 3 “Click Save”`, `steps 3–7`."""
    names = list(dict.fromkeys(ids))
    noun = "steps" if len(names) > 1 else "step"
    return f"{noun} {step_words(names, guide)}"


def _step_words(step: StepView) -> str:
    words = first_words(step.content)
    return f"{step.label} “{brief(words)}”"


def _number_runs(steps: Sequence[StepView]) -> Iterator[str]:
    """Yield the labels of steps with those in a row as one, counted steps first: `3–7`, `9`, `A2`."""
    for counted, letter in COUNTED_LETTER.items():
        labels = [step.label for step in steps if step.counted is counted]
        numbers = [int(label.removeprefix(letter)) for label in labels]
        yield from number_runs(numbers, letter)


# The blank view


COUNTED_LETTER = {True: "", False: "A"}
"""What stands before a step's number, by whether the step is counted."""


def _labels(guide: Guide) -> dict[str, str]:
    """Return each step's label by its id."""
    labels: dict[str, str] = {}
    numbers: Counter[bool] = Counter()
    for section in guide.sections:
        counted = section.kind is SectionKind.MAIN
        letter = COUNTED_LETTER[counted]
        for step in section.steps:
            numbers[counted] += 1
            labels[step.id] = f"{letter}{numbers[counted]}"
    return labels


def _section(section: Section, labels: dict[str, str], total: int) -> SectionView:
    counted_total = None
    if section.kind is SectionKind.MAIN:
        counted_total = total
    return SectionView(
        id=section.id,
        title=section.title,
        kind=section.kind,
        before=section.before,
        steps=tuple(_step(step, labels[step.id], counted_total) for step in section.steps),
        after=section.after,
    )


def _step(step: Step, label: str, total: int | None) -> StepView:
    return StepView(
        id=step.id,
        label=label,
        total=total,
        content_hash=step_hash(step),
        content=step.content,
        expect=step.expect,
        otherwise=step.otherwise,
        pause=step.pause,
        setup=step.setup,
        link=None,
        values=step.values,
        verified=step.verified,
        changed=step.changed,
    )


def _values(guide: Guide) -> Iterator[ValueView]:
    """Yield the values, with names and marks counted from 1."""
    shares = Counter(value.setting for value in guide.values)
    seen: Counter[str] = Counter()
    deviations = 0
    for value in guide.values:
        seen[value.setting] += 1
        deviations += bool(value.deviation)
        name, mark = value.setting, ""
        if shares[name] > 1:
            name += f" ({seen[value.setting]} of {shares[value.setting]})"
        if value.deviation:
            mark = f"D{deviations}"
        steps = [step.id for step in guide.setting_steps[value.id]]
        yield ValueView(value, name, mark, tuple(steps))


# Parts of a view for an org


def _section_for_org(section: SectionView, org: Org, platform: Platform) -> SectionView:
    steps = [_step_for_org(step, org, platform) for step in section.steps]
    return _with_steps(section, steps)


def _step_for_org(step: StepView, org: Org, platform: Platform) -> StepView:
    if step.setup is None:
        return step
    return replace(step, link=platform.page_url(org, step.setup))


def _section_with_statuses(section: SectionView, statuses: dict[str, StepStatus]) -> SectionView:
    steps = []
    for step in section.steps:
        status = statuses[step.id]
        steps.append(replace(step, status=status))
    return _with_steps(section, steps)


def _with_steps(section: SectionView, steps: Iterable[StepView]) -> SectionView:
    return replace(section, steps=tuple(steps))

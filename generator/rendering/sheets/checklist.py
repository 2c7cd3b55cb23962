"""The checklist for a person at a desk with a pen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from generator import model
from generator.model.org import SECRET_STORE, Room
from generator.rendering.markup.branding import logo, printed_colours
from generator.rendering.markup.html import blocks_html, render, style
from generator.rendering.markup.inlines import joined
from generator.rendering.sheets.on_record import entry_words, remaining_notes
from generator.rendering.sheets.sheet import (
    SheetTitle,
    facts,
    metadata,
    metadata_element,
    pause_html,
    qr_code,
    release_line,
    run_json,
    sheet_texts,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.deriving.guide_view import GuideView, OrgView, SectionView, StepView
    from generator.model import Blocks, Org, RequiredValue
    from generator.model.records import Record
    from generator.platforms.platform import Vocabulary

TYPED = frozenset({model.Control.TEXT, model.Control.LIST_ENTRY})
NOTE_OF = "note-"
"""What the name of a text begins with that says what is on record of a step."""

NO_ORG = "{}: _____________________________________________"


@dataclass(frozen=True)
class PrintedStep:
    """One step as the template prints it.

    `place` is its admin page, `note` why it is to be done again, or what is on record of it.
    """

    step: StepView
    place: str | None
    action: Markup
    rest: Markup
    pause: Markup
    breakable: bool
    second_check: bool
    note: str


@dataclass(frozen=True)
class PrintedSection:
    """A section and its steps as the template prints them."""

    section: SectionView
    steps: tuple[PrintedStep, ...]
    before: Markup
    after: Markup


def checklist_html(view: GuideView) -> str:
    """Return the checklist, blank or for the view's org.

    With a record only the steps are printed that are to be done, or done again, since then.
    """
    texts = checklist_texts(view, view.org) if view.org else {}
    notes = remaining_notes(view)
    about = metadata(view, printed_steps(view))
    return _page(view, texts, notes, about)


def archive_html(view: OrgView, record: Record) -> str:
    """Return the whole checklist, which says at each step what is on record of it. The boxes are not ticked yet.

    The record must be of the view's revision.
    """
    texts = archive_texts(view, view.org, record)
    notes = {step: texts[NOTE_OF + step] for step in record.steps}
    about = metadata(view, view.steps, Room.LARGE) + metadata_element("guide.run", texts["run"])
    return _page(view, texts, notes, about, archived=True)


def archive_texts(view: GuideView, org: Org, record: Record) -> dict[str, str]:
    """Return the texts of an archive copy that are the org's and the record's own, by name. The view may be blank."""
    texts = checklist_texts(view, org)
    texts["title"] = f"{view.about.title}: {SheetTitle.ARCHIVE_COPY} of the record of {org.name}"
    texts["room"] = Room.LARGE  # what is on record may be longer than what an org says
    texts["recorded-on"], texts["recorded-by"] = record.recorded.on, record.recorded.by
    texts["run"] = run_json(record)
    for step, entry in record.steps.items():
        texts[NOTE_OF + step] = f"{entry_words(entry)}."
    return texts


def _page(
    view: GuideView, texts: Mapping[str, str], notes: Mapping[str, str], about: Markup, *, archived: bool = False
) -> str:
    steps = printed_steps(view)
    org_block = [field for field in view.org_fields if field != SECRET_STORE]
    return render(
        "checklist.html.j2",
        view.overrides,
        view=view,
        about=view.about,
        style=style("print.css", "checklist.css", overrides=view.overrides) + printed_colours(view.brand),
        logo=logo(view.brand),
        foot=view.brand.foot,
        metadata=about,
        archived=archived,
        texts=texts,
        note_of=NOTE_OF,
        sheet=SheetTitle.ARCHIVE_COPY if archived else SheetTitle.CHECKLIST,
        document_title=_document_title(view, texts),
        printed_steps=len(steps),
        running=texts.get("running", NO_ORG.format(view.words.org.capitalize())),
        release=release_line(view),
        facts=facts(view.org, org_block),
        secret_label=SECRET_STORE.label,
        secret_store=texts.get(SECRET_STORE.key),
        before=blocks_html(view.before),
        sections=_sections(view, steps, notes),
        qr_code=qr_code(view.address),
    )


def _document_title(view: GuideView, texts: Mapping[str, str]) -> str:
    title = texts.get("title", f"{view.about.title}: {SheetTitle.CHECKLIST}")
    if view.part is None:
        return title
    return f"{view.part}. {title}"


def checklist_texts(view: GuideView, org: Org) -> dict[str, str]:
    """Return the org's own texts on the sheet by name; that of an address is its path. The view may be blank."""
    texts = sheet_texts(SheetTitle.CHECKLIST, view, org)
    paths = {step.setup for step in view.steps if step.setup}
    for path in paths:
        if address := view.platform.page_url(org, path):
            texts[path] = address
    return texts


def printed_steps(view: GuideView) -> Sequence[StepView]:
    """Return the steps that the checklist prints: with a record those that are still to be done."""
    if view.compliance is None:
        return view.steps
    return [step for step in view.steps if step.status and step.status.remaining]


def _sections(view: GuideView, steps: Sequence[StepView], notes: Mapping[str, str]) -> list[PrintedSection]:
    """Return the run's sections; those without a step to print only where every step is printed."""
    printed = {step.id: _step(step, notes.get(step.id, ""), view.words) for step in steps}
    sections = [_section(section, printed) for section in view.run_sections]
    if view.compliance is None:
        return sections
    return [section for section in sections if section.steps]


def _section(section: SectionView, printed: Mapping[str, PrintedStep]) -> PrintedSection:
    steps = [printed[step.id] for step in section.steps if step.id in printed]
    return PrintedSection(
        section=section,
        steps=tuple(steps),
        before=blocks_html(section.before),
        after=blocks_html(section.after),
    )


def _step(step: StepView, note: str, words: Vocabulary) -> PrintedStep:
    """The first block is kept with the box; the others may follow on the next page if they hold a drawing."""
    return PrintedStep(
        step=step,
        place=_place(step, words),
        action=blocks_html(step.content[:1]),
        rest=joined(_rest(step), "\n"),
        pause=pause_html(step.pause),
        breakable=len(step.content) > 1,
        second_check=needs_second_check(step.values),
        note=note,
    )


def _rest(step: StepView) -> list[Markup]:
    parts = [blocks_html(step.content[1:])]
    if step.expect:
        result = blocks_html(_led("You should see:", step.expect))
        parts.append(Markup('<div class="expect">{}</div>').format(result))
    if step.otherwise:
        difference = blocks_html(_led("If the screen differs:", step.otherwise))
        parts.append(Markup('<aside class="otherwise">{}</aside>').format(difference))
    return parts


def _led(words: str, blocks: Blocks) -> Blocks:
    """Put bold words at the start of the first paragraph."""
    lead = model.Strong((model.Text(words),))
    match blocks:
        case (model.Paragraph(content) as first, *others):
            led = replace(first, content=(lead, model.Text(" "), *content))
            return (led, *others)
        case _:
            return (model.Paragraph((lead,)), *blocks)


def _place(step: StepView, words: Vocabulary) -> str | None:
    if step.setup is None:
        return None
    return step.link or words.page_place.format(path=step.setup)


def needs_second_check(values: tuple[RequiredValue, ...]) -> bool:
    """Whether a second person looks at a step: it has a value that is typed or picked from many, or a deviation."""
    checked_twice = [value for value in values if value.control in TYPED or value.deviation]
    return bool(checked_twice)

"""The checklist for a person at a desk with a pen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from generator import model
from generator.deriving.numbering import step_labels, total
from generator.platforms.salesforce.addresses import setup_url
from generator.rendering.markup.html import blocks_html, render, style
from generator.rendering.markup.inlines import joined
from generator.rendering.sheets.on_record import remaining_notes
from generator.rendering.sheets.sheet import facts, metadata, qr_code, release_line, sheet_texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.deriving.compliance import ComplianceStatus
    from generator.model import Blocks, Guide, Org, Section, Step

ORG_BLOCK = tuple(key for key in model.ORG_FIELDS if key != "secret_store")
TYPED = frozenset({model.Control.TEXT, model.Control.LIST_ENTRY})


@dataclass(frozen=True)
class StepRow:
    """One step as the template prints it."""

    step: Step
    label: str
    of: str
    place: str | None
    action: Markup
    rest: Markup
    pause: Markup
    breakable: bool
    second_check: bool
    note: str = ""

    @property
    def name(self) -> str:
        """Return the words that name the step for bookmarks and screen readers."""
        return f"Step {self.label}{self.of}"


@dataclass(frozen=True)
class PrintedSection:
    """A section and its step rows."""

    section: Section
    rows: tuple[StepRow, ...]
    before: Markup
    after: Markup

    @property
    def alternative(self) -> bool:
        """Whether the section is only for some cases."""
        return self.section.kind is not model.SectionKind.MAIN


def checklist_html(
    guide: Guide, org: Org | None, site_url: str = "", *, hashes: dict[str, str], now: ComplianceStatus | None = None
) -> str:
    """Return the checklist of a filled guide; `org` is None for the blank one. `hashes` are by step id.

    With `now` only the steps are printed that are to be done, or done again, since the record.
    """
    notes = remaining_notes(now) if now else None
    texts = checklist_texts(guide, org) if org else {}
    if notes is not None:
        hashes = {step: content for step, content in hashes.items() if step in notes}
    return render(
        "checklist.html.j2",
        guide=guide,
        org=org,
        about=guide.about,
        style=style("print.css", "checklist.css"),
        metadata=metadata(guide, hashes, org),
        document_title=texts["title"] if texts else f"{guide.about.title}: checklist",
        now=now,
        redo=len(notes) if notes is not None else 0,
        running=texts.get("running", "Org: ______________________"),
        release=release_line(guide),
        facts=facts(org, ORG_BLOCK),
        secret_label=model.ORG_FIELDS["secret_store"],
        secret_store=org.secret_store if org else None,
        before=blocks_html(guide.before),
        sections=_sections(guide, texts, notes),
        total=total(guide),
        site_url=site_url,
        qr_code=qr_code(site_url),
    )


def checklist_texts(guide: Guide, org: Org) -> dict[str, str]:
    """Return the org's own texts on the sheet by name; that of an address is its path."""
    paths = {step.setup for step in guide.steps if step.setup and org.domain}
    addresses = {path: setup_url(org.domain or "", path) for path in paths}
    return sheet_texts(org, f"{guide.about.title}: checklist for {org.name}") | addresses


def _sections(guide: Guide, texts: Mapping[str, str], notes: dict[str, str] | None) -> list[PrintedSection]:
    """Main sections come first. A section for the summary is printed only if it has steps: none is left out."""
    main = [section for section in guide.sections if section.kind is model.SectionKind.MAIN]
    others = [
        section
        for section in guide.sections
        if section.kind is model.SectionKind.ALTERNATIVE
        or (section.kind is model.SectionKind.SUMMARY and section.steps)
    ]
    labels, count = step_labels(guide), total(guide)
    printed = [_printed(section, labels, count, texts) for section in main + others]
    return printed if notes is None else [_noted(section, notes) for section in printed if _any(section, notes)]


def _any(printed: PrintedSection, notes: dict[str, str]) -> bool:
    return any(row.step.id in notes for row in printed.rows)


def _noted(printed: PrintedSection, notes: dict[str, str]) -> PrintedSection:
    """Keep the rows that have a note."""
    rows = tuple(replace(row, note=notes[row.step.id]) for row in printed.rows if row.step.id in notes)
    return replace(printed, rows=rows)


def _printed(section: Section, labels: dict[str, str], count: int, texts: Mapping[str, str]) -> PrintedSection:
    of = f" of {count}" if section.kind is model.SectionKind.MAIN else ""
    rows = tuple(_row(step, labels[step.id], of, texts) for step in section.steps)
    return PrintedSection(section, rows, blocks_html(section.before), blocks_html(section.after))


def _row(step: Step, label: str, of: str, texts: Mapping[str, str]) -> StepRow:
    """The first block is kept with the box; the others may follow on the next page if they hold a drawing."""
    return StepRow(
        step=step,
        label=label,
        of=of,
        place=_place(step, texts),
        action=blocks_html(step.content[:1]),
        rest=joined(_rest(step), "\n"),
        pause=blocks_html(step.pause.content) if step.pause else Markup(),
        breakable=any(isinstance(block, model.Form) for block in step.content),
        second_check=needs_second_check(step),
    )


def _rest(step: Step) -> list[Markup]:
    parts = [blocks_html(step.content[1:])]
    if step.expect:
        parts.append(Markup('<div class="expect">{}</div>').format(blocks_html(_led("You should see:", step.expect))))
    if step.otherwise:
        differs = blocks_html(_led("If the screen differs:", step.otherwise))
        parts.append(Markup('<aside class="otherwise">{}</aside>').format(differs))
    return parts


def _led(words: str, blocks: Blocks) -> Blocks:
    """Put bold words at the start of the first paragraph."""
    lead = model.Strong((model.Text(words),))
    match blocks:
        case (model.Paragraph(content) as first, *others):
            return (replace(first, content=(lead, model.Text(" "), *content)), *others)
        case _:
            return (model.Paragraph((lead,)), *blocks)


def _place(step: Step, texts: Mapping[str, str]) -> str | None:
    return step.setup and texts.get(step.setup, f"{step.setup} on the org’s Lightning host")


def needs_second_check(step: Step) -> bool:
    """Whether a second person looks: the step has a value that is typed or picked from many, or a deviation."""
    return any(value.deviation or value.control in TYPED for value in step.values)

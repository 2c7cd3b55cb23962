"""The checklist and the summary as Word documents, to hand over and to go on with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import model
from generator.model.org import SECRET_STORE
from generator.rendering.markup.word import (
    STEP_INDENT_CM,
    WordPage,
    Writer,
    add_box,
    add_inlines,
    document_bytes,
    new_document,
    words,
)
from generator.rendering.sheets.checklist import needs_second_check
from generator.rendering.sheets.checklist_markdown import NEVER, NOT_COUNTED
from generator.rendering.sheets.on_record import open_steps, outdated_line, record_facts, setting_words
from generator.rendering.sheets.sheet import SheetTitle, document_title, facts, release_line, shortened
from generator.rendering.sheets.summary import NEVER_THE_SECRET, NO_DEVIATIONS, NOTHING_OPEN, accepted_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document

    from generator.deriving.guide_view import OrgView, SectionView, StepView, ValueView

LINE = "____________"
SIGN_OFF = (("Done by", "", "", ""), ("Checked by", "", "", ""))


def checklist_word(view: OrgView) -> bytes:
    """Return the checklist with a box to tick for each step, and for each state in which one may be left."""
    document = _document(view, SheetTitle.CHECKLIST)
    writer = Writer(document)
    _facts(writer, view)
    writer.paragraph().add_run(NEVER.format(view.words.never_written).strip("*")).bold = True
    writer.blocks(view.before)
    for section in view.run_sections:
        _section(document, section, view)
    _sign_off(document, view)
    return document_bytes(document)


def summary_word(view: OrgView) -> bytes:
    """Return the filled-in summary, with what is on record."""
    document = _document(view, SheetTitle.SUMMARY)
    writer = Writer(document)
    _facts(writer, view)
    writer.paragraph().add_run(NEVER_THE_SECRET)
    _on_record(document, view)
    document.add_heading("Required settings", 1)
    _settings(writer, view)
    document.add_heading("Deviations", 1)
    _deviations(writer, view)
    for section in view.sections_of(model.SectionKind.SUMMARY):
        document.add_heading(section.title, 1)
        writer.blocks(section.before)
        writer.blocks(section.after)
    _sign_off(document, view)
    return document_bytes(document)


def _document(view: OrgView, sheet: SheetTitle) -> Document:
    heading = f"{view.about.title}: {sheet}"
    head = f"{shortened(view.org.name)} · {heading}"
    title = document_title(sheet, view, view.org)
    page = WordPage(title, view.about.reviewed.date, head, release_line(view), view.brand)
    document = new_document(page)
    document.add_paragraph(heading, style="Title")
    document.add_paragraph(view.about.objective, style="Subtitle")
    return document


def _facts(writer: Writer, view: OrgView) -> None:
    rows = [(label, text or "") for _, label, text in facts(view.org, view.org_fields)]
    _table(writer, ("Item", "This org"), rows)


def _section(document: Document, section: SectionView, view: OrgView) -> None:
    document.add_heading(section.title, 1)
    writer = Writer(document)
    if not section.counted:
        not_counted = writer.paragraph()
        not_counted.add_run(NOT_COUNTED).bold = True
        not_counted.paragraph_format.keep_with_next = True
    writer.blocks(section.before)
    if section.before and section.steps:
        document.paragraphs[-1].paragraph_format.keep_with_next = True
    for step in section.steps:
        _step(document, step, view)
    writer.blocks(section.after)


def _step(document: Document, step: StepView, view: OrgView) -> None:
    first, others = _opening(step.content)
    line = Writer(document).paragraph("Step")
    line.paragraph_format.keep_with_next = True
    add_box(line, step.id, f"{step.name} is done")
    line.add_run("\t")
    add_inlines(line, (model.Strong(words(step.number)), model.Text("  "), *first))
    writer = Writer(document, STEP_INDENT_CM)
    writer.blocks(others)
    if step.link:
        add_inlines(writer.paragraph(), (model.Link(words(view.words.open_page), step.link),))
    if step.changed:
        writer.paragraph().add_run(f"Changed in revision {step.changed}")
    _led(writer, "You should see: ", step.expect)
    _led(writer, "If the screen differs: ", step.otherwise)
    _states(writer, step)
    if step.pause:
        _pause(writer, step.pause)


def _led(writer: Writer, lead: str, content: model.Blocks) -> None:
    if not content:
        return
    first, others = _opening(content)
    add_inlines(writer.paragraph(), (model.Strong(words(lead)), *first))
    writer.blocks(others)


def _states(writer: Writer, step: StepView) -> None:
    """The states in which a step may be left without being done, and who looked at it a second time.

    The line stands on the page of the text before it.
    """
    before = writer.holder.paragraphs[-1]
    before.paragraph_format.keep_with_next = True
    line = writer.paragraph()
    add_box(line, f"{step.id}.not-applicable", f"{step.name} is not applicable")
    line.add_run(" not applicable   ")
    add_box(line, f"{step.id}.blocked", f"{step.name} is blocked")
    line.add_run(f" blocked   Reason: {LINE}")
    if needs_second_check(step.values):
        line.add_run(f"   Read back by: {LINE}")


def _pause(writer: Writer, pause: model.Pause) -> None:
    inner = Writer(writer.holder, writer.indent + 0.4, "Note")
    line = inner.paragraph()
    line.add_run(f"Pause: {pause.title}").bold = True
    line.add_run(f"   Initials: {LINE}   Time: {LINE}")
    inner.blocks(pause.content)


def _opening(content: model.Blocks) -> tuple[model.Inlines, model.Blocks]:
    match content:
        case (model.Paragraph(inlines), *others):
            return inlines, tuple(others)
        case _:
            return (), content


def _sign_off(document: Document, view: OrgView) -> None:
    document.add_heading("Sign-off", 1)
    writer = Writer(document)
    place = view.org.get(SECRET_STORE.key) or 2 * LINE
    sentence = f"{SECRET_STORE.label}: {place}. {NEVER_THE_SECRET}"
    writer.paragraph().add_run(sentence)
    rows = [tuple(map(words, row)) for row in SIGN_OFF]
    heads = tuple(map(words, ("Role", "Name", "Signature", "Date")))
    writer.table(heads, rows, row_cm=0.9)


# Of a summary alone


def _on_record(document: Document, view: OrgView) -> None:
    if view.compliance is None:
        return
    writer = Writer(document)
    document.add_heading("On record", 1)
    if line := outdated_line(view):
        writer.paragraph().add_run(line).bold = True
    _table(writer, ("Item", "On record"), record_facts(view.compliance))
    rows = open_steps(view)
    if rows:
        _table(writer, ("Step", "What to do", "Still open"), rows)
    else:
        writer.paragraph().add_run(NOTHING_OPEN)


def _table(writer: Writer, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    head_cells = tuple(map(words, heads))
    cells = [tuple(map(words, row)) for row in rows]
    writer.table(head_cells, cells)


def _settings(writer: Writer, view: OrgView) -> None:
    heads = ("Setting", "Required value", "Where", "Deviation")
    rows = [_setting(value) for value in view.values]
    if view.compliance is None:
        writer.table(tuple(map(words, heads)), rows)
        return
    recorded = [words("; ".join(setting_words(value, view))) for value in view.values]
    noted = [(*row, cell) for row, cell in zip(rows, recorded, strict=True)]
    writer.table(tuple(map(words, (*heads, "On record"))), noted)


def _setting(value: ValueView) -> tuple[model.Inlines, ...]:
    required = value.value
    reference = (model.ValueRef(required),)
    return words(required.setting), reference, words(required.screen), words(value.mark)


def _deviations(writer: Writer, view: OrgView) -> None:
    rows = []
    for value in view.values:
        deviation = value.value.deviation
        if deviation:
            accepted = accepted_words(value, view)
            rows.append((value.mark, value.value.setting, deviation.departs_from, deviation.risk, accepted))
    heads = ("Mark", "Setting", "Departs from", "Risk", "Accepted")
    if rows:
        _table(writer, heads if view.compliance else heads[:-1], rows)
    else:
        writer.paragraph().add_run(NO_DEVIATIONS.format(view.words.advice))

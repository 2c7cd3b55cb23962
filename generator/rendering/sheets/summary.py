"""The filled-in summary for one org, to keep as the record: for paper, screens, text files and programs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from generator import model
from generator.rendering.markup.branding import logo, printed_colours, screen_colours
from generator.rendering.markup.html import blocks_html, render, style
from generator.rendering.markup.inlines import value_html
from generator.rendering.markup.plain_markdown import BLANK, blocks_markdown, cell_code, escape_markdown, table
from generator.rendering.sheets.on_record import (
    acceptance_words,
    open_steps,
    outdated_line,
    record_facts,
    record_json,
    setting_words,
)
from generator.rendering.sheets.sheet import SheetTitle, facts, metadata, release_line, sheet_texts

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from markupsafe import Markup

    from generator.deriving.compliance import ComplianceStatus
    from generator.deriving.guide_view import GuideView, OrgView, SectionView, StepView, ValueView
    from generator.model import Deviation, Org, RequiredValue

JSON_FORMAT = "guide-summary/1"
NEVER_THE_SECRET = "The secret itself is never written here."  # noqa: S105 - a sentence, not a secret
NOTHING_OPEN = "No step is open."
NO_DEVIATIONS = "No setting departs from {}."
JSON_VALUE = {"id", "setting", "screen", "value", "why", "deviation"}


@dataclass(frozen=True)
class SettingRow:
    """One required value as the template prints it. `on_record` is what is known of the setting in the org."""

    value: RequiredValue
    text: Markup
    mark: str
    on_record: tuple[str, ...]
    wrong: bool


@dataclass(frozen=True)
class DeviationRow:
    """One value that departs from advice. `accepted` says by whom, where there is a record."""

    value: RequiredValue
    deviation: Deviation
    mark: str
    accepted: str


def summary_html(view: OrgView) -> str:
    """Return a page for screens that needs no other file."""
    return _page(view, "screen.css", "record.css", printed=False)


def summary_print(view: OrgView) -> str:
    """Return the page that becomes a PDF."""
    return _page(view, "print.css", "summary.css", printed=True)


def _page(view: OrgView, *styles: str, printed: bool) -> str:
    texts = summary_texts(view, view.org)
    colours = printed_colours if printed else screen_colours
    sections = view.sections_of(model.SectionKind.SUMMARY)
    return render(
        "summary.html.j2",
        view.overrides,
        about=view.about,
        printed=printed,
        style=style(*styles, overrides=view.overrides) + colours(view.brand),
        logo=logo(view.brand),
        foot=view.brand.foot,
        metadata=metadata(view, view.steps),
        running=texts["running"],
        sheet=SheetTitle.SUMMARY,
        document_title=texts["title"],
        release=release_line(view),
        facts=facts(view.org, view.org_fields),
        recorded=view.compliance is not None,
        record_facts=record_facts(view.compliance) if view.compliance else [],
        outdated=outdated_line(view),
        open_steps=open_steps(view),
        settings=[_setting_row(value, view) for value in view.values],
        deviations=list(_deviation_rows(view)),
        no_deviations=NO_DEVIATIONS.format(view.words.advice),
        advice=view.words.advice,
        nothing_open=NOTHING_OPEN,
        never_the_secret=NEVER_THE_SECRET,
        sections=[(section, blocks_html(section.before), blocks_html(section.after)) for section in sections],
    )


def summary_texts(view: GuideView, org: Org) -> dict[str, str]:
    """Return the org's own texts on the printed sheet by name. The view may be blank."""
    return sheet_texts(SheetTitle.SUMMARY, view, org)


def _setting_row(value: ValueView, view: OrgView) -> SettingRow:
    wrong: Container[str] = ()
    if view.compliance:
        wrong = view.compliance.wrong
    return SettingRow(
        value=value.value,
        text=value_html(value.value),
        mark=value.mark,
        on_record=setting_words(value, view),
        wrong=value.value.id in wrong,
    )


def _deviation_rows(view: OrgView) -> Iterator[DeviationRow]:
    for value in view.values:
        deviation = value.value.deviation
        if deviation:
            yield DeviationRow(value.value, deviation, value.mark, accepted_words(value, view))


def accepted_words(value: ValueView, view: OrgView) -> str:
    """Say by whom a deviation is accepted, where there is a record."""
    if view.compliance is None:
        return ""
    return acceptance_words(value.value.id, view.compliance)


# Markdown


def summary_markdown(view: OrgView) -> str:
    """Return the summary as GitHub-flavoured Markdown. The steps' hashes are in the JSON, not here."""
    parts = [
        f"# {escape_markdown(view.about.title)}: {SheetTitle.SUMMARY}",
        escape_markdown(view.about.objective),
        f"## The {view.words.org}",
        _facts(view),
        NEVER_THE_SECRET,
        *_on_record(view),
        "## Required settings",
        _settings(view),
        "## Deviations",
        _deviations(view),
        *map(_section, view.sections_of(model.SectionKind.SUMMARY)),
        "## Sign-off",
        table(("", "Name", "Date"), [(role, BLANK, BLANK) for role in ("Done by", "Checked by")]),
        escape_markdown(release_line(view)),
    ]
    return _together(*parts) + "\n"


def _together(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _facts(view: OrgView) -> str:
    rows = [_fact(label, text) for _, label, text in facts(view.org, view.org_fields)]
    heads = ("Item", f"This {view.words.org}")
    return table(heads, rows)


def _fact(label: str, text: str | None) -> tuple[str, str]:
    if text is None:
        return label, BLANK
    return label, escape_markdown(text)


def _on_record(view: OrgView) -> tuple[str, ...]:
    if view.compliance is None:
        return ()
    rows = [(label, escape_markdown(text)) for label, text in record_facts(view.compliance)]
    return (
        "## On record",
        escape_markdown(outdated_line(view)),
        table(("Item", "On record"), rows),
        _open_steps(view),
    )


def _open_steps(view: OrgView) -> str:
    rows = []
    for label, action, words in open_steps(view):
        rows.append((label, escape_markdown(action), escape_markdown(words)))
    if not rows:
        return NOTHING_OPEN
    return table(("Step", "What to do", "Still open"), rows)


def _settings(view: OrgView) -> str:
    head: tuple[str, ...] = ("Setting", "Required value", "Where", "Deviation")
    if view.compliance:
        head = (*head, "On record")
    rows = [_setting_cells(_setting_row(value, view)) for value in view.values]
    return table(head, [row[: len(head)] for row in rows])


def _setting_cells(row: SettingRow) -> tuple[str, ...]:
    return (
        escape_markdown(row.value.setting),
        cell_code(row.value.text),
        escape_markdown(row.value.screen),
        row.mark,
        "<br>".join(map(escape_markdown, row.on_record)),
    )


def _deviations(view: OrgView) -> str:
    head: tuple[str, ...] = ("Mark", "Setting", "Departs from", "Why it is required", "Risk")
    if view.compliance:
        head = (*head, "Accepted")
    rows = [_deviation_cells(row)[: len(head)] for row in _deviation_rows(view)]
    if not rows:
        return NO_DEVIATIONS.format(view.words.advice)
    return table(head, rows)


def _deviation_cells(row: DeviationRow) -> tuple[str, ...]:
    return (
        row.mark,
        escape_markdown(row.value.setting),
        escape_markdown(row.deviation.departs_from),
        escape_markdown(row.value.why),
        escape_markdown(row.deviation.risk),
        escape_markdown(row.accepted),
    )


def _section(section: SectionView) -> str:
    heading = f"## {escape_markdown(section.title)}"
    before = blocks_markdown(section.before)
    after = blocks_markdown(section.after)
    return _together(heading, before, after)


# JSON


def summary_json(view: OrgView) -> str:
    """Return the summary for programs; what is not known of the org is null."""
    verified = None
    if view.about.verified:
        verified = view.about.verified.model_dump()
    steps = chain.from_iterable(section.steps for section in view.run_sections)
    data = {
        "format": JSON_FORMAT,
        "guide": view.id,
        "title": view.about.title,
        "revision": view.about.revision,
        "release": view.about.release,
        "verified": verified,
        "org": {"id": view.org.id} | {field.key: view.org.get(field.key) for field in view.org_fields},
        "values": [_value_json(value, view.platform.default_key) for value in view.required_values],
        **_record_json(view.compliance),
        "steps": [_step_json(step) for step in steps],
    }
    return json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _step_json(step: StepView) -> dict[str, str]:
    return {"id": step.id, "number": step.label, "hash": step.content_hash}


def _value_json(value: RequiredValue, default_key: str) -> dict[str, Any]:
    """Return a value for programs; the name of its default is the platform's."""
    fields = value.model_dump(include=JSON_VALUE)
    return {**fields, "value": value.template, default_key: value.default}


def _record_json(compliance: ComplianceStatus | None) -> dict[str, Any]:
    if compliance is None:
        return {}
    return {"record": record_json(compliance)}

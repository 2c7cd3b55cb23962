"""The filled-in summary for one org, to keep as the record: for paper, screens, text files and programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from generator import model
from generator.deriving.numbering import step_labels
from generator.rendering.markup.html import blocks_html, render, style
from generator.rendering.markup.inlines import value_html
from generator.rendering.markup.plain_markdown import BLANK, blocks_markdown, cell_code, escape_markdown, table
from generator.rendering.sheets.on_record import (
    acceptances,
    open_steps,
    outdated_line,
    record_facts,
    record_json,
    settings_words,
)
from generator.rendering.sheets.sheet import facts, marked, metadata, release_line, sheet_texts

if TYPE_CHECKING:
    from generator.deriving.compliance import ComplianceStatus
    from generator.model import Guide, Org, RequiredValue, Section

JSON_FORMAT = "guide-summary/1"
NEVER_THE_SECRET = "The secret itself is never written here."  # noqa: S105 - a sentence, not a secret
NOTHING_OPEN = "No step is open."
NO_DEVIATIONS = "No setting departs from Salesforce’s default or advice."


def summary_html(guide: Guide, org: Org, *, hashes: dict[str, str], now: ComplianceStatus | None = None) -> str:
    """Return a page for screens that needs no other file."""
    return _page(guide, org, hashes, now, "screen.css", "record.css", printed=False)


def summary_print(guide: Guide, org: Org, *, hashes: dict[str, str], now: ComplianceStatus | None = None) -> str:
    """Return the page that becomes a PDF."""
    return _page(guide, org, hashes, now, "print.css", "summary.css", printed=True)


def _page(
    guide: Guide, org: Org, hashes: dict[str, str], now: ComplianceStatus | None, *styles: str, printed: bool
) -> str:
    texts = summary_texts(guide, org)
    return render(
        "summary.html.j2",
        about=guide.about,
        org=org,
        printed=printed,
        style=style(*styles),
        metadata=metadata(guide, hashes, org),
        running=texts["running"],
        document_title=texts["title"],
        release=release_line(guide),
        facts=facts(org, model.ORG_FIELDS),
        now=now,
        record_facts=record_facts(now) if now else [],
        outdated=outdated_line(now) if now else "",
        open_steps=open_steps(now) if now else [],
        on_record=settings_words(now) if now else {},
        acceptances=acceptances(now) if now else {},
        rows=[(value, value_html(value), mark) for value, mark in marked(guide)],
        deviations=[(value, mark) for value, mark in marked(guide) if mark],
        no_deviations=NO_DEVIATIONS,
        nothing_open=NOTHING_OPEN,
        never_the_secret=NEVER_THE_SECRET,
        sections=[
            (section, blocks_html(section.before), blocks_html(section.after)) for section in _summary_sections(guide)
        ],
    )


def summary_texts(guide: Guide, org: Org) -> dict[str, str]:
    """Return the org's own texts on the printed sheet by name."""
    return sheet_texts(org, f"{guide.about.title}: summary for {org.name}")


def _summary_sections(guide: Guide) -> list[Section]:
    return [section for section in guide.sections if section.kind is model.SectionKind.SUMMARY]


def summary_markdown(guide: Guide, org: Org, *, hashes: dict[str, str], now: ComplianceStatus | None = None) -> str:
    """Return the summary as GitHub-flavoured Markdown; `hashes` are in the JSON, not here."""
    del hashes
    parts = [
        f"# {escape_markdown(guide.about.title)}: summary",
        escape_markdown(guide.about.objective),
        "## The org",
        table(
            ("Item", "This org"),
            [
                (label, BLANK if text is None else escape_markdown(text))
                for _, label, text in facts(org, model.ORG_FIELDS)
            ],
        ),
        NEVER_THE_SECRET,
        *(_on_record(now) if now else ()),
        "## Required settings",
        _settings(guide, settings_words(now) if now else None),
        "## Deviations",
        _deviations(guide, acceptances(now) if now else None),
        *(text for section in _summary_sections(guide) for text in _section(section)),
        "## Sign-off",
        table(("", "Name", "Date"), [(who, BLANK, BLANK) for who in ("Done by", "Checked by")]),
        escape_markdown(release_line(guide)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _on_record(now: ComplianceStatus) -> tuple[str, ...]:
    steps = [(label, escape_markdown(step), escape_markdown(words)) for label, step, words in open_steps(now)]
    return (
        "## On record",
        escape_markdown(outdated_line(now)),
        table(("Item", "On record"), [(label, escape_markdown(text)) for label, text in record_facts(now)]),
        table(("Step", "Id", "Still open"), steps) if steps else NOTHING_OPEN,
    )


def _settings(guide: Guide, on_record: dict[str, tuple[str, ...]] | None) -> str:
    rows = [
        (
            *(escape_markdown(value.setting), cell_code(value.value), escape_markdown(value.screen), mark),
            *(["<br>".join(map(escape_markdown, on_record[value.id]))] if on_record else []),
        )
        for value, mark in marked(guide)
    ]
    return table(("Setting", "Required value", "Where", "Deviation", *(["On record"] if on_record else [])), rows)


def _deviations(guide: Guide, accepted: dict[str, str] | None) -> str:
    rows = [
        (
            *(mark, *map(escape_markdown, (value.setting, value.deviation.departs_from, value.why))),
            escape_markdown(value.deviation.risk),
            *([escape_markdown(accepted[value.id])] if accepted else []),
        )
        for value, mark in marked(guide)
        if value.deviation
    ]
    head = ("Mark", "Setting", "Departs from", "Why it is required", "Risk", *(["Accepted"] if accepted else []))
    return table(head, rows) if rows else NO_DEVIATIONS


def _section(section: Section) -> tuple[str, ...]:
    return (
        f"## {escape_markdown(section.title)}",
        blocks_markdown(section.before),
        blocks_markdown(section.after),
    )


def summary_json(guide: Guide, org: Org, *, hashes: dict[str, str], now: ComplianceStatus | None = None) -> str:
    """Return the summary for programs; what is not known of the org is null."""
    labels = step_labels(guide)
    data = {
        "format": JSON_FORMAT,
        "guide": guide.id,
        "title": guide.about.title,
        "revision": guide.about.revision,
        "release": guide.about.release,
        "verified": guide.about.verified.model_dump() if guide.about.verified else None,
        "org": {"id": org.id, **{key: org.get(key) for key in model.ORG_FIELDS}},
        "values": [_value(value) for value in guide.values],
        **({"record": record_json(now)} if now else {}),
        "steps": [{"id": step.id, "number": labels[step.id], "hash": hashes[step.id]} for step in guide.steps],
    }
    return json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _value(value: RequiredValue) -> dict[str, Any]:
    return value.model_dump(include={"id", "setting", "screen", "value", "why", "salesforce_default", "deviation"})

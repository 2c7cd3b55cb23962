"""The filled-in summary for one org, to keep as the record: for paper, screens, text files and programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from generator import model
from generator.numbering import step_labels
from generator.rendering.html import blocks_html, render, style
from generator.rendering.inlines import value_html
from generator.rendering.plain_markdown import BLANK, blocks_markdown, cell_code, escape_markdown, table
from generator.rendering.sheet import facts, marked, metadata, release_line, shortened

if TYPE_CHECKING:
    from generator.model import Guide, Org, RequiredValue, Section

JSON_FORMAT = "guide-summary/1"
NEVER_THE_SECRET = "The secret itself is never written here."  # noqa: S105 - a sentence, not a secret
NO_DEVIATIONS = "No setting departs from Salesforce’s default or advice."


def summary_html(guide: Guide, org: Org, *, hashes: dict[str, str]) -> str:
    """Return a page for screens that needs no other file."""
    return _page(guide, org, hashes, "screen.css", printed=False)


def summary_print(guide: Guide, org: Org, *, hashes: dict[str, str]) -> str:
    """Return the page that becomes a PDF."""
    return _page(guide, org, hashes, "print.css", "summary.css", printed=True)


def _page(guide: Guide, org: Org, hashes: dict[str, str], *styles: str, printed: bool) -> str:
    return render(
        "summary.html.j2",
        about=guide.about,
        org=org,
        printed=printed,
        style=style(*styles),
        metadata=metadata(guide, hashes),
        running=shortened(org.name),
        release=release_line(guide),
        facts=facts(org, model.ORG_FIELDS),
        rows=[(value, value_html(value), mark) for value, mark in marked(guide)],
        deviations=[(value, mark) for value, mark in marked(guide) if mark],
        no_deviations=NO_DEVIATIONS,
        never_the_secret=NEVER_THE_SECRET,
        sections=[
            (section, blocks_html(section.before), blocks_html(section.after)) for section in _summary_sections(guide)
        ],
    )


def _summary_sections(guide: Guide) -> list[Section]:
    return [section for section in guide.sections if section.kind is model.SectionKind.SUMMARY]


def summary_markdown(guide: Guide, org: Org, *, hashes: dict[str, str]) -> str:
    """Return the summary as GitHub-flavoured Markdown; `hashes` are in the JSON, not here."""
    del hashes
    parts = [
        f"# {escape_markdown(guide.about.title)}: summary",
        escape_markdown(guide.about.objective),
        "## The org",
        table(
            ("Item", "This org"),
            [(label, BLANK if text is None else escape_markdown(text)) for label, text in _facts(org)],
        ),
        NEVER_THE_SECRET,
        "## Required settings",
        _settings(guide),
        "## Deviations",
        _deviations(guide),
        *(text for section in _summary_sections(guide) for text in _section(section)),
        "## Sign-off",
        table(("", "Name", "Date"), [(who, BLANK, BLANK) for who in ("Done by", "Checked by")]),
        escape_markdown(release_line(guide)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _facts(org: Org) -> list[tuple[str, str | None]]:
    return facts(org, model.ORG_FIELDS)


def _settings(guide: Guide) -> str:
    rows = [
        (escape_markdown(value.setting), cell_code(value.value), escape_markdown(value.screen), mark)
        for value, mark in marked(guide)
    ]
    return table(("Setting", "Required value", "Where", "Deviation"), rows)


def _deviations(guide: Guide) -> str:
    rows = [
        (mark, *map(escape_markdown, (value.setting, value.deviation.departs_from, value.why, value.deviation.risk)))
        for value, mark in marked(guide)
        if value.deviation
    ]
    return table(("Mark", "Setting", "Departs from", "Why it is required", "Risk"), rows) if rows else NO_DEVIATIONS


def _section(section: Section) -> tuple[str, ...]:
    return (
        f"## {escape_markdown(section.title)}",
        blocks_markdown(section.before),
        blocks_markdown(section.after),
    )


def summary_json(guide: Guide, org: Org, *, hashes: dict[str, str]) -> str:
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
        "steps": [{"id": step.id, "number": labels[step.id], "hash": hashes[step.id]} for step in guide.steps],
    }
    return json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _value(value: RequiredValue) -> dict[str, Any]:
    return value.model_dump(include={"id", "setting", "screen", "value", "why", "salesforce_default", "deviation"})

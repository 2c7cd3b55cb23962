"""The site's pages as plain Markdown for programs, each beside its page, and the list of them (llms.txt)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import model
from generator.deriving.history import closed
from generator.deriving.numbering import step_labels, total
from generator.rendering.markup.plain_markdown import blocks_markdown, cell_code, code_span, escape_markdown, table
from generator.rendering.reports.changes import sentence
from generator.rendering.sheets.sheet import release_line
from generator.rendering.site.report import FILE_COLUMNS, INTRODUCTION, LIMITS, file_rows
from generator.rendering.site.security_page import UNDO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.rendering.site.report import Counts


def markdown_copies(guide: model.Guide) -> dict[str, str]:
    """Return each page's Markdown by the page's name. Every copy ends in all required values beside their names."""
    pages = {
        "index": [_title(guide.about.title, guide.about.objective), *_guide(guide)],
        "values": [_title("Required values", guide.about.title), *map(_value, guide.values)],
        "troubleshooting": [_title("If sign-in fails", guide.about.title), *_troubles(guide)],
        "security": [_title("For security reviewers", guide.about.title), *_security(guide)],
        "history": [_title("History", guide.about.title), *map(_revision, closed(guide.history))],
    }
    foot = [_values_table(guide), escape_markdown(release_line(guide))]
    return {name: _together([*parts, *foot]) + "\n" for name, parts in pages.items()}


def _together(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part)


def _title(title: str, below: str) -> str:
    return f"# {escape_markdown(title)}\n\n{escape_markdown(below)}"


def _values_table(guide: model.Guide) -> str:
    rows = [(escape_markdown(value.setting), cell_code(value.value)) for value in guide.values]
    return f"## All required values\n\n{table(('Setting', 'Required value'), rows)}"


def _guide(guide: model.Guide) -> list[str]:
    labels = step_labels(guide)
    sections = [section for section in guide.sections if section.kind is not model.SectionKind.REVIEW]
    return [blocks_markdown(guide.before), *(_section(section, labels) for section in sections)]


def _section(section: model.Section, labels: dict[str, str] | None = None) -> str:
    steps = [_step(step, (labels or {})[step.id]) for step in section.steps]
    heading = f"## {escape_markdown(section.title)}"
    return _together([heading, blocks_markdown(section.before), *steps, blocks_markdown(section.after)])


def _step(step: model.Step, label: str) -> str:
    parts = [f"### Step {label}", blocks_markdown(step.content)]
    if step.setup:
        parts.append(f"Setup page: {code_span(step.setup)}")
    if step.expect:
        parts.append(f"You should see:\n\n{blocks_markdown(step.expect)}")
    if step.otherwise:
        parts.append(f"If the screen differs:\n\n{blocks_markdown(step.otherwise)}")
    if step.pause:
        parts.append(f"Pause: {escape_markdown(step.pause.title)}\n\n{blocks_markdown(step.pause.content)}")
    return _together(parts)


def _value(value: model.RequiredValue) -> str:
    facts = [
        ("On the screen", value.screen),
        ("Why", value.why),
        ("What you see if it is wrong", value.if_wrong.sees),
        ("Salesforce’s default", value.salesforce_default),
        ("Departs from", value.deviation.departs_from if value.deviation else ""),
        ("Risk", value.deviation.risk if value.deviation else ""),
    ]
    lines = [f"- {name}: {escape_markdown(text)}" for name, text in facts if text]
    return f"## {escape_markdown(value.setting)}\n\n{code_span(value.value)}\n\n" + "\n".join(lines)


def _troubles(guide: model.Guide) -> list[str]:
    labels = step_labels(guide)
    return [_trouble(trouble, labels) for trouble in guide.troubles]


def _trouble(trouble: model.Trouble, labels: dict[str, str]) -> str:
    steps = ", ".join(f"step {labels[step]}" for step in trouble.steps)
    texts = (trouble.sees, trouble.means, trouble.tell_apart, trouble.cure)
    parts = [f"## {escape_markdown(trouble.error)}", *(escape_markdown(text) for text in texts if text)]
    return _together(
        [*parts, f"See {steps}." if steps else "", f"Source: <{trouble.source}>" if trouble.source else ""]
    )


def _security(guide: model.Guide) -> list[str]:
    sections = [s for s in guide.sections if s.kind is model.SectionKind.REVIEW or s.id == UNDO]
    return [*map(_section, sections), *(_value(value) for value in guide.values if value.deviation)]


def _revision(revision: model.Revision) -> str:
    about = ", ".join(part for part in (revision.release, revision.date) if part)
    lines = [f"- {escape_markdown(sentence(change))}" for change in revision.changes]
    heading = f"## Revision {escape_markdown(revision.revision or '')}"
    return _together([heading, escape_markdown(about), "\n".join(lines)])


def report_copy(guides: Sequence[model.Guide], report: Mapping[str, Counts]) -> str:
    """Return the proof: how many values each file holds, in how many places."""
    tables = (
        f"## {escape_markdown(guide.about.title)}\n\n{table(FILE_COLUMNS, file_rows(report[guide.id]))}"
        for guide in guides
    )
    return _together(["# Proof that the values arrived", INTRODUCTION, LIMITS, *tables]) + "\n"


def llms_txt(guides: Sequence[model.Guide], purpose: str, site: str) -> str:
    """Return the list of pages for programs that read text (llmstxt.org); `site` is the site's address or nothing.

    It is the first page's copy, too.
    """
    return _together(["# Set-up guides", f"> {purpose}", *(_listed(guide, site) for guide in guides)]) + "\n"


def _listed(guide: model.Guide, site: str) -> str:
    base = f"{site}{guide.id}/"
    lines = (
        f"- [Step by step]({base}index.md): {total(guide)} steps, revision {guide.about.revision}",
        f"- [Required values]({base}values.md): {len(guide.values)} settings, each with reason and risk",
        f"- [If sign-in fails]({base}troubleshooting.md): from the error to its cure",
        f"- [For security reviewers]({base}security.md): what it grants, how to limit and undo it",
        f"- [History]({base}history.md): what each revision changed",
        f"- [The same as JSON]({base}guide.json)",
    )
    about = escape_markdown(guide.about.description)
    return f"## {escape_markdown(guide.about.title)}\n\n{about}\n\n" + "\n".join(lines)

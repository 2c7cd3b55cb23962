"""The site's pages as plain Markdown for programs, each beside its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import model
from generator.deriving.history import closed
from generator.rendering.markup.plain_markdown import blocks_markdown, cell_code, code_span, escape_markdown, table
from generator.rendering.reports.changes import PartNames, part_names, sentence
from generator.rendering.sheets.sheet import release_line
from generator.rendering.site.history_page import dated
from generator.rendering.site.report import FILE_COLUMNS, INTRODUCTION, LIMITS, file_rows
from generator.rendering.site.security_page import UNDO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.deriving.guide_view import GuideView, SectionView, StepView
    from generator.platforms.platform import Vocabulary
    from generator.rendering.site.report import Counts, Names


def guide_copy(view: GuideView) -> str:
    """Return the steps as Markdown."""
    about = view.about
    return _copy(view, about.title, about.objective, _guide(view))


def values_copy(view: GuideView) -> str:
    """Return each required value with its reason and risk as Markdown."""
    values = [value_copy(value, view.words) for value in view.required_values]
    return _copy(view, "Required values", view.about.title, *values)


def troubleshooting_copy(view: GuideView) -> str:
    """Return the errors and their cures as Markdown."""
    return _copy(view, "If sign-in fails", view.about.title, _troubles(view))


def security_copy(view: GuideView) -> str:
    """Return what security reviewers read as Markdown."""
    return _copy(view, "For security reviewers", view.about.title, _security(view))


def history_copy(view: GuideView) -> str:
    """Return what each revision changed as Markdown."""
    words = view.words
    names = part_names(view)
    revisions = [_revision(revision, words, names) for revision in closed(view.history)]
    return _copy(view, "History", view.about.title, *revisions)


def _copy(view: GuideView, title: str, below: str, *parts: str) -> str:
    """Return a page. Every copy ends in all required values beside their names."""
    head = _title(title, below)
    foot = escape_markdown(release_line(view))
    text = _together(head, *parts, _values_table(view), foot)
    return f"{text}\n"


def _together(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _title(title: str, below: str) -> str:
    heading = f"# {escape_markdown(title)}"
    return _together(heading, escape_markdown(below))


def _values_table(view: GuideView) -> str:
    rows = [_value_row(value) for value in view.required_values]
    return _together("## All required values", table(("Setting", "Required value"), rows))


def _value_row(value: model.RequiredValue) -> tuple[str, str]:
    return escape_markdown(value.setting), cell_code(value.text)


def _guide(view: GuideView) -> str:
    opening = blocks_markdown(view.before)
    sections = [section_copy(section, view.words) for section in view.page_sections]
    return _together(opening, *sections)


def section_copy(section: SectionView, words: Vocabulary) -> str:
    """Return a section with its steps."""
    return _together(
        f"## {escape_markdown(section.title)}",
        blocks_markdown(section.before),
        *(step_copy(step, words) for step in section.steps),
        blocks_markdown(section.after),
    )


def step_copy(step: StepView, words: Vocabulary) -> str:
    """Return a step with what belongs to it."""
    parts = [f"### Step {step.label}", blocks_markdown(step.content)]
    if step.setup:
        parts.append(f"{words.page}: {code_span(step.setup)}")
    if step.expect:
        parts.append(f"You should see:\n\n{blocks_markdown(step.expect)}")
    if step.otherwise:
        parts.append(f"If the screen differs:\n\n{blocks_markdown(step.otherwise)}")
    if step.pause:
        parts.append(f"Pause: {escape_markdown(step.pause.title)}\n\n{blocks_markdown(step.pause.content)}")
    return _together(*parts)


def value_copy(value: model.RequiredValue, words: Vocabulary) -> str:
    """Return a required value with its reason and risk."""
    facts = [
        ("On the screen", value.screen),
        ("Why", value.why),
        ("What you see if it is wrong", value.if_wrong.sees),
        (words.default, value.default),
    ]
    if value.deviation:
        facts += [("Departs from", value.deviation.departs_from), ("Risk", value.deviation.risk)]
    lines = [f"- {name}: {escape_markdown(text)}" for name, text in facts if text]
    return _together(f"## {escape_markdown(value.setting)}", code_span(value.text), "\n".join(lines))


def _troubles(view: GuideView) -> str:
    troubles = [trouble_copy(trouble, view) for trouble in view.troubles]
    return _together(*troubles)


def trouble_copy(trouble: model.Trouble, view: GuideView) -> str:
    """Return an error and its cure."""
    title = f"## {escape_markdown(trouble.error)}"
    texts = (trouble.sees, trouble.means, trouble.tell_apart or "", trouble.cure)
    paragraphs = map(escape_markdown, texts)
    return _together(title, *paragraphs, _trouble_facts(trouble, view))


def _trouble_facts(trouble: model.Trouble, view: GuideView) -> str:
    """Return in one paragraph what belongs to a trouble beside its words."""
    required = [value for value in view.required_values if value.id in trouble.values]
    facts = [f"{escape_markdown(value.setting)} must read {code_span(value.text)}." for value in required]
    if trouble.steps:
        steps = ", ".join(f"step {view.step_by_id[step].label}" for step in trouble.steps)
        facts.append(f"See {steps}.")
    if trouble.who:
        facts.append(f"Who can cure it: {', '.join(trouble.who)}.")
    if trouble.source:
        facts.append(f"Source: <{trouble.source}>")
    if trouble.read:
        facts.append(f"Read on {trouble.read}.")
    return "\n".join(facts)


def _security(view: GuideView) -> str:
    sections = filter(_is_for_reviewers, view.sections)
    deviations = [value for value in view.required_values if value.deviation]
    texts = [section_copy(section, view.words) for section in sections]
    values = [value_copy(value, view.words) for value in deviations]
    return _together(*texts, *values)


def _is_for_reviewers(section: SectionView) -> bool:
    if section.id == UNDO:
        return True
    return section.kind is model.SectionKind.REVIEW


def _revision(revision: model.Revision, words: Vocabulary, names: PartNames) -> str:
    name = escape_markdown(revision.revision or "")
    day = escape_markdown(dated(revision))
    points = []
    for change in revision.changes:
        text = escape_markdown(sentence(change, words, names))
        points.append(f"- {text}")
    return _together(f"## Revision {name}", day, "\n".join(points))


def report_copy(views: Iterable[GuideView], report: Mapping[str, Counts], names: Names) -> str:
    """Return the proof: how many values each file holds, in how many places."""
    title = "# Proof that the values arrived"
    tables = [_proof(view, report[view.id], names) for view in views]
    return _together(title, INTRODUCTION, LIMITS, *tables) + "\n"


def _proof(view: GuideView, counts: Counts, names: Names) -> str:
    heading = f"## {escape_markdown(view.about.title)}"
    files = table(FILE_COLUMNS, file_rows(counts, names))
    return _together(heading, files)

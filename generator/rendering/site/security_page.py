"""The page for people who approve a set-up: what it grants, where it departs from advice, how to limit and undo it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import model
from generator.rendering.markup.markdown import (
    blocks,
    escape,
    front_matter,
    heading,
    join,
    link,
    paragraph,
    table,
    value_code,
)
from generator.rendering.site.parts import deviation_words, page, step_links, value_link

if TYPE_CHECKING:
    from generator.deriving.guide_view import GuideView, SectionView, ValueView

INTRODUCTION = (
    "For whoever approves {guide} or answers for it afterwards. It says what is asked of you, also where we know of no "
    "good reason for it."
)
DEVIATIONS = (
    "{} of the {} required values depart from {}. The vendor requires them. Accept each on purpose, "
    "or stop the set-up. Which of them its sign-in could do without is not known: ask first."
)
NONE = "No required value departs from {}."
UNDO = "undo"


def security_page(view: GuideView) -> str:
    """Return the page; its prose is the guide's `.review` sections and the one that undoes the set-up."""
    title = view.about.title
    description = f"What the set-up grants, where it departs from advice, how to undo it. {title}."
    review = view.sections_of(model.SectionKind.REVIEW)
    undo = [section for section in view.sections if section.id == UNDO]
    return page(
        front_matter(f"Security review: {title}", description),
        heading(1, "For security reviewers"),
        INTRODUCTION.format(guide=link(escape(title), "index.md")),
        *(_section(section, view) for section in review[:1]),
        *_deviations(view),
        *(_section(section, view) for section in (*review[1:2], *undo, *review[2:])),
        heading(2, "All required values", "all-values"),
        table(("Setting", "Required value", "Note"), map(_value_row, view.values)),
    )


def _section(section: SectionView, view: GuideView) -> str:
    """Return a section's prose; its steps stand on the guide's page."""
    return join(
        (
            heading(2, escape(section.title), section.id),
            blocks(section.before),
            _steps(section, view),
            blocks(section.after),
        )
    )


def _steps(section: SectionView, view: GuideView) -> str:
    """Lead to a section's steps, if it has any."""
    ids = [step.id for step in section.steps]
    if not ids:
        return ""
    return f"Its steps are on the guide’s page: {step_links(view, ids)}."


def _deviations(view: GuideView) -> list[str]:
    title = heading(2, f"Where it departs from {escape(view.words.name)}’s advice", "deviations")
    advice = escape(view.words.advice)
    deviations = [_deviation(value, value.value.deviation) for value in view.values if value.value.deviation]
    if not deviations:
        return [title, NONE.format(advice)]
    opening = DEVIATIONS.format(len(deviations), len(view.values), advice)
    return [title, opening, *deviations]


def _deviation(value: ValueView, deviation: model.Deviation) -> str:
    required = value.value
    name = f"deviation-{required.id.replace('_', '-')}"
    return join(
        (
            heading(3, value_link(value), name),
            f"{value_code(required)}\n{{: .required }}",
            deviation_words(deviation),
            paragraph(f"**Why it is required:** {escape(required.why)}"),
        )
    )


def _value_row(value: ValueView) -> tuple[str, ...]:
    note = "departs from advice" if value.mark else ""
    return value_link(value), value_code(value.value), note

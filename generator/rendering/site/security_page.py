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
from generator.rendering.site.values_page import deviation_words, value_names

if TYPE_CHECKING:
    from collections.abc import Iterable

INTRODUCTION = (
    "For whoever approves {guide} or answers for it afterwards. It says what is asked of you, also where we know of no "
    "good reason for it."
)
DEVIATIONS = (
    "{} of the {} required values depart from Salesforce’s default or advice. The vendor requires them. Accept each on "
    "purpose, or stop the set-up. Which of them its sign-in could do without is not known: ask first."
)
NONE = "No required value departs from the platform’s default or advice."
UNDO = "undo"


def security_page(guide: model.Guide) -> str:
    """Return the page; its prose is the guide's `.review` sections and the one that undoes the set-up."""
    review = [section for section in guide.sections if section.kind is model.SectionKind.REVIEW]
    undo = [section for section in guide.sections if section.id == UNDO]
    return (
        join(
            (
                front_matter(
                    f"Security review: {guide.about.title}",
                    f"What the set-up grants, where it departs from advice, how to undo it. {guide.about.title}.",
                ),
                heading(1, "For security reviewers"),
                INTRODUCTION.format(guide=link(escape(guide.about.title), "index.md")),
                *_sections(review[:1]),
                *_deviations(guide),
                *_sections([*review[1:2], *undo, *review[2:]]),
                heading(2, "All required values", "all-values"),
                _all_values(guide),
            )
        )
        + "\n"
    )


def _sections(sections: Iterable[model.Section]) -> list[str]:
    return [
        join((heading(2, escape(section.title), section.id), blocks(section.before), blocks(section.after)))
        for section in sections
    ]


def _deviations(guide: model.Guide) -> list[str]:
    departing = [
        (value, value.deviation, name)
        for value, name in zip(guide.values, value_names(guide), strict=True)
        if value.deviation
    ]
    words = DEVIATIONS.format(len(departing), len(guide.values)) if departing else NONE
    title = heading(2, "Where it departs from Salesforce’s advice", "deviations")
    return [title, words, *(_deviation(value, deviation, name) for value, deviation, name in departing)]


def _deviation(value: model.RequiredValue, deviation: model.Deviation, name: str) -> str:
    return join(
        (
            heading(3, link(escape(name), f"values.md#{value.id}"), f"deviation-{value.id.replace('_', '-')}"),
            f"{value_code(value)}\n{{: .required }}",
            deviation_words(deviation),
            paragraph(f"**Why it is required:** {escape(value.why)}"),
        )
    )


def _all_values(guide: model.Guide) -> str:
    rows = (
        (
            link(escape(name), f"values.md#{value.id}"),
            value_code(value),
            "departs from advice" if value.deviation else "",
        )
        for value, name in zip(guide.values, value_names(guide), strict=True)
    )
    return table(("Setting", "Required value", "Note"), rows)

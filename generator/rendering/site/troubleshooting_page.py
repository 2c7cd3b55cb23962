"""The page that goes from the error a person sees to the values and steps that cure it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.rendering.markup.markdown import (
    escape,
    front_matter,
    heading,
    item,
    join,
    link,
    paragraph,
    table,
    value_code,
)
from generator.rendering.site.step_links import step_links
from generator.rendering.site.values_page import definition, sentence, source_link, value_names

if TYPE_CHECKING:
    from generator.model import Guide, Trouble

INTRODUCTION = (
    "Find the words you see, in the browser’s address bar, on Salesforce’s page, in Vonage’s message or in the user’s "
    "Login History. After each change, save, wait ten minutes and try again."
)
OTHER_ERROR = ("Something else, or nothing you can name", "every-setting")
OTHERWISE = "If no error fits, compare each setting in the org with this table, from the top."


def troubleshooting_page(guide: Guide) -> str:
    """Return the page: first the errors, then every setting with what a wrong one shows."""
    return (
        join(
            (
                front_matter(
                    f"Troubleshooting: {guide.about.title}",
                    f"From the error you see to the setting that cures it. {guide.about.title}.",
                ),
                heading(1, "If sign-in fails"),
                INTRODUCTION,
                _contents(guide),
                *(_trouble(guide, trouble) for trouble in guide.troubles),
                heading(2, "Every setting, and what you see if it is wrong", "every-setting"),
                OTHERWISE,
                _settings(guide),
            )
        )
        + "\n"
    )


def _contents(guide: Guide) -> str:
    """Return links to all errors: on a phone the table of contents is out of sight."""
    places = [(trouble.error, trouble.id) for trouble in guide.troubles]
    listed = (*places, OTHER_ERROR) if places else ()
    return "\n".join(item("-", link(escape(words), f"#{place}")) for words, place in listed)


def _trouble(guide: Guide, trouble: Trouble) -> str:
    values = [value for value in guide.values if value.id in trouble.values]
    names = dict(zip((value.id for value in guide.values), value_names(guide), strict=True))
    rows = [
        (
            link(escape(names[value.id]), f"values.md#{value.id}"),
            value_code(value),
            step_links(guide, (step.id for step in guide.setting_steps[value.id])),
        )
        for value in values
    ]
    return join(
        (
            heading(2, escape(trouble.error), trouble.id),
            paragraph(escape(trouble.sees)),
            definition("What it means", escape(trouble.means) + source_link(trouble.source)),
            definition("How to tell it apart", escape(trouble.tell_apart)) if trouble.tell_apart else "",
            definition("What to do", f"{escape(trouble.cure)}{_see(guide, trouble)}"),
            table(("Setting", "Must read", "Set in"), rows) if rows else "",
        )
    )


def _see(guide: Guide, trouble: Trouble) -> str:
    return f" See {step_links(guide, trouble.steps)}." if trouble.steps else ""


def _settings(guide: Guide) -> str:
    rows = (
        (
            link(escape(name), f"values.md#{value.id}"),
            value_code(value),
            sentence(value.if_wrong.sees),
        )
        for value, name in zip(guide.values, value_names(guide), strict=True)
    )
    return table(("Setting", "Must read", "If it is wrong"), rows)

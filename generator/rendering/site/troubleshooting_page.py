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
from generator.rendering.site.parts import definition, page, source_link, statement, step_links, value_link

if TYPE_CHECKING:
    from generator.deriving.guide_view import GuideView, ValueView
    from generator.model import Trouble

INTRODUCTION = (
    "Find the words you see, in the browser’s address bar, on Salesforce’s page, in Vonage’s message or in the user’s "
    "Login History. After each change, save, wait ten minutes and try again."
)
OTHER_ERROR = ("Something else, or nothing you can name", "every-setting")
OTHERWISE = "If no error fits, compare each setting in the org with this table, from the top."


def troubleshooting_page(view: GuideView) -> str:
    """Return the page: first the errors, then every setting with what a wrong one shows."""
    description = f"From the error you see to the setting that cures it. {view.about.title}."
    return page(
        front_matter(f"Troubleshooting: {view.about.title}", description),
        heading(1, "If sign-in fails"),
        INTRODUCTION,
        _contents(view),
        *(_trouble(trouble, view) for trouble in view.troubles),
        heading(2, "Every setting, and what you see if it is wrong", "every-setting"),
        OTHERWISE,
        table(("Setting", "Must read", "If it is wrong"), map(_setting_row, view.values)),
    )


def _contents(view: GuideView) -> str:
    """Return links to all errors: on a phone the table of contents is out of sight."""
    if not view.troubles:
        return ""
    places = [(trouble.error, trouble.id) for trouble in view.troubles]
    return "\n".join(item("-", link(escape(words), f"#{place}")) for words, place in [*places, OTHER_ERROR])


def _trouble(trouble: Trouble, view: GuideView) -> str:
    rows = [_value_row(value, view) for value in view.values if value.value.id in trouble.values]
    return join(
        (
            heading(2, escape(trouble.error), trouble.id),
            paragraph(escape(trouble.sees)),
            definition("What it means", escape(trouble.means) + source_link(trouble.source)),
            definition("What to do", escape(trouble.cure) + _see(trouble, view)),
            table(("Setting", "Must read", "Set in"), rows) if rows else "",
        )
    )


def _see(trouble: Trouble, view: GuideView) -> str:
    steps = step_links(view, trouble.steps)
    return f" See {steps}." if steps else ""


def _value_row(value: ValueView, view: GuideView) -> tuple[str, ...]:
    return value_link(value), value_code(value.value), step_links(view, value.steps)


def _setting_row(value: ValueView) -> tuple[str, ...]:
    return value_link(value), value_code(value.value), statement(value.value.if_wrong.sees)

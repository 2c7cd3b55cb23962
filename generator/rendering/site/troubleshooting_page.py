"""The page that goes from the error a person sees to the values and steps that cure it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model import Where, Who
from generator.rendering.markup.html import render
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
from generator.rendering.site.scripts import ASK_BOX

if TYPE_CHECKING:
    from generator.deriving.guide_view import GuideView, ValueView
    from generator.model import Trouble

INDEX_SCRIPT = "ask-index.js"
"""Beside the page: what its box answers from."""

INTRODUCTION = (
    "For whoever followed {home}. Find the words you see, in the browser’s address bar, on {platform}’s page, in "
    "{vendor}’s message or in the user’s {log}. After each change, {after_change}."
)
PLACES = {
    Where.ADDRESS_BAR: "In the browser’s address bar",
    Where.PAGE: "On a page of {platform}",
    Where.FORM: "While you set up the app",
    Where.LOGIN_HISTORY: "In {log}",
    Where.VENDOR_MESSAGE: "In {vendor}’s message",
    Where.FIRST_CALL: "Connected, and the first call fails",
    Where.AFTER_HOURS: "It worked, then it stopped",
    Where.AFTER_REFRESH: "After a sandbox refresh",
}
PEOPLE = {
    Who.USER: "the user who connects",
    Who.ADMINISTRATOR: "an administrator of the {org}",
    Who.SECURITY: "the {org}’s security people",
    Who.VENDOR: "{vendor}",
    Who.PLATFORM: "{platform} Support",
}
OTHER_ERROR = ("Something else, or nothing you can name", "every-setting")
OTHERWISE = "If no error fits, compare each setting in the {org} with this table, from the top."


def troubleshooting_page(view: GuideView) -> str:
    """Return the page: first the errors, then every setting with what a wrong one shows."""
    description = f"From the error you see to the setting that cures it. {view.about.title}."
    return page(
        front_matter(f"Troubleshooting: {view.about.title}", description, ASK_BOX),
        heading(1, "If sign-in fails"),
        _named(INTRODUCTION, view),
        _ask_box(view),
        _contents(view),
        *(_trouble(trouble, view) for trouble in view.troubles),
        heading(2, "Every setting, and what you see if it is wrong", "every-setting"),
        _named(OTHERWISE, view),
        table(("Setting", "Must read", "If it is wrong"), map(_setting_row, view.values)),
    )


def _ask_box(view: GuideView) -> str:
    """Return the box that leads from what somebody pastes to its entry, hidden until its script runs."""
    if not view.troubles:
        return ""
    return render("ask_box.html.j2", index=INDEX_SCRIPT, sign_in_log=view.words.sign_in_log).strip()


def _named(words: str, view: GuideView) -> str:
    """Put in what the two products are called."""
    vendor = view.about.vendor or "the vendor"
    return words.format(
        platform=escape(view.words.name),
        vendor=escape(vendor),
        home=link(escape(view.about.title), "index.md"),
        log=escape(view.words.sign_in_log.removeprefix("the ")),
        after_change=view.words.after_change,
        org=view.words.org,
    )


def _contents(view: GuideView) -> str:
    """Return links to all errors, by where they are seen: on a phone the table of contents is out of sight."""
    if not view.troubles:
        return ""
    parts = [_contents_of(where, view) for where in Where]
    points = [_trouble_point(trouble) for trouble in view.troubles if not trouble.where]
    points.append(_point(*OTHER_ERROR))
    parts.append("\n".join(points))
    return join(parts)


def _contents_of(where: Where, view: GuideView) -> str:
    """Return links to the errors that are met in one place, below its name; nothing if there are none."""
    here = [trouble for trouble in view.troubles if where in trouble.where]
    if not here:
        return ""
    points = "\n".join(map(_trouble_point, here))
    return f"**{_named(PLACES[where], view)}**\n\n{points}"


def _trouble_point(trouble: Trouble) -> str:
    return _point(trouble.error, trouble.id)


def _point(words: str, place: str) -> str:
    target = link(escape(words), f"#{place}")
    return item("-", target)


def _trouble(trouble: Trouble, view: GuideView) -> str:
    return join(
        (
            heading(2, escape(trouble.error), trouble.id),
            paragraph(escape(trouble.sees)),
            definition("What it means", escape(trouble.means)),
            _tell_apart(trouble),
            definition("What to do", escape(trouble.cure) + _see(trouble, view) + _cured_by(trouble, view)),
            _values_table(trouble, view),
            source_link(trouble.source, trouble.read).lstrip(),
        )
    )


def _tell_apart(trouble: Trouble) -> str:
    if not trouble.tell_apart:
        return ""
    return definition("How to tell it apart", escape(trouble.tell_apart))


def _cured_by(trouble: Trouble, view: GuideView) -> str:
    """Return who can cure the error, in the order in which to ask them."""
    if not trouble.who:
        return ""
    people = ", then ".join(_named(PEOPLE[who], view) for who in trouble.who)
    return f" **Who can do it:** {people}."


def _see(trouble: Trouble, view: GuideView) -> str:
    if not trouble.steps:
        return ""
    return f" See {step_links(view, trouble.steps)}."


def _values_table(trouble: Trouble, view: GuideView) -> str:
    """Return the values that the error may come from, or nothing."""
    values = [value for value in view.values if value.value.id in trouble.values]
    rows = [_value_row(value, view) for value in values]
    if not rows:
        return ""
    return table(("Setting", "Must read", "Set in"), rows)


def _value_row(value: ValueView, view: GuideView) -> tuple[str, ...]:
    steps = step_links(view, value.steps)
    return value_link(value), value_code(value.value), steps


def _setting_row(value: ValueView) -> tuple[str, ...]:
    symptom = statement(value.value.if_wrong.sees)
    return value_link(value), value_code(value.value), symptom

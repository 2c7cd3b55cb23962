"""The page that says of each required value why it is required, and what goes wrong otherwise."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from generator import model
from generator.rendering.markup.markdown import (
    box,
    code,
    escape,
    front_matter,
    heading,
    join,
    link,
    paragraph,
    table,
    value_code,
)
from generator.rendering.site.step_links import step_links

if TYPE_CHECKING:
    from collections.abc import Iterator

NOT_KNOWN = "not known"
DEPARTING = (
    "{} of them depart from Salesforce’s default or advice because the vendor requires it. Each of these names its "
    "risk, so that whoever approves the set-up knows what is being accepted."
)
DEPARTS = "Departs from Salesforce’s default or advice, deliberately"


def values_page(guide: model.Guide) -> str:
    """Return the page of a guide's required values."""
    title = f"Required values: {guide.about.title}"
    return (
        join(
            (
                front_matter(title, f"Each required value, its reason and its risk. {guide.about.title}."),
                heading(1, escape("Required values")),
                _introduction(guide),
                _quick_table(guide),
                *(_value(guide, value, name) for value, name in zip(guide.values, value_names(guide), strict=True)),
            )
        )
        + "\n"
    )


def _introduction(guide: model.Guide) -> str:
    """Say what the page is for, and how many values depart from the platform's default or advice."""
    departing = sum(value.deviation is not None for value in guide.values)
    home = link(escape(guide.about.title), "index.md")
    first = f"{len(guide.values)} settings must read exactly as below. They belong to the guide {home}."
    return join((first, DEPARTING.format(departing) if departing else ""))


def value_names(guide: model.Guide) -> Iterator[str]:
    """Yield each value's heading: its setting, counted where several values share one."""
    often, seen = Counter(value.setting for value in guide.values), Counter[str]()
    for value in guide.values:
        seen[value.setting] += 1
        count = f" ({seen[value.setting]} of {often[value.setting]})"
        yield value.setting + (count if often[value.setting] > 1 else "")


def _quick_table(guide: model.Guide) -> str:
    return table(
        ("Setting", "Required value"),
        (
            (
                link(escape(name), f"#{value.id}")
                + (' <span class="departs">departs from advice</span>' if value.deviation else ""),
                value_code(value),
            )
            for value, name in zip(guide.values, value_names(guide), strict=True)
        ),
    )


def _value(guide: model.Guide, value: model.RequiredValue, name: str) -> str:
    return join(
        (
            heading(2, escape(name), value.id),
            f"{value_code(value)}\n{{: .required }}",
            definition("On the screen", f"{escape(value.screen.replace(' > ', ' → '))}{_set_in(guide, value)}"),
            definition("Why", escape(value.why)),
            definition(
                "What you see if it is wrong", sentence(value.if_wrong.sees) + source_link(value.if_wrong.source)
            ),
            definition("Salesforce’s default", _default(value.salesforce_default)),
            _metadata(value.metadata),
            _deviation(value.deviation),
        )
    )


def _set_in(guide: model.Guide, value: model.RequiredValue) -> str:
    steps = step_links(guide, (step.id for step in guide.setting_steps[value.id]))
    return f", in {steps}" if steps else ""


def definition(term: str, *texts: str) -> str:
    """Return one entry of a definition list from rendered texts."""
    return "\n".join((term, *(f":   {paragraph(text)}" for text in texts)))


def sentence(text: str) -> str:
    """Return what a source says, or that nobody knows."""
    return "Not known." if text == NOT_KNOWN else escape(text)


def _default(text: str) -> str:
    return "The required value." if text == model.SAME_AS_DEFAULT else sentence(text)


def source_link(url: str | None) -> str:
    """Return where a statement comes from, named by its host."""
    return f" Source: {link(escape(urlsplit(url).netloc), url)}." if url else ""


def _metadata(found: tuple[model.MetadataField, ...]) -> str:
    """Return where the metadata says the same; a field without a value of its own holds the required value."""
    lines = [f"{code(entry.type)} {code(entry.field)} {_held(entry)}" for entry in found]
    return definition("In the metadata", *lines) if lines else ""


def _held(entry: model.MetadataField) -> str:
    if entry.omitted == "required":
        return "must be left out"
    return f"= {code(entry.value)}" if entry.value else "holds the value itself"


def _deviation(deviation: model.Deviation | None) -> str:
    return box("deviation", DEPARTS, deviation_words(deviation)) if deviation else ""


def deviation_words(deviation: model.Deviation) -> str:
    """Return what a value departs from, and what that risks."""
    return join(
        (
            paragraph(escape(deviation.departs_from) + source_link(deviation.source)),
            f"**Risk:** {escape(deviation.risk)}",
        )
    )

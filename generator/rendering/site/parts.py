"""What several pages of the site are put together from."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from generator.model.guide import NOT_KNOWN
from generator.rendering.markup.markdown import escape, join, link, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.deriving.guide_view import GuideView, StepView, ValueView
    from generator.model import Deviation

OFFERED_CHECKLIST = "checklist.pdf"
"""The blank checklist, beside the pages of its guide."""


def page(*parts: str) -> str:
    """Return a page's text from its blocks; empty ones are left out."""
    return join(parts) + "\n"


def step_links(view: GuideView, ids: Iterable[str]) -> str:
    """Return links to steps of the guide's page, by their numbers."""
    links = [step_link(view.step_by_id[step]) for step in ids]
    return ", ".join(links)


def step_link(step: StepView) -> str:
    """Return a link to a step of the guide's page, by its number."""
    words = f"step {step.label}"
    return link(words, f"index.md#{step.id}")


def value_link(value: ValueView, page_address: str = "values.md") -> str:
    """Return a link to what the values page says of a value."""
    address = f"{page_address}#{value.value.id}"
    return link(escape(value.name), address)


def source_link(url: str | None, day: str | None = None) -> str:
    """Return where a statement comes from, named by its host, and the day on which that was read."""
    if not url:
        return ""
    host = urlsplit(url).netloc
    source = f" Source: {link(escape(host), url)}"
    if not day:
        return f"{source}."
    return f"{source}, read on {day}."


def definition(term: str, *texts: str) -> str:
    """Return one entry of a definition list from rendered texts."""
    lines = [term]
    lines += [f":   {paragraph(text)}" for text in texts]
    return "\n".join(lines)


def statement(text: str) -> str:
    """Return what a source says, or that nobody knows."""
    if text == NOT_KNOWN:
        return "Not known."
    return escape(text)


def deviation_words(deviation: Deviation) -> str:
    """Return what a value departs from, and what that risks."""
    departs_from = escape(deviation.departs_from)
    source = source_link(deviation.source, deviation.read)
    risk = f"**Risk:** {escape(deviation.risk)}"
    return join((paragraph(departs_from + source), risk))

"""What several pages of the site are put together from."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from generator.rendering.markup.markdown import escape, join, link, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.deriving.guide_view import GuideView, ValueView
    from generator.model import Deviation

NOT_KNOWN = "not known"


def page(*parts: str) -> str:
    """Return a page's text from its blocks; empty ones are left out."""
    return join(parts) + "\n"


def step_links(view: GuideView, ids: Iterable[str]) -> str:
    """Return links to steps of the guide's page, by their numbers."""
    steps = [view.step_by_id[step] for step in ids]
    return ", ".join(link(f"step {step.label}", f"index.md#{step.id}") for step in steps)


def value_link(value: ValueView, page_address: str = "values.md") -> str:
    """Return a link to what the values page says of a value."""
    return link(escape(value.name), f"{page_address}#{value.value.id}")


def source_link(url: str | None) -> str:
    """Return where a statement comes from, named by its host."""
    if not url:
        return ""
    host = urlsplit(url).netloc
    return f" Source: {link(escape(host), url)}."


def definition(term: str, *texts: str) -> str:
    """Return one entry of a definition list from rendered texts."""
    return "\n".join((term, *(f":   {paragraph(text)}" for text in texts)))


def statement(text: str) -> str:
    """Return what a source says, or that nobody knows."""
    return "Not known." if text == NOT_KNOWN else escape(text)


def deviation_words(deviation: Deviation) -> str:
    """Return what a value departs from, and what that risks."""
    departs_from = paragraph(escape(deviation.departs_from) + source_link(deviation.source))
    return join((departs_from, f"**Risk:** {escape(deviation.risk)}"))

"""The Setup page on which a step is redone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.platforms.salesforce.addresses import setup_url

if TYPE_CHECKING:
    from generator.model import Guide, Org, Step


def step_link(guide: Guide, step: Step, org: Org | None) -> str | None:
    """Return the address of the page that the step, or the last one before it in its section, names."""
    if org is None or org.domain is None:
        return None
    section = next(section for section in guide.sections if step in section.steps)
    pages = [earlier.setup for earlier in section.steps[: section.steps.index(step) + 1] if earlier.setup]
    return setup_url(org.domain, pages[-1]) if pages else None

"""Which sections a run works through, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model import SectionKind

if TYPE_CHECKING:
    from generator.model import Guide, Section


def run_sections(guide: Guide) -> list[Section]:
    """Return the main sections, then those that are only for some cases; no step is left out."""
    main = [section for section in guide.sections if section.kind is SectionKind.MAIN]
    others = [section for section in guide.sections if section.kind is SectionKind.ALTERNATIVE]
    with_steps = [section for section in guide.sections if section.kind is SectionKind.SUMMARY and section.steps]
    return main + others + with_steps

"""The kinds of sheet that one may ask a batch for, by name: a format of the checklist, or one of these."""

from __future__ import annotations

PDF = "pdf"
REDO = "redo"
"""What is to be done again, which only some orgs need."""

SHORT = "short"
SECTION = "section "
"""A kind that begins so ends in a section's id."""

SUMMARY = "summary"
"""The usual formats together; one alone has its name behind it."""


def section_kind(section_id: str | None) -> str:
    """Return the kind of one section alone."""
    return f"{SECTION}{section_id}"


def summary_kind(name: str) -> str:
    """Return the kind of the summary in one format alone."""
    return f"{SUMMARY} {name}"


PRINTED = frozenset({PDF, SHORT, SUMMARY, summary_kind(PDF)})
"""The kinds that are set into a template."""

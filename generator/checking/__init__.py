"""Looks at a guide that could be read: one rule a file, and what finished artefacts hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checking import (
    distinct_values,
    has_steps,
    literal_copies,
    lock_agreement,
    no_secrets,
    one_action,
    pauses,
    settings_named,
    steps_imperative,
    title_imperative,
    unique_ids,
    values_used,
)

if TYPE_CHECKING:
    from generator.checking.content import GuideContent
    from generator.problems import Problems

RULES = (
    no_secrets,
    unique_ids,
    has_steps,
    distinct_values,
    values_used,
    settings_named,
    literal_copies,
    lock_agreement,
    pauses,
    title_imperative,
    steps_imperative,
    one_action,
)


def check(content: GuideContent, problems: Problems) -> None:
    """Add what every rule finds."""
    for rule in RULES:
        problems.extend(rule.check(content))

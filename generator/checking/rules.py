"""All rules that a guide is held against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.checking import (
    blanks,
    distinct_values,
    has_steps,
    literal_copies,
    lock_agreement,
    no_secrets,
    nothing_left_out,
    one_action,
    open_points,
    pauses,
    settings_named,
    steps_imperative,
    title_imperative,
    unique_ids,
    values_beside_settings,
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
    blanks,
    values_used,
    settings_named,
    values_beside_settings,
    literal_copies,
    lock_agreement,
    open_points,
    pauses,
    title_imperative,
    steps_imperative,
    one_action,
)


def check(content: GuideContent, problems: Problems) -> None:
    """Add what every rule finds."""
    was_read_whole = not any(problem.location.path == content.guide_source.path for problem in problems)
    for rule in RULES:
        problems.extend(rule.check(content))
    if was_read_whole:  # what could not be read is told already
        problems.extend(nothing_left_out.check(content))

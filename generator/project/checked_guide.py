"""One guide from the texts of its files: read, then looked at by every rule."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.checking.content import GuideContent
from generator.checking.rules import check
from generator.deriving.history import with_history
from generator.deriving.labels import with_former_names
from generator.problems import Problems
from generator.project.guide_files import NEEDED, OPTIONAL
from generator.reading.content.guide import read_guide, read_lock, read_values
from generator.reading.content.history import read_history
from generator.reading.content.labels import read_former
from generator.reading.content.questions import read_questions
from generator.reading.content.troubleshooting import read_troubles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.model import FormerName, Guide, History
    from generator.reading.text.source import Source


def check_texts(guide_id: str, sources: Mapping[str, Source], problems: Problems, searched: str = "") -> Guide | None:
    """Read and check one guide from the texts of its files.

    `searched` is the page that a draft was just made from, if no secret was found in it.
    """
    guide_source, values_source, lock_source = (sources[name] for name in NEEDED)
    troubles_source, questions_source, history_source, labels_source = (sources.get(name) for name in OPTIONAL)
    faults = Problems()
    values = read_values(values_source, faults)
    lock = read_lock(lock_source, faults)
    history: History | None = None
    former: tuple[FormerName, ...] = ()
    if history_source:
        history = read_history(history_source, faults)
    if labels_source:
        former = read_former(labels_source, faults)
    unread_values = faults.has_errors
    guide = read_guide(guide_id, guide_source, values, faults)
    problems.extend(fault for fault in faults if not (unread_values and fault.code == "unknown-reference"))
    if guide is None:
        return None
    if troubles_source and not unread_values:
        guide = replace(guide, troubles=read_troubles(troubles_source, guide, problems))
    if questions_source and not unread_values:
        guide = replace(guide, questions=read_questions(questions_source, guide, problems))
    guide = with_history(with_former_names(guide, former), history)
    further = tuple(source for source in (questions_source, history_source, labels_source) if source)
    content = GuideContent(
        guide, lock, guide_source, values_source, lock_source, troubles_source, further, searched=searched
    )
    check(content, problems)
    return guide

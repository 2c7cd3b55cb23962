"""`guide import --guide ID`: a draft goes on with what was answered to its open points."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.commands.import_page import with_schemas
from generator.deriving.draft_answers import value_names, with_answers, with_points
from generator.deriving.value_proposals import propose_values, value_point
from generator.output.files import held
from generator.output.together import replace_all
from generator.platforms.registry import fields_of
from generator.problems import Location, Problems, Severity
from generator.project.checked_guide import check_texts
from generator.project.guide_files import NEEDED
from generator.project.opening import open_source
from generator.project.paths import shown
from generator.reading.content.guide import read_guide, read_values
from generator.reading.content.value_parts import with_blanks
from generator.reading.text.source import Source
from generator.rendering.source.draft_files import (
    with_lock_entries,
    with_lock_proposals,
    with_proposals,
    with_values,
)
from generator.rendering.source.guide_source import guide_source

if TYPE_CHECKING:
    from pathlib import Path

    from generator.model import Guide

KEPT = frozenset({"step-number"})
"""Errors of a draft that do not keep it from being written again as it is."""

PROPOSED = re.compile(r"^(?:# )?([a-z][a-z0-9_]*):", re.MULTILINE)
"""The ids of values in values.yaml, proposed ones too."""

NOT_A_PROPOSAL = "“yes” accepts a proposal, and this point proposes nothing. Write “done” or “no”."
NOT_THERE = "What this point proposes to change is not there any more. Do it by hand, or answer “no”."
NO_DRAFT = "There is no draft of this name. Import a page first: guide import PAGE --guide {name}"
READS_OTHERWISE = "This draft holds something that would not survive being written anew. Take over the answers by hand."


@dataclass
class Continued:
    """What came of the answers. `folder` is None if nothing was written."""

    problems: Problems = field(default_factory=Problems)
    folder: Path | None = None
    taken_over: int = 0
    open: int = 0


def continue_draft(folder: Path) -> Continued:
    """Take the answers of a draft over into its files; what cannot be taken over is told and stays open."""
    result = Continued()
    if not (folder / "guide.md").is_file():
        result.problems.error(Location(shown(folder)), "no-draft", NO_DRAFT.format(name=folder.name))
        return result
    opened = {name: open_source(folder / name, result.problems) for name in NEEDED}
    sources = {name: source for name, source in opened.items() if source}
    files = _answered(folder.name, sources, result) if len(sources) == len(NEEDED) else {}
    if files:
        files = with_schemas(files, folder)
        with held(folder):
            replace_all({folder / name: text for name, text in files.items()}, folder)
        result.folder = folder
        texts = {name: Source(shown(folder / name), text) for name, text in files.items()}
        check_texts(folder.name, texts, result.problems)
    return result


def _answered(name: str, sources: dict[str, Source], result: Continued) -> dict[str, str]:
    """Return the draft's files with its answers taken over, or none if it cannot be written again."""
    guide = _read(name, sources["guide.md"], sources["values.yaml"], result.problems)
    if guide is None or _is_faulty(guide, sources["guide.md"], result.problems):
        return {}
    accepted = value_names(guide)
    values_source = sources["values.yaml"]
    proposed = Source(values_source.path, with_values(values_source.text, accepted))
    values = read_values(proposed, result.problems)
    if result.problems.has_errors:
        return {}
    fields = {field.key: field for field in fields_of(guide.about)}
    answered = with_answers(guide, {value.id: with_blanks(value, fields) for value in values})
    before = {step.id for step in guide.steps}
    new_steps = [step for step in answered.guide.steps if step.id not in before]
    proposals = propose_values(new_steps, PROPOSED.findall(values_source.text))
    answered = with_points(answered, [value_point(proposal) for proposal in proposals])
    for point in answered.failed:
        place = sources["guide.md"].find(f"accept: {point.accept}")
        result.problems.warning(place, "not-there", NOT_THERE)
    failed = {point.accept for point in answered.failed}
    taken = [value for value, accept in accepted.items() if accept not in failed]
    result.taken_over = answered.taken_over
    result.open = len(answered.guide.about.open_points)
    return {
        "guide.md": guide_source(answered.guide),
        "values.yaml": with_proposals(with_values(values_source.text, taken), proposals),
        "vendor.lock.yaml": with_lock_proposals(with_lock_entries(sources["vendor.lock.yaml"].text, taken), proposals),
    }


def _read(name: str, source: Source, values_source: Source, problems: Problems) -> Guide | None:
    """Return the guide; None, and its problems, if a part of it cannot be read."""
    faults = Problems()
    values = read_values(values_source, faults)
    guide = read_guide(name, source, values, faults)
    serious = [fault for fault in faults if fault.severity is Severity.ERROR and fault.code not in KEPT]
    problems.extend(serious)
    if serious:
        return None
    return guide


def _is_faulty(guide: Guide, source: Source, problems: Problems) -> bool:
    """Report an answer that no point takes, and a draft that would read otherwise once it is written."""
    for point in guide.about.open_points:
        if point.answer == "yes" and not point.accept:
            problems.error(source.find("answer: yes", source.find("open_points:").line), "answer", NOT_A_PROPOSAL)
            break
    again = read_guide(guide.id, Source(source.path, guide_source(guide)), guide.values, Problems())
    if again != guide:
        problems.error(Location(source.path), "reads-otherwise", READS_OTHERWISE)
    return problems.has_errors

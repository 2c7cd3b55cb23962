"""How all orgs stand: for a terminal, a program, a spreadsheet and a browser."""

from __future__ import annotations

import csv
import io
import itertools
import json
import textwrap
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from generator.deriving.words import first_words
from generator.model.records import State
from generator.rendering.sheets.checklist_csv import safe_cell
from generator.rendering.sheets.sheet import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from generator.deriving.compliance import ComplianceStatus, StepStatus
    from generator.deriving.guide_view import GuideView, StepView
    from generator.model import Org
    from generator.model.records import Record
    from generator.problems import Problem

JSON_FORMAT = "guide-status/1"
OVERDUE, WRONG, OUTDATED, OPEN, NOT_BEGUN = "overdue", "wrong", "outdated", "open", "not begun"
ORDER = (OVERDUE, WRONG, OUTDATED, OPEN, NOT_BEGUN)
DONE = "done"
KEPT, SETTINGS = "kept", "settings"


@dataclass(frozen=True)
class StatusRow:
    """How one org stands with one guide. `states` names what wants attention, the most urgent first."""

    org: str
    guide: str
    states: tuple[str, ...]
    done: int
    steps: int
    open: tuple[str, ...]
    blocked: tuple[str, ...]
    revision: str
    guide_revision: str
    changed: tuple[str, ...]
    next_review: str
    review_overdue: bool
    lapsed: tuple[str, ...]
    wrong: tuple[str, ...]
    recorded_by: str
    recorded_on: str
    acceptances: tuple[str, ...]
    """The days until which deviations are accepted, the first one first."""

    settings: tuple[tuple[str, str], ...] = ()
    """What the screen calls the values that are wrong or whose acceptance lapsed: id and setting."""

    next_step: str = ""
    """The first step that is to be done, by its number and words."""

    done_since: int = 0
    """How many steps were done since the day that was asked about."""

    name: str = ""
    """What people call the org, if the table of orgs was named."""

    title: str = ""
    """What people call the guide, if it is still there."""

    kept: tuple[tuple[str, str], ...] = ()
    """What else that table says of it: heading and text."""


@dataclass(frozen=True)
class Asked:
    """What is told of the records: by a day, since another, with the words of guides and the names of orgs, by id."""

    today: str
    """With an empty one nothing is overdue."""

    since: str = ""
    guides: Mapping[str, GuideView] = field(default_factory=dict)
    orgs: Mapping[str, Org] = field(default_factory=dict)


def status_rows(statuses: Iterable[ComplianceStatus], asked: Asked) -> list[StatusRow]:
    """Return a row a record, the most urgent first."""
    rows = [_row(status, asked) for status in statuses]
    return sorted(rows, key=_urgency)


def all_rows(statuses: Iterable[ComplianceStatus], asked: Asked, meant: Sequence[GuideView]) -> list[StatusRow]:
    """Return a row a record, and one for each org asked for that has not begun one of the guides that are meant."""
    rows = status_rows(statuses, asked)
    return rows + not_begun(rows, asked.orgs.values(), meant)


def _urgency(row: StatusRow) -> tuple[int, str, str]:
    """Return what sorts a row: by what it wants most, those that want nothing last."""
    rank = len(ORDER)
    if row.states:
        rank = ORDER.index(row.states[0])
    return rank, row.org, row.guide


def not_begun(rows: Iterable[StatusRow], orgs: Iterable[Org], guides: Sequence[GuideView]) -> list[StatusRow]:
    """Return a row for each org and guide of which there is no record, in the order of the orgs."""
    begun = {(row.org, row.guide) for row in rows}
    further = []
    for org, guide in itertools.product(orgs, guides):
        if (org.id, guide.id) not in begun:
            further.append(_not_begun(org, guide))
    return further


def _not_begun(org: Org, guide: GuideView) -> StatusRow:
    steps = [step.id for step in guide.steps if step.counted]
    return StatusRow(
        org=org.id,
        guide=guide.id,
        states=(NOT_BEGUN,),
        done=0,
        steps=len(steps),
        open=tuple(steps),
        blocked=(),
        revision="",
        guide_revision=guide.about.revision,
        changed=(),
        next_review="",
        review_overdue=False,
        lapsed=(),
        wrong=(),
        recorded_by="",
        recorded_on="",
        acceptances=(),
        next_step=_step_words(guide.step_by_id[steps[0]]) if steps else "",
        name=org.name,
        title=guide.about.title,
        kept=org.kept,
    )


def _row(now: ComplianceStatus, asked: Asked) -> StatusRow:
    today = asked.today
    open_steps = [step.id for step in now.open]
    org, guide = asked.orgs.get(now.record.org), asked.guides.get(now.record.guide)
    lapsed, overdue = now.lapsed(today), now.review_overdue(today)
    flags = {OVERDUE: overdue or lapsed, WRONG: now.wrong, OUTDATED: now.outdated, OPEN: now.open, NOT_BEGUN: False}
    return StatusRow(
        org=now.record.org,
        guide=now.record.guide,
        states=tuple(name for name in ORDER if flags[name]),
        done=len(now.counted) - len(now.open),
        steps=len(now.counted),
        open=tuple(open_steps),
        blocked=tuple(step.id for step in now.open if step.state == "blocked"),
        revision=now.record.revision,
        guide_revision=now.revision,
        changed=now.changed,
        next_review=now.record.next_review or "",
        review_overdue=overdue,
        lapsed=lapsed,
        wrong=now.wrong,
        settings=tuple((value.id, value.setting) for value in now.values if value.id in {*lapsed, *now.wrong}),
        recorded_by=now.record.recorded.by,
        recorded_on=now.record.recorded.on,
        acceptances=tuple(sorted(accepted.until for accepted in now.record.deviations.values())),
        next_step=_next_words(now.open, guide),
        done_since=_done_since(now.record, asked.since),
        name=org.name if org else "",
        title=guide.about.title if guide else "",
        kept=org.kept if org else (),
    )


def _next_words(open_steps: Sequence[StepStatus], guide: GuideView | None) -> str:
    """Name the first step that can be done, or the first at all where each is blocked."""
    blocked_last = sorted(open_steps, key=lambda step: step.state is State.BLOCKED)
    if guide is None or not blocked_last:
        return ""
    return _step_words(guide.step_by_id[blocked_last[0].id])


def _step_words(step: StepView) -> str:
    words = first_words(step.content)
    return f"{step.label} {words}"


def _done_since(record: Record, since: str) -> int:
    """Count the steps that were done on a day or later; one that says no time was done when it was recorded."""
    if not since:
        return 0
    done = [step for step in record.steps.values() if step.state is State.DONE]
    times = [step.at or record.recorded.on for step in done]
    later = [time for time in times if time[: len(since)] >= since]
    return len(later)


def status_json(rows: Sequence[StatusRow], today: str, problems: Iterable[Problem]) -> str:
    """Return everything for a program."""
    data = {
        "format": JSON_FORMAT,
        "today": today,
        "records": [{**asdict(row), "kept": dict(row.kept), "settings": dict(row.settings)} for row in rows],
        "problems": [problem.as_json() for problem in problems],
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def status_csv(rows: Sequence[StatusRow]) -> str:
    """Return one line a record; lists are parted by spaces. What a table says besides has columns at the end."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    names = [name for name in StatusRow.__dataclass_fields__ if name not in {KEPT, SETTINGS}]
    headings = kept_headings(rows)
    writer.writerow(map(safe_cell, [*names, *headings]))
    for row in rows:
        kept = dict(row.kept)
        cells = [_cell(getattr(row, name)) for name in names] + [kept.get(heading, "") for heading in headings]
        writer.writerow(map(safe_cell, cells))
    return text.getvalue()


def kept_headings(rows: Iterable[StatusRow]) -> list[str]:
    """Return the headings of all that the table of orgs says besides, in its order."""
    headings = [heading for row in rows for heading, _ in row.kept]
    return list(dict.fromkeys(headings))


def _cell(value: object) -> str:
    match value:
        case tuple():
            return " ".join(map(str, value))
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)


WIDTH = 80
"""Of a terminal, in characters."""

LONGEST_ORG = 26


def status_text(rows: Sequence[StatusRow], since: str = "") -> str:
    """Return what is to be done in each org, the guides one after the other, and a line that counts."""
    if not rows:
        return "No records.\n"
    guides = dict.fromkeys(row.guide for row in rows)
    parts = [_guide_text([row for row in rows if row.guide == guide], since) for guide in guides]
    counted = [count_line(rows)]
    if since:
        counted.append(_since_line(rows, since))
    return "\n\n".join([*parts, "\n".join(counted)]) + "\n"


def _guide_text(rows: Sequence[StatusRow], since: str) -> str:
    width = max(len(_org_words(row)) for row in rows)
    first = rows[0]
    lines = textwrap.wrap(f"{first.title or first.guide}, revision {first.guide_revision}", WIDTH)
    for row in rows:
        lines += _lines(row, width, since)
    return "\n".join(lines)


def _org_words(row: StatusRow) -> str:
    return shortened(row.org, LONGEST_ORG)


def _lines(row: StatusRow, width: int, since: str) -> list[str]:
    """Return a line for an org, and below it whatever of it does not fit."""
    start = f"{_org_words(row):{width}}  {row.done:>2} of {row.steps:<2}  "
    indent = " " * len(start)
    words = tasks(row) or [DONE]
    if since and row.done_since:
        words.append(f"{row.done_since} done since {since}")
    lines = textwrap.wrap("; ".join(words), WIDTH, initial_indent=start, subsequent_indent=indent)
    if OPEN in row.states and row.next_step:
        room = WIDTH - len(indent)
        text = textwrap.shorten(f"next: {row.next_step}", room, placeholder=" …", break_on_hyphens=False)
        lines.append(indent + text)
    return lines


def _since_line(rows: Iterable[StatusRow], since: str) -> str:
    counts = [row.done_since for row in rows if row.done_since]
    orgs = "1 org" if len(counts) == 1 else f"{len(counts)} orgs"
    steps = "1 step" if sum(counts) == 1 else f"{sum(counts)} steps"
    return f"Since {since}: {steps} done in {orgs}"


def tasks(row: StatusRow) -> list[str]:
    """Say in a few words each what wants attention."""
    blocked = f", {len(row.blocked)} blocked" if row.blocked else ""
    reasons = {
        f"review was due {row.next_review}": row.review_overdue,
        f"acceptance lapsed: {_settings(row, row.lapsed)}": row.lapsed,
        f"wrong in the org: {_settings(row, row.wrong)}": row.wrong,
        f"guide is at {row.guide_revision}, {_changed(row)}": OUTDATED in row.states,
        NOT_BEGUN: NOT_BEGUN in row.states,
        f"{len(row.open)} open{blocked}": OPEN in row.states,
    }
    return [words for words, holds in reasons.items() if holds]


def _settings(row: StatusRow, ids: Iterable[str]) -> str:
    """Name values as the screen does."""
    names = dict(row.settings)
    return ", ".join(names.get(value_id, value_id) for value_id in ids)


def _changed(row: StatusRow) -> str:
    count = len(row.changed)
    return "1 step changed" if count == 1 else f"{count} steps changed"


def count_line(rows: Sequence[StatusRow]) -> str:
    """Count the records by what they want most, and the orgs of which there is none."""
    most_urgent = [next(iter(row.states), DONE) for row in rows]
    counts = Counter(most_urgent)
    begun = [state for state in (*ORDER, DONE) if counts[state] and state != NOT_BEGUN]
    number = len(rows) - counts[NOT_BEGUN]
    line = "1 record" if number == 1 else f"{number} records"
    if begun:
        parts = [f"{counts[state]} {state}" for state in begun]
        line += f": {', '.join(parts)}"
    if counts[NOT_BEGUN]:
        line += f"; {counts[NOT_BEGUN]} {NOT_BEGUN}"
    return line

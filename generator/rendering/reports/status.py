"""How all orgs stand: for a terminal, a program, a spreadsheet and a browser."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from generator.deriving.words import first_words
from generator.model.records import State
from generator.rendering.sheets.checklist_csv import safe_cell
from generator.rendering.sheets.sheet import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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


class OrgsById(Protocol):
    """Finds orgs by their ids. They may be in no memory."""

    def get(self, name: str, /) -> Org | None:
        """Return the org of this id, if there is one."""
        ...


class NoOrgs:
    """None were named."""

    def get(self, _name: str, /) -> None:
        """Return nothing."""


@dataclass(frozen=True)
class Asked:
    """What is told of the records: by a day, since another, with the words of guides and the names of orgs, by id."""

    today: str
    """With an empty one nothing is overdue."""

    since: str = ""
    guides: Mapping[str, GuideView] = field(default_factory=dict)
    orgs: OrgsById = field(default_factory=NoOrgs)


def urgency(row: StatusRow) -> int:
    """Return the place of what a row wants most, those that want nothing last."""
    if row.states:
        return ORDER.index(row.states[0])
    return len(ORDER)


def not_begun_row(org: Org, guide: GuideView) -> StatusRow:
    """Return the row of an org and a guide of which there is no record."""
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


def status_row(now: ComplianceStatus, asked: Asked) -> StatusRow:
    """Return the row of one record."""
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


# Forms. The rows may be too many for memory: they are gone through more than once, and written as they come. ---------


def status_json(rows: Iterable[StatusRow], today: str, problems: Iterable[Problem]) -> Iterator[str]:
    """Yield the parts of everything for a program."""
    head = json.dumps({"format": JSON_FORMAT, "today": today}, indent=2, ensure_ascii=False)
    yield head.removesuffix("\n}")
    yield ',\n  "records": '
    yield from _json_list(_json_row(row) for row in rows)
    yield ',\n  "problems": '
    yield from _json_list(problem.as_json() for problem in problems)
    yield "\n}\n"


def _json_row(row: StatusRow) -> dict[str, Any]:
    return {**vars(row), KEPT: dict(row.kept), SETTINGS: dict(row.settings)}


def _json_list(items: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield a list as `json.dumps` writes it, one item at a time."""
    before = "[\n"
    for item in items:
        text = json.dumps(item, indent=2, ensure_ascii=False)
        yield before + "    " + text.replace("\n", "\n    ")
        before = ",\n"
    yield "[]" if before == "[\n" else "\n  ]"


def status_csv(rows: Iterable[StatusRow]) -> Iterator[str]:
    """Yield one line a record; lists are parted by spaces. What a table says besides has columns at the end."""
    names = [name for name in StatusRow.__dataclass_fields__ if name not in {KEPT, SETTINGS}]
    headings = kept_headings(rows)
    yield _csv_line([*names, *headings])
    for row in rows:
        kept = dict(row.kept)
        cells = [_cell(getattr(row, name)) for name in names] + [kept.get(heading, "") for heading in headings]
        yield _csv_line(cells)


def _csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\r\n").writerow(map(safe_cell, cells))
    return line.getvalue()


def kept_headings(rows: Iterable[StatusRow]) -> list[str]:
    """Return the headings of all that the table of orgs says besides, in its order."""
    headings: dict[str, None] = {}
    for row in rows:
        headings |= dict.fromkeys(heading for heading, _ in row.kept)
    return list(headings)


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


def status_text(rows: Iterable[StatusRow], since: str = "") -> Iterator[str]:
    """Yield what is to be done in each org, the guides one after the other, and a line that counts."""
    guides = dict.fromkeys(row.guide for row in rows)
    if not guides:
        yield "No records.\n"
        return
    for guide in guides:
        yield from _guide_text(rows, guide, since)
        yield "\n"
    yield count_line(rows) + "\n"
    if since:
        yield _since_line(rows, since) + "\n"


def _guide_text(rows: Iterable[StatusRow], guide: str, since: str) -> Iterator[str]:
    width = max(len(_org_words(row)) for row in rows if row.guide == guide)
    title = ""
    for row in rows:
        if row.guide != guide:
            continue
        if not title:
            title = f"{row.title or row.guide}, revision {row.guide_revision}"
            yield _joined(textwrap.wrap(title, WIDTH))
        yield _joined(_lines(row, width, since))


def _joined(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


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
    count = done = 0
    for row in rows:
        done += row.done_since
        count += bool(row.done_since)
    orgs = "1 org" if count == 1 else f"{count} orgs"
    steps = "1 step" if done == 1 else f"{done} steps"
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


def count_line(rows: Iterable[StatusRow]) -> str:
    """Count the records by what they want most, and the orgs of which there is none."""
    counts = Counter(next(iter(row.states), DONE) for row in rows)
    begun = [state for state in (*ORDER, DONE) if counts[state] and state != NOT_BEGUN]
    number = counts.total() - counts[NOT_BEGUN]
    line = "1 record" if number == 1 else f"{number} records"
    if begun:
        parts = [f"{counts[state]} {state}" for state in begun]
        line += f": {', '.join(parts)}"
    if counts[NOT_BEGUN]:
        line += f"; {counts[NOT_BEGUN]} {NOT_BEGUN}"
    return line

"""How all orgs stand: for a terminal, a program, a spreadsheet and a browser."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from generator.deriving.guide_view import view
from generator.rendering.sheets.checklist_csv import safe_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.deriving.compliance import ComplianceStatus
    from generator.model import Guide, Org
    from generator.problems import Problem

JSON_FORMAT = "guide-status/1"
OVERDUE, WRONG, OUTDATED, OPEN, NOT_BEGUN = "overdue", "wrong", "outdated", "open", "not begun"
ORDER = (OVERDUE, WRONG, OUTDATED, OPEN, NOT_BEGUN)
DONE = "done"


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


def status_rows(statuses: Iterable[ComplianceStatus], today: str) -> list[StatusRow]:
    """Return a row a record, the most urgent first. With an empty `today` nothing is overdue."""
    rows = [_row(status, today) for status in statuses]
    return sorted(rows, key=_urgency)


def _urgency(row: StatusRow) -> tuple[int, str, str]:
    """Return what sorts a row: by what it wants most, those that want nothing last."""
    rank = len(ORDER)
    if row.states:
        rank = ORDER.index(row.states[0])
    return rank, row.org, row.guide


def not_begun(rows: Iterable[StatusRow], orgs: Iterable[Org], guides: Sequence[Guide]) -> list[StatusRow]:
    """Return a row for each org and guide of which there is no record, in the order of the orgs."""
    begun = {(row.org, row.guide) for row in rows}
    further = []
    for org, guide in itertools.product(orgs, guides):
        if (org.id, guide.id) not in begun:
            further.append(_not_begun(org, guide))
    return further


def _not_begun(org: Org, guide: Guide) -> StatusRow:
    steps = [step.id for step in view(guide).steps if step.counted]
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
    )


def _row(now: ComplianceStatus, today: str) -> StatusRow:
    lapsed, overdue = now.lapsed(today), now.review_overdue(today)
    flags = {OVERDUE: overdue or lapsed, WRONG: now.wrong, OUTDATED: now.outdated, OPEN: now.open, NOT_BEGUN: False}
    return StatusRow(
        org=now.record.org,
        guide=now.record.guide,
        states=tuple(name for name in ORDER if flags[name]),
        done=len(now.counted) - len(now.open),
        steps=len(now.counted),
        open=tuple(step.id for step in now.open),
        blocked=tuple(step.id for step in now.open if step.state == "blocked"),
        revision=now.record.revision,
        guide_revision=now.revision,
        changed=now.changed,
        next_review=now.record.next_review or "",
        review_overdue=overdue,
        lapsed=lapsed,
        wrong=now.wrong,
        recorded_by=now.record.recorded.by,
        recorded_on=now.record.recorded.on,
        acceptances=tuple(sorted(accepted.until for accepted in now.record.deviations.values())),
    )


def status_json(rows: Sequence[StatusRow], today: str, problems: Iterable[Problem]) -> str:
    """Return everything for a program."""
    data = {
        "format": JSON_FORMAT,
        "today": today,
        "records": [asdict(row) for row in rows],
        "problems": [problem.as_json() for problem in problems],
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def status_csv(rows: Sequence[StatusRow]) -> str:
    """Return one line a record; lists are parted by spaces."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(StatusRow.__dataclass_fields__)
    for row in rows:
        writer.writerow(safe_cell(_cell(value)) for value in asdict(row).values())
    return text.getvalue()


def _cell(value: object) -> str:
    match value:
        case tuple():
            return " ".join(map(str, value))
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)


COLUMNS = ("org", "guide", "done", "revision", "next review", "what is to be done")


def status_text(rows: Sequence[StatusRow]) -> str:
    """Return a table for a terminal, and a line that counts."""
    if not rows:
        return "No records.\n"
    table = [COLUMNS, *map(_line, rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = [_padded(cells, widths) for cells in table]
    return "\n".join([*lines, "", count_line(rows)]) + "\n"


def _padded(cells: Iterable[str], widths: Iterable[int]) -> str:
    padded = map(str.ljust, cells, widths)
    return "  ".join(padded).rstrip()


def _line(row: StatusRow) -> tuple[str, ...]:
    return (
        row.org,
        row.guide,
        f"{row.done} of {row.steps}",
        row.revision or "-",
        row.next_review or "-",
        "; ".join(tasks(row)),
    )


def tasks(row: StatusRow) -> list[str]:
    """Say in a few words each what wants attention."""
    blocked = f", {len(row.blocked)} blocked" if row.blocked else ""
    reasons = {
        f"review was due {row.next_review}": row.review_overdue,
        f"acceptance lapsed: {', '.join(row.lapsed)}": row.lapsed,
        f"wrong in the org: {', '.join(row.wrong)}": row.wrong,
        f"guide is at {row.guide_revision}, {len(row.changed)} steps changed": OUTDATED in row.states,
        NOT_BEGUN: NOT_BEGUN in row.states,
        f"{len(row.open)} open{blocked}": OPEN in row.states,
    }
    return [words for words, holds in reasons.items() if holds]


def count_line(rows: Sequence[StatusRow]) -> str:
    """Count the records by what they want most."""
    most_urgent = [next(iter(row.states), DONE) for row in rows]
    counts = Counter(most_urgent)
    parts = [f"{counts[state]} {state}" for state in (*ORDER, DONE) if counts[state]]
    begun = [row for row in rows if NOT_BEGUN not in row.states]
    records = "1 record"
    if len(begun) != 1:
        records = f"{len(begun)} records"
    return f"{records}: {', '.join(parts) or 'none'}"

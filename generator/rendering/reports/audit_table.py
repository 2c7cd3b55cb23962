"""Audits of many orgs as one table, an app a row: for a terminal, a spreadsheet and a program.

Every form is written row by row, so that a thousand orgs take no more memory than one.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from generator.deriving.guide_view import steps_named
from generator.model.records import Outcome
from generator.rendering.sheets.checklist_csv import safe_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.deriving.auditing import AppAudit
    from generator.deriving.guide_view import GuideView
    from generator.problems import Problem

JSON_FORMAT = "guide-audits/1"
COUNTED = tuple(reversed(Outcome))
"""The outcomes in the order of their columns: pass, warning, not verifiable, fail."""

WIDTHS = {"org": 24, "app": 24, "kind": 19}
"""Characters of a terminal's columns of text; a longer one pushes the others on. Counts are as wide as their title."""

COLUMNS = ("org", "app", "kind", *(outcome.value for outcome in COUNTED))
TO_DO = "to do"
NO_APP = "no app was found: retrieve it (guide audit --how prints the command), or set it up with the guide"
NOTHING = "nothing"


@dataclass(frozen=True)
class AuditRow:
    """How one app of one org stands; an org without an app has one row without verdicts."""

    org: str
    app: str
    kind: str
    verdicts: dict[str, Outcome]
    """By the value's id."""

    to_do: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    """What could not be read in the org; they stand in its first row."""

    def count(self, outcome: Outcome) -> int:
        """Return how many values came out so."""
        outcomes = list(self.verdicts.values())
        return outcomes.count(outcome)

    @property
    def counts(self) -> tuple[int, ...]:
        """Return the number of values of each outcome, in the order of their columns."""
        return tuple(map(self.count, COUNTED))


def audit_rows(org: str, audits: Iterable[AppAudit], problems: tuple[Problem, ...], view: GuideView) -> list[AuditRow]:
    """Return a row for each app of an org."""
    rows = [_row(org, audit, view) for audit in audits]
    if not rows:
        rows.append(AuditRow(org, "", "", {}, (NO_APP,)))
    rows[0] = replace(rows[0], problems=problems)
    return rows


def _row(org: str, audit: AppAudit, view: GuideView) -> AuditRow:
    app = audit.app
    verdicts = {verdict.value.id: verdict.outcome for verdict in audit.verdicts}
    if audit.way_over:
        return AuditRow(org, app.name, app.kind, verdicts, tuple(_move(audit)))
    to_do = tuple(_to_do(audit, view))
    return AuditRow(org, app.name, app.kind, verdicts, to_do or (NOTHING,))


def _move(audit: AppAudit) -> Iterator[str]:
    if audit.way_over:
        yield audit.way_over.short
    missing = _settings(audit, Outcome.FAIL)
    if missing and audit.does_the_same:
        yield f"set otherwise in the new app: {missing}"


def _to_do(audit: AppAudit, view: GuideView) -> Iterator[str]:
    failed = [verdict for verdict in audit.verdicts if verdict.outcome is Outcome.FAIL]
    steps = dict.fromkeys(verdict.step.id for verdict in failed if verdict.step)
    if steps:
        yield f"redo {steps_named(steps, view)}"
    for verdict in failed:
        if verdict.step is None:
            yield f"{verdict.value.setting}: {verdict.text.rstrip('.')}"
    unclear = _settings(audit, Outcome.NOT_VERIFIABLE)
    if unclear:
        yield f"retrieve again what shows {unclear}"
    doubtful = _settings(audit, Outcome.WARNING)
    if doubtful:
        yield f"look at {doubtful}"
    watched = [warning.text.partition(" ")[0] for warning in audit.warnings if warning.code == "watched-setting"]
    if watched:
        yield f"look at {', '.join(dict.fromkeys(watched))}"


def _settings(audit: AppAudit, outcome: Outcome) -> str:
    verdicts = [verdict for verdict in audit.verdicts if verdict.outcome is outcome]
    settings = dict.fromkeys(verdict.value.setting for verdict in verdicts)
    return ", ".join(settings)


# Forms --------------------------------------------------------------------------------------------


def table_text(rows: Iterable[AuditRow]) -> Iterator[str]:
    """Yield the table's lines for a terminal."""
    yield _line((*COLUMNS, TO_DO))
    for row in rows:
        names = (row.org, row.app or "-", row.kind or "-")
        counts = map(str, row.counts)
        yield _line((*names, *counts, "; ".join(row.to_do)))


def _line(cells: tuple[str, ...]) -> str:
    *columns, to_do = cells
    padded = []
    for cell, title in zip(columns, COLUMNS, strict=True):
        if title in WIDTHS:
            padded.append(cell.ljust(WIDTHS[title]))
        else:
            padded.append(cell.rjust(len(title)))
    return "  ".join((*padded, to_do)) + "\n"


def table_csv(rows: Iterable[AuditRow], view: GuideView) -> Iterator[str]:
    """Yield the table's lines for a spreadsheet, with a column a value."""
    values = [value.value.id for value in view.values]
    yield _csv_line([*COLUMNS, *values, TO_DO])
    for row in rows:
        counts = map(str, row.counts)
        verdicts = [row.verdicts.get(value, "") for value in values]
        to_do = "; ".join(row.to_do)
        yield _csv_line([row.org, row.app, row.kind, *counts, *verdicts, to_do])


def _csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([safe_cell(cell) for cell in cells])
    return line.getvalue()


def table_json(rows: Iterable[AuditRow], view: GuideView) -> Iterator[str]:
    """Yield the parts of a JSON document: the guide first, then a line a row."""
    head = {"format": JSON_FORMAT, "guide": view.id, "revision": view.about.revision}
    opening = json.dumps(head, ensure_ascii=False).removesuffix("}")
    yield f'{opening}, "apps": ['
    separator = "\n"
    for row in rows:
        yield separator + json.dumps(_json_row(row), ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"


def _json_row(row: AuditRow) -> dict[str, Any]:
    return {
        "org": row.org,
        "app": row.app or None,
        "kind": row.kind or None,
        "counts": {outcome.value: row.count(outcome) for outcome in COUNTED},
        "values": {value: outcome.value for value, outcome in row.verdicts.items()},
        "to_do": list(row.to_do),
        "problems": [problem.as_json() for problem in row.problems],
    }

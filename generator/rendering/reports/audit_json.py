"""An audit for programs. The format is described in docs/audit.md and stays as it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from generator.rendering.reports.audit_links import page_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.deriving.auditing import AppAudit, Verdict
    from generator.deriving.guide_view import GuideView
    from generator.problems import Problem

JSON_FORMAT = "guide-audit/1"


NO_APP: dict[str, Any] = {"app": None, "kind": None, "values": [], "warnings": [], "way_over": []}


def audit_json(view: GuideView, audits: Sequence[AppAudit], apps: Iterable[str], problems: Iterable[Problem]) -> str:
    """Return the report; without an app (there is none, or several) it holds no values."""
    reported = [app_json(audit, view) for audit in audits] or [NO_APP]
    data = {
        "format": JSON_FORMAT,
        "guide": view.id,
        "revision": view.about.revision,
        **reported[0],
        "apps": list(apps),
        "others": reported[1:],
        "problems": [problem.as_json() for problem in problems],
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def app_json(audit: AppAudit, view: GuideView) -> dict[str, Any]:
    """Return what there is to say of one app."""
    way_over: list[str] = []
    if audit.way_over:
        way_over += audit.way_over.details
    return {
        "app": audit.app.name,
        "kind": audit.app.kind,
        "values": [_value(verdict, view) for verdict in audit.verdicts],
        "warnings": [warning.as_json() for warning in audit.warnings],
        "way_over": way_over,
    }


def _value(verdict: Verdict, view: GuideView) -> dict[str, Any]:
    path = line = step = link = None
    if verdict.location:
        path, line = verdict.location.path, verdict.location.line
    if verdict.step:
        step = {"id": verdict.step.id, "number": view.step_by_id[verdict.step.id].label}
        link = page_link(verdict.step.id, view)
    return {
        "id": verdict.value.id,
        "setting": verdict.value.setting,
        "required": verdict.value.template,
        "verdict": verdict.outcome.value,
        "found": verdict.found,
        "path": path,
        "line": line,
        "step": step,
        "link": link,
        "text": verdict.text,
    }

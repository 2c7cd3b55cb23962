"""An audit for programs. The format is described in docs/audit.md and stays as it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from generator.rendering.reports.audit_links import page_link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.deriving.auditing import AppAudit, Verdict
    from generator.deriving.guide_view import GuideView
    from generator.problems import Problem

JSON_FORMAT = "guide-audit/1"


def audit_json(view: GuideView, audit: AppAudit | None, apps: Iterable[str], problems: Iterable[Problem]) -> str:
    """Return the report; without an audit (no app, several, or a file that cannot be read) it holds no values."""
    warnings = audit.warnings if audit else ()
    data = {
        "format": JSON_FORMAT,
        "guide": view.id,
        "revision": view.about.revision,
        "app": audit.app.name if audit else None,
        "apps": list(apps),
        "values": [_value(verdict, view) for verdict in audit.verdicts] if audit else [],
        "warnings": [warning.as_json() for warning in warnings],
        "problems": [problem.as_json() for problem in problems],
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _value(verdict: Verdict, view: GuideView) -> dict[str, Any]:
    place = verdict.location
    step = view.step_by_id[verdict.step.id] if verdict.step else None
    return {
        "id": verdict.value.id,
        "setting": verdict.value.setting,
        "required": verdict.value.value,
        "verdict": verdict.outcome.value,
        "found": verdict.found,
        "path": place.path if place else None,
        "line": place.line if place else None,
        "step": {"id": step.id, "number": step.label} if step else None,
        "link": page_link(step.id, view) if step else None,
        "text": verdict.text,
    }

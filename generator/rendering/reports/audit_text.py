"""An audit for people: one value a paragraph, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.deriving.guide_view import step_words
from generator.model.records import Outcome
from generator.rendering.reports.audit_links import page_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.deriving.auditing import AppAudit, Verdict
    from generator.deriving.guide_view import GuideView
    from generator.model import Guide

WORDS = {
    Outcome.PASS: "pass",
    Outcome.FAIL: "FAIL",
    Outcome.NOT_VERIFIABLE: "not verifiable",
    Outcome.WARNING: "warning",
}
WIDTH = max(map(len, WORDS.values()))
GAP = "  "


def audit_text(audit: AppAudit, view: GuideView) -> str:
    """Return the report of one app."""
    lines = [
        f"{audit.app.name} against {view.about.title} ({view.id}, revision {view.about.revision})",
        "",
        *(line for verdict in audit.verdicts for line in _verdict(verdict, view)),
        "",
        *(line for warning in audit.warnings for line in (str(warning), "")),
        _result(audit),
    ]
    return "\n".join(lines) + "\n"


def _verdict(verdict: Verdict, view: GuideView) -> Iterator[str]:
    yield f"{WORDS[verdict.outcome]:{WIDTH}}{GAP}{verdict.value.setting}: {verdict.value.value}"
    if verdict.outcome is Outcome.PASS:
        return
    place = verdict.location
    rows = (
        ("found", verdict.found),
        ("why", verdict.text),
        ("at", place and f"{place.path}:{place.line}"),
        ("redo", _redo(verdict, view)),
    )
    for label, text in rows:
        if text:
            yield f"{'':{WIDTH}}{GAP}{label:5}  {text}"


def _redo(verdict: Verdict, view: GuideView) -> str | None:
    if verdict.step is None or verdict.outcome is Outcome.NOT_VERIFIABLE:
        return None
    step = step_words([verdict.step.id], view)
    link = page_link(verdict.step.id, view)
    return f"step {step}, {link}" if link else f"step {step}"


def _result(audit: AppAudit) -> str:
    counted = ((outcome, audit.count(outcome)) for outcome in reversed(Outcome))
    return ", ".join(f"{count} {WORDS[outcome].lower()}" for outcome, count in counted if count) + "."


def retrieval(guide: Guide, requests: Iterable[str]) -> str:
    """Return how to get the metadata out of an org."""
    asked = " \\\n".join(f"    -m {request}" for request in requests)
    return f"""\
# What an audit of {guide.id} needs, read with Salesforce’s command line (sf) in any project folder.
# Log in once: sf org login web --alias my-org
sf project retrieve start --target-org my-org \\
{asked}
# The files then hold the app’s consumer key, and perhaps its secret: keep them out of version control.
guide audit force-app
"""

"""An audit for people: one value a paragraph, and what to do about it."""

from __future__ import annotations

from itertools import groupby, zip_longest
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
        *_verdicts(audit.verdicts, view),
        "",
        *(line for warning in audit.warnings for line in (str(warning), "")),
        _result(audit),
    ]
    return "\n".join(lines) + "\n"


def _verdicts(verdicts: Iterable[Verdict], view: GuideView) -> Iterator[str]:
    """Yield the values in their order; what holds for several in a row is said once, below the last of them."""
    for details, together in groupby(verdicts, key=lambda verdict: tuple(_details(verdict, view))):
        for verdict in together:
            yield f"{WORDS[verdict.outcome]:{WIDTH}}{GAP}{verdict.value.setting}: {verdict.value.value}"
        yield from details


def _details(verdict: Verdict, view: GuideView) -> Iterator[str]:
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
        lines = text.split("\n") if text else []
        for name, line in zip_longest([label], lines, fillvalue=""):
            if line:
                yield f"{'':{WIDTH}}{GAP}{name:5}  {line}"


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

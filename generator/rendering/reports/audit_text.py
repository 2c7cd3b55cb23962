"""An audit for people: one value a paragraph, and what to do about it."""

from __future__ import annotations

from itertools import groupby, zip_longest
from textwrap import wrap
from typing import TYPE_CHECKING

from generator.deriving.guide_view import steps_named
from generator.model import printable
from generator.model.records import Outcome
from generator.rendering.reports.audit_links import page_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.deriving.auditing import AppAudit, Verdict
    from generator.deriving.guide_view import GuideView
    from generator.platforms.audit_rules import WayOver

WORDS = {
    Outcome.PASS: "pass",
    Outcome.FAIL: "FAIL",
    Outcome.NOT_VERIFIABLE: "not verifiable",
    Outcome.WARNING: "warning",
}
WIDTH = max(map(len, WORDS.values()))
GAP = "  "
LINE = 100
"""Characters of a line of running text."""


def audit_text(audit: AppAudit, view: GuideView) -> str:
    """Return the report of one app, and the way over where its kind is an older one."""
    name = audit.app.name
    if audit.way_over:
        name = f"{name}, a {audit.app.kind},"
    lines = [
        f"{name} against {view.about.title} ({view.id}, revision {view.about.revision})",
        "",
        *_verdicts(audit.verdicts, view),
        "",
    ]
    for warning in audit.warnings:
        lines += [str(warning), ""]
    lines.append(_result(audit))
    if audit.way_over:
        lines += _way_over(audit.way_over)
    return "\n".join(lines) + "\n"


def _verdicts(verdicts: Iterable[Verdict], view: GuideView) -> Iterator[str]:
    """Yield the values in their order; what holds for several is said once, below the first ones in a row."""
    explained: dict[tuple[str, ...], str] = {}
    for details, together in groupby(verdicts, key=lambda verdict: tuple(_details(verdict, view))):
        for verdict in together:
            name = f"{verdict.value.setting}: {verdict.value.text}"
            yield f"{WORDS[verdict.outcome]:{WIDTH}}{GAP}{name}"
        if details in explained:
            yield _row("why", f"the same as for {explained[details]}")
        elif details:
            explained[details] = name
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
        lines = (text or "").split("\n")
        for name, line in zip_longest([label], lines, fillvalue=""):
            if line:
                yield _row(name, line)


def _row(label: str, text: str) -> str:
    indent = " " * WIDTH
    return f"{indent}{GAP}{label:5}  {printable(text)}"


def _redo(verdict: Verdict, view: GuideView) -> str | None:
    if verdict.step is None or verdict.outcome is Outcome.NOT_VERIFIABLE:
        return None
    step = steps_named([verdict.step.id], view)
    link = page_link(verdict.step.id, view)
    if not link:
        return step
    return f"{step}, {link}"


def _result(audit: AppAudit) -> str:
    parts = []
    for outcome in reversed(Outcome):
        count = audit.count(outcome)
        if count:
            parts.append(f"{count} {WORDS[outcome].lower()}")
    return ", ".join(parts) + "."


def _way_over(way_over: WayOver) -> Iterator[str]:
    yield ""
    yield "The way over"
    for paragraph in way_over.details:
        yield from wrap(paragraph, LINE, initial_indent="  - ", subsequent_indent="    ", break_long_words=False)

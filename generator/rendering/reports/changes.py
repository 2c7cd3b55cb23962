"""Typed changes in words: for a terminal, as Markdown, as JSON, and as history.yaml."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from generator.deriving.facts import MARK
from generator.model import Change, Subject
from generator.rendering.markup.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.model import Guide

FORMAT = "guide-changes/1"
LONGEST = 90
HASH = re.compile(r"[0-9a-f]{16}")

NOUNS = {
    Subject.VALUE: "required value",
    Subject.LABEL: "label",
    Subject.SETUP_PATH: "Setup page",
    Subject.LITERAL: "literal",
    Subject.ENTRY: "entry",
    Subject.STEP: "step",
    Subject.SECTION: "section",
    Subject.WARNING: "warning",
    Subject.TROUBLE: "help with error",
    Subject.LINK: "link",
    Subject.WORDING: "wording of",
}
SAYS_ITSELF = frozenset({Subject.LABEL, Subject.LITERAL, Subject.LINK, Subject.SETUP_PATH})
"""Of these the text says which one it is, so that the name is left out."""


def sentence(change: Change) -> str:
    """Say one change in a line."""
    if change.subject is Subject.ORDER:
        return f"Step {change.name} moved: {change.before} → {change.after}"
    noun = NOUNS[change.subject]
    name = "" if change.subject in SAYS_ITSELF else f" {change.name}"
    did = {"added": "added", "gone": "is gone", "changed": "changed"}[action(change)]
    return f"{noun[0].upper()}{noun[1:]}{name} {did}{_told(change)}"


def step_sentence(change: Change) -> str:
    """Say one change where the step it belongs to is known."""
    return "Wording changed" if change.subject is Subject.WORDING and change.name in change.steps else sentence(change)


def _told(change: Change) -> str:
    """Return the words before and after, as far as there are any to show."""
    before, after = (_short(text) for text in (change.before, change.after))
    if before and after:
        return f": “{before}” → “{after}”"
    if action(change) == "changed":
        return f": now “{after}”" if after else ""
    return f": “{before or after}”" if (before or after) not in {"", change.name} else ""


def _short(text: str | None) -> str:
    """Return text cut to a line's length; a hash or a mark says nothing to a reader."""
    if not text or text == MARK or HASH.fullmatch(text):
        return ""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


# For a terminal -----------------------------------------------------------------------------------


def changes_text(old: Guide, new: Guide, changes: Iterable[Change]) -> str:
    """Return the changes of one guide, one a line, each with the steps it touches."""
    lines = [f"{sentence(change)}{_steps(change)}" for change in changes]
    return "\n".join([f"{heading(old, new)}: {counted(len(lines))}", *(f"  {line}" for line in lines)])


def heading(old: Guide, new: Guide) -> str:
    """Name a guide and its two revisions."""
    return f"{new.id} {old.about.revision} → {new.about.revision}"


def counted(number: int) -> str:
    """Return “1 change”, “2 changes”, “no change”."""
    return f"{number or 'no'} change{'s' if number > 1 else ''}"


def _steps(change: Change) -> str:
    others = [step for step in change.steps if not (step == change.name and change.subject is Subject.STEP)]
    return f" (step {', '.join(others)})" if others else ""


# Markdown -----------------------------------------------------------------------------------------


def changes_markdown(old: Guide, new: Guide, changes: Iterable[Change]) -> str:
    """Return the changes of one guide as a changelog's entry."""
    lines = [f"- {escape(sentence(change) + _steps(change))}" for change in changes]
    return "\n".join([f"## {escape(heading(old, new))}", "", *(lines or ["No change."])])


# JSON ---------------------------------------------------------------------------------------------


def changes_json(compared: Mapping[str, tuple[Guide, Guide, tuple[Change, ...]]]) -> str:
    """Return the changes of all guides, as `guide-changes/1`."""
    guides = {
        name: {
            "before": _version(old),
            "after": _version(new),
            "changes": [change_data(change) for change in changes],
        }
        for name, (old, new, changes) in compared.items()
    }
    return json.dumps({"format": FORMAT, "guides": guides}, indent=2, ensure_ascii=False) + "\n"


def _version(guide: Guide) -> dict[str, str]:
    return {"revision": guide.about.revision, "release": guide.about.release}


def action(change: Change) -> str:
    """Return what happened: added, gone, moved or changed."""
    if change.subject is Subject.ORDER:
        return "moved"
    if change.before is None:
        return "added"
    return "gone" if change.after is None else "changed"


def change_data(change: Change) -> dict[str, Any]:
    """Return a change as JSON holds it."""
    data = change.model_dump(mode="json")
    return {"subject": data.pop("subject"), "action": action(change), **data}

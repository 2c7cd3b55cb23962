"""Typed changes in words: for a terminal, as Markdown, as JSON, and as history.yaml."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from generator.deriving.facts import MARK
from generator.model import Change, Subject
from generator.platforms.registry import platform_of
from generator.rendering.markup.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.model import Guide
    from generator.platforms.platform import Vocabulary

FORMAT = "guide-changes/1"
LONGEST = 90
HASH = re.compile(r"[0-9a-f]{16}")

NOUNS = {
    Subject.VALUE: "required value",
    Subject.LABEL: "label",
    Subject.LITERAL: "literal",
    Subject.ENTRY: "entry",
    Subject.STEP: "step",
    Subject.SECTION: "section",
    Subject.WARNING: "warning",
    Subject.TROUBLE: "help with error",
    Subject.LINK: "link",
    Subject.WORDING: "wording of",
}
VERBS = {"added": "added", "gone": "is gone", "changed": "changed"}
SAYS_ITSELF = frozenset({Subject.LABEL, Subject.LITERAL, Subject.LINK, Subject.SETUP_PATH})
"""Of these the text says which one it is, so that the name is left out."""


def sentence(change: Change, words: Vocabulary) -> str:
    """Say one change in a line, in the words of the guide's platform."""
    if change.subject is Subject.ORDER:
        return f"Step {change.name} moved: {change.before} → {change.after}"
    noun = NOUNS.get(change.subject, words.page)
    subject = f"{noun[0].upper()}{noun[1:]}"
    if change.subject not in SAYS_ITSELF:
        subject = f"{subject} {change.name}"
    verb = VERBS[action(change)]
    return f"{subject} {verb}{_told(change)}"


def step_sentence(change: Change, words: Vocabulary) -> str:
    """Say one change where the step it belongs to is known."""
    if change.subject is Subject.WORDING and change.name in change.steps:
        return "Wording changed"
    return sentence(change, words)


def _told(change: Change) -> str:
    """Return the words before and after, as far as there are any to show."""
    before, after = _short(change.before), _short(change.after)
    if before and after:
        return f": “{before}” → “{after}”"
    if action(change) == "changed":
        return f": now “{after}”" if after else ""
    text = before or after
    if text in {"", change.name}:
        return ""
    return f": “{text}”"


def _short(text: str | None) -> str:
    """Return text cut to a line's length; a hash or a mark says nothing to a reader."""
    if not text or text == MARK or HASH.fullmatch(text):
        return ""
    if len(text) <= LONGEST:
        return text
    beginning = text[: LONGEST - 1].rstrip()
    return f"{beginning}…"


# For a terminal -----------------------------------------------------------------------------------


def changes_text(old: Guide, new: Guide, changes: Iterable[Change]) -> str:
    """Return the changes of one guide, one a line, each with the steps it touches."""
    lines = [_line(change, new) for change in changes]
    number = counted(len(lines))
    title = f"{heading(old, new)}: {number}"
    return "\n  ".join([title, *lines])


def _line(change: Change, guide: Guide) -> str:
    words = platform_of(guide.about).words
    return f"{sentence(change, words)}{_steps(change)}"


def heading(old: Guide, new: Guide) -> str:
    """Name a guide and its two revisions."""
    before = old.about.revision
    after = new.about.revision
    return f"{new.id} {before} → {after}"


def counted(number: int) -> str:
    """Return “1 change”, “2 changes”, “no change”."""
    if number == 0:
        return "no change"
    if number == 1:
        return "1 change"
    return f"{number} changes"


def _steps(change: Change) -> str:
    steps = list(change.steps)
    if change.subject is Subject.STEP and change.name in steps:
        steps.remove(change.name)
    if not steps:
        return ""
    return f" (step {', '.join(steps)})"


# Markdown -----------------------------------------------------------------------------------------


def changes_markdown(old: Guide, new: Guide, changes: Iterable[Change]) -> str:
    """Return the changes of one guide as a changelog's entry."""
    title = escape(heading(old, new))
    points = [_point(change, new) for change in changes] or ["No change."]
    return "\n".join([f"## {title}", "", *points])


def _point(change: Change, guide: Guide) -> str:
    text = escape(_line(change, guide))
    return f"- {text}"


# JSON ---------------------------------------------------------------------------------------------


def changes_json(compared: Mapping[str, tuple[Guide, Guide, tuple[Change, ...]]]) -> str:
    """Return the changes of all guides, as `guide-changes/1`."""
    guides = {}
    for name, (old, new, changes) in compared.items():
        listed = [change_data(change) for change in changes]
        guides[name] = {"before": _version(old), "after": _version(new), "changes": listed}
    return json.dumps({"format": FORMAT, "guides": guides}, indent=2, ensure_ascii=False) + "\n"


def _version(guide: Guide) -> dict[str, str]:
    return {"revision": guide.about.revision, "release": guide.about.release}


def action(change: Change) -> str:
    """Return what happened: added, gone, moved or changed."""
    if change.subject is Subject.ORDER:
        return "moved"
    if change.before is None:
        return "added"
    if change.after is None:
        return "gone"
    return "changed"


def change_data(change: Change) -> dict[str, Any]:
    """Return a change as JSON holds it."""
    data = change.model_dump(mode="json")
    return {"subject": data.pop("subject"), "action": action(change), **data}

"""Typed changes in words: for a terminal, as Markdown, as JSON, and as history.yaml."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from generator.deriving.facts import MARK
from generator.deriving.guide_view import step_words, view
from generator.deriving.words import brief
from generator.model import Admonition, Change, Subject, find_all
from generator.platforms.registry import platform_of
from generator.rendering.markup.markdown import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.deriving.guide_view import GuideView
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


WHOLES = frozenset({Subject.STEP, Subject.SECTION, Subject.WARNING, Subject.TROUBLE})
"""Of these the text names the part itself, where it is new or gone."""

PartNames = dict[tuple[Subject, str], str]
"""What people call the parts of a guide: by kind and id; a warning is kept as a section is."""


def part_names(*guides: GuideView) -> PartNames:
    """Return what people call the parts of guides; the last one that has a part names it."""
    names: PartNames = {}
    for guide in guides:
        names |= value_names(guide)
        for trouble in guide.troubles:
            names[Subject.TROUBLE, trouble.id] = f"“{trouble.error}”"
        for section in guide.sections:
            names[Subject.SECTION, section.id] = f"“{section.title}”"
        for step in guide.steps:
            names[Subject.STEP, step.id] = step_words([step.id], guide)
        for box in find_all((guide.before, guide.sections), Admonition):
            names[Subject.SECTION, box.id or ""] = f"“{box.title}”"
    return names


def value_names(guide: GuideView) -> PartNames:
    """Return the settings of the required values by the values' ids."""
    names: PartNames = {}
    for value in guide.values:
        key = Subject.VALUE, value.value.id
        names[key] = value.name
    return names


def sentence(change: Change, words: Vocabulary, names: PartNames) -> str:
    """Say one change in a line, in the words of the guide's platform."""
    name = _name(change, names)
    if change.subject is Subject.ORDER:
        return f"Step {name} moved: {_position(change.before, names)} → {_position(change.after, names)}"
    noun = NOUNS.get(change.subject, words.page)
    subject = f"{noun[0].upper()}{noun[1:]}"
    if change.subject not in SAYS_ITSELF:
        subject = f"{subject} {name}"
    verb = VERBS[action(change)]
    return f"{subject} {verb}{_told(change)}"


def _name(change: Change, names: PartNames) -> str:
    """Return what people call the part that changed, or its id where nothing tells."""
    name, _, key = change.name.partition(".")
    part = _kind(change), name
    if key and part in names:
        return f"{names[part]} ({key.replace('_', ' ')})"
    if _is_whole(change):
        number = names.get(part, "").partition("“")[0]
        return f"{number}“{brief(change.before or change.after or '')}”"
    if change.name.startswith("("):
        return f"the {change.name.strip('()')}"
    if change.subject is Subject.WORDING and (Subject.STEP, name) in names:
        return f"step {names[Subject.STEP, name]}"
    return names.get(part, change.name)


def _kind(change: Change) -> Subject:
    match change.subject:
        case Subject.VALUE | Subject.TROUBLE | Subject.STEP:
            return change.subject
        case Subject.ORDER:
            return Subject.STEP
    if "." in change.name:
        return Subject.VALUE
    return Subject.SECTION


def _is_whole(change: Change) -> bool:
    """Whether a change is that a part came or went, and its words are there to name it."""
    if change.subject not in WHOLES or "." in change.name or action(change) == "changed":
        return False
    text = _short(change.before or change.after)
    return text not in {"", change.name}


def _position(place: str | None, names: PartNames) -> str:
    """Name the place of a step, which is its section and its number there."""
    if place is None:
        return ""
    section, _, number = place.rpartition(" ")
    name = names.get((Subject.SECTION, section), section)
    return f"{name} {number}"


def step_sentence(change: Change, words: Vocabulary, names: PartNames) -> str:
    """Say one change where the step it belongs to is known."""
    if change.subject is Subject.WORDING and change.name in change.steps:
        return "Wording changed"
    return sentence(change, words, names)


def _told(change: Change) -> str:
    """Return the words before and after, as far as there are any to show and the name does not show them."""
    if _is_whole(change):
        return ""
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
    lines = _lines(old, new, changes)
    number = counted(len(lines))
    title = f"{heading(old, new)}: {number}"
    return "\n  ".join([title, *lines])


def _lines(old: Guide, new: Guide, changes: Iterable[Change]) -> list[str]:
    names = part_names(view(old), view(new))
    words = platform_of(new.about).words
    lines = []
    for change in changes:
        line = sentence(change, words, names) + _steps(change, names)
        lines.append(line)
    return lines


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


def _steps(change: Change, names: PartNames) -> str:
    """Name the steps that a change touches, but the one that its sentence names."""
    named = "" if change.subject in SAYS_ITSELF else change.name
    others = [step for step in change.steps if step != named]
    if not others:
        return ""
    noun = "steps" if len(others) > 1 else "step"
    words = [names.get((Subject.STEP, step), step) for step in others]
    return f" ({noun} {', '.join(words)})"


# Markdown -----------------------------------------------------------------------------------------


def changes_markdown(old: Guide, new: Guide, changes: Iterable[Change]) -> str:
    """Return the changes of one guide as a changelog's entry."""
    title = escape(heading(old, new))
    lines = map(escape, _lines(old, new, changes))
    points = [f"- {line}" for line in lines]
    if not points:
        points = ["No change."]
    return "\n".join([f"## {title}", "", *points])


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

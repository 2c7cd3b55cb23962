"""What a step or guide says, as a hash: it changes exactly when the content does."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from generator.model import OrgRef, RequiredValue, Trouble, ValueRef
from generator.platforms.registry import FORMER_KEYS

if TYPE_CHECKING:
    from generator.model import Guide, Section, Step

HASHED_NAMES = {name: former for former, name in FORMER_KEYS.items()}
"""What a hash calls a key that has another name today, so that no record of an unchanged step is outdated."""

NO_CONTENT = {"id", "number", "setup", "verified", "changed", "location"}
"""Parts of the model that name or place content, and say nothing themselves."""


def step_hash(step: Step) -> str:
    """Return the sha256 of a step's text, values, tables and boxes, without its number.

    What an org fills in plays no part, so a filled-in step has the hash of the blank one.
    """
    return _sha256(_content(step))


def guide_hash(guide: Guide) -> str:
    """Return the sha256 of everything a guide tells its reader, its values included."""
    about = {"title": guide.about.title, "objective": guide.about.objective}
    opening = _content(guide.before)
    sections = [_section(section) for section in guide.sections]
    values = _content(guide.values)
    troubles = _content(guide.troubles)
    return _sha256([about, opening, sections, values, troubles])


def _section(section: Section) -> list[Any]:
    before = _content(section.before)
    hashes = [step_hash(step) for step in section.steps]
    after = _content(section.after)
    return [section.title, section.kind, before, hashes, after]


def _content(node: Any) -> Any:
    match node:
        case ValueRef(value):
            return ["value", value.id, value.value]
        case OrgRef():
            return ["org", node.key]
        case RequiredValue() | Trouble():
            data = node.model_dump(mode="json")
            return {HASHED_NAMES.get(name, name): part for name, part in data.items()}
        case tuple():
            return [_content(item) for item in node]
        case str():
            return re.sub(r"\s+", " ", unicodedata.normalize("NFC", node))
    if is_dataclass(node):
        parts = [part.name for part in fields(node) if part.name not in NO_CONTENT]
        return [type(node).__name__, *(_content(getattr(node, name)) for name in parts)]
    return node


def _sha256(content: Any) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(text.encode())
    return digest.hexdigest()

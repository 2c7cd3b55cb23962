"""A guide and an org to the same guide with what the org says of itself filled in."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from generator.model import OrgRef, RequiredValue

if TYPE_CHECKING:
    from generator.model import Org

T = TypeVar("T")


def fill(node: T, org: Org) -> T:
    """Return a guide, or a part of one, with every org field filled in that the org knows; the others stay blank."""
    if isinstance(node, OrgRef):
        return replace(node, text=org.get(node.key) or node.text)
    if isinstance(node, RequiredValue):
        return node.filled(org.facts)
    if isinstance(node, tuple):
        return tuple(fill(item, org) for item in node)  # type: ignore[return-value]
    if is_dataclass(node) and not isinstance(node, type):
        return replace(node, **{part.name: fill(getattr(node, part.name), org) for part in fields(node)})
    return node

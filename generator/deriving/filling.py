"""A guide and an org to the same guide with what the org says of itself filled in."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from functools import cache
from operator import is_
from typing import TYPE_CHECKING, Any, TypeVar

from generator.model import OrgRef, RequiredValue

if TYPE_CHECKING:
    from generator.model import Org

T = TypeVar("T")


def fill(node: T, org: Org) -> T:
    """Return a guide, or a part of one, with every org field filled in that the org knows; the others stay blank.

    Whatever holds no field stays the very same.
    """
    if isinstance(node, str):
        return node
    if isinstance(node, OrgRef):
        return replace(node, text=org.get(node.key) or node.text)
    if isinstance(node, RequiredValue):
        return node.filled(org.facts)
    if isinstance(node, tuple):
        return _filled_items(node, org)  # type: ignore[return-value]
    if is_dataclass(node) and not isinstance(node, type):
        return _with_filled_parts(node, org)  # type: ignore[no-any-return]
    return node


def _filled_items(items: tuple[Any, ...], org: Org) -> tuple[Any, ...]:
    filled = tuple([fill(item, org) for item in items])
    if all(map(is_, items, filled)):
        return items
    return filled


def _with_filled_parts(node: Any, org: Org) -> Any:
    changed = {}
    for name in _names(type(node)):  # type: ignore[arg-type]  # a type can be hashed
        part = getattr(node, name)
        filled = fill(part, org)
        if filled is not part:
            changed[name] = filled
    return replace(node, **changed) if changed else node


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    """Return the names of a dataclass's fields."""
    return tuple(part.name for part in fields(kind))

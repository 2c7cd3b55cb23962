"""What the components, shortcodes and blocks of all dialects are: one table of names."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.reading.dialects.lines import bold, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

STYLES = {
    "note": "info", "info": "info", "abstract": "info", "neutral": "info", "primary": "info", "default": "info",
    "tip": "success", "check": "success", "success": "success", "hint": "success", "example": "success",
    "warning": "warning", "warn": "warning", "important": "warning", "attention": "warning", "caution": "warning",
    "danger": "danger", "error": "danger", "critical": "danger", "bug": "danger",
}  # fmt: skip
"""Boxes by their names and kinds, and the style of GitBook's hint that each is."""

BOXES = frozenset({"callout", "admonition", "aside", "alert", "notice", "message", "banner", "blockquote"})
"""Boxes whose kind is an attribute."""

STEPPERS = frozenset({"steps", "stepper", "steplist", "procedure"})
STEPS = frozenset({"step", "stepitem"})
TABS = frozenset({"tab", "tabitem", "tabpanel", "code-group-item"})
FOLDED = frozenset({"accordion", "expandable", "details", "expand", "accordionitem", "collapse", "collapsible"})
CARDS = frozenset({"card", "linkcard", "tile"})
LAYOUT = frozenset(
    {
        "tabs", "tabpane", "accordiongroup", "accordions", "cardgroup", "cards", "cardgrid", "frame", "columns",
        "column", "codegroup", "code-group", "codetabs", "fragment", "row", "col", "grid", "tooltip-group",
    }
)  # fmt: skip
KIND_KEYS = ("type", "intent", "variant", "kind", "theme", "color", "status", "level", "bare")
TITLE_KEYS = ("title", "label", "header", "name", "summary", "heading", "value")


@dataclass(frozen=True)
class DialectRole:
    """What to write for a start and for its end."""

    opening: tuple[str, ...]
    closing: tuple[str, ...]
    is_layout: bool = False


def role(name: str, attributes: Mapping[str, str]) -> DialectRole | None:
    """Return what a start with this name is, or None if it is not known."""
    key = name.rpartition(".")[2].lower()
    title = _first(attributes, TITLE_KEYS)
    if key in STYLES:
        return _box(STYLES[key], attributes.get("all", "").strip('"') or title)
    if key in BOXES:
        kind = _first(attributes, KIND_KEYS).lower()
        return _box(STYLES.get(kind, "info"), title)
    if key in STEPPERS:
        return DialectRole(("{% stepper %}",), ("{% endstepper %}",))
    if key in STEPS:
        heading = ("", f"### {title}") if title else ()
        return DialectRole(("{% step %}", *heading), ("", "{% endstep %}"))
    return _other(key, attributes.get("all", "").strip('"') or title, attributes)


def _other(key: str, title: str, attributes: Mapping[str, str]) -> DialectRole | None:
    if key in TABS:
        return DialectRole((f"{{% tab title={quoted(html.unescape(title))} %}}",), ("{% endtab %}",))
    if key in FOLDED:
        return DialectRole(("<details>", "", f"<summary>{title or 'More'}</summary>"), ("</details>",))
    if key in CARDS:
        url = _first(attributes, ("href", "link", "url", "to"))
        words = f"[{title or url}](<{url}>)" if url else title
        return DialectRole(tuple(bold(words)), ())
    if key in LAYOUT:
        return DialectRole((), (), is_layout=True)
    return None


def _box(style: str, title: str) -> DialectRole:
    return DialectRole((f'{{% hint style="{style}" %}}', *bold(title)), ("{% endhint %}",))


def _first(attributes: Mapping[str, str], keys: tuple[str, ...]) -> str:
    return next((attributes[key] for key in keys if attributes.get(key)), "")

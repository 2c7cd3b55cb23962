"""What the components, shortcodes and blocks of all dialects are: one table of names."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.reading.dialects.lines import bold, quoted
from generator.reading.text.html_names import NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

STYLES = {
    "note": "info", "info": "info", "abstract": "info", "neutral": "info", "primary": "info", "default": "info",
    "tip": "success", "check": "success", "success": "success", "hint": "success", "example": "success",
    "warning": "warning", "warn": "warning", "important": "warning", "attention": "warning", "caution": "warning",
    "danger": "danger", "error": "danger", "critical": "danger", "bug": "danger",
}  # fmt: skip
"""Boxes by their names and kinds, and the style of GitBook's hint that each is."""

COLOURS = {"red": "danger", "orange": "warning", "amber": "warning", "yellow": "warning", "green": "success"}
EMOJI = {
    "📘": "info", "\u2139": "info", "📝": "info", "👍": "success", "✅": "success", "💡": "success",
    "🚧": "warning", "⚠": "warning", "❗": "danger", "🚨": "danger", "🛑": "danger", "❌": "danger",
}  # fmt: skip

BOXES = frozenset({"callout", "admonition", "aside", "alert", "notice", "message", "banner", "blockquote"})
"""Boxes whose kind is an attribute."""

STEPPERS = frozenset({"steps", "stepper", "steplist", "procedure"})
STEPS = frozenset({"step", "stepitem"})
TABS = frozenset({"tab", "tabitem", "tabpanel", "codetab", "code-group-item", "codegroupitem"})
FOLDED = frozenset(
    {
        "accordion",
        "accordion-item",
        "expandable",
        "details",
        "expand",
        "accordionitem",
        "collapse",
        "collapsible",
        "toggle",
        "dropdown",
    }
)
CARDS = frozenset({"card", "linkcard", "tile", "link-card", "doccard"})
PICTURES = frozenset({"image", "img", "figure", "screenshot", "zoomimage", "themedimage", "picture"})
FILMS = frozenset({"video", "youtube", "vimeo", "loom", "iframe", "embed"})
FILMS_BY_NUMBER = {
    "youtube": "https://www.youtube.com/watch?v=",
    "vimeo": "https://vimeo.com/",
    "loom": "https://www.loom.com/share/",
}
LINKS = frozenset({"link", "a", "anchor", "button", "linkbutton", "u-button", "button-link"})
BADGES = frozenset({"badge", "label", "pill", "tag"})
PICTOGRAMS = frozenset({"icon", "fa", "fontawesomeicon", "u-icon"})
FIELDS = frozenset({"paramfield", "responsefield", "field", "property", "parameter"})
LAYOUT = frozenset(
    {
        "tabs", "tabpane", "tabgroup", "accordiongroup", "accordions", "cardgroup", "cards", "cardgrid", "frame",
        "columns", "column", "codegroup", "code-group", "codetabs", "fragment", "row", "col", "grid", "tooltip-group",
        "card-group", "card-grid", "accordion-group", "codeblocks", "requestexample", "responseexample", "raw", "v-pre",
        "div", "center", "browseronly", "bleed",
    }
)  # fmt: skip
KIND_KEYS = (
    "type", "context", "severity", "intent", "variant", "kind", "theme", "color", "style", "status", "level", "bare",
)  # fmt: skip
TITLE_KEYS = ("title", "label", "header", "name", "summary", "heading", "value")
TEXT_KEYS = ("description", "subtitle", "text", "body", "content", "caption", "cta", "tip")
ADDRESS_KEYS = ("href", "to", "link", "url", "src")
FIELD_KEYS = ("path", "query", "body", "header", "name")


@dataclass(frozen=True)
class DialectRole:
    """What to write for a start and for its end: lines, or what stands within a line of text."""

    opening: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    is_layout: bool = False
    is_known: bool = True
    may_stand_within_line: bool = False
    leaves_gap: bool = False


def is_role(name: str) -> bool:
    """Whether an element of this name, which is none of HTML's, may be a component written small."""
    if name == "aside":
        return True
    is_html = name in NAMES
    return not is_html and role(name, {}).is_known


def role(name: str, attributes: Mapping[str, str]) -> DialectRole:
    """Return what a start with this name is."""
    key = name.rpartition(".")[2].lower()
    title = _first(attributes, TITLE_KEYS)
    own_title = attributes.get("all", "").strip('"') or title
    if key.removeprefix("callout-") in STYLES:
        return _box(STYLES[key.removeprefix("callout-")], own_title, attributes)
    if key in BOXES:
        return _box(_style(attributes), title, attributes)
    if key in STEPPERS:
        return DialectRole(("{% stepper %}",), ("{% endstepper %}",))
    if key in STEPS:
        heading = ("", f"### {title}", "") if title else ()
        return DialectRole(("{% step %}", *heading, *_texts(attributes)), ("", "{% endstep %}"))
    return _container(key, own_title, attributes) or _within(key, attributes)


def _style(attributes: Mapping[str, str]) -> str:
    """Return the style of a box whose kind or picture is an attribute."""
    kinds = [attributes.get(key, "").lower().removeprefix("alert-") for key in KIND_KEYS]
    picture = _first(attributes, ("emoji", "icon"))[:1]
    styles = [*map(STYLES.get, kinds), *map(COLOURS.get, kinds), EMOJI.get(picture)]
    return next(filter(None, styles), "info")


def _box(style: str, title: str, attributes: Mapping[str, str]) -> DialectRole:
    start = f'{{% hint style="{style}" %}}'
    opening = (start, *bold(title), *_texts(attributes))
    return DialectRole(opening, ("{% endhint %}",))


def _container(key: str, title: str, attributes: Mapping[str, str]) -> DialectRole | None:
    if key in TABS:
        return DialectRole(
            (f"{{% tab title={quoted(html.unescape(title))} %}}", *_texts(attributes)), ("{% endtab %}",)
        )
    if key in FOLDED:
        opening = ("<details>", "", f"<summary>{title or 'More'}</summary>", *_texts(attributes))
        return DialectRole(opening, ("</details>",))
    if key in CARDS:
        url = _first(attributes, ("href", "link", "url", "to"))
        words = f"[{title or url}](<{url}>)" if url else title
        return DialectRole((*bold(words), *_texts(attributes)))
    if key in FIELDS:
        name, kind = _first(attributes, FIELD_KEYS), attributes.get("type", "")
        return DialectRole(("", f"`{name}` {kind}".rstrip(), "") if name else ())
    if key in LAYOUT:
        return DialectRole((), _texts(attributes), is_layout=True)
    return None


def _within(key: str, attributes: Mapping[str, str]) -> DialectRole:
    """Return what a component is that may stand within a line; of one that nobody knows, what it encloses is kept."""
    url = _first(attributes, ADDRESS_KEYS)
    if key in PICTURES and url:
        picture = f"![{_first(attributes, ('alt', *TITLE_KEYS))}](<{url}>)"
        return DialectRole((picture, *_texts(attributes)), before=picture, may_stand_within_line=True)
    if key in LINKS and url:
        words = _first(attributes, (*TITLE_KEYS, "text", "children"))
        return DialectRole((f"[{words}",), (f"](<{url}>)",), f"[{words}", f"](<{url}>)", may_stand_within_line=True)
    url = url or _film(key, attributes)
    if key in FILMS and url:
        return DialectRole((f"[{url}](<{url}>)",), before=f"[{url}](<{url}>)", may_stand_within_line=True)
    if key in BADGES:
        words = _first(attributes, ("text", *TITLE_KEYS))
        return DialectRole((words,), (), words, may_stand_within_line=True)
    if key in PICTOGRAMS:
        return DialectRole(is_known=False, may_stand_within_line=True)
    texts = (*bold(_first(attributes, TITLE_KEYS)), *_texts(attributes))
    return DialectRole(texts, is_known=False, may_stand_within_line=True, leaves_gap=True)


def _film(key: str, attributes: Mapping[str, str]) -> str:
    """Return the address of a film that is named by its number at its publisher."""
    number = _first(attributes, ("id", "videoId", "bare"))
    base = FILMS_BY_NUMBER.get(key)
    return f"{base}{number}" if base and number else ""


def _texts(attributes: Mapping[str, str]) -> tuple[str, ...]:
    lines: list[str] = []
    for key in TEXT_KEYS:
        if text := attributes.get(key):
            lines.extend(("", text, ""))
    return tuple(lines)


def _first(attributes: Mapping[str, str], keys: tuple[str, ...]) -> str:
    for key in keys:
        if text := attributes.get(key):
            return text
    return ""

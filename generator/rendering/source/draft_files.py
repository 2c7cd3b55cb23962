"""The files beside a draft's guide.md: values that the page may require, and the page's lock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator import model
from generator.model.page import plain
from generator.rendering.source.guide_source import quoted
from generator.secrets import looks_secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST = 120
"""Longer text is prose, not a value."""

HEAD = """\
# The values that must read exactly so, each once. None is set yet.
"""
SUGGESTIONS = """\
#
# These stand in the page’s steps as literal text or beside a setting in a table, and may be some. To take one over:
# remove its “# ”, fill in what is empty, write {{ its_id }} in guide.md in place of the text, and add to
# vendor.lock.yaml what the page states. Then delete the last line of this file.
"""


@dataclass(frozen=True)
class Suggestion:
    """A text of the page that may be a required value, and the label it stands beside."""

    setting: str
    value: str


def values_source(guide: model.Guide) -> str:
    """Return a values.yaml without values; what the page suggests stands in its comments."""
    names: dict[str, int] = {}
    sound = [suggestion for suggestion in suggestions(guide) if not looks_secret(suggestion.value)]
    entries = [_entry(suggestion, names) for suggestion in dict.fromkeys(sound)]
    return HEAD + (SUGGESTIONS if entries else "") + "".join(entries) + "{}\n"


def lock_source(url: str, date: str, sha256: str) -> str:
    """Return a vendor.lock.yaml that knows the page but none of its values."""
    return (
        "# What the vendor’s page stated on the day of review, and how we write it. Facts only, no prose.\n"
        f'page:\n  url: {quoted(url)}\n  reviewed: "{date}"\n  sha256: {sha256}\nvalues: {{}}\n'
    )


def suggestions(guide: model.Guide) -> Iterator[Suggestion]:
    """Yield literal text and last cells of tables, in the order of the steps."""
    for step in guide.steps:
        label = ""
        for part in model.walk(tuple(block for block in step.content if not _is_picture(block))):
            match part:
                case model.Strong(content):
                    label = plain(content)
                case model.Code(text) if len(text) <= LONGEST:
                    yield Suggestion(label, text)
                case model.Table(_, rows):
                    yield from _of_table(rows)


def _is_picture(block: model.Block) -> bool:
    return isinstance(block, model.Paragraph) and plain(block.content[:1]).startswith("Picture")


def _of_table(rows: Iterable[model.Row]) -> Iterator[Suggestion]:
    for row in rows:
        cells = [plain(cell) for cell in row.cells]
        if len(cells) > 1 and cells[-1] and len(cells[-1]) <= LONGEST:
            yield Suggestion(cells[-2], cells[-1])


def _entry(suggestion: Suggestion, names: dict[str, int]) -> str:
    base = "".join(char if char.isascii() and char.isalnum() else "_" for char in suggestion.setting.lower()).strip("_")
    base = base[:30].strip("_") if base[:1].isalpha() else "value"
    names[base] = names.get(base, 0) + 1
    name = base if names[base] == 1 else f"{base}_{names[base]}"
    lines = (
        "",
        f"{name}:",
        f"  setting: {quoted(suggestion.setting)}",
        "  screen:",
        "  control: text",
        f"  value: {quoted(suggestion.value)}",
        "  why:",
        "  if_wrong: {sees: not known}",
        "  platform_default: not known",
    )
    return "".join(f"# {line}".rstrip() + "\n" for line in lines)

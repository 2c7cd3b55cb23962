"""Reads a project's own templates, styles, scripts and fonts for its sheets, and says what is wrong with them."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from generator.model.sheet_overrides import SheetOverrides
from generator.output.fonts import FONT_FILES, font_fault
from generator.problems import Location
from generator.project.opening import open_bytes, open_source
from generator.project.paths import shown
from generator.rendering.markup.overrides import text_faults
from generator.rendering.sheets.sheet import REPLACEABLE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from generator.problems import Problems

NOTES = frozenset({".md", ".txt"})
"""Endings of what lies there for people: a licence, a word on why."""


def read_override_files(folder: Path, files: Iterable[Path], problems: Problems) -> SheetOverrides:
    """Return what the files in a folder put in the place of the package's; what is wrong goes to `problems`."""
    texts: dict[str, str] = {}
    fonts: dict[str, bytes] = {}
    for path in files:
        if path.name in REPLACEABLE:
            texts |= _text(path, problems)
        elif path.name in FONT_FILES:
            fonts |= _font(path, problems)
        elif path.suffix not in NOTES:
            problems.error(Location(shown(path)), "override-name", unknown_name(path.name))
    if fonts and not _notes(folder):
        problems.warning(Location(shown(folder)), "font-licence", NO_LICENCE)
    return SheetOverrides.of(shown(folder), texts, fonts)


NO_LICENCE = (
    "A font becomes part of every PDF. Put its licence beside it, such as OFL.txt, so that whoever passes the sheets "
    "on knows that they may."
)


def _notes(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.suffix in NOTES]


def _text(path: Path, problems: Problems) -> dict[str, str]:
    source = open_source(path, problems)
    if source is None:
        return {}
    for line, column, text in text_faults(path.name, source.text):
        problems.error(Location(shown(path), line, column), "override", text)
    return {path.name: source.text}


def _font(path: Path, problems: Problems) -> dict[str, bytes]:
    data = open_bytes(path, problems)
    if data is None:
        return {}
    if fault := font_fault(data):
        problems.error(Location(shown(path)), "override", fault)
    return {path.name: data}


def unknown_name(name: str) -> str:
    """Say that no file of the sheets has a name, and which have."""
    names = sorted([*REPLACEABLE, *FONT_FILES])
    near = difflib.get_close_matches(name, names, n=1)
    advice = f"Did you mean {near[0]}?" if near else f"It must be one of: {', '.join(names)}."
    return f"No file of the sheets is called so, so this one would stand for nothing. {advice}"

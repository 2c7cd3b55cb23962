"""What a project puts in the place of the package's files for its sheets: nothing, in most projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.sheet_overrides import SheetOverrides
from generator.output.look import SHEET_OVERRIDES
from generator.project.paths import shown

if TYPE_CHECKING:
    from pathlib import Path

    from generator.problems import Problems


def read_sheet_overrides(project: Path, problems: Problems) -> SheetOverrides:
    """Return what a project puts in the place of the package's files; what is wrong goes to `problems`."""
    folder = project / SHEET_OVERRIDES
    files = sorted(folder.glob("[!.]*"))
    if not files:
        return SheetOverrides.of(shown(folder), {}, {})
    from generator.project.override_files import read_override_files  # noqa: PLC0415 - slow to import

    return read_override_files(folder, files, problems)

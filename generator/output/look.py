"""Where the look of the site lies: templates, style and scripts. Imports nothing slow."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent.parent
OVERRIDES = "site_overrides"
"""The folder in which a project keeps files of its own in the place of ours."""

SHEET_OVERRIDES = "sheet_overrides"
"""The same for the sheets: their templates, styles, scripts and fonts."""

BRAND_FILE = "brand.yaml"
"""In a project's folder: whose name, logo, colours and footer stand on its sheets and its site."""

LEADS_OUT = "This link leads out of the project, so what it leads to would be published. Put the file itself here."


def links_out(project: Path) -> list[Path]:
    """Return the links among a project's own files of the look that lead to a file of somewhere else."""
    folders = (project / OVERRIDES, project / SHEET_OVERRIDES)
    insides = [folder.resolve() for folder in (project, *folders)]
    links: list[Path] = []
    for folder in folders:
        links += [path for path in sorted(folder.rglob("*")) if path.is_symlink() and _is_outside(path, insides)]
    return links


def _is_outside(path: Path, insides: list[Path]) -> bool:
    target = path.resolve()
    return not any(target.is_relative_to(inside) for inside in insides)


_installed = PACKAGE / "look"
LOOK = _installed if _installed.is_dir() else PACKAGE.parent / OVERRIDES
"""Ours: within the package where it was installed, beside it in a checkout."""

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

_installed = PACKAGE / "look"
LOOK = _installed if _installed.is_dir() else PACKAGE.parent / OVERRIDES
"""Ours: within the package where it was installed, beside it in a checkout."""

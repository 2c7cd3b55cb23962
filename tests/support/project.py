"""The project's folders, and `guide` run in this process."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from generator.cli import main

PROJECT = Path(__file__).parents[2]
GUIDE = "salesforce-external-client-app"
MOVE_GUIDE = "salesforce-move-from-connected-app"
GUIDES = (GUIDE, MOVE_GUIDE)
"""The guides of content/; the second builds on the first."""


def run(*arguments: str | Path) -> Result:
    """Run `guide` in this process. Exceptions other than exits reach the test."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)

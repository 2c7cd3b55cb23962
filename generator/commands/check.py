"""`guide check`: all problems of the content and, if asked, of what was made from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.commands.build import read_everything_back, refuse_missing_output
from generator.commands.loading import load, shown
from generator.problems import Problems

if TYPE_CHECKING:
    from generator.commands.loading import Paths


def check_content(paths: Paths, guide_id: str | None = None, *, artefacts: bool = False) -> Problems:
    """Return every problem found."""
    problems = Problems()
    content = load(paths, problems, guide_id)
    if artefacts:
        refuse_missing_output(paths.out)
        site_only = not (paths.out / "orgs").is_dir()
        read_everything_back(content, paths.out, problems, shown(paths.out), site_only=site_only)
    return problems

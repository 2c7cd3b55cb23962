"""`guide check`: all problems of the content and, if asked, of what was made from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.commands.build import read_everything_back, refuse_missing_output
from generator.commands.loading import load, shown
from generator.problems import Problems

if TYPE_CHECKING:
    from generator.commands.loading import Paths


def check_content(paths: Paths, guide_id: str | None = None) -> Problems:
    """Return every problem found; those of the output too if it was named."""
    problems = Problems()
    content = load(paths, problems, guide_id)
    if paths.out_given:
        refuse_missing_output(paths.out)
        site_only = not (paths.out / "orgs").is_dir()
        read_everything_back(content, paths.out, problems, shown(paths.out), site_only=site_only)
    return problems

"""Where a project's own template of the site failed, and with which words."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import TemplateNotFound, TemplateSyntaxError

from generator.problems import Location, Problem
from generator.secrets import hidden

if TYPE_CHECKING:
    from collections.abc import Iterator


def template_problem(fault: Exception, templates: Path) -> Problem | None:
    """Return the problem of the file in `templates` that failed; None where the fault was another's."""
    places = [place for place in _places(fault) if Path(place.path).is_relative_to(templates)]
    if not places:
        return None
    text = (
        f"This template of the site cannot be filled: {hidden(_reason(fault))}. Correct it, or take it away: the site "
        "then uses its own."
    )
    return Problem(places[-1], "template", text)


def _places(fault: Exception) -> Iterator[Location]:
    """Yield where the fault came through, outermost first: Jinja puts a template's own lines into the traceback."""
    for frame, line in traceback.walk_tb(fault.__traceback__):
        yield Location(frame.f_code.co_filename, line, 1)
    if isinstance(fault, TemplateSyntaxError) and fault.filename:
        yield Location(fault.filename, fault.lineno, 1)


def _reason(fault: Exception) -> str:
    if isinstance(fault, TemplateNotFound):
        return f"there is no template “{fault.name}”"
    if isinstance(fault, TemplateSyntaxError):
        return fault.message or "its form is wrong"
    return str(fault) or type(fault).__name__

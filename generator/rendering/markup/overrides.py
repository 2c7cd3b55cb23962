"""What is wrong with a template, a style sheet or a script that a project has in the place of ours."""

from __future__ import annotations

import re
import traceback
from typing import TYPE_CHECKING

from generator.problems import ContentError, Location, line_and_column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.model.sheet_overrides import SheetOverrides

Fault = tuple[int, int, str]
"""Line, column, text."""

NO_CSS = "This is no CSS. Expected a rule such as “p { … }”, and in it declarations such as “color: #000;”."
END_OF_ELEMENT = {".css": re.compile(r"</style", re.IGNORECASE), ".js": re.compile(r"</script", re.IGNORECASE)}
"""What would end the element that holds the file in a page."""


def text_faults(name: str, text: str) -> Iterator[Fault]:
    """Yield what is wrong with a file as far as it shows before anything is made from it."""
    if name.endswith(".j2"):
        yield from _template_faults(text)
        return
    if name.endswith(".css"):
        yield from _style_faults(text)
    ending = name[name.rindex(".") :]
    for place in END_OF_ELEMENT[ending].finditer(text):
        line, column = line_and_column(text, place.start())
        yield line, column, f"“{place[0]}” would end the part of the page that this file stands in. Take it out."


def _template_faults(text: str) -> Iterator[Fault]:
    from jinja2 import Environment, TemplateSyntaxError  # noqa: PLC0415 - slow to import

    try:
        Environment(autoescape=True).parse(text)
    except TemplateSyntaxError as fault:
        yield fault.lineno, 1, f"This is no template of Jinja: {_sentence(fault.message)}"


def _style_faults(text: str) -> Iterator[Fault]:
    """Yield what a browser and the PDF writer would skip without a word."""
    from tinycss2 import parse_blocks_contents, parse_stylesheet  # noqa: PLC0415 - few have a style of their own

    for rule in parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        nodes = [rule]
        if rule.type == "qualified-rule":
            nodes = parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        for node in nodes:
            if node.type == "error":
                yield node.source_line, node.source_column, NO_CSS


def _sentence(message: str | None) -> str:
    return f"{(message or 'it cannot be read').rstrip('.')}."


def override_problem(fault: Exception, overrides: SheetOverrides) -> ContentError | None:
    """Return a fault of filling a template as a problem of the project's template that it arose in; None if of ours."""
    names = {overrides.path(name): name for name in overrides.texts}
    for frame in reversed(traceback.extract_tb(fault.__traceback__)):
        if frame.filename in names:
            location = Location(frame.filename, frame.lineno or 0)
            return ContentError.at(location, "override", _unfilled(fault, names[frame.filename]))
    return None


def _unfilled(fault: Exception, name: str) -> str:
    return (
        f"The template cannot be filled: {_sentence(str(fault))} Compare it with the package’s {name}: "
        f"“guide new --sheet-file {name} --project ELSEWHERE” writes that down."
    )

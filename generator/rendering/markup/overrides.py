"""What is wrong with a template, a style sheet or a script that a project has in the place of ours."""

from __future__ import annotations

import re
import traceback
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.problems import ContentError, Location, Problem, Severity, line_and_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.model.sheet_overrides import SheetOverrides

PACKAGE_FILES = Path(__file__).parent.parent / "templates"

Fault = tuple[int, int, str]
"""Line, column, text."""

NO_CSS = "This is no CSS. Expected a rule such as “p { … }”, and in it declarations such as “color: #000;”."
TOO_DEEP = "This template nests its parts too deeply. Take it apart: {% include %} takes in another file."
GROUPS = frozenset({"media", "supports", "layer", "container"})
"""At-rules that hold further rules."""

HIDES = "“{}: {}” hides required values, which must be seen on every sheet. Take it out."
NEVER = re.compile(r"(?!)")
HIDING = {
    "color": re.compile(r"transparent|white|#fff(?:f|fff|fffff)?"),
    "content-visibility": re.compile("hidden"),
    "display": re.compile("none"),
    "font-size": re.compile(r"0(?:\.0+)?[a-z%]*"),
    "opacity": re.compile(r"0%?|0?\.0+%?"),
    "visibility": re.compile("hidden|collapse"),
}
"""What hides a text, by property; whatever else a style may do is seen where a finished PDF is read back."""

ALTERING = HIDING | dict.fromkeys(
    ("clip", "clip-path", "content", "height", "letter-spacing", "position", "text-indent", "text-transform", "width"),
    re.compile(r"(?!(?:none|normal|static|auto)$).*"),
)
"""What may hide or change a text of elements around it, too."""

LOST_VALUES = frozenset({"value-changed", "value-lost", "value-missing"})
SUSPECTED = "This style may be what hides or changes the value: “{}”. Take it out, and make the sheet again."

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
    from jinja2 import TemplateSyntaxError  # noqa: PLC0415 - slow to import

    from generator.rendering.markup.own_templates import OwnTemplates  # noqa: PLC0415 - likewise

    try:
        OwnTemplates(autoescape=True).compile(text)
    except TemplateSyntaxError as fault:
        yield fault.lineno, 1, f"This is no template of Jinja: {_sentence(fault.message)}"
    except (RecursionError, SyntaxError, MemoryError):  # Jinja makes a program of it, and Python has its limits
        yield 1, 1, TOO_DEEP


def _style_faults(text: str) -> Iterator[Fault]:
    """Yield what a browser and the PDF writer would skip without a word, and what hides required values."""
    from tinycss2 import parse_stylesheet  # noqa: PLC0415 - few have a style of their own

    yield from _rule_faults(parse_stylesheet(text, skip_comments=True, skip_whitespace=True))


def _rule_faults(rules: Iterable[Any]) -> Iterator[Fault]:
    for elements, node in _declarations(rules):
        if node.type == "error":
            yield node.source_line, node.source_column, NO_CSS
        elif "value" in elements and _sets(node, HIDING):
            yield node.source_line, node.source_column, HIDES.format(node.lower_name, _setting(node))


def _declarations(rules: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """Yield each declaration with the elements that it is for, and whatever is no CSS."""
    from tinycss2 import parse_blocks_contents, parse_rule_list, serialize  # noqa: PLC0415 - likewise

    for rule in rules:
        if rule.type == "error":
            yield "", rule
        elif rule.type == "qualified-rule":
            elements = serialize(rule.prelude).strip()
            for node in parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
                yield elements, node
        elif rule.lower_at_keyword in GROUPS:
            yield from _declarations(parse_rule_list(rule.content or [], skip_comments=True, skip_whitespace=True))


def _sets(node: Any, properties: Mapping[str, re.Pattern[str]]) -> bool:
    """Whether a declaration sets one of some properties to one of the texts meant."""
    if node.type != "declaration":
        return False
    meant = properties.get(node.lower_name, NEVER)
    return meant.fullmatch(_setting(node)) is not None


def _setting(node: Any) -> str:
    from tinycss2 import serialize  # noqa: PLC0415 - likewise

    written: str = serialize(node.value)
    return written.strip().lower()


@contextmanager
def suspected_styles(overrides: SheetOverrides) -> Iterator[None]:
    """Name, beside a value that a sheet has lost, what in a project's own styles may hide or change it."""
    try:
        yield
    except ContentError as fault:
        codes = {problem.code for problem in fault.problems}
        if codes.isdisjoint(LOST_VALUES):
            raise
        raise ContentError((*fault.problems, *_suspects(overrides))) from fault


def _suspects(overrides: SheetOverrides) -> Iterator[Problem]:
    """Yield a warning at each declaration that our own style of that name does not have."""
    for name, text in overrides.texts.items():
        if name.endswith(".css"):
            usual = (PACKAGE_FILES / name).read_text("utf-8")
            known = {words for _, _, words in _altering(usual)}
            for line, column, words in _altering(text):
                if words not in known:
                    place = Location(overrides.path(name), line, column)
                    yield Problem(place, "override", SUSPECTED.format(words), Severity.WARNING)


def _altering(text: str) -> Iterator[Fault]:
    """Yield each declaration that may hide or change a text, with the elements that it is for."""
    from tinycss2 import parse_stylesheet  # noqa: PLC0415 - likewise

    for elements, node in _declarations(parse_stylesheet(text, skip_comments=True, skip_whitespace=True)):
        if _sets(node, ALTERING):
            words = f"{elements} {{ {node.lower_name}: {_setting(node)} }}"
            yield node.source_line, node.source_column, words


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

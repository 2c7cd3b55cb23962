"""YAML in which every scalar is text and every node has a position."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from generator.problems import Location, Problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.reading.source import Source

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_EVENTS = 50_000

STARTS = frozenset({yaml.MappingStartEvent, yaml.SequenceStartEvent})
ENDS = frozenset({yaml.MappingEndEvent, yaml.SequenceEndEvent})
Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
Path = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)


@dataclass
class YamlDocument:
    """Plain data (dicts, lists, text) and the location of every key and item by its path."""

    source: Source
    data: Any
    places: dict[Path, Location] = field(default_factory=dict)

    def place(self, path: Path) -> Location:
        """Return the location of a path, or of the nearest part of it that exists."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Location(self.source.path))


def parse_yaml(source: Source, problems: Problems) -> YamlDocument | None:
    """Parse one mapping; report faults of YAML itself, repeated keys and anything oversized."""
    if len(source.text.encode(errors="replace")) > MAX_BYTES:
        problems.error(Location(source.path), "yaml-size", f"The file is larger than {MAX_BYTES:,} bytes.")
        return None
    document, found = YamlDocument(source, None), Problems()
    try:
        document.data = _read(_limited(source), document, found)
    except _RefusedError as fault:
        problems.error(*fault.args)
        return None
    except (yaml.YAMLError, ValueError) as fault:
        problems.error(_place_of(fault, source), "yaml-syntax", f"This is not valid YAML: {_reason(fault)}.")
        return None
    if not isinstance(document.data, dict):
        problems.error(
            Location(source.path),
            "yaml-mapping",
            "Expected keys and values, such as “name: Acme”, found none.",
        )
        return None
    problems.extend(found.found)
    return document


class _RefusedError(Exception):
    """Place, code and text of what is sound YAML and not read here."""


def _limited(source: Source) -> Iterator[Any]:
    """Yield what the parser meets, no more than is good: composing deeply nested input would crash the C parser."""
    depth = 0
    for count, event in enumerate(_events(source.text)):
        kind = type(event)
        if kind is yaml.AliasEvent:
            raise _RefusedError(
                _mark(event, source), "yaml-alias", "Aliases (“*name”) are not read. Write the text out."
            )
        depth += (kind in STARTS) - (kind in ENDS)
        if depth > MAX_DEPTH or count > MAX_EVENTS:
            text = f"Too deep or too long: at most {MAX_DEPTH} levels and {MAX_EVENTS:,} parts."
            raise _RefusedError(_mark(event, source), "yaml-size", text)
        yield event


def _events(text: str) -> Iterator[Any]:
    """Yield the C parser's events. Its fault is told by the Python parser, in the same words on every machine."""
    try:
        yield from yaml.parse(text, Loader=Loader)
    except yaml.YAMLError:
        deque(yaml.parse(text, Loader=yaml.BaseLoader), maxlen=0)
        raise


def _read(events: Iterator[Any], document: YamlDocument, problems: Problems) -> Any:
    """Return the data of the only document, or None if there is none. All events are read, for their faults."""
    data = None
    for event in events:
        if type(event) is yaml.DocumentStartEvent:
            if data is not None:
                place = _mark(event, document.source)
                raise _RefusedError(place, "yaml-syntax", "This is not valid YAML: but found another document.")
            data = _construct(next(events), events, (), document, problems)
    return data


def _place_of(fault: Exception, source: Source) -> Location:
    mark = getattr(fault, "problem_mark", None)
    return Location(source.path, mark.line + 1, mark.column + 1) if mark else Location(source.path)


def _reason(fault: Exception) -> str:
    return str(getattr(fault, "problem", None) or getattr(fault, "reason", None) or "unreadable character")


def _construct(event: Any, events: Iterator[Any], path: Path, document: YamlDocument, problems: Problems) -> Any:
    """Return text, list or dict. `_limited` keeps the recursion shallow."""
    if type(event) is yaml.ScalarEvent:
        return event.value
    if type(event) is yaml.MappingStartEvent:
        return _construct_mapping(events, path, document, problems)
    items: list[Any] = []
    for item in events:
        if type(item) is yaml.SequenceEndEvent:
            break
        here = (*path, len(items))
        document.places[here] = _mark(item, document.source)
        items.append(_construct(item, events, here, document, problems))
    return items


def _construct_mapping(events: Iterator[Any], path: Path, document: YamlDocument, problems: Problems) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for event in events:
        if type(event) is yaml.MappingEndEvent:
            break
        place = _mark(event, document.source)
        key = _construct(event, events, path, document, Problems())
        here = (*path, key) if isinstance(key, str) else path
        value = _construct(next(events), events, here, document, problems)
        if not isinstance(key, str):
            problems.error(place, "yaml-key", "A key must be plain text.")
        elif key in result:
            problems.error(place, "duplicate-key", f"The key “{key}” stands here twice. Keep one of the two.")
        else:
            document.places[here] = place
            result[key] = value
    return result


def _mark(part: Any, source: Source) -> Location:
    return Location(source.path, part.start_mark.line + 1, part.start_mark.column + 1)


def validate(model: type[M], data: Any, document: YamlDocument, problems: Problems, at: Path = ()) -> M | None:
    """Return `data` as `model`, or report every fault with its position."""
    try:
        return model.model_validate(data)
    except ValidationError as faults:
        for fault in faults.errors():
            path = (*at, *fault["loc"])
            problems.error(document.place(path), *_explain(fault, model))
        return None


def _explain(fault: Any, model: type[BaseModel]) -> tuple[str, str]:
    """Return code and text for one pydantic fault, in the words of someone who writes YAML."""
    name = ".".join(map(str, fault["loc"])) or "the file"
    match fault["type"]:
        case "missing":
            return "missing-key", f"The key “{name}” is missing. Add it."
        case "extra_forbidden":
            known = ", ".join(key for key in model.model_fields if key != "id")
            return "unknown-key", f"The key “{name}” is not known here. Known keys: {known}."
        case "string_too_short":
            return "empty", f"“{name}” is empty. Write its text, or leave the key out if it may be unknown."
        case "string_type" | "model_type" | "tuple_type" | "dict_type":
            return "wrong-type", f"“{name}” has the wrong form: expected {_expected(fault['type'])}."
        case "day":
            return "date", f"“{name}” is “{fault['ctx']['text']}”. Write a day of the calendar as YYYY-MM-DD."
        case "enum" | "literal_error":
            return "wrong-choice", f"“{name}” must be one of: {fault['ctx']['expected']}."
        case _:
            return "wrong-form", f"“{name}”: {fault['msg']}."


def _expected(kind: str) -> str:
    return {"string_type": "text", "tuple_type": "a list"}.get(kind, "keys and values")

"""YAML in which every scalar is text and every node has a position."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError

from generator.problems import Location, Problems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.reading.text.source import Source

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_EVENTS = 50_000

Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
Path = tuple[str | int, ...]
Place = tuple[int, int]
"""Line and column, from 1."""

M = TypeVar("M", bound=BaseModel)


@dataclass
class YamlDocument:
    """Plain data (dicts, lists, text) and the place of every key and item by its path."""

    source: Source
    data: Any
    places: dict[Path, Place] = field(default_factory=dict)

    def place(self, path: Path) -> Location:
        """Return the location of a path, or of the nearest part of it that exists."""
        while path and path not in self.places:
            path = path[:-1]
        line_and_column = self.places.get(path, ())
        return Location(self.source.path, *line_and_column)


def parse_yaml(source: Source, problems: Problems) -> YamlDocument | None:
    """Parse one mapping; report faults of YAML itself, repeated keys and anything oversized."""
    if len(source.text.encode(errors="replace")) > MAX_BYTES:
        problems.error(Location(source.path), "yaml-size", f"The file is larger than {MAX_BYTES:,} bytes.")
        return None
    document, found = YamlDocument(source, None), Problems()
    try:
        document.data = _read(document, found)
    except _RefusedYamlError as fault:
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


class _RefusedYamlError(Exception):
    """Place, code and text of what is sound YAML and not read here."""


def _read(document: YamlDocument, problems: Problems) -> Any:
    """Return the data of the only document, or None. The Python parser tells a fault: in the same words everywhere."""
    try:
        return _YamlReader(document, problems).read()
    except yaml.YAMLError:
        deque(yaml.parse(document.source.text, Loader=yaml.BaseLoader), maxlen=0)
        raise


class _YamlReader:
    """Makes data of events, no more than is good. Composing deeply nested input would crash the C parser."""

    def __init__(self, document: YamlDocument, problems: Problems) -> None:
        self._document = document
        self._problems = problems
        self._parser = Loader(document.source.text)
        self._count = 0

    def read(self) -> Any:
        """Return the data of the only document, or None if there is none. All events are read, for their faults."""
        data = None
        while type(event := self._next()) is not yaml.StreamEndEvent:
            if type(event) is yaml.DocumentStartEvent:
                if data is not None:
                    raise self._refused(event, "yaml-syntax", "This is not valid YAML: but found another document.")
                data = self._data(self._next(), (), 0)
        return data

    def _next(self) -> Any:
        event = self._parser.get_event()
        self._count += 1
        if type(event) is yaml.AliasEvent:
            raise self._refused(event, "yaml-alias", "Aliases (“*name”) are not read. Write the text out.")
        if self._count > MAX_EVENTS:
            raise self._oversized(event)
        return event

    def _data(self, event: Any, path: Path, depth: int) -> Any:
        """Return text, list or dict."""
        if type(event) is yaml.ScalarEvent:
            return event.value
        if depth == MAX_DEPTH:
            raise self._oversized(event)
        if type(event) is yaml.MappingStartEvent:
            return self._mapping(path, depth + 1)
        return self._sequence(path, depth + 1)

    def _sequence(self, path: Path, depth: int) -> list[Any]:
        items: list[Any] = []
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            here = (*path, len(items))
            self._document.places[here] = _place(event)
            items.append(self._data(event, here, depth))
        return items

    def _mapping(self, path: Path, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while type(event := self._next()) is not yaml.MappingEndEvent:
            key = self._data(event, path, depth)
            if not isinstance(key, str):
                self._data(self._next(), path, depth)
                self._problems.error(self._location(event), "yaml-key", "A key must be plain text.")
                continue
            here = (*path, key)
            value = self._data(self._next(), here, depth)
            if key in result:
                text = f"The key “{key}” stands here twice. Keep one of the two."
                self._problems.error(self._location(event), "duplicate-key", text)
            else:
                self._document.places[here] = _place(event)
                result[key] = value
        return result

    def _location(self, event: Any) -> Location:
        line, column = _place(event)
        return Location(self._document.source.path, line, column)

    def _refused(self, event: Any, code: str, text: str) -> _RefusedYamlError:
        return _RefusedYamlError(self._location(event), code, text)

    def _oversized(self, event: Any) -> _RefusedYamlError:
        text = f"Too deep or too long: at most {MAX_DEPTH} levels and {MAX_EVENTS:,} parts."
        return self._refused(event, "yaml-size", text)


def _place(event: Any) -> Place:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1


def _place_of(fault: Exception, source: Source) -> Location:
    mark = getattr(fault, "problem_mark", None)
    if mark is None:
        return Location(source.path)
    return Location(source.path, mark.line + 1, mark.column + 1)


def _reason(fault: Exception) -> str:
    problem = getattr(fault, "problem", None)
    reason = getattr(fault, "reason", None)
    return str(problem or reason or "unreadable character")


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
            return "unknown-key", _unknown_key(name, fault["loc"], model)
        case "string_too_short":
            return "empty", f"“{name}” is empty. Write its text{_or_nothing(name, model)}."
        case "string_type" | "model_type" | "tuple_type" | "dict_type":
            return "wrong-type", f"“{name}” has the wrong form: expected {_expected(fault['type'])}."
        case "day":
            return "date", f"“{name}” is “{fault['ctx']['text']}”. Write a day of the calendar as YYYY-MM-DD."
        case "enum" | "literal_error":
            choices = fault["ctx"]["expected"].replace("'", "")
            return "wrong-choice", f"“{name}” must be one of: {choices}."
        case _:
            return "wrong-form", f"“{name}”: {fault['msg']}."


def _unknown_key(name: str, path: Path, model: type[BaseModel]) -> str:
    """Say which keys are known there, and below which of them this one belongs if it does."""
    *parents, key = path
    fields = _fields(_model_at(parents, model))
    known = ", ".join(fields)
    text = f"The key “{name}” is not known here. Known keys: {known}."
    for home, annotation in fields.items():
        inner = next(_models_in(annotation), None)
        if inner and key in _fields(inner):
            text += f" It belongs below “{home}”."
    return text


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    """Return the annotation of each key of a model."""
    fields: dict[str, Any] = {}
    for name, about in model.model_fields.items():
        if name != "id":
            key = str(about.validation_alias or name)
            fields[key] = about.annotation
    return fields


def _model_at(path: Sequence[object], model: type[BaseModel]) -> type[BaseModel]:
    """Return the model of the part that a path leads to; a number or a key of somebody's own leads no further."""
    for part in path:
        annotation = _fields(model).get(str(part))
        model = next(_models_in(annotation), model)
    return model


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield the models that an annotation names."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def _or_nothing(name: str, model: type[BaseModel]) -> str:
    field = model.model_fields.get(name)
    if field and field.is_required():
        return ""
    return ", or leave the key out if it may be unknown"


def _expected(kind: str) -> str:
    return {"string_type": "text", "tuple_type": "a list"}.get(kind, "keys and values")

"""JSON in which nothing is silently lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from generator.problems import Location, line_and_column
from generator.reading.text.yaml_text import MAX_BYTES, YamlDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.problems import Problems
    from generator.reading.text.source import Source
    from generator.reading.text.yaml_text import Path, Place


def parse_json(text: str | bytes) -> Any:
    """Return the document. Raises `ValueError` for bad syntax, a repeated key, a number that JSON does not know."""
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"repeated key “{next(key for key in keys if keys.count(key) > 1)}”")
    return found


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


def read_json(source: Source, problems: Problems) -> YamlDocument | None:
    """Read one object with the places of its keys; report what is wrong with it."""
    start = Location(source.path)
    if len(source.text) > MAX_BYTES:
        problems.error(start, "json-size", f"The file is larger than {MAX_BYTES:,} bytes.")
        return None
    try:
        data = parse_json(source.text)
    except ValueError as fault:
        place = Location(source.path, getattr(fault, "lineno", 1), getattr(fault, "colno", 1))
        problems.error(place, "json-syntax", f"This is not valid JSON: {getattr(fault, 'msg', fault)}.")
        return None
    if not isinstance(data, dict):
        problems.error(start, "json-object", "Expected keys and values in braces, found none.")
        return None
    return YamlDocument(source, data, _places(data, source))


def _places(data: dict[str, Any], source: Source) -> dict[Path, Place]:
    """Find the keys of the first two levels, each after the one before; deeper faults are told at these."""
    places: dict[Path, Place] = {}
    offset = 0
    for path in _paths(data):
        written = json.dumps(path[-1], ensure_ascii=False)
        index = source.text.find(written, offset)
        if index >= 0:
            places[path] = line_and_column(source.text, index)
            offset = index
    return places


def _paths(data: dict[str, Any]) -> Iterator[Path]:
    """Yield the keys of the first two levels, as they stand below each other."""
    for key, value in data.items():
        yield (key,)
        if isinstance(value, dict):
            for inner in value:
                yield key, inner

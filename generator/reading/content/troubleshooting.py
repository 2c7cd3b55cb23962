"""troubleshooting.yaml to the model: errors that people see, each with the values and steps that cure it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.model import Trouble
from generator.reading.text.yaml_text import parse_yaml, validate

if TYPE_CHECKING:
    from collections.abc import Collection

    from generator.model import Guide
    from generator.problems import Problems
    from generator.reading.text.source import Source
    from generator.reading.text.yaml_text import YamlDocument

TROUBLE_ID = re.compile(r"[a-z][a-z0-9-]*")


def read_troubles(source: Source, guide: Guide, problems: Problems) -> tuple[Trouble, ...]:
    """Read the errors in the order of the file; what they refer to must exist in the guide."""
    document = parse_yaml(source, problems)
    if document is None:
        return ()
    known = {"values": {value.id for value in guide.values}, "steps": {step.id for step in guide.steps}}
    found = [_read(name, document, problems) for name in document.data]
    troubles = tuple(trouble for trouble in found if trouble)
    for trouble in troubles:
        for key, ids in known.items():
            _refuse_unknown(trouble, key, ids, document, problems)
    return troubles


def _read(name: str, document: YamlDocument, problems: Problems) -> Trouble | None:
    data = document.data[name]
    if not TROUBLE_ID.fullmatch(name):
        text = f"The id “{name}” must start with a small letter and hold only small letters, digits and hyphens."
        problems.error(document.place((name,)), "trouble-id", text)
        return None
    if not isinstance(data, dict):
        problems.error(document.place((name,)), "wrong-type", f"“{name}” has the wrong form: expected keys and values.")
        return None
    return validate(Trouble, data | {"id": name}, document, problems, at=(name,))


def _refuse_unknown(
    trouble: Trouble, key: str, known: Collection[str], document: YamlDocument, problems: Problems
) -> None:
    names = getattr(trouble, key)
    expected = ", ".join(sorted(known))
    for index, name in enumerate(names):
        if name not in known:
            text = f"“{name}” is none of the guide’s {key}. Known: {expected}."
            problems.error(document.place((trouble.id, key, index)), "unknown-reference", text)

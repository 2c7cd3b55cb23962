"""labels.yaml to the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model import FormerNames
from generator.reading.text.yaml_text import parse_yaml, validate

if TYPE_CHECKING:
    from generator.model import FormerName
    from generator.problems import Problems
    from generator.reading.text.source import Source


def read_former(source: Source, problems: Problems) -> tuple[FormerName, ...]:
    """Read the labels' former names."""
    document = parse_yaml(source, problems)
    if document is None:
        return ()
    names = validate(FormerNames, document.data, document, problems)
    if names is None:
        return ()
    return names.former

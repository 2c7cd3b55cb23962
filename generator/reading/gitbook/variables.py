"""The variables of a GitBook space, which its pages' expressions name: `.gitbook/vars.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.reading.text.yaml_text import parse_yaml

if TYPE_CHECKING:
    from generator.problems import Problems
    from generator.reading.text.source import Source

PLACE = ".gitbook/vars.yaml"


def read_variables(source: Source, problems: Problems) -> dict[str, str]:
    """Return the variables by their names; whatever is no text is none."""
    document = parse_yaml(source, problems)
    entries = document.data.items() if document else ()
    return {name: value for name, value in entries if isinstance(value, str)}

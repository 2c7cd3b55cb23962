"""A required value's text to its fixed texts and the blanks between them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from generator.model import OrgRef, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.model import OrgField, RequiredValue
    from generator.model.org import Fault

Parts = tuple[Text | OrgRef, ...]

BLANK = re.compile(r"\{\{\s*(?P<prefix>org\.)?(?P<key>\w+)\s*\}\}")


def with_blanks(value: RequiredValue, fields: Mapping[str, OrgField]) -> RequiredValue:
    """Return the value with its blanks told apart. `fields` are the facts that there are, by key."""
    parts = tuple(_parts(value.value, fields))
    if not any(isinstance(part, OrgRef) for part in parts):
        return value
    return value.with_parts(parts)


def _parts(text: str, fields: Mapping[str, OrgField]) -> Iterator[Text | OrgRef]:
    """Yield a text's parts. What stands in double braces and names no fact is text: products have such values."""
    end = 0
    for blank in BLANK.finditer(text):
        if not blank["prefix"] or blank["key"] not in fields:
            continue
        if fixed := text[end : blank.start()]:
            yield Text(fixed)
        yield OrgRef(fields[blank["key"]])
        end = blank.end()
    if end < len(text):
        yield Text(text[end:])


def blank_faults(value: RequiredValue, fields: Mapping[str, OrgField]) -> Iterator[Fault]:
    """Yield what is wrong with the blanks of a value."""
    for blank in BLANK.finditer(value.value):
        yield from _fault(blank, fields)
    kinds = [type(part) for part in with_blanks(value, fields).parts]
    if kinds == [OrgRef]:
        text = f"Nothing of this value is fixed. Refer to {value.value} in the guide instead, where it is to be typed."
        yield "blank-alone", text
    elif (OrgRef, OrgRef) in pairwise(kinds):
        text = "Two blanks stand side by side, so nobody can tell where one ends. Write the text that parts them."
        yield "blanks-together", text


def _fault(blank: re.Match[str], fields: Mapping[str, OrgField]) -> Iterator[Fault]:
    key, field = blank["key"], fields.get(blank["key"])
    checked = ", ".join(f"org.{key}" for key, known in fields.items() if known.is_checked)
    if not blank["prefix"]:
        if field:
            yield "blank-name", f"“{blank[0]}” looks like a blank. Write it as {{{{ org.{key} }}}}."
    elif field is None:
        yield "blank-unknown", f"“{blank[0]}” refers to nothing. A value may hold: {checked}."
    elif not field.is_checked:
        text = f"“{blank[0]}” may hold anything, so nothing could tell a right value from a wrong one."
        yield "blank-form", f"{text} A value may hold: {checked}."

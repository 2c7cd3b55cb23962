"""Filling a guide in changes org fields and nothing else; a step's hash follows its content and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.deriving.filling import fill
from generator.deriving.fingerprint import guide_hash, step_hash
from generator.model import Code, Guide, Org, OrgRef, Paragraph, Step, Text, ValueRef, walk
from generator.platforms.registry import ORG_FIELDS
from generator.problems import Problems
from generator.reading.content.guide import read_guide, read_values
from generator.reading.text.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable

VALUES = """
callback_url:
  setting: Callback URL
  screen: New
  control: text
  value: https://example.com/oauth/callback
  why: It is the address.
  if_wrong: {sees: not known}
  platform_default: not known
"""
GUIDE = """---
title: A guide
objective: Sign in.
description: For tests.
revision: "1"
release: "Spring '26"
reviewed: {page: https://example.com/page, date: "2026-11-23"}
verified:
---

For **{{ org.name }}**, {{ org.environment }}.

## Create {#create}

1. In **Callback URL**, enter {{ callback_url }} for {{ org.app_name }}. {#callback setup=/lightning/setup/X/home}

    | Field | Value |
    | --- | --- |
    | Owner | {{ org.owner }} |

    !!! warning "Careful" {#careful}

        Ask {{ org.approver }}.

    !!! expect

        - It is in {{ org.secret_store }}.

    !!! otherwise

        See {{ org.ticket }}.

    !!! pause "Before you go on"

        Write to {{ org.contact_email }} on {{ org.planned_date }}.

    !!! form "Drawing" {#drawing}

        | Part of the screen | Setting | State |
        | --- | --- | --- |
        | Top | Domain | {{ org.domain }} |
"""

EVERY_FIELD = GUIDE.replace("{{ org.environment }}.", " ".join(f"{{{{ org.{key} }}}}" for key in ORG_FIELDS))
"""The same, and each field that an org has."""

HASH_BEFORE_KEYS_WERE_RENAMED = "2c348e24eeb9c6cd7c3ffd6b19545b888dc467223d5a35f254ad3a7674d138d6"


def read(guide: str = GUIDE, values: str = VALUES, warnings: tuple[str, ...] = ()) -> Guide:
    problems = Problems()
    read_in = read_guide(
        "test", Source("guide.md", guide), read_values(Source("values.yaml", values), problems), problems
    )
    assert [problem.code for problem in problems] == list(warnings)
    assert read_in is not None
    return read_in


def org_fields(guide: Guide) -> dict[str, str | None]:
    return {part.key: part.text for part in walk((guide.before, guide.sections)) if isinstance(part, OrgRef)}


def step(guide: Guide) -> Step:
    return guide.steps[0]


def test_every_field_is_filled_in_wherever_it_stands() -> None:
    org = Org.of("acme", **{key: f"their {key}" for key in ORG_FIELDS})
    assert org_fields(fill(read(EVERY_FIELD), org)) == {key: f"their {key}" for key in ORG_FIELDS}


def test_what_is_unknown_stays_blank() -> None:
    filled = org_fields(fill(read(EVERY_FIELD), Org.of("acme", name="Acme")))
    assert filled == dict.fromkeys(ORG_FIELDS) | {"name": "Acme"}


@given(st.text(min_size=1))
def test_any_text_is_filled_in_literally_and_values_stay(text: str) -> None:
    guide = read()
    filled = fill(guide, Org.of("acme", name=text, owner=text, app_name=text))
    assert org_fields(filled)["owner"] == org_fields(filled)["app_name"] == text
    assert [part for part in walk(filled.sections) if isinstance(part, ValueRef)] == [ValueRef(guide.values[0])]
    assert filled.values == guide.values
    assert guide_hash(filled) == guide_hash(guide)


def test_places_survive() -> None:
    filled = fill(read(), Org.of("acme", name="Acme"))
    assert [str(part.location) for part in filled.steps] == ["guide.md:15:1"]


def test_the_guide_itself_is_left_alone() -> None:
    guide = read()
    fill(guide, Org.of("acme", name="Acme"))
    assert guide == read()


def test_a_key_by_its_former_name_changes_no_hash() -> None:
    """Nor does it that the key was renamed: a record of before holds the hash of then."""
    former = read(values=VALUES.replace("platform_default", "salesforce_default"), warnings=("former-key",))
    assert guide_hash(former) == guide_hash(read()) == HASH_BEFORE_KEYS_WERE_RENAMED


SAME: dict[str, Callable[[Step], Step]] = {
    "number": lambda old: replace(old, number=7),
    "id": lambda old: replace(old, id="other"),
    "link to Setup": lambda old: replace(old, setup=None),
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_the_hash_stays(change: Callable[[Step], Step]) -> None:
    assert step_hash(change(step(read()))) == step_hash(step(read()))


REWRITTEN = {
    "broken elsewhere": ("Callback URL**, enter", "Callback URL**,\n    enter"),
    "table laid out anew": ("| Field | Value |\n    | --- | --- |", "|Field|Value|\n    |:---|---|"),
    "step before it": ("## Create {#create}", "## Create {#create}\n\nRead this first."),
}


@pytest.mark.parametrize(("old", "new"), REWRITTEN.values(), ids=REWRITTEN)
def test_the_hash_stays_when_only_the_source_looks_different(old: str, new: str) -> None:
    assert old in GUIDE
    assert step_hash(step(read(GUIDE.replace(old, new)))) == step_hash(step(read()))


CHANGED = {
    "text": (", enter", ", type"),
    "bold": ("**Callback URL**", "Callback URL"),
    "org field": ("org.owner", "org.approver"),
    "table": ("| Owner |", "| Owners |"),
    "warning's title": ('"Careful"', '"Take care"'),
    "warning": ("Ask ", "Tell "),
    "kind of box": ("!!! warning", "!!! danger"),
    "expectation": ("It is in", "It must be in"),
    "otherwise": ("See ", "Open "),
    "pause": ("Write to", "Mail to"),
    "drawing": ("| Top |", "| Bottom |"),
}


@pytest.mark.parametrize(("old", "new"), CHANGED.values(), ids=CHANGED)
def test_the_hash_follows_the_content(old: str, new: str) -> None:
    assert GUIDE.count(old) == 1
    changed = read(GUIDE.replace(old, new))
    assert step_hash(step(changed)) != step_hash(step(read()))
    assert guide_hash(changed) != guide_hash(read())


def test_the_hash_follows_each_character_of_a_value() -> None:
    value = read().values[0].value
    others = {
        step_hash(step(read(values=VALUES.replace(value, value[:at] + "~" + value[at + 1 :]))))
        for at in range(len(value))
    }
    assert len(others) == len(value)
    assert step_hash(step(read())) not in others


def test_the_hash_tells_a_value_from_its_copy() -> None:
    value = read().values[0]
    blank = Step("a", 1, (Paragraph((ValueRef(value),)),))
    copies = [Step("a", 1, (Paragraph((copy,)),)) for copy in (Text(value.value), Code(value.value))]
    assert len({step_hash(each) for each in (blank, *copies)}) == 3


def test_the_guide_hash_follows_why_a_value_is_required() -> None:
    assert guide_hash(read(values=VALUES.replace("the address", "our address"))) != guide_hash(read())


def test_a_hash_is_the_same_on_every_machine() -> None:
    """Records keep these hashes: a change of how they are made would call every record stale."""
    assert step_hash(step(read())) == "bd9813dc090b8039defd81b5a9e0a7396ce4012ee66efc03e2cace32e522b780"

"""Values are read back from a page's Markdown whatever code stands beside them.

A case in `cases/read-back` reads: title `.` sections and steps of a guide `.` each value found, as `id: text` `.` and
nothing else.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import model
from generator.problems import Problems
from generator.reading.artefacts.artefacts import page_values
from generator.reading.content.guide import read_guide
from generator.reading.text.source import Source
from generator.rendering.markup import markdown
from tests.support.project import PROJECT
from tests.support.sample import SAMPLE

CASES = sorted((PROJECT / "tests/cases/read-back").glob("*.md"))
LEAST = 12
FRONT = """\
---
title: Try
objective: Try it.
description: Try it, step by step.
revision: "1"
release: One
reviewed: {page: https://example.com, date: "2026-11-28"}
---
## First {#first}

"""
CLAIM = SAMPLE.values[0].model_copy(update={"id": "claim", "value": "groups"})
URL = CLAIM.model_copy(update={"id": "url", "value": "https://example.com/a?b=1&c=2"})


def page(body: str) -> str:
    """Return the Markdown of a guide's sections and steps."""
    problems = Problems()
    guide = read_guide("try", Source("guide.md", f"{FRONT}{body}\n"), (CLAIM, URL), problems)
    assert guide is not None
    assert list(map(str, problems)) == []
    return "\n\n".join(map(_section, guide.sections))


def _section(section: model.Section) -> str:
    heading = markdown.heading(2, markdown.escape(section.title), section.id)
    steps = (markdown.item(f"{step.number}.", markdown.blocks(step.content)) for step in section.steps)
    return markdown.join((heading, *steps))


def read(text: str) -> list[str]:
    return [f"{item.value_id}: {item.text}" for item in page_values(text)]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    title, body, expected, rest = f"\n{path.read_text()}".split("\n.\n")
    assert title.strip()
    assert not rest
    assert read(page(body)) == expected.splitlines()


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= LEAST


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_changed_value_is_seen_beside_any_code(path: Path) -> None:
    """The negative control: what is read is the page's text, not what was expected."""
    _, body, expected, _ = f"\n{path.read_text()}".split("\n.\n")
    spoilt = page(body).replace("`groups`{", "`group`{")
    assert read(spoilt) == expected.replace("claim: groups", "claim: group").splitlines()

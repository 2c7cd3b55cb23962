"""Each fault in content or in an org file is told in full, at its place. One case a file, named by its fault.

A case reads: title `.` input `.` every message `.` and nothing else. The input of an org case is the org file. That of
a content case changes the guide in `content-faults/sound`: `--- file`, the lines to find after “-”, those to put in
their place after “+”.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.checking.content import GuideContent
from generator.checking.rules import RULES, check
from generator.problems import Problems
from generator.reading.content.guide import read_guide, read_lock, read_values
from generator.reading.content.org import read_org
from generator.reading.text.source import Source
from tests.support.cases import CASES, SOUND, Edit, read_case, read_edits

ORG_CASES = sorted((CASES / "org-faults").glob("*.md"))
CONTENT_CASES = sorted((CASES / "content-faults").glob("*.md"))
CODES = [code for rule in RULES for code in re.findall(r"`([a-z]+-[a-z-]+|secret)`(?::| \(a)", rule.__doc__ or "")]
LEAST = 25


def org_problems(text: str) -> Problems:
    problems = Problems()
    org = read_org(Source("org.yaml", text), problems)
    assert (org is None) == problems.has_errors
    return problems


def content_problems(edits: list[Edit]) -> Problems:
    texts = {path.name: path.read_text(encoding="utf-8") for path in SOUND.iterdir()}
    for file, old, new in edits:
        assert texts[file].count(old) == 1, f"not found once in {file}: {old}"
        texts[file] = texts[file].replace(old, new)
    sources = {name: Source(name, text) for name, text in texts.items()}
    problems = Problems()
    values = read_values(sources["values.yaml"], problems)
    lock = read_lock(sources["vendor.lock.yaml"], problems)
    guide = read_guide("sound", sources["guide.md"], values, problems)
    if guide:
        check(
            GuideContent(guide, lock, sources["guide.md"], sources["values.yaml"], sources["vendor.lock.yaml"]),
            problems,
        )
    return problems


def test_there_are_enough_cases() -> None:
    assert len(ORG_CASES) >= LEAST
    assert len(CONTENT_CASES) >= LEAST


def test_the_sound_guide_has_no_fault() -> None:
    assert list(content_problems([])) == []


def test_each_rule_explains_itself() -> None:
    for rule in RULES:
        documentation = rule.__doc__ or ""
        assert documentation.startswith("Rule `")
        assert "\nPass: " in documentation
        assert "\nFail: " in documentation


@pytest.mark.parametrize("code", CODES)
def test_each_rule_has_a_case(code: str) -> None:
    assert any(f"[{code}]" in path.read_text(encoding="utf-8") for path in CONTENT_CASES)


@pytest.mark.parametrize("path", ORG_CASES, ids=lambda path: path.stem)
def test_org_fault(path: Path) -> None:
    case = read_case(path)
    assert case.expected
    assert [str(problem) for problem in org_problems(case.text)] == case.expected


@pytest.mark.parametrize("path", CONTENT_CASES, ids=lambda path: path.stem)
def test_content_fault(path: Path) -> None:
    case = read_case(path)
    edits = read_edits(case.text)
    assert edits
    assert case.expected
    assert [str(problem) for problem in content_problems(edits)] == case.expected

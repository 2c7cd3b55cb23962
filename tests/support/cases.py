"""Cases as documents: what goes in beside what must come out. test_faults.py says how they read."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from generator.platforms.registry import ORG_FIELDS
from tests.support.project import PROJECT

CASES = PROJECT / "tests/cases"
SOUND = CASES / "content-faults" / "sound"


NAMES = {
    "{keys of an org}": ", ".join(ORG_FIELDS),
    "{references to an org}": ", ".join(f"org.{key}" for key in ORG_FIELDS),
    "{columns of a table}": ",".join(["id", *ORG_FIELDS]),
}
"""What a case writes where a message lists them all, so that a new field changes no case."""


class Case(NamedTuple):
    """What goes in, and every message that must come out."""

    text: str
    expected: list[str]


class Edit(NamedTuple):
    """One change to the sound guide."""

    file: str
    old: str
    new: str


def read_case(path: Path) -> Case:
    title, text, expected, rest = f"\n{path.read_text(encoding='utf-8')}".split("\n.\n")
    assert title.strip()
    assert not rest
    for name, listed in NAMES.items():
        expected = expected.replace(name, listed)
    return Case(text + "\n", expected.splitlines())


def read_edits(text: str) -> list[Edit]:
    edits = []
    for part in f"\n{text}".split("\n--- ")[1:]:
        file, *lines = part.rstrip("\n").split("\n")
        old, new = ("\n".join(line[1:] for line in lines if line[:1] == sign) for sign in "-+")
        edits.append(Edit(file, old, new))
    return edits

"""The example guide and its lock, read once."""

from __future__ import annotations

from generator.model import Guide, Lock
from generator.problems import Problems
from generator.reading.content.guide import read_guide, read_lock, read_values
from generator.reading.text.source import Source
from tests.support.project import PROJECT

FOLDER = PROJECT / "content" / "salesforce-external-client-app"


def source(name: str) -> Source:
    return Source(name, (FOLDER / name).read_text(encoding="utf-8"))


def load() -> tuple[Guide, Lock, Problems]:
    problems = Problems()
    values = read_values(source("values.yaml"), problems)
    guide = read_guide(FOLDER.name, source("guide.md"), values, problems)
    lock = read_lock(source("vendor.lock.yaml"), problems)
    assert guide
    assert lock
    return guide, lock, problems


GUIDE, LOCK, READING = load()

"""Whatever reads a stranger's bytes answers a spoilt file with problems, soon; `make fuzz` tries very many more."""

from __future__ import annotations

import time
from random import Random

import pytest

from tests.support.fuzz_targets import TARGETS, answer, changed

FILES = 60
SECONDS = 10
"""So long a file may take at most, on a busy machine too."""


@pytest.mark.parametrize("name", TARGETS)
def test_a_changed_file_is_answered(name: str) -> None:
    """The same files in every run."""
    target, draw = TARGETS[name](), Random(name)  # noqa: S311 - nothing secret
    for seed in target.seeds:
        answer(target, seed)
    for _ in range(FILES):
        data = changed(draw.choice(target.seeds), draw)
        began = time.process_time()
        answer(target, data)
        assert time.process_time() - began < SECONDS

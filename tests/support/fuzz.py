"""`python -m tests.support.fuzz READER -runs=20000 …`: Atheris changes sound files, led by what they reach in the code.

The options are libFuzzer's. A traceback, 10 seconds or 500 MB for one file end the run, with the file written down.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["generator"], exclude=["generator.fonts"]):
    from tests.support.fuzz_targets import TARGETS, Target, answer

SECONDS = 10
"""Of the processor's time; by the clock a busy machine takes many times as long."""

LIMITS = (f"-timeout={10 * SECONDS}", "-rss_limit_mb=500", "-print_final_stats=1")

GROWTH = 3
"""A changed file may be so many times as long as the longest sound one: what is longer takes its time and finds nothing
new. How long files are read is held by tests of their own."""


def fuzz(name: str, options: list[str]) -> None:
    """Begin with a reader's sound files."""
    target = TARGETS[name]()
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(target.seeds):
            Path(folder, str(number)).write_bytes(seed)
        longest = max(map(len, target.seeds))
        limits = (*LIMITS, f"-max_len={GROWTH * longest}")
        atheris.Setup([name, folder, *limits, *options], lambda data: answer_soon(target, data))
        atheris.Fuzz()


def answer_soon(target: Target, data: bytes) -> None:
    """Read within the time that there is."""
    began = time.process_time()
    answer(target, data)
    if time.process_time() - began > SECONDS:
        raise TimeoutError(f"One file took more than {SECONDS} seconds.")


if __name__ == "__main__":
    fuzz(sys.argv[1], sys.argv[2:])

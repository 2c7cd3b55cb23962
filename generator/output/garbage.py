"""Python's search for garbage, which what makes very many objects in one go does without."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def no_collection() -> Iterator[None]:
    """Let no garbage be looked for meanwhile.

    A layout makes a million objects that live as long as it does. To look through them again and again takes a quarter
    of its time and finds hardly any.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()

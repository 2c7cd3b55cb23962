"""Guides on disk: what one run has read and found sound serves later ones, as long as not a letter of it changed.

They are a cache. A guide is named by a hash of its texts, their names and all that reads and checks them; one with an
error is never kept. What is read may hold nothing but the nouns of this program, whoever wrote it.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator.output.product import product_stamp
from generator.output.user_cache import UserCache, caches_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.model import Guide
    from generator.problems import Problem
    from generator.reading.text.source import Source

FORMAT = "guide-read/1"
MOST_BYTES = 20_000_000
"""Of all guides: some two hundred."""

NOUNS = ("generator.model.", "generator.platforms.", "generator.problems")
FURTHER = frozenset({("functools", "partial")})
"""What a noun may hold besides: a form's check of a text."""


@dataclass(frozen=True)
class SoundGuide:
    """A guide without errors, and the warnings about it."""

    guide: Guide
    warnings: tuple[Problem, ...]


def guide_key(guide_id: str, sources: Iterable[Source]) -> str:
    """Return the name of a guide: a hash of all that went into it."""
    texts = [(source.path, source.text) for source in sources]
    parts = (FORMAT, product_stamp(), sys.version, guide_id, texts)
    whole = repr(parts).encode()
    return hashlib.sha256(whole).hexdigest()


def stored_guide(key: str) -> SoundGuide | None:
    """Return a guide that was kept, if there is one to be trusted."""
    data = _store().get(key)
    if data is None:
        return None
    try:
        guide, warnings = _Nouns(io.BytesIO(data)).load()
    except Exception:  # noqa: BLE001 - what is no guide may fail in any way, and is then none
        return None
    return SoundGuide(guide, warnings)


def keep_guide(key: str, sound: SoundGuide) -> None:
    """Keep a guide that has no errors."""
    read = (sound.guide, sound.warnings)
    data = pickle.dumps(read, pickle.HIGHEST_PROTOCOL)
    _store().put(key, data)


def _store() -> UserCache:
    return UserCache(caches_folder() / "guides", MOST_BYTES)


class _Nouns(pickle.Unpickler):
    """Makes objects of this program's nouns alone: a pickle could else name any function to call."""

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name)
        is_noun = module.startswith(NOUNS) and found.__module__ == module
        if is_noun or (module, name) in FURTHER:
            return found
        raise pickle.UnpicklingError(f"{module}.{name}")

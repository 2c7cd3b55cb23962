"""How many examples a property draws, as a multiple of the profile's: `make fuzz` then draws more of each."""

from __future__ import annotations

from hypothesis import settings


def times(factor: float) -> int:
    """Return so many times the examples of the profile."""
    return round(settings.default.max_examples * factor) if settings.default else 0

"""Compares a vendor's page with its last review.

    page ─ page_facts ─▶ places ─ aligning ─▶ their successors ─ page_values ─▶ where values stand ─ locking ─▶ lock

`drift` is the only way in; the two locks, old and new, are compared by `comparing`.
"""

from generator.drift.locking import Drift, drift
from generator.drift.page_facts import LONGEST_NAME, as_stated

__all__ = ["LONGEST_NAME", "Drift", "as_stated", "drift"]

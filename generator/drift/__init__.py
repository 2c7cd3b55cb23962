"""Compares a vendor's page with its last review.

    page ─ page_facts ─▶ places ─ aligning ─▶ matched places ─ page_values ─▶ where values stand
         ─ locking, following ─▶ the lock that accepts the page ─ lock_changes ─▶ changes

`drift` (in `review`) is the only way in.
"""

from generator.drift.page_facts import LONGEST_NAME, as_stated
from generator.drift.review import Drift, drift

__all__ = ["LONGEST_NAME", "Drift", "as_stated", "drift"]

"""What a key or secret looks like, and whether a text holds one."""

from __future__ import annotations

from generator.secrets.forms import Secret
from generator.secrets.guard import (
    BETWEEN_TEXTS,
    HIDDEN,
    digests_in,
    find_digests,
    find_secrets,
    guard_table,
    hidden,
    looks_secret,
    secrets_in_file,
)

__all__ = [
    "BETWEEN_TEXTS",
    "HIDDEN",
    "Secret",
    "digests_in",
    "find_digests",
    "find_secrets",
    "guard_table",
    "hidden",
    "looks_secret",
    "secrets_in_file",
]

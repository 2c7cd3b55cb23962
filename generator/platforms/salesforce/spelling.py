"""How Salesforce's metadata writes lists, boxes and choices, and which texts mean the same.

Letter case never parts the words that Salesforce chose. Compared to the letter are addresses, and OAuth's own names of
scopes, which metadata refuses.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from generator.platforms.salesforce.metadata import OAUTH, known_fields

if TYPE_CHECKING:
    from collections.abc import Mapping

CALLBACKS = frozenset({"callbackUrl", "oauthConfig.callbackUrl"})
SCOPES = frozenset({"commaSeparatedOauthScopes", "oauthConfig.scopes"})
"""The fields that hold a list; of connected apps, with the group they stand in."""

LINE_BREAKS = re.compile(r"[\r\n]+")
ANY_SEPARATOR = re.compile(r"[\s,;]+")
"""What people part entries by, whatever Salesforce takes."""

OTHER_SPELLINGS = {"OfflineAccess": "RefreshToken"}
"""Entries that mean the same as another one."""

BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def written_entries(field: str, text: str) -> tuple[str, ...] | None:
    """Return the entries of a list as the file has them, each once; None if the field holds one thing only."""
    if field in CALLBACKS:
        parts = LINE_BREAKS.split(text)
    elif field in SCOPES:
        parts = text.split(",")
    else:
        return None
    stripped = [part.strip() for part in parts]
    return tuple(dict.fromkeys(part for part in stripped if part))


def entries(field: str, text: str) -> tuple[str, ...] | None:
    """Return the entries of a list in their usual spelling, or None if the field holds one thing only."""
    written = written_entries(field, text)
    if written is None:
        return None
    return tuple(usual_spelling(entry) for entry in written)


def listing(field: str, text: str) -> str:
    """Return a list with what Salesforce itself writes between its entries."""
    written = written_entries(field, text)
    return joint(field).join(written or ())


def joint(field: str) -> str:
    """Return what Salesforce itself writes between the entries of a list."""
    if field in CALLBACKS:
        return "\n"
    return ", "


@cache
def _usual_spellings() -> Mapping[str, str]:
    scopes = known_fields()[OAUTH]["commaSeparatedOauthScopes"]
    return {scope.casefold(): OTHER_SPELLINGS.get(scope, scope) for scope in scopes}


def usual_spelling(entry: str) -> str:
    """Return how metadata spells an entry; OAuth's own names and addresses stay what they are."""
    if entry.islower():
        return entry
    return _usual_spellings().get(entry.casefold(), entry)


def near_miss(field: str, required: str, listed: tuple[str, ...]) -> str:
    """Say what stands in a list in place of the required entry, where it was probably meant."""
    other_name = _other_name(required, listed)
    if not _unparted(required, listed):
        return other_name
    cure = "Part them with commas."
    if field in CALLBACKS:
        cure = "Each needs a line of its own."
    return f" Several entries stand there as one. {cure}{other_name}"


def _other_name(required: str, listed: tuple[str, ...]) -> str:
    at_runtime = _runtime_name(required, _pieces(listed))
    if not at_runtime:
        return ""
    return f" “{at_runtime}” is OAuth's own name of the scope; metadata calls it {required}."


def _pieces(listed: tuple[str, ...]) -> tuple[str, ...]:
    """Return the entries, and those that something else than the usual parts."""
    pieces: list[str] = []
    for entry in listed:
        pieces += ANY_SEPARATOR.split(entry)
    return tuple(filter(None, pieces))


def _runtime_name(required: str, listed: tuple[str, ...]) -> str | None:
    """Return the entry that is OAuth's own name of the required one, such as `refresh_token` of `RefreshToken`."""
    for entry in listed:
        scope = _usual_spellings().get(entry.replace("_", "").casefold())
        if scope == required:
            return entry
    return None


def _unparted(required: str, listed: tuple[str, ...]) -> bool:
    """Whether an entry is really several, the required one among them."""
    for entry in listed:
        pieces = tuple(usual_spelling(piece) for piece in ANY_SEPARATOR.split(entry) if piece)
        is_meant = required in pieces or bool(_runtime_name(required, pieces))
        if len(pieces) > 1 and is_meant:
            return True
    return False


def means_same(required: str, text: str) -> bool | None:
    """Whether two texts of one field mean the same; None if the second should be true or false and is neither."""
    if required not in BOOLEANS:
        return required.casefold() == text.casefold()
    given = BOOLEANS.get(text.casefold())
    if given is None:
        return None
    return given is BOOLEANS[required]

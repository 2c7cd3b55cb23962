"""An org: what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Environment = Literal["production", "sandbox", "developer", "scratch"]


@dataclass(frozen=True)
class Org:
    """One org. Everything but its name may still be unknown."""

    id: str
    name: str
    environment: Environment | None = None
    domain: str | None = None
    app_name: str | None = None
    contact_email: str | None = None
    owner: str | None = None
    approver: str | None = None
    ticket: str | None = None
    secret_store: str | None = None
    planned_date: str | None = None
    kept: tuple[tuple[str, str], ...] = ()
    """What else its table says of it: heading and text. It stands on no sheet."""

    def get(self, key: str) -> str | None:
        """Return what the org says for one of `ORG_FIELDS`."""
        text: str | None = getattr(self, key)
        return text


ORG_FIELDS = {
    "name": "Org name",
    "environment": "Environment",
    "domain": "My Domain",
    "app_name": "App name",
    "contact_email": "Contact email",
    "owner": "Owner",
    "approver": "Approver",
    "ticket": "Ticket",
    "secret_store": "Key and secret kept in",
    "planned_date": "Planned date",
}
"""Keys of an org file, in their order on paper, with the words for people."""

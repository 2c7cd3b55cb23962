"""Any product of which nothing is known but its name: no addresses, no evidence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator.model.org import NAME, name_field, org_fields
from generator.platforms.platform import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.model.org import Org

SCRIPT = Path(__file__).with_name("generic.js")
WORD = "organisation"
ASKED_NAME = replace(name_field(WORD), asked_on_page=True)
"""Without an address, a browser tells orgs apart by their names."""


class Generic:
    """A product that the guide itself names, under `product`."""

    words = Vocabulary(
        name="the product",
        page="admin page",
        never_typed="a key, a secret or a password",
        never_written="a key, a secret or a password",
        open_page="Open this page",
        org=WORD,
    )
    org_fields = org_fields(name=ASKED_NAME)
    address_key = NAME.key
    former_keys: Mapping[str, str] = {}
    default_key = "platform_default"
    audit_rules = None
    deployment_rules = None

    @property
    def page_script(self) -> str:
        """Return the script that takes every address as it is written."""
        return SCRIPT.read_text(encoding="utf-8")

    def page_url(self, org: Org, path: str) -> str | None:
        """Return None: where the product's admin pages lie is not known."""
        del org, path
        return None

    def path_fault(self, path: str) -> str | None:
        """Say that no path can be opened."""
        return f"“{path}” cannot be opened: where this product’s admin pages lie is not known. Take it out."


GENERIC = Generic()

"""Any product of which nothing is known but its name: no addresses, no evidence."""

from __future__ import annotations

from dataclasses import replace

from generator.model.org import name_field, org_fields
from generator.platforms.platform import Platform, Vocabulary

WORD = "organisation"
ASKED_NAME = replace(name_field(WORD), asked_on_page=True)
"""Without an address, a browser tells orgs apart by their names."""


class Generic(Platform):
    """A product that the guide itself names, under `product`."""

    name = "generic"
    words = Vocabulary(
        name="the product",
        page="admin page",
        never_typed="a key, a secret or a password",
        never_written="a key, a secret or a password",
        open_page="Open this page",
        org=WORD,
    )
    org_fields = org_fields(name=ASKED_NAME)


GENERIC = Generic()

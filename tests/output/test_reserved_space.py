"""A sheet keeps room for whatever an org says of itself."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest

from generator.output.reserved_space import GHOST, keep_room
from generator.platforms.registry import ORG_FIELDS


@pytest.mark.parametrize("slot", [*ORG_FIELDS, "cost_centre", "link"])
@pytest.mark.parametrize("text", ["", "Acme", "acme/uat", "https://acme.example.com/setup"])
def test_every_field_has_room_a_new_one_too(slot: str, text: str) -> None:
    root = fromstring(f'<div><p>For <b data-org="{slot}">{text}</b></p></div>')  # noqa: S314 - our own text
    keep_room(root)
    ghost = root.find(f".//{GHOST}/b")
    assert ghost is not None
    assert ghost.text
    is_address = text.startswith("https://") and slot not in ORG_FIELDS
    assert ghost.text.startswith("https://name.of.an.ordinary") == is_address

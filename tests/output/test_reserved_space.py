"""A sheet keeps room for whatever an org says of itself."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest

from generator.model.org import NAME, Room
from generator.output.reserved_space import GHOST, keep_room
from generator.platforms.registry import ORG_FIELDS, room_for


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


@pytest.mark.parametrize(
    ("facts", "room"),
    [
        ({}, Room.USUAL),
        ({"name": "Acme", "domain": "acme--uat.sandbox.my.salesforce.com", "ticket": "CHG-000123456"}, Room.USUAL),
        ({"name": "n" * 43}, Room.USUAL),
        ({"name": "n" * 44}, Room.LARGE),
        ({"name": "Acme", "cost_centre": "c" * 44}, Room.LARGE),
        ({"planned_date": "2026-12-07"}, Room.USUAL),
    ],
)
def test_one_text_that_few_orgs_have_makes_the_room_large(facts: dict[str, str], room: Room) -> None:
    assert room_for(facts) is room


@pytest.mark.parametrize("room", [*Room, None])
def test_a_page_says_its_room(room: Room | None) -> None:
    """One that says none gets the large one."""
    meta = f'<meta name="guide.room" content="{room}"/>' if room else ""
    root = fromstring(f'<html>{meta}<p>For <b data-org="name">Acme</b></p></html>')  # noqa: S314 - our own text
    keep_room(root)
    ghost = root.find(f".//{GHOST}/b")
    assert ghost is not None
    assert len(ghost.text or "") == NAME.length_in(room or Room.LARGE)

"""Keeps room on paper for an org's texts, so that a sheet has the same places whatever an org is called.

Each paragraph that holds such a text is as high as it would be with the longest ordinary one: what somebody looks up on
one org's sheet stands where it stands on another's, and what changes can be added by hand.
"""

from __future__ import annotations

from copy import deepcopy
from itertools import cycle, islice
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from generator.model.org import NAME
from generator.platforms.registry import ALL_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = "Name of an ordinary length, as orgs have it "
ADDRESS = "name.of.an.ordinary.length.as.orgs.have.it."
HOST_LENGTH = 84
"""Characters of the longest ordinary host in an org's address."""

ONE_LINE = frozenset({"fact", "run-head"})
"""Classes of paragraphs that have a line of the whole sheet to themselves."""

ROOM, REAL, GHOST = "room", "real", "ghost"
"""Elements of no meaning to a reader: the room (a class too), what stands in it, and what is only measured."""

BODY = {"li": "dd"}
"""What WeasyPrint takes for the body of a list's item; one without a body breaks PDF/UA."""

INLINE = frozenset({"b", "bdi", "strong", "em", "i", "code"})
FRAME = "span"
"""A required value, in a frame that is as wide as its text; one around an org's text says how wide to make it."""


def keep_room(root: Element) -> None:
    """Give each paragraph of an HTML tree that holds an org's text the height of the longest ordinary one.

    A frame around such a text gets the width of the longest ordinary one.
    """
    for frame in root.iter(FRAME):
        width = frame.get("data-room", "0")
        if int(width) >= len("".join(frame.itertext())):
            frame.set("style", f"width: {width}ch")
    for block in list(_blocks(root)):
        real, room = Element(REAL), Element(BODY.get(block.tag, ROOM), {"class": ROOM})
        real.text, block.text = block.text, None
        real[:], block[:] = list(block), [room]
        if slot := slot_of(block):
            real.set("data-org", slot)
        ghost = deepcopy(real)
        ghost.tag = GHOST
        for element in ghost.iter():
            if slot := slot_of(element):
                element.text = _longest(slot, element.text or "")
                del element.attrib["data-org"]
        room[:] = [ghost, real]


def slot_of(element: Element) -> str | None:
    """Return the name of the org's text that stands in an element; a blank to write on has none."""
    if "blank" in _classes(element):
        return None
    return element.get("data-org")


def _classes(element: Element) -> set[str]:
    names = element.get("class", "")
    return set(names.split())


def _blocks(root: Element) -> Iterator[Element]:
    """Yield the elements that hold nothing but text, an org's among it."""
    for element in root.iter():
        if element.tag in INLINE or element.tag == FRAME or ONE_LINE & _classes(element):
            continue
        _, *inside = element.iter()
        is_text = all(part.tag in INLINE for part in inside)
        if is_text and any(map(slot_of, (element, *inside))):
            yield element


def _longest(slot: str, text: str) -> str:
    _, scheme, rest = text.partition("//")
    if slot in ALL_FIELDS or not scheme:
        return _ordinary(slot)
    host = rest.split("/")[0]
    return text.replace(host, _repeated(ADDRESS, HOST_LENGTH))


def _ordinary(slot: str) -> str:
    """Return the longest ordinary text of a field; any other text of an org's is as long as a name."""
    field = ALL_FIELDS.get(slot, NAME)
    if field.unbroken:
        return _repeated(ADDRESS, field.length)
    return _repeated(WORDS, field.length)


def _repeated(unit: str, length: int) -> str:
    characters = islice(cycle(unit), length)
    return "".join(characters).strip()

"""Keeps room on paper for an org's texts, so that a sheet has the same places whatever an org is called.

Each paragraph that holds such a text is as high as it would be with the longest one of its room: what somebody looks up
on one org's sheet stands where it stands on most others'. Texts longer than most orgs' get a larger room of their own,
so that a short one leaves no hole.
"""

from __future__ import annotations

from copy import deepcopy
from itertools import cycle, islice
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from generator.model.org import Room
from generator.platforms.registry import ALL_FIELDS, field_on_paper

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = "Name of an ordinary length, as orgs have it "
ADDRESS = "name.of.an.ordinary.length.as.orgs.have.it."
HOST_LENGTHS = {Room.USUAL: 57, Room.LARGE: 86}
"""Characters of the longest host in an org's address: an address may be a little longer than the org's own."""

ONE_LINE = frozenset({"fact", "run-head"})
"""Classes of paragraphs that have a line of the whole sheet to themselves."""

ROOM_NAME = "guide.room"
"""Of the element in which a page says the room that its org needs."""

ROOM, REAL, GHOST = "room", "real", "ghost"
"""Elements of no meaning to a reader: the room (a class too), what stands in it, and what is only measured."""

KEPT = "kept"
"""The class of a paragraph with room. What it holds knows nothing of a float beside it."""

BODY = {"li": "dd"}
"""What WeasyPrint takes for the body of a list's item; one without a body breaks PDF/UA."""

INLINE = frozenset({"b", "bdi", "strong", "em", "i", "code"})
FRAME = "span"
"""A required value, in a frame that is as wide as its text; one around an org's text says how wide to make it."""


def keep_room(root: Element) -> None:
    """Give each paragraph of an HTML tree that holds an org's text the height of the longest one of the page's room.

    A frame around such a text gets its width likewise.
    """
    room = _room_of(root)
    for frame in root.iter(FRAME):
        _keep_width(frame, room)
    for block in list(_blocks(root)):
        _keep_height(block, room)


def _keep_width(frame: Element, room: Room) -> None:
    """Give a frame around an org's text its width in characters, unless its text is longer."""
    if "data-room" not in frame.attrib:
        return
    lengths = frame.attrib["data-room"].split()
    widths = dict(zip(Room, lengths, strict=True))
    width = widths[room]
    text = "".join(frame.itertext())
    if int(width) >= len(text):
        frame.set("style", f"width: {width}ch")


def _keep_height(block: Element, room: Room) -> None:
    """Put a paragraph's content and one that is only measured into the same place."""
    real = Element(REAL)
    real.text = block.text
    real[:] = list(block)
    if slot := slot_of(block):
        real.set("data-org", slot)
    tag = BODY.get(block.tag, ROOM)
    both = Element(tag, {"class": ROOM})
    both[:] = [_ghost(real, room), real]
    block.text = None
    block[:] = [both]
    classes = block.get("class", "")
    block.set("class", f"{classes} {KEPT}".strip())


def _ghost(real: Element, room: Room) -> Element:
    ghost = deepcopy(real)
    ghost.tag = GHOST
    for element in ghost.iter():
        if slot := slot_of(element):
            text = element.text or ""
            element.text = _longest(slot, text, room)
            del element.attrib["data-org"]
    return ghost


def _room_of(root: Element) -> Room:
    """Return the room that a page says; one that says none gets the large one."""
    for meta in root.iter("meta"):
        if meta.get("name") == ROOM_NAME:
            return Room(meta.get("content", ""))
    return Room.LARGE


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


def _longest(slot: str, text: str, room: Room) -> str:
    _, scheme, rest = text.partition("//")
    if slot in ALL_FIELDS or not scheme:
        return _ordinary(slot, room)
    host = rest.split("/")[0]
    return text.replace(host, _repeated(ADDRESS, HOST_LENGTHS[room]))


def _ordinary(slot: str, room: Room) -> str:
    """Return a text of a field that is as long as its room."""
    field = field_on_paper(slot)
    length = field.length_in(room)
    if field.unbroken:
        return _repeated(ADDRESS, length)
    return _repeated(WORDS, length)


def _repeated(unit: str, length: int) -> str:
    characters = islice(cycle(unit), length)
    return "".join(characters).strip()

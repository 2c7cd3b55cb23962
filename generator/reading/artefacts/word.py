"""Reads required values back from a Word document, by their content controls; without the library that wrote it."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree.ElementTree import fromstring

from generator.reading.artefacts.found import Found

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

VALUE_TAG = "value."
"""With an id behind it, the tag of a value's content control."""

PART = "word/document.xml"
MAIN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHARACTERS = {f"{MAIN}tab": "\t", f"{MAIN}br": "\n", f"{MAIN}cr": "\n", f"{MAIN}noBreakHyphen": "-"}
"""What stands for characters in a run of text."""


def word_values(data: bytes) -> tuple[Found, ...]:
    """Read every content control whose tag names a value. Raises `BadZipFile`, `KeyError` or `ParseError`."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        document = fromstring(archive.read(PART))  # noqa: S314 - it was made a moment ago, by us
    return tuple(_values(document))


def _values(document: Element) -> Iterator[Found]:
    for control in document.iter(f"{MAIN}sdt"):
        tag = control.find(f"{MAIN}sdtPr/{MAIN}tag")
        name = "" if tag is None else tag.get(f"{MAIN}val", "")
        if name.startswith(VALUE_TAG):
            yield Found(name.removeprefix(VALUE_TAG), _text(control))


def _text(control: Element) -> str:
    content = control.find(f"{MAIN}sdtContent")
    if content is None:
        return ""
    return "".join(map(_characters, content.iter()))


def _characters(part: Element) -> str:
    if part.tag == f"{MAIN}t":
        return part.text or ""
    return CHARACTERS.get(part.tag, "")

"""Looks at a logo before it stands on every page: a picture, of a sensible size, that does and loads nothing."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Iterator

Fault = tuple[int, int, str]
"""Line and column (0 where there are none), and the text."""

MAX_BYTES = 200_000
PNG = b"\x89PNG\r\n\x1a\n"
PNG_HEAD = struct.Struct(">8sI4sII")
LEAST_HEIGHT, MOST_PIXELS = 40, 4_000
"""Of a PNG: on paper it is 7 mm high, and fewer pixels than these look coarse."""

DRAWN = frozenset(
    {
        *("svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern", "symbol", "use"),
        *("style", "metadata"),
    }
)
"""The elements of SVG that draw, or say how; no script, text, picture, link or animation."""

ADVICE = {
    "text": "Sheets have no font for it: convert text to paths in your drawing program.",
    "image": "Save the picture as PNG and name that, or draw it.",
}


def logo_type(data: bytes) -> str:
    """Return the media type of a picture by its first bytes."""
    if data.startswith(PNG):
        return "image/png"
    return "image/svg+xml"


def logo_faults(data: bytes) -> Iterator[Fault]:
    """Yield what is wrong with a logo."""
    if len(data) > MAX_BYTES:
        yield 0, 0, f"The logo has {len(data):,} bytes, and may have {MAX_BYTES:,}. Save it smaller."
    elif data.startswith(PNG):
        yield from _png_faults(data)
    else:
        yield from _svg_faults(data)


def _png_faults(data: bytes) -> Iterator[Fault]:
    try:
        _, _, kind, width, height = PNG_HEAD.unpack_from(data)
    except struct.error:
        kind, width, height = b"", 0, 0
    if kind != b"IHDR" or b"IEND" not in data:
        yield 0, 0, "This PNG file is damaged. Save it again."
    elif height < LEAST_HEIGHT or max(width, height) > MOST_PIXELS:
        size = f"at least {LEAST_HEIGHT} high, and at most {MOST_PIXELS:,} either way"
        yield 0, 0, f"The logo has {width} × {height} pixels. Save it {size}."


def _svg_faults(data: bytes) -> Iterator[Fault]:
    reader = _SvgReader()
    try:
        reader.parser.Parse(data, True)  # noqa: FBT003 - expat's form
    except expat.ExpatError as fault:
        reader.faults.append((fault.lineno, fault.offset + 1, f"This is neither PNG nor SVG: {_words(fault)}."))
    yield from reader.faults


def _words(fault: expat.ExpatError) -> str:
    return expat.ErrorString(fault.code) or "it cannot be read"


class _SvgReader:
    """Walks through the elements of an SVG file, with the place of each fault."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self._is_root = True
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._element
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.CharacterDataHandler = self._characters

    def _fault(self, text: str) -> None:
        place = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        self.faults.append((*place, text))

    def _doctype(self, *_: object) -> None:
        self._fault("A logo has no document type. Take the line with <!DOCTYPE out.")

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        plain = name.rpartition(":")[2]
        if self._is_root:
            self._root(plain, attributes)
        elif plain not in DRAWN and ":" not in name:
            advice = ADVICE.get(plain, "Take it out: a logo may only draw.")
            self._fault(f"The logo has <{plain}>. {advice}")
        for key, value in attributes.items():
            self._attribute(key.rpartition(":")[2], value)

    def _root(self, name: str, attributes: dict[str, str]) -> None:
        self._is_root = False
        if name != "svg":
            self._fault(f"This is neither PNG nor SVG: it begins with <{name}>.")
        elif "viewBox" not in attributes:
            self._fault('The drawing does not say how large it is. Give <svg> a viewBox, such as "0 0 200 60".')

    def _attribute(self, key: str, value: str) -> None:
        if key.lower().startswith("on"):
            self._fault(f"The logo has “{key}”, which runs a script. Take it out.")
        elif key == "href" and not value.startswith("#"):
            self._fault("The logo leads to another file or page. Take “href” out.")
        else:
            self._characters(value)

    def _characters(self, text: str) -> None:
        if "@import" in text or _loads(text):
            self._fault("The logo loads something else (“url(…)” or “@import”). Take that out.")


def _loads(text: str) -> bool:
    """Whether a style names an address; `url(#name)` is a part of the drawing itself."""
    addresses = text.lower().split("url(")[1:]
    return any(not address.lstrip(" \t\n\"'").startswith("#") for address in addresses)

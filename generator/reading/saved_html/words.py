"""The words of a saved page's main part as they stand there, apart from how the page reader takes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.reading.gitbook.inlines import BLOCKS, is_anchor
from generator.reading.saved_html.main_part import main_part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.reading.gitbook.html import HtmlElement

PARTING = BLOCKS | {"a", "br", "hr", "img", "label"}
SHOWN = {"a": ("href", "title"), "img": ("src", "alt", "title")}


@dataclass
class Stretch:
    """Text that no block parts, and its line from 0; or what an attribute holds."""

    line: int
    pieces: list[str] = field(default_factory=list)
    is_address: bool = False

    @property
    def text(self) -> str:
        """Return the whole text."""
        return "".join(self.pieces)


def stretches(text: str) -> Iterator[Stretch]:
    """Yield the texts of a page's main part in their order, addresses too."""
    found = [Stretch(0)]
    _collect(main_part(text).element, found)
    for stretch in found:
        if stretch.text.strip():
            yield stretch


def text_by_line(text: str) -> str:
    """Return what a page's readers see, each text on the line where it begins."""
    lines = [""] * (text.count("\n") + 1)
    for stretch in stretches(text):
        words = " ".join(stretch.text.split())
        lines[stretch.line] = f"{lines[stretch.line]} {words}".strip()
    return "\n".join(lines)


def _collect(element: HtmlElement, found: list[Stretch]) -> None:
    for child in element.children:
        if isinstance(child, str):
            found[-1].pieces.append(child)
            continue
        parts = child.tag in PARTING
        found.extend([Stretch(child.line)] if parts else [])
        _collect(child, found)
        shown = _shown(child)
        found.extend(shown)
        found.extend([Stretch(child.line)] if parts or shown else [])


def _shown(element: HtmlElement) -> list[Stretch]:
    """Return what a reader sees, or is led to, of an element's attributes."""
    if element.tag == "a" and is_anchor(element, ()):
        return []
    stretches = []
    for key in SHOWN.get(element.tag, ("src",)):
        text = element.attributes.get(key)
        if text:
            is_address = key in {"href", "src"}
            stretches.append(Stretch(element.line, [text], is_address=is_address))
    return stretches

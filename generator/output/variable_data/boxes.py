"""Where the layout put an org's texts. The only place that reads WeasyPrint's private boxes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator.output.reserved_space import FRAME, REAL, ROOM, slot_of
from generator.output.variable_data.glyphs import UNITS, Font
from generator.output.variable_data.unpredictable import UncertainError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

ONE_LINE = "real, .fact bdi, [data-room] { white-space: nowrap }"
"""The style under which each piece is one text, and drawn once."""

BOLD = 700

PRESUMED = {
    "font_feature_settings": "normal",
    "font_kerning": "auto",
    "font_variant_caps": "normal",
    "font_variant_ligatures": "none",
    "font_variant_numeric": "normal",
    "font_variant_position": "normal",
    "letter_spacing": "normal",
    "text_decoration_line": "none",
    "text_transform": "none",
    "word_break": "normal",
    "word_spacing": 0,
}
"""The style in which texts are set. Our own sheets have no other; one of a project's own may."""


@dataclass(frozen=True)
class LaidOutPiece:
    """A text in one font: words of the sheet, or a slot by its name, which then has no text.

    `x` and `y`, in pixels, say where it was drawn.
    """

    text: str
    slot: str | None
    font: Font
    x: float
    y: float


@dataclass(frozen=True)
class LaidOutParagraph:
    """Pieces that follow each other on lines. Lengths are in pixels.

    `width` is None where lines are not broken. `baselines` are those of the lines for which there is room.
    """

    page: int
    pieces: tuple[LaidOutPiece, ...]
    width: float | None
    baselines: tuple[float, ...]


def read_paragraphs(document: Any) -> tuple[LaidOutParagraph, ...]:
    """Return every paragraph with a slot of a document that was laid out under the style `ONE_LINE`.

    Raises `UncertainError`.
    """
    paragraphs: list[LaidOutParagraph] = []
    try:
        for number, page in enumerate(document.pages):
            paragraphs += _paragraphs(number, page._page_box)  # noqa: SLF001 - there is no public way to the boxes
    except (AttributeError, TypeError, ValueError, KeyError, IndexError) as fault:
        raise UncertainError(str(fault)) from fault
    return tuple(paragraphs)


def _boxes() -> Any:
    """Return WeasyPrint's kinds of boxes; it is slow to import, and somebody else has done it by now."""
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415

    return boxes


def _paragraphs(page: int, box: Any) -> Iterator[LaidOutParagraph]:
    children: Sequence[Any] = getattr(box, "children", ())
    if isinstance(box, _boxes().GridBox) and box.element.get("class") == ROOM:
        ghost, real = children
        yield _paragraph(page, real, tuple(_baseline(line) for line in ghost.children))
    elif children and isinstance(children[0], _boxes().LineBox) and _is_set(box):
        yield _paragraph(page, box, tuple(_baseline(line) for line in children))
    else:
        for child in children:
            yield from _paragraphs(page, child)


def _is_set(box: Any) -> bool:
    """Whether an org's text stands in a block's lines, and not only in a frame there, which is a block of its own."""
    if box.element is None or "::" in box.element_tag:
        return False
    return any(map(slot_of, _outside_frames(box.element)))


def _outside_frames(element: Element) -> Iterator[Element]:
    """Yield an element and those within, but not what is in frames within."""
    yield element
    for child in element:
        if child.tag != FRAME:
            yield from _outside_frames(child)


def _paragraph(page: int, box: Any, baselines: tuple[float, ...]) -> LaidOutParagraph:
    (line,), style = box.children, box.style
    is_moved = style["text_align_all"] not in {"start", "left"} or style["text_indent"].value
    if is_moved or style["direction"] != "ltr":
        raise UncertainError(box.element_tag)
    pieces = tuple(map(_piece, _texts(line)))
    is_broken = style["white_space"] == "normal" or box.element_tag in {REAL, "bdi", FRAME}
    width = box.width if is_broken else None
    return LaidOutParagraph(page, pieces, width, baselines)


def _texts(line: Any) -> Iterator[Any]:
    """Yield a line's texts. Frames, drawings and links would have to move with the text."""
    for box in line.children:
        if isinstance(box, _boxes().TextBox):
            yield box
        elif isinstance(box, _boxes().InlineBox) and box.element_tag not in {"a", "span"}:
            yield from _texts(box)
        else:
            raise UncertainError(box.element_tag)


def _piece(box: Any) -> LaidOutPiece:
    slot = slot_of(box.element)
    text = "" if slot else box.text
    font = _font(box.style)
    return LaidOutPiece(text, slot, font, box.position_x, _baseline_of(box))


def _baseline(line: Any) -> float:
    return _baseline_of(next(_texts(line)))


def _baseline_of(text: Any) -> float:
    height: float = text.position_y + text.baseline
    return height


def _font(style: Any) -> Font:
    """Return the font of a text, named as in the PDF. Raises `UncertainError` where it is set in another way."""
    if any(style[key] != presumed for key, presumed in PRESUMED.items()):
        raise UncertainError(style["font_family"])
    name = style["font_family"][0].replace(" ", "-")
    if style["font_weight"] == BOLD:
        name = f"{name}-Bold"
    if style["font_style"] == "italic":
        name = f"{name}-Italic"
    size = int(style["font_size"] * UNITS)
    return Font(name, size)

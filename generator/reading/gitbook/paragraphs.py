"""A line of inlines to a paragraph, or to figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator import model
from generator.model.page import Figure, Image, plain
from generator.reading.gitbook.inlines import joined

if TYPE_CHECKING:
    from generator.problems import Location


def paragraphs(content: model.Inlines, place: Location) -> list[Any]:
    """Return a paragraph, or figures if it holds nothing but images. Space and stray backslashes at its ends go."""
    content = joined(_trimmed(content))
    images = [inline for inline in content if isinstance(inline, Image)]
    if images and all(map(_may_stand_between_images, content)):
        return [Figure(image.url, plain(image.content), (), place) for image in images]
    if not content:
        return []
    return [model.Paragraph(content, place)]


def _may_stand_between_images(inline: model.Inline) -> bool:
    if isinstance(inline, Image | model.LineBreak):
        return True
    return inline == model.Text(" ")


def _trimmed(content: model.Inlines) -> model.Inlines:
    inlines = list(content)
    while inlines and (end := _blunt(inlines[-1], at_end=True)) != inlines[-1]:
        inlines[-1:] = [end] if end else []
    while inlines and (start := _blunt(inlines[0], at_end=False)) != inlines[0]:
        inlines[:1] = [start] if start else []
    return tuple(inlines)


def _blunt(inline: model.Inline, *, at_end: bool) -> model.Inline | None:
    """Return an inline without what says nothing at a paragraph's end or start; None if nothing is left."""
    if isinstance(inline, model.LineBreak):
        return None
    if not isinstance(inline, model.Text):
        return inline
    text = inline.text.rstrip().removesuffix("\\").rstrip() if at_end else inline.text.lstrip()
    return model.Text(text) if text else None

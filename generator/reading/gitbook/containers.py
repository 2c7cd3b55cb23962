"""GitBook's containers (hints, tabs, steppers and so on) to the page model, each once it is closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from generator import model
from generator.model.page import Group, Heading, Hint, LeftOut, PageStep, Procedure, plain
from generator.problems import Location
from generator.reading.gitbook.conditions import FOR_SOME_READERS
from generator.reading.gitbook.paragraphs import paragraphs
from generator.reading.gitbook.procedures import join_lists
from generator.reading.gitbook.tags import CONDITION, KNOWN, MUST_CLOSE, WORDS_OF_TAG, Tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.model.page import Block, Blocks
    from generator.problems import Problems
    from generator.reading.gitbook.lines import Prepared

KINDS: dict[str, model.AdmonitionKind] = {
    "info": "info",
    "note": "info",
    "abstract": "info",
    "success": "tip",
    "tip": "tip",
    "hint": "tip",
    "example": "tip",
    "warning": "warning",
    "caution": "warning",
    "attention": "warning",
    "important": "warning",
    "danger": "danger",
    "error": "danger",
    "bug": "danger",
}
"""Styles of GitBook's hints and of MkDocs' boxes; any other is a note."""


SENTENCE_ENDS = (".", "!", "?")
NO_START = (
    "Something ends here that does not begin on the page. Compare this place with the page as its readers see it."
)
NO_END = (
    "Something begins here that does not end on the page, perhaps as code below it is never closed. "
    "Compare this place with the page as its readers see it."
)


@dataclass
class Frame:
    """A container that is still open; `name` is a tag's name, or an HTML element's in angle brackets."""

    name: str
    location: Location
    tag: Tag | None = None
    title: model.Inlines = ()
    blocks: list[Any] = field(default_factory=list)

    @property
    def may_stay_open(self) -> bool:
        """Whether its end may be missing."""
        return self.name not in MUST_CLOSE


@dataclass
class PageReader:
    """What all reading of one page shares: places, problems, and the containers that are open."""

    path: str
    prepared: Prepared
    problems: Problems
    left_out: list[LeftOut] = field(default_factory=list)

    def _at(self, index: int) -> Location:
        line = self.prepared.line(index)
        return Location(self.path, line)

    def _open(self, tag: Tag, place: Location, frames: list[Frame], ends: Iterable[str | None]) -> None:
        if tag.name not in MUST_CLOSE and any(frame.name == tag.name for frame in frames[-2:]):
            self._unclosed(frames)
        if tag.name not in KNOWN:
            text = f"The tag “{tag.text}” is not known here. The draft keeps its words; look at them."
            self.problems.warning(place, "unknown-tag", text)
        if tag.name == CONDITION:
            self.left_out.append(LeftOut(place.line, FOR_SOME_READERS, tag.text))
        frame = Frame(tag.name, place, tag)
        if tag.name in MUST_CLOSE or tag.name in ends:
            frames.append(frame)
        else:
            frames[-1].blocks.extend(self._built(frame))

    def _close(self, tag: Tag, place: Location, frames: list[Frame]) -> None:
        name = tag.closes or ""
        if all(frame.name != name for frame in frames):
            text = f"“{tag.text}” ends something that was not begun. Take it out, or write its start."
            self._tell_unpaired(place, "stray-tag", text, NO_START)
            return
        while frames[-1].name != name:
            self._unclosed(frames)
        frame = frames.pop()
        frames[-1].blocks.extend(self._built(frame))

    def _unclosed(self, frames: list[Frame]) -> None:
        """End a container of which the end is missing; some tags, and HTML, may do without."""
        frame = frames.pop()
        if not frame.may_stay_open:
            text = f"“{frame.tag.text if frame.tag else ''}” is never closed. Write “{{% end{frame.name} %}}” below it."
            self._tell_unpaired(frame.location, "unclosed-tag", text, NO_END)
        if frame.tag and frame.may_stay_open:
            content, frame.blocks = frame.blocks, []
            frames[-1].blocks.extend((*self._built(frame), *content))
        else:
            frames[-1].blocks.extend(self._built(frame))

    def _tell_unpaired(self, place: Location, code: str, of_tag: str, of_block: str) -> None:
        """Tell of a tag without its counterpart; of another dialect's block as a warning, as the page has no tag."""
        if place.line in self.prepared.tag_lines:
            self.problems.error(place, code, of_tag)
        else:
            self.problems.warning(place, code, of_block)

    def _built(self, frame: Frame) -> Sequence[Any]:
        if frame.name == CONDITION:
            return frame.blocks  # as if it were not there: lists and steppers go on across it
        return built(frame, join_lists(steps_in_place(frame.blocks), self.problems))


def built(frame: Frame, content: Blocks) -> Sequence[Any]:
    """Return what a container becomes that has been closed; `content` is what it holds, broken lists joined."""
    attributes = frame.tag.attributes if frame.tag else {}
    match frame.name:
        case "hint":
            kind = KINDS.get(attributes.get("style", ""), "info")
            return [hint(kind, tuple(_reference(frame, content)), frame.location)]
        case "step":
            return [PageStep(0, tuple(_reference(frame, content)), frame.location)]
        case "stepper":
            return _stepper(frame)
        case "tab":
            return [Group("tab", _text(attributes.get("title", "")), content, frame.location)]
        case "<details>":
            return [Group("details", frame.title, content, frame.location)]
    return _reference(frame, content)


def _reference(frame: Frame, content: Blocks) -> Sequence[Any]:
    """Return the words of a tag that stands for something elsewhere, then what it encloses."""
    tag = frame.tag
    if tag is None:
        return content
    if tag.name not in KNOWN:
        return [*paragraphs((model.Code(tag.text),), frame.location), *content]
    stated = {key: tag.attributes[key] for key in WORDS_OF_TAG if tag.attributes.get(key)}
    if not stated:
        return content
    shown = {link.url for link in model.find_all(content, model.Link)}
    words: list[model.Inline] = []
    for key, value in stated.items():
        if value not in shown:
            words += [model.Text(" "), _word(tag.name, key, value)]
    return [*paragraphs(tuple(words), frame.location), *content]


def _text(text: str) -> model.Inlines:
    if not text:
        return ()
    return (model.Text(text),)


def _word(name: str, key: str, value: str) -> model.Inline:
    if key in {"url", "src", "page"}:
        return model.Link((model.Text(value),), value)
    if key in {"path", "method", ""}:
        return model.Code(value)
    return model.Strong((model.Text(value),)) if name == "code" else model.Text(value)


def hint(kind: model.AdmonitionKind, content: Blocks, place: Location) -> Hint:
    """Take a first line that is wholly bold, or a heading, as the hint's title; a sentence alone is its text."""
    title: model.Inlines = ()
    match content:
        case [Heading(title=words), *_]:
            title = words
        case [model.Paragraph((model.Strong(words),)), *_]:
            title = words
    is_text = len(content) == 1 and plain(title).endswith(SENTENCE_ENDS)
    if title and not is_text and not model.find_all(title, model.Link):
        return Hint(kind, plain(title), content[1:], place)
    return Hint(kind, "", content, place)


def steps_in_place(blocks: list[Any]) -> list[Block]:
    """Keep a stepper's steps apart from blocks; a step outside a stepper is one of its own."""
    return list(map(_in_place, blocks))


def _in_place(block: Any) -> Block:
    if isinstance(block, PageStep):
        return _alone(block)
    return cast("Block", block)


def _alone(step: PageStep) -> Procedure:
    only_step = PageStep(1, step.content, step.location)
    return Procedure((only_step,), step.location)


def _with_steps_of_headings(blocks: Sequence[Any]) -> Sequence[Any]:
    """Return a stepper's blocks, parted at their highest headings where neither steps nor lists are marked."""
    levels = [block.level for block in blocks if isinstance(block, Heading)]
    if not levels or any(isinstance(block, PageStep | Procedure) for block in blocks):
        return blocks
    result: list[Any] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == min(levels):
            result.append(PageStep(0, (block,), block.location))
        elif result and isinstance(result[-1], PageStep):
            result[-1] = PageStep(0, (*result[-1].content, block), result[-1].location)
        else:
            result.append(block)
    return result


def _stepper(frame: Frame) -> list[Any]:
    """Number the steps; what stands between two belongs to the one before, as in a broken list."""
    steps: list[PageStep] = []
    before: list[Any] = []
    for block in _with_steps_of_headings(frame.blocks):
        if isinstance(block, PageStep):
            steps.append(PageStep(len(steps) + 1, block.content, block.location))
        elif steps:
            steps[-1] = PageStep(steps[-1].number, (*steps[-1].content, block), steps[-1].location)
        else:
            before.append(block)
    return [*before, *([Procedure(tuple(steps), frame.location)] if steps else [])]

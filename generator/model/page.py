"""The nouns of a page that somebody else wrote: what a reader sees on it, with the line of everything.

A guide has fixed places (sections, steps, boxes); a page has whatever its author put where. So a page is a model of its
own, and `drafting` turns it into a guide. What both have in common (text within a line, paragraphs, tables, code) is
the guide's own; the difference lies in the blocks that hold others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from generator import model
from generator.model import located

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.model import AdmonitionKind, CodeBlock, Inlines, Paragraph, Table
    from generator.problems import Location


@dataclass(frozen=True)
class Image(model.Link):
    """An image within a line: its alternative text, and where it lies."""


@dataclass(frozen=True)
class Figure:
    """An image that stands alone. `alt` and `caption` are often empty."""

    src: str
    alt: str
    caption: Inlines
    location: Location = located()


@dataclass(frozen=True)
class Heading:
    """A heading, `level` 1 to 6. Inside a step, hint or other container it begins no section."""

    title: Inlines
    level: int = 6
    id: str | None = None
    location: Location = located()


@dataclass(frozen=True)
class PageList:
    """Points without an order."""

    items: tuple[Blocks, ...]
    location: Location = located()


@dataclass(frozen=True)
class PageStep:
    """One numbered point or one step of a stepper. `number` is the printed one, the author's mistakes included."""

    number: int
    content: Blocks
    location: Location = located()


@dataclass(frozen=True)
class Procedure:
    """A numbered list or a stepper; a list that was broken by a figure or hint is whole again.

    `leaves_counting` is set where each point is written “1.”, for the site to count.
    """

    steps: tuple[PageStep, ...]
    location: Location = located()
    leaves_counting: bool = False


@dataclass(frozen=True)
class Hint:
    """A note or warning. `title` is empty where the author gave none."""

    kind: AdmonitionKind
    title: str
    content: Blocks
    location: Location = located()


@dataclass(frozen=True)
class Group:
    """Blocks that belong together: one tab of several, something to unfold, a quotation."""

    kind: Literal["tab", "details", "quote"]
    title: Inlines
    content: Blocks
    location: Location = located()


if TYPE_CHECKING:
    Block = Paragraph | Table | CodeBlock | Figure | Heading | PageList | Procedure | Hint | Group
    Blocks = tuple[Block, ...]


@dataclass(frozen=True)
class PageSection:
    """A heading (`level` 1 to 6) with what stands below it; `id` is the anchor the author gave it."""

    title: Inlines
    level: int
    blocks: Blocks
    id: str | None = None
    location: Location = located()

    @property
    def procedures(self) -> tuple[Procedure, ...]:
        """Return the section's own numbered lists and steppers, in order."""
        procedures = [block for block in self.blocks if isinstance(block, Procedure)]
        return tuple(procedures)


@dataclass(frozen=True)
class LeftOut:
    """Something of the page that no guide holds, with the reason."""

    line: int
    reason: str
    text: str


@dataclass(frozen=True)
class OpenPoint:
    """What a person has to look at or write, and where on the page.

    `code` is that of the warning, `piece` the text of the page that it names, shortened.
    """

    line: int
    code: str
    text: str
    piece: str = ""


@dataclass(frozen=True)
class Page:
    """One page. `title` is its first heading's text; `opening` stands before the first section.

    `sha256` is taken of the text without its tail and with LF line ends.
    """

    title: str
    opening: Blocks
    sections: tuple[PageSection, ...]
    left_out: tuple[LeftOut, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)
    sha256: str = ""

    @property
    def steps(self) -> tuple[PageStep, ...]:
        """Return the page's steps; numbered points inside a step, hint or tab are none."""
        procedures = [block for block in self.opening if isinstance(block, Procedure)]
        for section in self.sections:
            procedures.extend(section.procedures)
        steps: list[PageStep] = []
        for procedure in procedures:
            steps.extend(procedure.steps)
        return tuple(steps)


def counts(page: Page) -> dict[str, int | dict[str, int]]:
    """Return how many of each thing a reader of the page finds."""
    content = (page.opening, page.sections)

    def number(*kinds: type) -> int:
        return len(model.find_all(content, *kinds))

    hints = [hint.kind for hint in model.find_all(content, Hint)]
    tables = model.find_all(content, model.Table)
    images = number(Image)
    return {
        "sections": len(page.sections),
        "steps": len(page.steps),
        "nested_steps": number(PageStep) - len(page.steps),
        "tables": len(tables),
        "rows": sum(len(table.rows) for table in tables),
        "admonitions": {kind: hints.count(kind) for kind in ("info", "tip", "warning", "danger")},
        "figures": number(Figure) + images,
        "links": number(model.Link) - images,
        "code_literals": number(model.Code, model.CodeBlock),
    }


def plain(content: Inlines) -> str:
    """Return the words of a line, without their markup."""
    return "".join(map(_plain, content)).strip()


def _plain(inline: model.Inline) -> str:
    match inline:
        case model.Text(text) | model.Code(text):
            return text
        case model.Strong(content) | model.Emphasis(content) | model.Link(content):
            return "".join(map(_plain, content))
    return " "

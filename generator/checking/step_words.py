"""Rule: a finished file says every word of every step, in the order of the guide.

Values are found by their marks; the words between them are looked for in all that the file says, marks and spaces left
out. So a renderer that drops or changes a word is seen, whatever it writes around it.

Pass: “Click **Save**.” in Markdown, for a step that says to click Save
Fail: a step's warning that is nowhere in the file
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from generator import model
from generator.model.text import walk
from generator.problems import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from generator.model import Blocks, Inlines, Pause

SHOWN = 60
"""So many characters of what is missing are shown."""


class WrittenStep(Protocol):
    """What is written of a step, in a guide or in a view of it."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def content(self) -> Blocks:
        """What to do."""

    @property
    def expect(self) -> Blocks:
        """What is seen then."""

    @property
    def otherwise(self) -> Blocks:
        """What to do if the screen differs."""

    @property
    def pause(self) -> Pause | None:
        """Where to look back."""


@dataclass(frozen=True)
class StepWords:
    """How a format's words are read, and which of a step's it shows besides what to do.

    `results` are what is seen and done after it; `headings` those of tables.
    """

    read: Callable[[bytes], str]
    results: bool = True
    headings: bool = True


def lost_step_words(path: str, data: bytes, steps: Iterable[WrittenStep], words: StepWords) -> Iterator[Problem]:
    """Yield the first words of each step that a finished file lacks. Raises what the format's reader raises."""
    said = _without_spaces(words.read(data))
    at = 0
    for step in steps:
        start = at
        for part in _parts(step, words):
            after = start
            for piece in _pieces(part, words):
                place = said.find(_without_spaces(piece), after)
                if place < 0:
                    text = f"The step {step.id} lacks “{piece[:SHOWN].strip()}” here. Build again."
                    yield Problem(Location(path), "step-words", text)
                    break
                after = place + len(_without_spaces(piece))
            at = max(at, after)


def _parts(step: WrittenStep, words: StepWords) -> Iterator[Blocks]:
    yield step.content
    if words.results:
        yield step.expect
        yield step.otherwise
        if step.pause:
            title = model.Paragraph((model.Text(step.pause.title),))
            yield (title, *step.pause.content)


def _pieces(blocks: Blocks, words: StepWords) -> Iterator[str]:
    """Yield all that stands written in blocks, piece by piece; a drawing repeats a table."""
    left_out: set[int] = set()
    for node in walk(blocks):
        match node:
            case model.Form():
                left_out.update(map(id, walk(node)))
            case model.Table(header) if not words.headings:
                left_out.update(map(id, walk(header)))
        if id(node) not in left_out:
            yield from filter(str.strip, _own_words(node))


def _own_words(node: object) -> list[str]:
    """Return what a block says itself, in runs that nothing stands between in any format."""
    match node:
        case model.Paragraph(content):
            return _runs(content)
        case model.Row(cells):
            return list(chain.from_iterable(map(_runs, cells)))
        case model.CodeBlock(text):
            return [text]
        case model.Admonition(_, title):
            return [title]
        case _:
            return []


def _runs(line: Inlines) -> list[str]:
    """Return a line's words up to each value, address and blank, which formats write in their own ways."""
    runs = [""]
    for inline in line:
        match inline:
            case model.Text(text) | model.Code(text):
                runs[-1] += text
            case model.Strong(content) | model.Emphasis(content):
                first, *others = _runs(content)
                runs[-1] += first
                runs += others
            case model.Link(content):
                runs += [*_runs(content), ""]
            case model.ValueRef(value):
                runs += [value.text, ""]
            case model.OrgRef():
                runs.append("")
    return runs


def _without_spaces(text: str) -> str:
    return "".join(text.split())

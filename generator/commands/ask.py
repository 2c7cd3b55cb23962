"""`guide ask`: the passages of the guides that answer a question, word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.asking.answer_json import JsonAnswers, json_answer
from generator.asking.index import index
from generator.asking.passages import passages
from generator.asking.redaction import shown_again
from generator.deriving.guide_view import view
from generator.output.site import site_url
from generator.problems import ContentError, Problems
from generator.project.loading import load_guides
from generator.rendering.markup.plain_markdown import escape_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.asking.index import Index
    from generator.asking.ranking import Answer
    from generator.project.paths import Paths

MOST = 3
"""Answers given as text. JSON holds all of them."""

NOTHING = "Nothing in the guides fits. Ask with the exact words of the error, or with the address of the page it is on."


def guides_index(paths: Paths, guide_id: str | None = None) -> Index:
    """Return the index of all guides, or of one; a ContentError if the content has errors."""
    problems = Problems()
    guides = load_guides(paths, problems, guide_id)
    if problems.has_errors:
        raise ContentError(tuple(problems))
    site = site_url(paths.project)
    views = [view(guide, site=site) for guide in guides]
    return index(passages(views))


def answers_text(found: tuple[Answer, ...]) -> str:
    """Return the best answers as text, each with its place and what matched."""
    if not found:
        return NOTHING
    return "\n\n".join(map(_answer_text, found[:MOST]))


def _answer_text(answer: Answer) -> str:
    passage = answer.passage
    matched = ", ".join(f"“{words}”" for words in answer.matched)
    source = f"[{passage.kind} {passage.id}] {passage.url}"
    return f"{passage.text}\n\n{source}\nMatched: {matched}"


def answers_markdown(question: str, found: tuple[Answer, ...], searched: Index) -> str:
    """Return a page: the question as far as it may be shown again, the best answer, further ones, and sources."""
    heading = f"# {escape_markdown(shown_again(question, searched))}"
    if not found:
        return f"{heading}\n\n{NOTHING}\n"
    parts = [heading, found[0].passage.text]
    others = found[1 : MOST + 1]
    if others:
        parts += ["## Further questions", _links(others)]
    parts += ["## Sources", _links(found[:1])]
    return "\n\n".join(parts) + "\n"


def _links(found: Iterable[Answer]) -> str:
    points = [f"- [{escape_markdown(answer.passage.title)}]({answer.passage.url})" for answer in found]
    return "\n".join(points)


def json_answers(question: str, found: tuple[Answer, ...], searched: Index) -> JsonAnswers:
    """Return a question and its answers for programs. Of the question only what may be shown again is in it."""
    note = None
    if not found:
        note = NOTHING
    asked = shown_again(question, searched)
    listed = tuple(map(json_answer, found))
    return JsonAnswers(question=asked, answers=listed, note=note)

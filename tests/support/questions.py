"""What people ask, in tests/cases/ask: below each heading what leads to that passage. A hyphen stands for none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from generator.asking.index import Index, index
from generator.asking.passages import passages
from generator.asking.ranking import answers, near_answers
from generator.deriving.guide_view import view
from generator.problems import Problems
from generator.project.loading import load_guides
from generator.project.paths import Paths
from tests.support.project import GUIDE, PROJECT

CASES = PROJECT / "tests/cases/ask"
NOTHING = "-"


class Asked(NamedTuple):
    """Words, and the id of the passage that answers them.

    For questions about the guide it is one or more passages, each with its kind, parted by commas.
    """

    answer: str
    words: str

    @property
    def passages(self) -> set[str]:
        """Return each passage that answers a question about the guide."""
        return set(self.answer.split(", "))


def asked(name: str) -> list[Asked]:
    """Read one file of cases."""
    found = list(_asked((CASES / f"{name}.md").read_text(encoding="utf-8")))
    assert found, name
    return found


def _asked(text: str) -> Iterator[Asked]:
    answer = ""
    for line in text.splitlines():
        if line.startswith("## "):
            answer = line.removeprefix("## ")
        elif line.startswith("- "):
            yield Asked(answer, line.removeprefix("- "))


@cache
def example_index(guide: str | None = GUIDE) -> Index:
    """Return the index of the example guide, as its page has it; for None of all guides, as the search has it."""
    content = PROJECT / "content"
    paths = Paths(PROJECT, content, content / "orgs", PROJECT / "build")
    problems = Problems()
    guides = load_guides(paths, problems, guide)
    assert not problems.has_errors
    return index(passages(map(view, guides)))


def ranked(words: str) -> list[str]:
    """Return the ids of the passages that answer, best first."""
    return [answer.passage.id for answer in answers(example_index(), words)]


def ranked_with_kinds(words: str) -> list[str]:
    """Return the kinds and ids of the passages that answer, best first."""
    return [f"{answer.passage.kind} {answer.passage.id}" for answer in answers(example_index(), words)]


def searched(words: str) -> list[str]:
    """Return the kinds and ids of the passages that the site's search shows, best first."""
    every_guide = example_index(None)
    found = answers(every_guide, words) or near_answers(every_guide, words)
    return [f"{answer.passage.kind} {answer.passage.id}" for answer in found]


def question_shares(cases: list[Asked], answer: Callable[[str], list[str]] = ranked_with_kinds) -> tuple[float, float]:
    """Return how many questions are answered by the first passage, and within the first three."""
    first = [case for case in cases if case.passages & set(answer(case.words)[:1])]
    in_three = [case for case in cases if case.passages & set(answer(case.words)[:3])]
    return len(first) / len(cases), len(in_three) / len(cases)

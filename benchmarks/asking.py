"""How often the right passage is found for what people type: by this product, and by lunr as MkDocs ships it.

`python -m benchmarks.asking` prints the figures; `--misses` also each question that does not find its passage first.
The cases lie in tests/cases/ask. lunr gets the same passages, each word optional, as a reader would type them.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import mkdocs.contrib.search

from generator.asking.passages import AnswerKind
from tests.support.questions import Asked, asked, example_index, ranked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

REPORTS = ("reports", "entries", "further")
OTHERS = "nothing-fits"
LUNR = Path(mkdocs.contrib.search.__file__).parent / "templates/search/lunr.js"
RUN_LUNR = """
const lunr = require(process.argv[1]);
const { passages, questions } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const index = lunr(function () {
  this.ref("id");
  this.field("title", { boost: 1000 });
  this.field("text");
  passages.forEach((passage) => this.add(passage));
});
const results = questions.map((words) => index.query((query) => {
  lunr.tokenizer(words).forEach((token) => query.term(token.toString(), {}));
}).map(({ ref }) => ref));
console.log(JSON.stringify(results));
"""
"""The boost is that of the site's theme."""


def by_lunr(questions: list[str]) -> dict[str, list[str]]:
    """Return for each question the ids of the errors that lunr finds, best first."""
    node = shutil.which("node")
    if node is None:
        raise SystemExit("node is missing: install Debian's nodejs.")
    passages = [
        {"id": passage.id, "title": passage.title, "text": " ".join((*passage.signs, passage.sees, passage.body))}
        for passage in example_index().passages
        if passage.kind is AnswerKind.TROUBLE
    ]
    asked_for = json.dumps({"passages": passages, "questions": questions})
    command = [node, "-e", RUN_LUNR, str(LUNR)]
    result = subprocess.run(command, input=asked_for, capture_output=True, text=True, check=True)
    return dict(zip(questions, json.loads(result.stdout), strict=True))


def show(name: str, cases: list[Asked], answer: Callable[[str], list[str]]) -> None:
    """Print the shares of the cases answered by the first passage, and within the first three."""
    first = [case for case in cases if answer(case.words)[:1] == [case.answer]]
    in_three = [case for case in cases if case.answer in answer(case.words)[:3]]
    print(f"| {name} | {len(cases)} | {_share(first, cases)} | {_share(in_three, cases)} |")


def _share(some: list[Asked], all_of_them: list[Asked]) -> str:
    return f"{len(some) / len(all_of_them):.1%}"


def show_misses(cases: Iterable[Asked]) -> None:
    """Print each question whose first passage is another one."""
    for case in cases:
        found = ranked(case.words)
        if found[:1] != [case.answer]:
            print(f"- {case.words}\n  wanted {case.answer}, got {', '.join(found[:3]) or 'nothing'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true")
    misses = parser.parse_args().misses
    files = {name: asked(name) for name in REPORTS}
    others = asked(OTHERS)
    every_case = [case for cases in files.values() for case in cases]
    lunr = by_lunr([case.words for case in (*every_case, *others)])
    print("| | questions | right first | right in three |\n|---|--:|--:|--:|")
    for name, cases in files.items():
        show(f"{name}, this product", cases, ranked)
        show(f"{name}, lunr", cases, lunr.__getitem__)
    unanswered = [case for case in others if not ranked(case.words)]
    left_alone = [case for case in others if not lunr[case.words]]
    print(f"\nNothing fits: {len(unanswered)} of {len(others)}; lunr {len(left_alone)} of {len(others)}.")
    began = time.perf_counter()
    for case in every_case:
        ranked(case.words)
    each = (time.perf_counter() - began) / len(every_case)
    print(f"One question, warm: {each * 1000:.1f} ms in Python.")
    if misses:
        show_misses(every_case)


if __name__ == "__main__":
    main()

"""How often the right passage is found for what people type: by this product, by lunr, and by the site's theme.

`python -m benchmarks.asking` prints the figures; `--misses` also each question that does not find its passage first.
The cases lie in tests/cases/ask. lunr, as MkDocs ships it, gets the same passages, each word optional, as a reader
would type them. Material's search is its own worker over the index of a finished site, `build/site` unless `--site`
names another; of what it finds, in the order shown, the errors count. The queries of an administrator are searched in
all guides; there each place that is a passage counts, and lunr gets the people's phrases, too.
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
from tests.support.questions import Asked, asked, example_index, question_shares, ranked, searched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

REPORTS = ("reports", "entries", "further")
QUESTIONS = ("questions", "questions-held-out")
SEARCHES = (
    "search",
    "search-held-out",
    "search-later",
    "search-fourth",
    "search-fifth",
    "search-sixth",
    "search-seventh",
    "search-eighth",
    "search-ninth",
    "search-tenth",
)
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

RUN_MATERIAL = """
const fs = require("fs"), vm = require("vm");
const { worker, index, questions } = JSON.parse(fs.readFileSync(0, "utf8"));
const listeners = [], replies = [];
const inside = { URL, performance, structuredClone, setTimeout, importScripts() {} };
inside.self = inside;
inside.addEventListener = (type, listener) => listeners.push(listener);
inside.postMessage = (reply) => replies.push(reply);
vm.runInNewContext(fs.readFileSync(worker, "utf8"), inside);
const send = async (type, data) => {
  for (const listener of listeners) await listener({ data: { type, data } });
  await new Promise((resolve) => setTimeout(resolve));
  return replies.pop();
};
const [SETUP, QUERY] = [0, 2];
(async () => {
  const { config, docs } = JSON.parse(fs.readFileSync(index, "utf8"));
  await send(SETUP, { config, docs, options: { suggest: false } });
  const results = [];
  for (const words of questions) {
    const { data } = await send(QUERY, words);
    results.push(data.items.flat().map(({ location }) => location));
  }
  console.log(JSON.stringify(results));
})();
"""
SITE = Path("build/site")


def by_lunr(questions: list[str]) -> dict[str, list[str]]:
    """Return for each question the ids of the errors that lunr finds, best first."""
    passages = [
        {"id": passage.id, "title": passage.title, "text": " ".join((*passage.signs, passage.sees, passage.body))}
        for passage in example_index().passages
        if passage.kind is AnswerKind.TROUBLE
    ]
    asked_for = {"passages": passages, "questions": questions}
    return dict(zip(questions, in_node(RUN_LUNR, asked_for, str(LUNR)), strict=True))


def by_material(questions: list[str], site: Path) -> dict[str, list[str]]:
    """Return for each question the ids of the errors that the theme's search shows, best first."""
    found: dict[str, list[str]] = {}
    for words, places in places_by_material(questions, site).items():
        found[words] = [place.partition("#")[2] for place in places if "troubleshooting.html#" in place]
    return found


def places_by_material(questions: list[str], site: Path) -> dict[str, list[str]]:
    """Return for each question the places on the site that the theme's search shows, best first."""
    (worker,) = site.glob("assets/javascripts/workers/search.*.min.js")
    index = site / "search/search_index.json"
    asked_for = {"worker": str(worker), "index": str(index), "questions": questions}
    return dict(zip(questions, in_node(RUN_MATERIAL, asked_for), strict=True))


def passages_by_lunr(questions: list[str]) -> dict[str, list[str]]:
    """Return for each query the kinds and ids of the passages of all guides that lunr finds, best first."""
    indexed = example_index(None).passages
    passages = [
        {
            "id": str(number),
            "title": passage.title,
            "text": " ".join((*passage.signs, passage.sees, *passage.asked_as, passage.body)),
        }
        for number, passage in enumerate(indexed)
    ]
    results = in_node(RUN_LUNR, {"passages": passages, "questions": questions}, str(LUNR))
    found: dict[str, list[str]] = {}
    for words, numbers in zip(questions, results, strict=True):
        found[words] = [f"{indexed[int(number)].kind} {indexed[int(number)].id}" for number in numbers]
    return found


def passages_by_material(questions: list[str], site: Path) -> dict[str, list[str]]:
    """Return for each query the kinds and ids of the passages at the places that the theme's search shows.

    A place that is no passage, such as a whole page, stands as it is.
    """
    at = {f"{passage.guide}/{passage.place}": passage for passage in example_index(None).passages}
    found: dict[str, list[str]] = {}
    for words, places in places_by_material(questions, site).items():
        found[words] = [f"{at[place].kind} {at[place].id}" if place in at else place for place in places]
    return found


def show_searches(site: Path) -> None:
    """Print the shares of the queries for which the right passage comes first, and within the first three."""
    words = [case.words for name in SEARCHES for case in asked(name)]
    ways = {
        "this product": searched,
        "lunr": passages_by_lunr(words).__getitem__,
        "Material’s search": passages_by_material(words, site).__getitem__,
    }
    for name in SEARCHES:
        for way, answer in ways.items():
            first, in_three = question_shares(asked(name), answer)
            print(f"| {name}, {way} | {len(asked(name))} | {first:.1%} | {in_three:.1%} |")


def in_node(script: str, data: object, *arguments: str) -> list[list[str]]:
    """Run a script in Node.js with data as its input; return what it prints."""
    node = shutil.which("node")
    if node is None:
        raise SystemExit("node is missing: install Debian's nodejs.")
    command = [node, "-e", script, *arguments]
    result = subprocess.run(command, input=json.dumps(data), capture_output=True, text=True, check=True)
    printed: list[list[str]] = json.loads(result.stdout)
    return printed


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
    parser.add_argument("--site", type=Path, default=SITE)
    arguments = parser.parse_args()
    if not arguments.site.is_dir():
        raise SystemExit(f"No finished site at {arguments.site}. Run “guide build” first, or name one with --site.")
    files = {name: asked(name) for name in REPORTS}
    others = asked(OTHERS)
    every_case = [case for cases in files.values() for case in cases]
    words = [case.words for case in (*every_case, *others)]
    lunr, material = by_lunr(words), by_material(words, arguments.site)
    print("| | questions | right first | right in three |\n|---|--:|--:|--:|")
    for name, cases in files.items():
        show(f"{name}, this product", cases, ranked)
        show(f"{name}, lunr", cases, lunr.__getitem__)
        show(f"{name}, Material’s search", cases, material.__getitem__)
    for name in QUESTIONS:
        first, in_three = question_shares(asked(name))
        print(f"| {name}, this product | {len(asked(name))} | {first:.1%} | {in_three:.1%} |")
    show_searches(arguments.site)
    unanswered = [case for case in others if not ranked(case.words)]
    of_lunr = [case for case in others if not lunr[case.words]]
    of_material = [case for case in others if not material[case.words]]
    print(f"\nNothing fits: {len(unanswered)} of {len(others)}; lunr {len(of_lunr)}, Material {len(of_material)}.")
    began = time.perf_counter()
    for case in every_case:
        ranked(case.words)
    each = (time.perf_counter() - began) / len(every_case)
    print(f"One question, warm: {each * 1000:.1f} ms in Python.")
    if arguments.misses:
        show_misses(every_case)


if __name__ == "__main__":
    main()

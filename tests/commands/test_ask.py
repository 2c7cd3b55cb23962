"""`guide ask`: what it prints, as text and as JSON, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from generator.asking.passages import AnswerKind
from generator.asking.ranking import answers
from generator.cli import main
from generator.commands.ask import answers_markdown
from generator.project.loading import NO_PROJECT
from tests.support.pinned import VALUES
from tests.support.project import GUIDE, PROJECT, run
from tests.support.questions import example_index

PAGE = f"{GUIDE}/troubleshooting.html#consumer-deleted"
LINE = "10/31/2026 jane.doe@acme.example 203.0.113.7 Failed: Consumer Deleted 3MVG9canaryCanary7Canary7"


def ask(*arguments: str) -> Result:
    return run("ask", "--project", PROJECT, *arguments)


def test_the_answer_stands_there_word_for_word_with_its_place() -> None:
    result = ask(LINE)
    entry = next(passage for passage in example_index().passages if passage.id == "consumer-deleted")
    place = f"[trouble consumer-deleted] {PAGE}\nMatched: “Consumer Deleted”, “Failed: Consumer Deleted”\n"
    assert (result.exit_code, result.stdout[: len(entry.text)]) == (0, entry.text)
    assert result.stdout.removeprefix(entry.text).lstrip().startswith(place)


def test_the_same_as_json_without_names_and_keys() -> None:
    result = ask(LINE, "--format", "json")
    data = json.loads(result.stdout)
    assert result.exit_code == 0
    assert data["question"] == "… Failed: Consumer Deleted …"
    first = data["answers"][0]
    text = first.pop("text")
    assert text.startswith("## Consumer Deleted\n\nLogin History says “Failed: Consumer Deleted”")
    assert first.pop("tell_apart") in text
    assert first == {
        "guide": GUIDE,
        "kind": "trouble",
        "id": "consumer-deleted",
        "title": "Consumer Deleted",
        "url": PAGE,
        "values": [],
        "steps": ["new-app"],
        "matched": ["Consumer Deleted", "Failed: Consumer Deleted"],
        "score": first["score"],
    }
    scores = [answer["score"] for answer in data["answers"]]
    assert scores[0] > 0
    assert "canary" not in result.stdout.lower()
    assert "jane" not in result.stdout.lower()


def test_it_reads_standard_input() -> None:
    result = CliRunner().invoke(main, ["ask", "--project", str(PROJECT), "-"], input="Failed:\nConsumer Deleted\n\xff")
    assert result.exit_code == 0
    assert result.stdout.startswith("## Consumer Deleted\n")


NOTHING = (
    "Nothing in the guides fits. Ask with the exact words of the error, or with the address of the page it is on.\n"
)


def test_nothing_that_fits_is_an_answer() -> None:
    text = ask("How do I bake sourdough bread?")
    data = ask("How do I bake sourdough bread?", "--format", "json")
    assert (text.exit_code, text.stdout) == (1, NOTHING)
    assert (data.exit_code, json.loads(data.stdout)) == (
        1,
        {"question": "How do I bake sourdough bread?", "answers": [], "note": NOTHING.strip()},
    )


def test_an_empty_question_is_wrong_use() -> None:
    result = ask(" ")
    assert result.exit_code == 2
    assert result.stderr.endswith("Error: The question is empty. Ask something, or paste the error's words.\n")


def test_content_with_errors_is_named(tmp_path: Path) -> None:
    result = run("ask", "--project", PROJECT, "--content", tmp_path, "anything")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"{tmp_path}: {NO_PROJECT} [no-guide]\n"


def page(question: str) -> str:
    return answers_markdown(question, answers(example_index(), question), example_index())


def test_a_page_has_question_answer_further_questions_and_sources() -> None:
    text = page("INVALID_SESSION_ID for Jane, after hours")
    heading, *parts = text.split("\n\n")
    assert heading == "# INVALID\\_SESSION\\_ID for …, after hours"
    titles = [part for part in parts if part.startswith("## ")]
    assert titles[1:] == ["## Further questions", "## Sources"]
    assert f"({GUIDE}/troubleshooting.html#session-expired)" in parts[-1]


def test_a_page_says_that_nothing_was_found() -> None:
    assert page("bake bread") == f"# bake bread\n\n{NOTHING}"


TROUBLES = [passage for passage in example_index().passages if passage.kind is AnswerKind.TROUBLE]


def test_an_error_is_answered_with_the_values_it_comes_from() -> None:
    """By our own pinned copy of them."""
    shown = [(passage.id, line) for passage in TROUBLES for line in passage.text.splitlines() if " must read `" in line]
    setting, value = VALUES["callback_url"]
    assert len(shown) > 20
    assert ("redirect-uri-mismatch", f"{setting} must read `{value}`.") in shown
    lines = {f"{setting} must read `{value}`." for setting, value in VALUES.values()}
    assert {line for _, line in shown} <= lines

"""A build takes a sheet over from the one before it only if it lies as made and from all the same."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.batch import built_sheets
from generator.batch.built_sheets import BuiltSheets, Files, SheetGroup
from generator.deriving.guide_view import view
from generator.model import Guide
from generator.output.files import MARKER
from generator.problems import Problems
from generator.project import earlier as earlier_module
from generator.project.earlier import Earlier, digest, read_earlier
from generator.publishing.artefacts import Output, count_values, refuse_secrets
from tests.support.project import GUIDE, PROJECT, run
from tests.support.sample import ACME, SAMPLE, VALUES, sample_guide

SHEETS = BuiltSheets((SAMPLE,), frozenset({SAMPLE.id}), (ACME,), "https://example.com/")


def leave(out: Path, sheets: BuiltSheets, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Make the sheets into `out`, with texts in the place of PDFs, and return the names of those laid out."""
    laid_out: list[str] = []

    def made(order: SheetGroup, packed: bytes) -> Files:
        name, source = built_sheets._name_and_source(order, packed)
        laid_out.append(name)
        return {f"{name}.pdf": source.encode()}

    monkeypatch.setattr(built_sheets, "_files", made)
    earlier = read_earlier(out)
    hashes: dict[str, str] = {}
    for files in sheets.made(earlier):
        for name, data in files.items():
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (out / name).write_bytes(data)
            hashes[name] = hashlib.sha256(data).hexdigest()
    note = {"program": earlier_module.program(), "hashes": hashes, **earlier.now}
    (out / MARKER).write_text(json.dumps(note))
    return laid_out


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    assert leave(folder, SHEETS, monkeypatch) == ["sample", "sample/acme"]
    return folder


def other_guide(old: str, new: str) -> BuiltSheets:
    assert old in VALUES
    return replace(SHEETS, guides=(sample_guide(VALUES.replace(old, new)),))


def with_about(**about: str) -> BuiltSheets:
    return replace(SHEETS, guides=(replace(SAMPLE, about=SAMPLE.about.model_copy(update=about)),))


BLANK, ORG = "sample", "sample/acme"
CHANGES = {
    "nothing": (SHEETS, []),
    "a value": (other_guide("one--two", "one--three"), [BLANK, ORG]),
    "the front matter": (with_about(revision="8"), [BLANK, ORG]),
    "a step": (replace(SHEETS, guides=(replace(SAMPLE, sections=SAMPLE.sections[:-1]),)), [BLANK, ORG]),
    "the site's address": (replace(SHEETS, site="https://example.org/"), [BLANK, ORG]),
    "an org": (replace(SHEETS, orgs=(ACME.saying(owner="Somebody Else"),)), [ORG]),
    "an org gone": (replace(SHEETS, orgs=()), []),
    "another org": (replace(SHEETS, orgs=(replace(ACME, id="other"), ACME)), ["sample/other"]),
}


@pytest.mark.parametrize(("sheets", "expected"), CHANGES.values(), ids=CHANGES)
def test_only_what_a_change_touches_is_laid_out(
    sheets: BuiltSheets, expected: list[str], out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert leave(out, sheets, monkeypatch) == expected
    assert leave(out, sheets, monkeypatch) == []


DAMAGES: dict[str, Callable[[Path], object]] = {
    "changed": lambda out: (out / "sample.pdf").write_text("ticked"),
    "gone": lambda out: (out / "sample.pdf").unlink(),
    "no note": lambda out: (out / MARKER).unlink(),
    "a note of no form": lambda out: (out / MARKER).write_text("[7"),
    "a note that is a list": lambda out: (out / MARKER).write_text("[]"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_what_does_not_lie_as_it_was_made_is_made_anew(
    damage: Callable[[Path], object], out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damage(out)
    assert BLANK in leave(out, SHEETS, monkeypatch)


@pytest.mark.parametrize("part", ["product_hash", "system_libraries"])
def test_another_program_takes_nothing_over(part: str, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(earlier_module, part, lambda: "another")
    assert leave(out, SHEETS, monkeypatch) == [BLANK, ORG]


# Findings


def read(out: Path, earlier: Earlier, guide: Guide = SAMPLE) -> tuple[dict[str, dict[str, int]], Problems]:
    problems = Problems()
    output = Output(out, "out", problems, earlier)
    report = count_values(output, [guide], {guide.id: ("page.html",)})
    refuse_secrets(output, {step.content_hash for step in view(guide).steps})
    return report[guide.id], problems


PAGE = "".join(f'<code data-value="{value.id}">{value.value}</code>' for value in SAMPLE.values)


@given(at=st.integers(0, len(PAGE) - 1), letter=st.characters(codec="ascii", exclude_characters="\r"))
def test_findings_hold_for_the_same_bytes_alone(at: int, letter: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is found with earlier findings at hand is what is found without, whatever one letter changed."""
    out = tmp_path_factory.mktemp("out")
    earlier = Earlier(out)
    (out / "page.html").write_text(PAGE)
    first = read(out, earlier)
    assert first == read(out, Earlier(out, findings=earlier.now["findings"]))
    (out / "page.html").write_text(PAGE[:at] + letter + PAGE[at + 1 :])
    assert read(out, Earlier(out, findings=earlier.now["findings"])) == read(out, Earlier(out))


def test_a_fault_is_told_each_time(tmp_path: Path) -> None:
    earlier = Earlier(tmp_path)
    (tmp_path / "page.html").write_text(PAGE + "<p>3MVG9EXAMPLEEXAMPLE</p>")
    codes = [problem.code for problem in read(tmp_path, earlier)[1]]
    assert codes == ["secret"]
    again = Earlier(tmp_path, findings=earlier.now["findings"])
    assert [problem.code for problem in read(tmp_path, again)[1]] == codes


def test_a_hash_that_no_step_has_any_more_is_looked_at_again(tmp_path: Path) -> None:
    step = view(SAMPLE).steps[0].content_hash
    earlier = Earlier(tmp_path)
    (tmp_path / "page.html").write_text(f"{PAGE}<p>{step[:30]}<b>{step[30:]}</b></p>")
    assert not read(tmp_path, earlier)[1].has_errors
    other = sample_guide(VALUES.replace("one--two", "one--three"))
    without = replace(other, sections=())
    again = Earlier(tmp_path, findings=earlier.now["findings"])
    assert read(tmp_path, again, without)[1].has("secret")


def test_parts_of_a_hash_are_told_apart() -> None:
    assert digest("ab", "c") != digest("a", "bc")


# Whole builds


@pytest.mark.slow
@pytest.mark.pdf
def test_a_build_after_an_edit_leaves_what_a_full_one_does(content: Path, tmp_path: Path) -> None:
    """A step, then an org and a page's file: each time every byte is that of a build from nothing."""
    out, guide = tmp_path / "out", content / GUIDE / "guide.md"
    (content / "orgs/example-sandbox.yaml").unlink()
    build = ("build", "--project", PROJECT, "--content", content)
    assert run(*build, "--out", out).exit_code == 0
    guide.write_text(guide.read_text().replace("Click the gear icon", "Click the cogwheel"))
    (content / "orgs/new.yaml").write_text("name: New Example Ltd\n")
    assert run(*build, "--out", out).exit_code == 0
    assert run(*build, "--out", tmp_path / "full").exit_code == 0
    assert files(out) == files(tmp_path / "full")


def files(folder: Path) -> dict[str, bytes]:
    return {
        os.path.relpath(path, folder): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MARKER
    }

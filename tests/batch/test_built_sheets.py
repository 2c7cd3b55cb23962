"""A build takes a sheet over from the one before it only if it lies as made and from all the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

import generator.model
from generator.batch import built_sheets
from generator.batch.built_sheets import BuiltSheets, Files, SheetGroup
from generator.checking.artefacts import check_secrets
from generator.deriving import guide_view
from generator.deriving.guide_view import view
from generator.model import Guide
from generator.model.brand import Brand
from generator.model.sheet_overrides import SheetOverrides
from generator.output.files import MARKER
from generator.problems import Problem, Problems
from generator.project import earlier as earlier_module
from generator.project.earlier import Earlier, digest, read_earlier
from generator.publishing import artefacts
from generator.publishing.artefacts import SEARCH_INDEX, Artefact, Output, count_values, refuse_secrets
from generator.reading.artefacts.artefacts import html_values
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


PARTS = {
    "guides": other_guide("one--two", "one--three"),
    "for_orgs": replace(SHEETS, for_orgs=frozenset()),
    "orgs": replace(SHEETS, orgs=(ACME.saying(owner="Somebody Else"),)),
    "site": replace(SHEETS, site="https://example.org/"),
    "overrides": replace(SHEETS, overrides=SheetOverrides.of("sheet_overrides", {"print.css": "a {}"}, {})),
    "brand": replace(SHEETS, brand=Brand(name="Example", footer="Example Ltd")),
}


def test_each_part_of_what_sheets_are_made_from_counts(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There and back again: something is laid out on one of the two ways."""
    assert [part.name for part in fields(BuiltSheets)] == list(PARTS)
    for sheets in PARTS.values():
        assert leave(out, sheets, monkeypatch) + leave(out, SHEETS, monkeypatch)


NOT_IN_A_HASH = {"location", "texts", "fonts", "data", "meant", "fault"}
"""Where something stands in its file; files, whose digest is in it; rules of this program, which every build notes."""


def test_a_hash_of_a_guide_or_an_org_leaves_nothing_out() -> None:
    """What is made from a guide is known by what `repr` says of its view: a part without it would be forgotten."""
    modules = [import_module(f"generator.model.{module.name}") for module in iter_modules(generator.model.__path__)]
    left_out: set[str] = set()
    for module in (*modules, guide_view):
        for noun in filter(is_dataclass, vars(module).values()):
            left_out.update(part.name for part in fields(noun) if not part.repr)
        for model in vars(module).values():
            if isinstance(model, type) and issubclass(model, BaseModel):
                left_out.update(name for name, part in model.model_fields.items() if not part.repr)
    assert left_out == NOT_IN_A_HASH


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
    report = count_values(output, [guide], {guide.id: [page_of(guide)]})
    refuse_secrets(output, {step.content_hash for step in view(guide).steps})
    return report[guide.id], problems


def page_of(guide: Guide) -> Artefact:
    return Artefact("page.html", "Page", guide.values, lambda data: html_values(data.decode()))


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


def searched(text: str) -> bytes:
    """Return a search index of two pages of two sections each; the second says `text`."""
    said = {"a.html": "one", "a.html#x": "one", "b.html": text, "b.html#x": 'A mark: },{"location":"c.html'}
    entries = [{"location": place, "text": words} for place, words in said.items()]
    return json.dumps({"config": {}, "docs": entries}, separators=(",", ":")).encode()


def test_the_search_index_is_looked_at_page_by_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it once, then what is said of a page that changed."""
    looked_at: list[str] = []

    def check(path: str, text: str, known: frozenset[str]) -> Iterable[Problem]:
        looked_at.append(text)
        return check_secrets(path, text, known)

    monkeypatch.setattr(artefacts, "check_secrets", check)
    (tmp_path / SEARCH_INDEX).parent.mkdir(parents=True)
    earlier = Earlier(tmp_path)
    counts: list[tuple[int, bool]] = []
    for text in ("two", "three", "3MVG9EXAMPLEEXAMPLE"):
        (tmp_path / SEARCH_INDEX).write_bytes(searched(text))
        problems = Problems()
        refuse_secrets(Output(tmp_path, "out", problems, earlier), ())
        counts.append((len(looked_at), problems.has("secret")))
    assert counts == [(3, False), (4, False), (5, True)]
    assert ",".join(looked_at[:3]) == searched("two").decode()


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

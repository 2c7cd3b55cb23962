"""`guide record` with scans: what is taken, what is asked, what is refused, and what the record says of it."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from generator.commands import scans as scans_module
from generator.model import Guide
from generator.model.filled_sheets import VALUE_BOX
from generator.model.records import Confirmation, Kind, Reading, State, StepEvidence
from generator.model.sheet_layouts import DIFFERS, SIGNATURE, MarkKind, SheetLayout
from generator.reading.scans.layouts import read_layout
from tests.support.marked_paper import (
    BALLPOINT,
    Flatbed,
    Hand,
    Picture,
    Square,
    cross,
    printed_page,
    scanned,
    struck_out,
    tick,
)
from tests.support.project import GUIDE, PROJECT, run
from tests.support.recording import ON, ORG, recorded, take

pytestmark = pytest.mark.pdf
PAGE = 2
NAME = "example-sandbox"


@dataclass(frozen=True)
class Sheet:
    """An org's checklist as it was printed, and one page of it marked and scanned."""

    pdf: Path
    layout: SheetLayout
    scan: Picture

    @property
    def steps(self) -> list[str]:
        return [mark.step for mark in self.layout.pages[PAGE - 1].marks if mark.kind is MarkKind.DONE]


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    """The first step of the page is done, the second blocked, the third struck out, the others open."""
    out = tmp_path_factory.mktemp("printed")
    result = run("checklist", ORG, "--guide", GUIDE, "--project", PROJECT, "--out", out)
    assert result.exit_code == 0, result.output
    pdf = out / NAME / GUIDE / "checklist.pdf"
    layout = read_layout(pdf.read_bytes())
    assert layout
    chance = np.random.default_rng(18)
    hand = Hand(printed_page(pdf.read_bytes(), PAGE - 1), chance)
    done = [mark for mark in layout.pages[PAGE - 1].marks if mark.kind is MarkKind.DONE]
    blocked = [mark for mark in layout.pages[PAGE - 1].marks if mark.kind is MarkKind.BLOCKED]
    tick(hand, Square.of(done[0]))
    cross(hand, Square.of(blocked[1]))
    struck_out(hand, Square.of(done[2]))
    return Sheet(pdf, layout, scanned(hand.page, Flatbed(200, 0.97, 1.2), chance))


def saved(folder: Path, *pages: Picture, name: str = "stack.tiff") -> Path:
    first, *others = map(Image.fromarray, pages)
    path = folder / name
    first.save(path, save_all=True, append_images=others)
    return path


def other_paper() -> Picture:
    return np.full((2000, 1400), 255, np.uint8)


def test_a_stack_is_recorded_step_by_step_and_what_is_unsure_is_asked(sheet: Sheet, tmp_path: Path) -> None:
    stack = saved(tmp_path, other_paper(), sheet.scan)
    review, evidence = tmp_path / "questions.html", tmp_path / "evidence"
    result = take(tmp_path / "out", stack, more=("--review", str(review), "--evidence", str(evidence)))
    assert result.exit_code == 0, result.output
    done, blocked, struck, *others = sheet.steps
    record = recorded(tmp_path / "out")
    states = {step: record.steps[step].state for step in sheet.steps}
    assert states == {done: State.DONE, blocked: State.BLOCKED} | dict.fromkeys([struck, *others], State.OPEN)
    digest = hashlib.sha256(stack.read_bytes()).hexdigest()
    shown = record.steps[done].evidence
    assert shown
    assert (shown.kind, shown.page, shown.sha256) == (Reading.SCAN, 2, digest)
    (file,) = record.evidence
    assert (file.file, file.kind, set(file.states)) == ("stack.tiff", Kind.SCAN, {done, blocked})
    told = f"stack.tiff: warning: Page 1: {PAPER} [scan-no-code]\n"
    assert result.stderr.endswith(told)
    assert (
        f"stack.tiff: pages 1, 3–{len(sheet.layout.pages)} of the sheet are missing; these steps stay" in result.stdout
    )
    assert re.search(
        r"not read for sure, and left as recorded: 3 “In the .* App”; open .*questions.html, answer", result.stdout
    )
    clippings = {path.name for path in evidence.iterdir()}
    assert {f"stack.page-002.{done}.done.ticked.png", f"stack.page-002.{struck}.done.unsure.png"} <= clippings
    page = review.read_text()
    assert page.count("<fieldset") == 1
    assert f'data-sha256="{digest}" data-page="2" data-step="{struck}"' in page
    assert 'src="data:image/png;base64,' in page
    assert not re.search(r'(?:src|href)="(?!data:)', page)


PAPER = (
    "no code of ours can be read on it. If this is another paper, all is well; if it is of a sheet, scan it again at "
    "200 dpi, or record it by hand."
)


def test_a_scan_as_pdf_goes_to_the_org_that_its_code_names(sheet: Sheet, tmp_path: Path) -> None:
    saved(tmp_path, sheet.scan, name="scan.pdf")
    result = run(
        "record", tmp_path, "--orgs", ORG.parent, "--by", "Ann", "--project", PROJECT, "--out", tmp_path / "out"
    )
    assert result.exit_code == 0, result.output
    assert recorded(tmp_path / "out").steps[sheet.steps[0]].state is State.DONE


@pytest.mark.parametrize(
    ("options", "code", "text"),
    [
        (
            ("--org", ORG.with_name("example-production.yaml")),
            "other-org",
            "This page is about another org than --org names. Name the org it is about.",
        ),
        (
            ("--orgs", ORG.with_name("example-production.yaml")),
            "no-org-fits",
            "This page is about an org that is none of --orgs. Add its file or row there.",
        ),
        (
            ("--org", ORG, "--guide", "salesforce-move-from-connected-app"),
            "other-guide",
            (
                "This page is about the guide “salesforce-external-client”. "
                "Guides looked at: salesforce-move-from-connected-app."
            ),
        ),
    ],
)
def test_pages_of_others_are_refused_by_name(
    options: tuple[str | Path, ...], code: str, text: str, sheet: Sheet, tmp_path: Path
) -> None:
    scan = saved(tmp_path, sheet.scan, name="scan.png")
    result = run("record", scan, *options, "--by", "Ann", "--project", PROJECT, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert f"scan.png: Page 1: {text} [{code}]\n" in result.stderr
    assert not (tmp_path / "out" / NAME).exists()


def test_a_scan_and_a_file_that_contradict_each_other_are_named(sheet: Sheet, tmp_path: Path) -> None:
    step = sheet.steps[0]
    entry = {"state": "blocked", "content": dict(sheet.layout.steps)[step]}
    by_hand = tmp_path / "run.json"
    by_hand.write_text(
        json.dumps({
            "format": "guide-run/1", "guide": GUIDE, "revision": sheet.layout.revision, "org": NAME,
            "steps": {step: entry},
        })
    )  # fmt: skip
    result = take(tmp_path / "out", by_hand, saved(tmp_path, sheet.scan, name="scan.png"))
    assert result.exit_code == 1
    assert (
        "Page 1: Step 1 “Click the gear icon in the upper-right corner of …” is done here and blocked in"
        in result.stderr
    )


def test_a_sheet_of_an_older_revision_is_told_with_what_changed(sheet: Sheet, content: Path, tmp_path: Path) -> None:
    """Only the PDF that was printed tells which steps it had."""
    path = content / GUIDE / "guide.md"
    text = path.read_text().replace('revision: "2026.1"', 'revision: "2026.2"')
    path.write_text(text.replace("click **New External Client App**", "press **New External Client App**"))
    scan = saved(tmp_path, sheet.scan, name="scan.png")
    at = f"{scan}: Page 1: "
    without = take(tmp_path / "out", scan, more=("--content", str(content)))
    assert (without.exit_code, without.stderr) == (
        1,
        (
            f"{at}This page is of revision 2026.1, and the guide is at 2026.2. Record it with the guide as it was then "
            "(--content). With the PDF that was printed (--sheet), this message says which steps changed. "
            "[other-revision]\n"
        ),
    )
    told = take(tmp_path / "out", scan, more=("--content", str(content), "--sheet", str(sheet.pdf)))
    assert (told.exit_code, told.stderr) == (
        1,
        (
            f"{at}This file is of revision 2026.1, and the guide is at 2026.2: changed steps: 3 “In the upper-right "
            "corner, press New External Client App”. Record it with the guide as it was then (--content), and print "
            "what is to be redone with “guide checklist ORG.yaml --since RECORD”. [other-revision]\n"
        ),
    )
    assert not (tmp_path / "out").exists()


def test_a_sheet_that_cannot_be_made_again_is_read_from_its_pdf(sheet: Sheet, tmp_path: Path) -> None:
    """Here the org's file says less than it did: the addresses that were printed at the steps are gone."""
    org = tmp_path / ORG.name
    org.write_text("name: Acme Example Ltd, UAT sandbox\n")
    scan = saved(tmp_path, sheet.scan, name="scan.png")
    common = ("record", scan, "--org", org, "--by", "Ann", "--project", PROJECT, "--out", tmp_path / "out")
    result = run(*common, "--sheet", sheet.pdf)
    assert result.exit_code == 0, result.output
    assert recorded(tmp_path / "out").steps[sheet.steps[0]].state is State.DONE
    damaged = tmp_path / "damaged.pdf"
    damaged.write_bytes(sheet.pdf.read_bytes()[:50_000])
    refused = run(*common, "--sheet", damaged)
    assert (refused.exit_code, refused.stderr) == (
        1,
        (
            f"{damaged}: This PDF does not say what stands where on it: it is no checklist of ours, or a program that "
            "saved it dropped this. Name the PDF that was printed, as it was made. [no-printed-sheet]\n"
        ),
    )


def test_what_reads_scans_may_be_missing(sheet: Sheet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans_module, "LIBRARIES", ("no_such_library",))
    result = take(tmp_path / "out", saved(tmp_path, sheet.scan, name="scan.png"))
    text = "This is a scan, and what reads scans is not installed. Install it: pip install 'guide-generator[scan]'"
    assert (result.exit_code, result.stderr) == (1, f"{tmp_path}/scan.png: {text} [scan-not-installed]\n")


def test_answers_that_cannot_be_read_are_told(sheet: Sheet, tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text('{"format": "guide-scan-answers/1", "answers": [{"sha256": "x", "page": 0}]}')
    result = take(tmp_path / "out", answers, saved(tmp_path, sheet.scan, name="scan.png"))
    assert result.exit_code == 1
    assert f"{answers}:1:" in result.stderr
    assert not (tmp_path / "out" / NAME).exists()


def test_a_short_checklist_is_read(tmp_path: Path) -> None:
    printed = run("checklist", ORG, "--short", "--guide", GUIDE, "--project", PROJECT, "--out", tmp_path)
    assert printed.exit_code == 0, printed.output
    pdf = (tmp_path / NAME / GUIDE / "checklist-short.pdf").read_bytes()
    hand = Hand(printed_page(pdf, 0), np.random.default_rng(3))
    layout = read_layout(pdf)
    assert layout
    first = next(mark for mark in layout.pages[0].marks if mark.kind is MarkKind.DONE)
    tick(hand, Square.of(first))
    result = take(tmp_path / "out", saved(tmp_path, hand.page, name="scan.png"))
    assert result.exit_code == 0, result.output
    assert recorded(tmp_path / "out").steps[first.step].state is State.DONE


# The second person's sheet


@pytest.fixture(scope="module")
def confirmation(sheet: Sheet) -> Picture:
    """The first value is confirmed, the second struck out, the others left; signed, and something differs."""
    pdf = sheet.pdf.with_name("confirm.pdf").read_bytes()
    layout = read_layout(pdf)
    assert layout
    (page,) = layout.pages
    chance = np.random.default_rng(20)
    hand = Hand(printed_page(pdf, 0), chance)
    boxes = [mark for mark in page.marks if mark.step.startswith(VALUE_BOX)]
    (signature,) = [Square.of(mark) for mark in page.marks if mark.step == SIGNATURE]
    (differs,) = [Square.of(mark) for mark in page.marks if mark.step == DIFFERS]
    tick(hand, Square.of(boxes[0]))
    struck_out(hand, Square.of(boxes[1]))
    cross(hand, differs)
    hand.stroke([(signature.left + 3 + step, signature.top + (6 if step % 2 else 2)) for step in range(9)], BALLPOINT)
    return scanned(hand.page, Flatbed(200, 0.98, -1), chance)


@pytest.fixture(scope="module")
def both(sheet: Sheet, confirmation: Picture, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of the checklist, then the confirmation."""
    return saved(tmp_path_factory.mktemp("both"), sheet.scan, confirmation)


def test_a_confirmation_on_paper_is_of_the_person_named(sheet: Sheet, both: Path, guide: Guide, tmp_path: Path) -> None:
    first, second, *_ = [value.id for value in guide.values]
    review = tmp_path / "questions.html"
    more = ("--confirmed-by", "Bob", "--review", str(review))
    result = take(tmp_path / "out", both, more=more)
    assert result.exit_code == 0, result.output
    record = recorded(tmp_path / "out")
    digest = hashlib.sha256(both.read_bytes()).hexdigest()
    place = StepEvidence(kind=Reading.SCAN, page=2, sha256=digest)
    assert record.confirmed == {first: Confirmation(by="Bob", on=ON, evidence=place)}
    assert record.steps[sheet.steps[0]].by == "Ann"
    assert [(file.kind, file.by) for file in record.evidence] == [(Kind.SCAN, "Ann"), (Kind.CONFIRMATION_SCAN, "Bob")]
    assert (
        "\n  stack.tiff: “Something differs” is ticked on the confirmation, or not surely blank; read what is"
        in result.stdout
    )
    assert "signature" not in result.stdout
    assert f"  confirmations not read for sure, and left as recorded: “Enable OAuth”; open {review}" in result.stdout
    page = review.read_text()
    assert "<legend>Confirmation: Enable OAuth</legend>" in page
    answer = {"sha256": digest, "page": 2, "step": f"{VALUE_BOX}{second}", "state": "done"}
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"format": "guide-scan-answers/1", "answers": [answer]}))
    assert take(tmp_path / "out", both, answers, more=more).exit_code == 0
    confirmed = recorded(tmp_path / "out").confirmed
    assert {value: who.evidence and who.evidence.kind for value, who in confirmed.items()} == {
        first: Reading.SCAN,
        second: Reading.ASKED,
    }


@pytest.mark.parametrize(
    ("more", "code", "text"),
    [
        (
            (),
            "confirmed-by",
            (
                "This is a second person’s confirmation, and --by names Ann for the steps of other files. Name in "
                "--confirmed-by who filled it in."
            ),
        ),
        (
            ("--confirmed-by", "ann"),
            "same-person",
            (
                "A second person confirms the values, and by the record ann did steps. Name in --confirmed-by who "
                "filled it in."
            ),
        ),
    ],
)
def test_nobody_confirms_in_the_name_of_whoever_did_the_steps(
    more: tuple[str, ...], code: str, text: str, both: Path, tmp_path: Path
) -> None:
    result = take(tmp_path / "out", both, more=more)
    assert (result.exit_code, result.stderr) == (1, f"{both}: Page 2: {text} [{code}]\n")
    assert not (tmp_path / "out").exists()


def test_a_confirmation_that_nobody_signed_is_told(sheet: Sheet, tmp_path: Path) -> None:
    pdf = sheet.pdf.with_name("confirm.pdf").read_bytes()
    scan = saved(tmp_path, printed_page(pdf, 0), name="scan.png")
    result = take(tmp_path / "out", scan, by="Bob")
    assert result.exit_code == 0, result.output
    assert recorded(tmp_path / "out").confirmed == {}
    assert result.stdout.endswith("  scan.png: the second person’s signature is not surely there\n")

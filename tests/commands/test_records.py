"""What was ticked comes back: each state, each kind of file, and nothing that is guessed."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.commands.build import read_sources
from generator.commands.status import status_rows
from generator.deriving.fingerprint import step_hash
from generator.deriving.guide_view import compliance_status
from generator.deriving.whole_sheets import filled_steps
from generator.model import Guide
from generator.model.changes import Change, Revision, Subject
from generator.model.records import Record, Run, State, schema_of
from generator.model.sheet_layouts import box_name
from generator.problems import Problems
from generator.project.paths import Paths
from generator.reading.artefacts import filled_pdf
from generator.reading.artefacts.filled_pdf import read_filled_pdf
from generator.reading.content.records import read_record, read_run
from generator.reading.text.source import Source
from generator.rendering.reports.status import Asked
from generator.rendering.reports.status_page import NEVER, status_page
from generator.rendering.source.record_yaml import record_yaml
from generator.secrets import looks_secret
from tests.support.examples import times
from tests.support.project import GUIDE, PROJECT, run
from tests.support.recording import ON, ORG, recorded, take
from tests.support.sample import BLANK_VIEW, HASHES

KEY = "3MVG9" + "x" * 30


NO_WORDS: Mapping[str, str] = {}


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checklist and the confirmation of the example sandbox."""
    out = tmp_path_factory.mktemp("sheets")
    assert run("checklist", ORG, "--project", PROJECT, "--out", out).exit_code == 0
    return out / "example-sandbox" / GUIDE


def page_count(sheets: Path) -> int:
    with pikepdf.open(sheets / "checklist.pdf") as pdf:
        return len(pdf.pages)


def hashes(of: Guide) -> dict[str, str]:
    return {step.id: step_hash(step) for step in of.steps}


def with_pikepdf(path: Path, ticked: set[str], to: Path, words: Mapping[str, str] = NO_WORDS) -> Path:
    with pikepdf.open(path) as pdf:
        for box in pdf.Root.AcroForm.Fields:
            if str(box.T) in ticked:
                box.V = box.AS = pikepdf.Name("/Yes")
            if str(box.T) in words:
                box.V = words[str(box.T)]
        pdf.save(to)
    return to


def with_pypdf(path: Path, ticked: set[str], to: Path, words: Mapping[str, str] = NO_WORDS) -> Path:
    writer = pypdf.PdfWriter(clone_from=path)
    for page in writer.pages:
        filled = {**dict.fromkeys(ticked, "/Yes"), **words}
        writer.update_page_form_field_values(page, filled, auto_regenerate=False)
    writer.write(to)
    return to


def run_file(of: Guide, **more: Any) -> dict[str, Any]:
    steps = {step: {"state": "open", "content": content} for step, content in hashes(of).items()}
    about = {"format": "guide-run/1", "guide": GUIDE, "revision": of.about.revision, "org": "example-sandbox"}
    return {**about, "steps": steps, **more}


# Round trips


@pytest.mark.pdf
@pytest.mark.parametrize("fill", [with_pikepdf, with_pypdf])
def test_every_state_and_reason_of_a_pdf_comes_back(fill: Any, sheets: Path, guide: Guide, tmp_path: Path) -> None:
    """Each step has another state in each of two sheets."""
    for shift in range(2):
        states = {step.id: list(State)[(number // 2 + shift) % 4] for number, step in enumerate(guide.steps)}
        ticked = {box_name(step, state) for step, state in states.items() if state is not State.OPEN}
        words = {f"{step}:reason": f"{state}: Zoë’s (ł)" for step, state in states.items()}
        path = fill(sheets / "checklist.pdf", ticked, tmp_path / "t.pdf", words)
        result = take(tmp_path / "out", path, more=("--anew",))
        assert result.exit_code == 0, result.output
        steps = recorded(tmp_path / "out").steps
        assert {step: entry.state for step, entry in steps.items()} == states
        assert {step: entry.reason for step, entry in steps.items()} == {
            step: words[f"{step}:reason"] for step in states
        }
        assert {entry.by for entry in steps.values() if entry.state is not State.OPEN} == {"Ann"}
        assert {step: entry.content for step, entry in steps.items()} == hashes(guide)


@pytest.mark.parametrize("write", [json.dumps, yaml.safe_dump], ids=["exported", "by-hand"])
def test_every_state_of_every_step_comes_back(write: Any, guide: Guide, tmp_path: Path) -> None:
    for shift in range(4):
        data = run_file(guide)
        states = {step: list(State)[(at + shift) % 4] for at, step in enumerate(data["steps"])}
        for step, state in states.items():
            entry = data["steps"][step]
            entry |= {"state": state.value, "by": "Bo", "at": f"{ON}T09:30:00.000Z", "reason": "ölü 漢字"}
        path = tmp_path / "run"
        path.write_text(write(data))
        assert take(tmp_path / "out", path, more=("--anew",)).exit_code == 0
        steps = recorded(tmp_path / "out").steps
        assert {step: entry.state for step, entry in steps.items()} == states
        told = [entry for entry in steps.values() if entry.state is not State.OPEN]
        assert {(entry.by, entry.at, entry.reason) for entry in told} == {("Bo", f"{ON}T09:30:00.000Z", "ölü 漢字")}


def test_a_run_names_the_org_by_its_domain_too(guide: Guide, tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text(json.dumps(run_file(guide, org="acme-example--uat.sandbox.my.salesforce.com")))
    assert take(tmp_path / "out", path).exit_code == 0


def test_a_record_reads_back_as_it_was_written(sheets: Path, tmp_path: Path) -> None:
    ticked = with_pikepdf(sheets / "checklist.pdf", {"callback-url"}, tmp_path / "t.pdf")
    more = ("--next-review", "2027-01-01", "--accept", "pkce", "--until", "2027-06-30", "--reason", "no: 'x' # y")
    assert take(tmp_path / "out", ticked, more=more).exit_code == 0
    first = recorded(tmp_path / "out")
    audit = {"on": ON, "how": "by sf", "values": {"pkce": {"verdict": "fail", "found": "Checked\nx", "file": "a"}}}
    whole = Record.model_validate(first.model_dump() | {"audit": audit})
    text = record_yaml(whole)
    assert read_record(Source("r", text), Problems()) == whole
    assert record_yaml(whole) == text
    path = tmp_path / "out/example-sandbox" / f"{GUIDE}.yaml"
    path.write_text(text)
    assert take(tmp_path / "out", ticked).exit_code == 0
    assert recorded(tmp_path / "out") == whole  # also recorded twice, evidence counts once


def test_the_sheets_of_several_orgs_in_one_file_are_read_each_as_itself(sheets: Path, tmp_path: Path) -> None:
    other = PROJECT / "content/orgs/example-production.yaml"
    assert run("checklist", other, "--project", PROJECT, "--out", tmp_path).exit_code == 0
    ticked = with_pikepdf(sheets / "checklist.pdf", {"callback-url"}, tmp_path / "one.pdf")
    two = with_pikepdf(tmp_path / f"example-production/{GUIDE}/checklist.pdf", {"new-app"}, tmp_path / "two.pdf")
    writer = pypdf.PdfWriter()
    for path in (ticked, two):
        writer.append(str(path))
    writer.write(tmp_path / "both.pdf")
    found = read_filled_pdf((tmp_path / "both.pdf").read_bytes(), "x")
    assert [(s.facts.org, [box.name for box in s.boxes if box.ticked]) for s in found] == [
        ("example-sandbox", ["callback-url"]),
        ("example-production", ["new-app"]),
    ]
    pages = page_count(sheets)
    assert take(tmp_path / "out", tmp_path / "both.pdf").stderr == (
        f"{tmp_path / 'both.pdf'}: Pages {pages + 1}–{2 * pages}: This file is about the org “example-production”, "
        "and --org names “example-sandbox”. Name the org it is about. [other-org]\n"
    )


def test_a_lost_page_is_told_by_its_steps(sheets: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(damaged("lost a page", sheets))
    with pikepdf.open(sheets / "checklist.pdf") as pdf:
        last = sum(is_old(annotation) and "/FT" in annotation for annotation in pdf.pages[1].obj.Annots)
    assert take(tmp_path / "out", path).stderr == (
        f"{path}: This PDF has lost the boxes of steps 1–{last}. A page was taken out, or the program that saved "
        "it left them out. Take the file that was ticked. [pdf-lost-boxes]\n"
    )


def test_a_pdf_of_too_many_pages_is_told_what_to_do(
    sheets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = page_count(sheets)
    monkeypatch.setattr(filled_pdf, "MAX_PAGES", pages - 1)
    assert take(tmp_path / "out", sheets / "checklist.pdf").stderr == (
        f"{sheets / 'checklist.pdf'}: This PDF has {pages} pages, and no more than {pages - 1} are read from one file. "
        "Take it apart, or record each org’s own sheet. [too-large]\n"
    )


def test_a_flattened_sheet_is_read_from_behind_its_tags(sheets: Path, tmp_path: Path) -> None:
    """Whoever takes the drawn ticks away afterwards gets nothing recorded."""
    ticked = with_pikepdf(sheets / "checklist.pdf", {"callback-url"}, tmp_path / "t.pdf")
    flat, bare = tmp_path / "flat.pdf", tmp_path / "bare.pdf"
    with pikepdf.open(ticked) as pdf:
        pdf.flatten_annotations("all")
        pdf.save(flat)
        for page in pdf.pages:
            page.obj.Resources.XObject = pikepdf.Dictionary()
        pdf.save(bare)
    assert take(tmp_path / "out", flat).exit_code == 0
    steps = recorded(tmp_path / "out").steps
    assert [step for step, entry in steps.items() if entry.state is State.DONE] == ["callback-url"]
    refused = take(tmp_path / "no", bare)
    assert (refused.exit_code, refused.stderr.partition("[")[2]) == (1, "pdf-unclear]\n")


def is_old(annotation: Any) -> bool:
    """Whether a sheet of before December 2026 has such a link or field."""
    return ":" not in str(annotation.get("/T", ""))


def test_older_sheets_and_what_poppler_makes_of_them_are_read(sheets: Path, tmp_path: Path) -> None:
    """They say `/on`, have one box a step and no drawing of a blank one; poppler then draws one in place of all."""
    path = tmp_path / "old.pdf"
    with pikepdf.open(sheets / "checklist.pdf") as pdf:
        for page in pdf.pages:
            del page.obj.Metadata
            page.obj.Annots = pikepdf.Array(filter(is_old, page.obj.get("/Annots", ())))
        pdf.Root.AcroForm.Fields = pikepdf.Array(filter(is_old, pdf.Root.AcroForm.Fields))
        xmp = pdf.Root.Metadata.read_bytes()
        pdf.Root.Metadata.write(re.sub(b"<guide:boxes>.*</guide:boxes>", b"", xmp, flags=re.DOTALL))
        for number, box in enumerate(pdf.Root.AcroForm.Fields):
            del box.NM
            box.AP.N = pikepdf.Dictionary({"/on": box.AP.N["/Yes"]})
            if number == 0:
                box.AP.N = pdf.make_stream(b"", BBox=[0, 0, 1, 1])
                box.AS = pikepdf.Name("/N")
            if number == 1:
                box.V = box.AS = pikepdf.Name("/on")
        pdf.save(path)
    assert take(tmp_path / "out", path).exit_code == 0
    steps = recorded(tmp_path / "out").steps
    assert [step for step, entry in steps.items() if entry.state is State.DONE] == ["open-app-manager"]


def test_a_form_that_leads_in_circles_ends(sheets: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    with pikepdf.open(sheets / "checklist.pdf") as pdf:
        field = pdf.Root.AcroForm.Fields[0]
        for _ in range(60):
            field = pdf.make_indirect(pikepdf.Dictionary(Kids=[field, field], T="x"))
        pdf.Root.AcroForm.Fields.append(field)
        tree = pdf.Root.StructTreeRoot
        for _ in range(60):
            tree = pdf.make_indirect(pikepdf.Dictionary(K=[tree, tree]))
        pdf.Root.StructTreeRoot.K.append(tree)
        pdf.save(path)
        for page in pdf.pages:
            page.obj.Annots = pikepdf.Array()
        pdf.save(tmp_path / "flat.pdf")
    for form in (path, tmp_path / "flat.pdf"):
        assert take(tmp_path / "out", form).exit_code == 0


# Merging


def test_ticks_add_up_and_an_open_box_takes_nothing_back(sheets: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for step in ("callback-url", "new-app"):
        result = take(out, with_pikepdf(sheets / "checklist.pdf", {step}, tmp_path / f"{step}.pdf"))
    done = {step for step, entry in recorded(out).steps.items() if entry.state is State.DONE}
    assert done == {"callback-url", "new-app"}
    path = next(out.rglob("*.yaml"))
    assert result.stdout == (
        f"{path}: 2 of 19 steps done\n"
        "  still open: 1–2, 4–5, 7–19\n"
        "  next: 1 “Click the gear icon in the upper-right corner of …”\n"
        "  kept as recorded before, though open here: 6 “In Callback URL, enter …”\n"
    )
    assert [evidence.file for evidence in recorded(out).evidence] == ["callback-url.pdf", "new-app.pdf"]


@pytest.mark.pdf
def test_a_changed_step_is_open_again_and_the_rest_carries_over(sheets: Path, guide: Guide, tmp_path: Path) -> None:
    out, ids = tmp_path / "out", {step.id for step in guide.steps}
    assert take(out, with_pikepdf(sheets / "checklist.pdf", ids, tmp_path / "t.pdf")).exit_code == 0
    path = out / "example-sandbox" / f"{GUIDE}.yaml"
    old = path.read_text().replace(hashes(guide)["callback-url"], "0" * 64).replace("2026.1", "2026.0")
    old = old.replace("api-eu", "api-us")
    path.write_text(old)
    status = run("status", out, "--project", PROJECT, "--today", ON)
    assert (status.exit_code, "guide is at 2026.1, 1 step changed; 1 open" in " ".join(status.output.split())) == (
        1,
        True,
    )
    made = run("checklist", ORG, "--since", path, "--project", PROJECT, "--out", tmp_path / "redo")
    assert made.exit_code == 0, made.output
    redo = tmp_path / "redo/example-sandbox" / GUIDE / "checklist.pdf"
    (sheet,) = read_filled_pdf(redo.read_bytes(), "x")
    assert list(filled_steps(sheet)) == ["callback-url"]
    assert take(out, with_pikepdf(redo, {"callback-url"}, tmp_path / "redone.pdf"), by="Bo").exit_code == 0
    steps = recorded(out).steps
    assert {entry.state for entry in steps.values()} == {State.DONE}
    assert [step for step, entry in steps.items() if entry.by == "Bo"] == ["callback-url"]
    assert run("status", out, "--project", PROJECT, "--today", ON).exit_code == 0


@pytest.mark.pdf
def test_one_section_is_printed_and_recorded_by_itself(tmp_path: Path) -> None:
    """What comes before and after a sandbox refresh, say: its steps keep their numbers, and no other is asked for."""
    section = ("--section", "sandbox-refresh", "--guide", GUIDE, "--project", PROJECT)
    assert run("checklist", ORG, *section, "--out", tmp_path).exit_code == 0
    path = tmp_path / "example-sandbox" / GUIDE / "sandbox-refresh.pdf"
    (sheet,) = read_filled_pdf(path.read_bytes(), "x")
    steps = list(filled_steps(sheet))
    assert steps == [
        *("before-note", "before-tell", "after-look-for-app"),
        *("after-domain", "after-new-credentials", "after-connect"),
    ]
    text = pypdf.PdfReader(path).pages[0].extract_text()
    assert "Checklist: Before and after a sandbox refresh" in text
    assert "There are 6 steps." in text
    out = tmp_path / "out"
    assert take(out, with_pikepdf(path, set(steps), tmp_path / "t.pdf")).exit_code == 0
    entries = recorded(out).steps
    assert [step for step, entry in entries.items() if entry.state is State.DONE] == steps


@pytest.mark.parametrize(
    ("more", "status", "told"),
    [
        (("--section", "gone"), 1, "No guide has a section “gone” with steps. Known: org-rules, "),
        (("--section", "undo"), 1, "No guide has a section “undo” with steps. Known: org-rules, "),
        (("--section", "create", "--format", "csv"), 2, "--since, --section and --short make a sheet to print: leave"),
        (
            ("--section", "create", "--since", ORG),
            2,
            "--since, --section and --short each choose what is printed: name",
        ),
    ],
)
def test_a_section_that_cannot_be_printed_is_told(
    more: tuple[str, ...], status: int, told: str, tmp_path: Path
) -> None:
    result = run("checklist", ORG, *more, "--guide", GUIDE, "--project", PROJECT, "--out", tmp_path)
    assert (result.exit_code, told in result.output) == (status, True), result.output


def test_a_second_person_confirms(sheets: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    take(out, with_pikepdf(sheets / "checklist.pdf", {"callback-url"}, tmp_path / "t.pdf"))
    confirmed = with_pikepdf(sheets / "confirm.pdf", {"value_callback_url"}, tmp_path / "c.pdf")
    refused = take(out, confirmed, by=" ANN ")
    assert (refused.exit_code, "[same-person]" in refused.output) == (1, True)
    assert take(out, confirmed, by="Bob").exit_code == 0
    assert {value: who.by for value, who in recorded(out).confirmed.items()} == {"callback_url": "Bob"}


# Refused


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"org": ""}, "run-without-org"),
        ({"org": "other"}, "other-org"),
        ({"guide": "other"}, "other-guide"),
        ({"revision": "1"}, "other-revision"),
        ({"steps": {"callback-url": {"state": "done", "content": "0" * 64}}}, "other-steps"),
        ({"steps": {"nope": {"state": "done"}}}, "other-steps"),
        ({"steps": {"callback-url": {"state": "maybe"}}}, "wrong-choice"),
        ({"steps": {"callback-url": {"state": "done", "reason": KEY}}}, "secret"),
        ({"steps": {"callback-url": {"state": "done", "by": " ".join(["ab12"] * 16)}}}, "secret"),
        ({"steps": {"callback-url": {"state": "done", "at": "2026-02-30"}}}, "wrong-form"),
        ({"steps": {"callback-url": {"state": "done", "by": "a\x1b[31m"}}}, "control-character"),
        ({"steps": []}, "wrong-type"),
        ({"more": 1}, "unknown-key"),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_is_written(
    changes: dict[str, Any],
    code: str,
    guide: Guide,
    tmp_path: Path,
) -> None:
    path = tmp_path / "run.json"
    path.write_text(json.dumps(run_file(guide, **changes)))
    result = take(tmp_path / "out", path)
    assert result.exit_code == 1
    assert {line.rpartition("[")[2] for line in result.stderr.splitlines()} == {f"{code}]"}
    assert not looks_secret(result.output)
    assert not (tmp_path / "out").exists()


def test_files_that_disagree_are_named(sheets: Path, tmp_path: Path) -> None:
    ticked = with_pikepdf(sheets / "checklist.pdf", {"new-app"}, tmp_path / "t.pdf")
    result = take(tmp_path / "out", sheets / "checklist.pdf", ticked)
    assert result.exit_code == 1
    assert result.stderr == (
        f"{ticked}: Step 3 “In the upper-right corner, click New External Client App” is done here and open in "
        f"{sheets / 'checklist.pdf'}. Correct one of the two. If each file holds a part of the work, record them one "
        "after the other. [files-disagree]\n"
    )


@pytest.mark.parametrize("value", [KEY, "ab12" * 16, "a\x07"])
def test_a_name_on_the_command_line_is_looked_at(value: str, sheets: Path, tmp_path: Path) -> None:
    result = take(tmp_path / "out", sheets / "checklist.pdf", by=value)
    assert (result.exit_code, value in result.output) == (2, False)


def damaged(name: str, sheets: Path) -> bytes:
    data, out = (sheets / "checklist.pdf").read_bytes(), BytesIO()
    if name == "cut":
        return data[: len(data) // 2]
    with pikepdf.open(BytesIO(data)) as pdf:
        if name == "encrypted":
            pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
        else:
            DAMAGES[name](pdf)
            pdf.save(out, fix_metadata_version=False)
    return out.getvalue()


def print_to_pdf(pdf: pikepdf.Pdf) -> None:
    flatten(pdf)
    del pdf.Root.Metadata
    for page in pdf.pages:
        del page.obj.Metadata


def remove_page(pdf: pikepdf.Pdf) -> None:
    """The list of fields goes on naming the page's boxes."""
    del pdf.pages[1]


def rename_box(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[4].NM = "other"


def lay_over(pdf: pikepdf.Pdf) -> None:
    boxes = pdf.pages[1].obj.Annots
    for box in list(boxes):
        copy = pdf.make_indirect(pikepdf.Dictionary(dict(box.items())))
        boxes.append(copy)
        pdf.Root.AcroForm.Fields.append(copy)


def tick_without_drawing(pdf: pikepdf.Pdf) -> None:
    box = pdf.Root.AcroForm.Fields[0]
    box.V = box.AS = pikepdf.Name("/Yes")
    del box.AP


def show_what_is_not_said(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[0].AS = pikepdf.Name("/Yes")


def tick_both(pdf: pikepdf.Pdf) -> None:
    for number in (0, 2):
        box = pdf.Root.AcroForm.Fields[number]
        box.V = box.AS = pikepdf.Name("/Yes")


def rename_words(pdf: pikepdf.Pdf) -> None:
    words = pdf.Root.AcroForm.Fields[3]
    words.V, words.NM = "No permission", "other"


def type_a_key(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[3].V = KEY


def inflate(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Metadata = pdf.make_stream(b"<x>" + b" " * 80_000_000 + b"</x>")


def multiply_entities(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Metadata.write(b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>')


def flatten(pdf: pikepdf.Pdf) -> None:
    """Take the boxes from everywhere, the tags included."""
    del pdf.Root.AcroForm
    del pdf.Root.StructTreeRoot
    for page in pdf.pages:
        if "/Annots" in page:
            del page.Annots


DAMAGES = {
    "flattened": flatten,
    "printed": print_to_pdf,
    "lost a page": remove_page,
    "one box named anew": rename_box,
    "two copies": lambda pdf: pdf.pages.extend(list(pdf.pages)),
    "laid over": lay_over,
    "ticked without a drawing": tick_without_drawing,
    "ticked in part": show_what_is_not_said,
    "ticked as done and blocked": tick_both,
    "words in a field of another name": rename_words,
    "a key among the words": type_a_key,
    "bomb": inflate,
    "entities": multiply_entities,
}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("cut", "pdf-damaged"),
        ("encrypted", "pdf-encrypted"),
        ("flattened", "pdf-flattened"),
        ("printed", "pdf-unknown"),
        ("lost a page", "pdf-lost-boxes"),
        ("one box named anew", "pdf-other-boxes"),
        ("one box named anew", "pdf-lost-boxes"),
        ("two copies", "pdf-repeated-boxes"),
        ("laid over", "pdf-repeated-boxes"),
        ("ticked without a drawing", "pdf-unclear"),
        ("ticked in part", "pdf-unclear"),
        ("ticked as done and blocked", "pdf-contradicting"),
        ("words in a field of another name", "pdf-other-boxes"),
        ("a key among the words", "secret"),
        ("bomb", "pdf-damaged"),
        ("entities", "pdf-damaged"),
    ],
)
def test_a_pdf_that_tells_too_little_gets_a_clear_answer(name: str, code: str, sheets: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(damaged(name, sheets))
    result = take(tmp_path / "out", path)
    assert result.exit_code == 1
    assert f"[{code}]\n" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
@settings(max_examples=times(0.6), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=40)), min_size=1, max_size=4))
def test_no_damage_to_a_pdf_gives_a_traceback(cuts: list[tuple[float, bytes]], sheets: Path, tmp_path: Path) -> None:
    data = (sheets / "checklist.pdf").read_bytes()
    for place, piece in cuts:
        at = int(place * len(data))
        data = data[:at] + piece + data[at + len(piece) :]
    path = tmp_path / "x.pdf"
    path.write_bytes(data)
    assert take(tmp_path / "out", path).exit_code in {0, 1}


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON, st.sampled_from(["format", "guide", "org", "revision", "steps", "other"]))
def test_no_json_gives_a_traceback(data: Any, key: str) -> None:
    sound = {"format": "guide-run/1", "guide": "g", "revision": "1", "org": "o", "steps": {}}
    for text in (json.dumps(data), json.dumps(sound | {key: data})):
        problems = Problems()
        assert (read_run(Source("r.json", text), problems) is None) == problems.has_errors
        read_record(Source("r.yaml", text), Problems())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"a": 1, "a": 2}', "json-syntax"),
        ('{"a": NaN}', "json-syntax"),
        ('{"a": ' + "9" * 5000 + "}", "json-syntax"),
        ("[" * 100_000, "json-syntax"),
        ("{", "json-syntax"),
        ("[]", "json-object"),
        ('{"by": "\\ud800"}', "control-character"),
        ('{"by": "\\u0033MVG9' + "x" * 30 + '"}', "secret"),
    ],
)
def test_what_is_no_json_for_us(text: str, code: str) -> None:
    problems = Problems()
    assert read_run(Source("r.json", text), problems) is None
    assert code in {problem.code for problem in problems}
    assert not any(looks_secret(str(problem)) for problem in problems)


# Status


def test_status_in_three_forms(sheets: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ticked = with_pikepdf(sheets / "checklist.pdf", {"new-app"}, tmp_path / "t.pdf")
    take(out, ticked, more=("--next-review", "2026-11-24", "--accept", "pkce", "--until", "2026-11-24"))
    before, after = (
        json.loads(run("status", out, "--project", PROJECT, "--today", day, "--format", "json").stdout)["records"][0]
        for day in ("2026-11-24", "2026-11-25")
    )
    assert (before["states"], after["states"]) == (["open"], ["overdue", "open"])
    assert (after["review_overdue"], after["lapsed"], after["done"], after["steps"]) == (True, ["pkce"], 1, 19)
    text = run("status", out, "--project", PROJECT, "--today", "2026-11-25").stdout
    lapsed = "acceptance lapsed: Require Proof Key for Code Exchange (PKCE)"
    assert f"review was due 2026-11-24; {lapsed}; 18 open" in " ".join(text.split())
    assert "next: 1 Click the gear icon" in text
    assert max(map(len, text.splitlines())) <= 80
    (row,) = csv.DictReader(io.StringIO(run("status", out, "--project", PROJECT, "--format", "csv").stdout))
    assert (row["org"], row["done"]) == ("example-sandbox", "1")


def test_a_broken_record_does_not_hide_the_others(sheets: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    take(out, sheets / "checklist.pdf")
    (out / "bad").mkdir()
    (out / "bad" / f"{GUIDE}.yaml").write_text("format: [")
    result = run("status", out, "--project", PROJECT)
    assert result.exit_code == 1
    assert "example-sandbox" in result.stdout
    assert "[yaml-syntax]" in result.stderr


def test_the_page_holds_no_day_of_its_own() -> None:
    steps = {step: {"state": "open", "content": content} for step, content in HASHES.items()}
    about = {"format": "guide-record/1", "guide": "sample", "revision": "7", "org": "<b>acme</b>"}
    data = {**about, "recorded": {"by": "A", "on": ON}, "steps": steps, "values": {}, "next_review": "2000-01-01"}
    statuses = [compliance_status(BLANK_VIEW, Record.model_validate(data))]
    page = "".join(status_page(status_rows(statuses, Asked(NEVER, guides={"sample": BLANK_VIEW}))))
    assert "&lt;b&gt;acme&lt;/b&gt;" in page
    assert '<time datetime="2000-01-01">' in page
    assert "1 record: 1 open" in page


def test_steps_no_longer_asked_for_are_named_by_what_they_said() -> None:
    steps = {step: {"state": "done", "content": "0" * 64} for step in ("old-step", "unknown-step")}
    about = {"format": "guide-record/1", "guide": "sample", "revision": "6", "org": "acme"}
    record = Record.model_validate({**about, "recorded": {"by": "A", "on": ON}, "steps": steps, "values": {}})
    gone = Change(subject=Subject.STEP, name="old-step", before="Click Old.")
    history = (Revision(revision="7", date=ON, changes=(gone,)), Revision(revision="6", date=ON))
    now = compliance_status(replace(BLANK_VIEW, history=history), record)
    assert now.gone == ("“Click Old.”", "unknown-step")


@pytest.mark.parametrize("named", [True, False], ids=["orgs named", "none named"])
def test_a_build_makes_the_page_that_status_prints(tmp_path: Path, *, named: bool) -> None:
    orgs = tmp_path / "orgs.csv"
    orgs.write_text("id,name,Region\nbeta,Beta & Co,Up North\n")
    records = tmp_path / "records"
    records.mkdir()
    paths = Paths(PROJECT, PROJECT / "content", orgs, tmp_path / "out", orgs_given=named)
    built = read_sources(paths, Problems(), None, records).status
    printed = run("status", records, *(("--orgs", orgs) if named else ()), "--format", "html", "--project", PROJECT)
    assert built == printed.stdout
    assert ("Up North" in printed.stdout) is named


# Summary


@pytest.mark.pdf
def test_the_summary_takes_the_record_in(sheets: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ticked = with_pikepdf(sheets / "checklist.pdf", {"callback-url"}, tmp_path / "t.pdf")
    take(out, ticked, more=("--next-review", "2027-01-01", "--accept", "pkce", "--until", "2027-06-30"))
    record = out / "example-sandbox" / f"{GUIDE}.yaml"
    result = run("summary", ORG, "--record", record, "--project", PROJECT, "--out", tmp_path / "sum")
    assert result.exit_code == 0, result.output
    folder = tmp_path / "sum/example-sandbox" / GUIDE
    for name in ("summary.html", "summary.md"):
        text = (folder / name).read_text()
        for words in ("Done by Ann, 2026-11-24", "Accepted by Ann until 2027-06-30", "2027-01-01", "1 of 19"):
            assert words in text
    assert json.loads((folder / "summary.json").read_text())["record"]["open"][0] == "open-setup"
    other = PROJECT / "content/orgs/example-production.yaml"
    refused = run("summary", other, "--record", record, "--project", PROJECT, "--out", tmp_path / "no")
    assert (refused.exit_code, "[other-record]" in refused.stderr) == (1, True)


@pytest.mark.pdf
def test_a_sheet_is_made_again_when_its_record_changes(sheets: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    record = out / "example-sandbox" / f"{GUIDE}.yaml"
    take(out, with_pikepdf(sheets / "checklist.pdf", {"callback-url"}, tmp_path / "t.pdf"))

    def told(*command: str | Path) -> str:
        return run(*command, ORG, "--project", PROJECT, "--out", tmp_path / "made").stderr.splitlines()[-1]

    made, unchanged = ("Orgs: 1 made, 0 unchanged, 0 failed.", "Orgs: 0 made, 1 unchanged, 0 failed.")
    for year, command in enumerate((("checklist", "--since", record), ("summary", "--record", record)), 2027):
        assert [told(*command), told(*command)] == [made, unchanged]
        take(out, more=("--next-review", f"{year}-01-01"))
        assert told(*command) == made
    assert told("summary") == made


def test_where_nothing_is_to_be_redone_no_sheet_is_made(sheets: Path, guide: Guide, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = with_pikepdf(sheets / "checklist.pdf", {step.id for step in guide.steps}, tmp_path / "t.pdf")
    assert take(out, done).exit_code == 0
    since = ("--since", out / "example-sandbox" / f"{GUIDE}.yaml")
    result = run("checklist", ORG, *since, "--project", PROJECT, "--out", tmp_path / "redo")
    words = "Nothing is to be redone: every step is done, and none has changed since.\n"
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", words)
    assert not (tmp_path / "redo").exists()


def test_a_record_is_about_a_file_of_one_org(tmp_path: Path) -> None:
    (tmp_path / "orgs.csv").write_text("name\nOne\nTwo\n")
    taken = ("--by", "Ann", "--next-review", "2027-01-01", "--project", PROJECT, "--out", tmp_path / "out")
    result = run("record", "--org", tmp_path / "orgs.csv", *taken)
    text = "This file holds 2 orgs, and this is about one. Name the file of a single org."
    assert (result.exit_code, result.stderr) == (1, f"{tmp_path / 'orgs.csv'}: {text} [many-orgs]\n")


@pytest.mark.parametrize(("model", "name"), [(Run, "run"), (Record, "record")])
def test_the_published_schema_is_up_to_date(model: Any, name: str) -> None:
    """Mend it with `json.dumps(schema_of(Run, "Run"), indent=2, ensure_ascii=False)`."""
    path = PROJECT / "schemas" / f"{name}.schema.json"
    assert path.read_text() == json.dumps(schema_of(model, name.title()), indent=2, ensure_ascii=False) + "\n"


# Which tick is the later one


def timed(folder: Path, state: str, at: str, **more: Any) -> Path:
    """Write a run of one step by hand."""
    steps = {"open-setup": {"state": state, "at": at, "by": "Ann", **more}}
    revision = yaml.safe_load((PROJECT / "content" / GUIDE / "guide.md").read_text().split("---")[1])["revision"]
    text = {"format": "guide-run/1", "guide": GUIDE, "revision": revision, "org": "example-sandbox", "steps": steps}
    path = folder / "run.yaml"
    path.write_text(yaml.safe_dump(text))
    return path


@pytest.mark.parametrize(("later", "state"), [("files", State.DONE), ("record", State.BLOCKED)])
def test_where_times_do_not_tell_the_order_is_asked(later: str, state: State, tmp_path: Path) -> None:
    """Half past midnight in Berlin is still the day before in UTC."""
    out = tmp_path / "out"
    first = take(out, timed(tmp_path, "blocked", "2026-11-24", reason="waits for Bo"))
    assert first.stdout.endswith("  blocked: 1 “Click the gear icon in the upper-right corner of …”: waits for Bo\n")
    file = timed(tmp_path, "done", "2026-11-24T23:30Z")
    asked = take(out, file)
    assert asked.exit_code == 1
    assert (
        "is done here (2026-11-24T23:30Z) and blocked on record (2026-11-24), and their times do not tell"
        in asked.output
    )
    assert recorded(out).steps["open-setup"].state is State.BLOCKED
    assert take(out, file, more=("--later", later)).exit_code == 0
    assert recorded(out).steps["open-setup"].state is state


def test_a_time_that_is_yet_to_come_is_refused(tmp_path: Path) -> None:
    """A tick of a wrong clock would outlast every later one."""
    refused = take(tmp_path / "out", timed(tmp_path, "done", "2099-01-01T10:00Z"))
    assert refused.exit_code == 1
    assert "is done as of 2099-01-01T10:00Z, which is yet to come: today is " in refused.output
    assert "Correct the time in the file, or this computer’s clock. [time-ahead]" in refused.output
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").rglob("*.yaml"))


def test_an_earlier_state_is_named_and_changes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert take(out, timed(tmp_path, "done", "2026-11-24T10:00Z")).exit_code == 0
    told = take(out, timed(tmp_path, "blocked", "2026-11-20T10:00Z"))
    assert told.exit_code == 0
    assert "  of an earlier time here than on record, and left as recorded: " in told.output
    assert recorded(out).steps["open-setup"].state is State.DONE


def test_reasons_and_comments_outlast_a_blank_sheet(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert take(out, timed(tmp_path, "open", "", reason="waits for Bo")).exit_code == 0
    path = next(out.rglob("*.yaml"))
    path.write_text(path.read_text().replace("reason: waits for Bo", "reason: waits for Bo  # until May"))
    assert take(out, timed(tmp_path, "open", "")).exit_code == 0
    assert "reason: waits for Bo  # until May\n" in path.read_text()

"""The archive copy of a record: conformant whatever came in, it says what is on record, and can be recorded again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest

from generator.batch.archive_copies import archive_copy
from generator.batch.jobs import Job
from generator.deriving.fingerprint import step_hash
from generator.deriving.guide_view import view
from generator.model import Guide
from generator.model.records import State
from generator.output.site import site_url
from generator.output.variable_data.printing import Press
from generator.problems import Problems
from generator.project.sources import read_one_org
from tests.support.project import GUIDE, PROJECT, run
from tests.support.recording import ORG, recorded, take
from tests.support.same_sheet import differences
from tests.support.validators import validate_pdfs

pytestmark = pytest.mark.pdf

SAID = {
    "open-setup": {"state": "done", "by": "Zoë", "at": "2026-11-23T09:30Z"},
    "edit-app": {"state": "blocked", "by": "Alex", "at": "2026-11-23", "reason": "No permission <to> “edit” & save"},
    "new-app": {"state": "not-applicable", "reason": "There was one"},
    "callback-url": {"state": "open", "reason": "Waiting for Øystein"},
}


@pytest.fixture(scope="module")
def folder(guide: Guide, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of every state, with its archive copy."""
    out = tmp_path_factory.mktemp("archive")
    steps = {step.id: {"state": "done"} for step in guide.steps} | SAID
    hashes = {step.id: step_hash(step) for step in guide.steps}
    said = {step: {**entry, "content": hashes[step]} for step, entry in steps.items()}
    about = {"format": "guide-run/1", "guide": GUIDE, "revision": guide.about.revision, "org": "example-sandbox"}
    (out / "run.json").write_text(json.dumps({**about, "steps": said}))
    assert archive(out, out / "run.json").exit_code == 0
    return out


def archive(out: Path, *files: Path) -> Any:
    return take(out / "records", *files, more=("--archive", str(out / "archive")))


def copy_in(out: Path) -> Path:
    return out / "archive/example-sandbox" / f"{GUIDE}.pdf"


def test_the_copy_keeps_both_standards_and_says_what_it_is(folder: Path, tmp_path: Path) -> None:
    """The control is the same file with the key that PDF/A forbids."""
    copy, bad = copy_in(folder), tmp_path / "bad.pdf"
    with pikepdf.open(copy) as pdf:
        fields = {str(box.T): (str(box.V), str(box.AS), int(box.Ff)) for box in pdf.Root.AcroForm.Fields}
        assert "/PieceInfo" not in pdf.Root
        pdf.Root.AcroForm.NeedAppearances = True
        pdf.save(bad)
    assert [verdict.compliant for verdict in validate_pdfs([copy, bad])] == [True, True, True, False]
    assert fields["open-setup"] == ("/Yes", "/Yes", 1)
    assert fields["edit-app:blocked"] == fields["new-app:not-applicable"] == ("/Yes", "/Yes", 1)
    assert fields["edit-app"] == fields["callback-url"] == ("/Off", "/Off", 1)
    assert not any(name.endswith(":reason") for name in fields)
    text = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(copy).pages).split())
    for words in (
        "Checklist: archive copy of the record",
        "made from the record of 2026-11-24 that Ann brought up to date",
        "Done by Zoë, 2026-11-23.",
        "Blocked by Alex, 2026-11-23: No permission <to> “edit” & save.",
        "Not applicable by Ann, 2026-11-24: There was one.",
        "Open: Waiting for Øystein.",
    ):
        assert words in text
    assert "so that a scan of it can be recorded" not in text


def test_a_copy_set_into_a_template_is_that_of_the_full_layout(folder: Path, guide: Guide) -> None:
    """The copy in the folder came from a template; what a page shows of it and what a program reads is the same."""
    org = read_one_org(ORG, Problems())
    assert org
    job = Job(view(guide, site=site_url(PROJECT)), Press(full_layout=True))
    laid_out, copy = archive_copy(job, org, recorded(folder / "records")), copy_in(folder).read_bytes()
    assert laid_out != copy
    assert differences(laid_out, copy) == []


def test_what_the_copy_says_is_the_record(folder: Path, tmp_path: Path) -> None:
    assert take(tmp_path, copy_in(folder), by="Somebody").exit_code == 0
    assert recorded(tmp_path).steps == recorded(folder / "records").steps
    assert {entry.state for entry in recorded(tmp_path).steps.values()} == set(State)


def test_a_copy_that_was_changed_is_refused(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    with pikepdf.open(copy_in(folder)) as pdf:
        (box,) = [box for box in pdf.Root.AcroForm.Fields if box.T == "callback-url"]
        box.V = box.AS = pikepdf.Name("/Yes")
        pdf.save(path)
    assert take(tmp_path / "out", path).stderr == (
        f"{path}: This archive copy was changed: its boxes do not say what was on record when it was made. Take the "
        "record itself, or the copy as it was made. [archive-changed]\n"
    )


def test_the_copy_follows_the_record_to_the_byte(folder: Path, tmp_path: Path) -> None:
    """What came in leaves no trace but what is on record: here a sheet that another program spoilt."""
    first = copy_in(folder).read_bytes()
    assert archive(tmp_path, copy_in(folder)).exit_code == 0
    assert copy_in(tmp_path).read_bytes() == first
    assert run("checklist", ORG, "--project", PROJECT, "--out", tmp_path / "sheets").exit_code == 0
    writer = pypdf.PdfWriter(clone_from=tmp_path / f"sheets/example-sandbox/{GUIDE}/checklist.pdf")
    for page in writer.pages:
        writer.update_page_form_field_values(page, {"edit-app": "/Yes"}, auto_regenerate=True)
    writer.write(tmp_path / "spoilt.pdf")
    assert archive(tmp_path, tmp_path / "spoilt.pdf").exit_code == 0
    assert recorded(tmp_path / "records").steps["edit-app"].state is State.DONE
    verdicts = validate_pdfs([copy_in(tmp_path), tmp_path / "spoilt.pdf"])
    assert [verdict.compliant for verdict in verdicts] == [True, True, True, False]


def test_nothing_is_written_where_the_copy_cannot_be(folder: Path, tmp_path: Path) -> None:
    copy = copy_in(tmp_path)
    copy.parent.mkdir(parents=True)
    copy.write_bytes(b"somebody's")
    refused = archive(tmp_path, folder / "run.json")
    assert refused.stderr == (
        f"{copy}: This is no archive copy that guide made, and one would take its place. Move it, or name another "
        "--archive. [kept-file]\n"
    )
    published = take(tmp_path / "records", folder / "run.json", more=("--archive", str(PROJECT / "content/archive")))
    assert "[output-folder]" in published.stderr
    assert copy.read_bytes() == b"somebody's"
    copy.unlink()
    (tmp_path / "records/example-sandbox" / f"{GUIDE}.yaml").mkdir(parents=True)
    assert archive(tmp_path, folder / "run.json").exit_code == 1
    assert not copy.exists()

"""A guide's history is written from changes and shown; what nobody tried for long is told of."""

from __future__ import annotations

import csv
import io
import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.checking.upkeep import stale, unrecorded
from generator.deriving.comparing import compare
from generator.deriving.fingerprint import step_hash
from generator.deriving.guide_view import org_view, view, with_record
from generator.deriving.history import changes_since, recorded, with_history
from generator.model import Change, History, Revision, Subject, Trouble, Verified
from generator.problems import Location, Problems
from generator.project.loading import load_guides, load_record
from generator.project.paths import Paths
from generator.reading.content.history import read_history
from generator.reading.text.source import Source
from generator.rendering.sheets.checklist import checklist_html
from generator.rendering.sheets.checklist_csv import checklist_csv
from generator.rendering.sheets.checklist_markdown import checklist_markdown
from generator.rendering.sheets.checklist_page import checklist_page
from generator.rendering.sheets.on_record import remaining_notes
from generator.rendering.site.history_page import history_page
from generator.rendering.site.page import guide_page
from generator.rendering.source.lock_file import history_file
from tests.support.project import GUIDE, PROJECT, run
from tests.support.sample import ACME, SAMPLE, filled

ORG = PROJECT / "content/orgs/example-sandbox.yaml"
LABEL = Change(subject=Subject.LABEL, name="boxes", before="Old <b>", after="New | *x*", steps=("boxes", "gone"))
HISTORY = History(
    revisions=(
        Revision(date="2026-12-24", vendor=(LABEL,)),
        Revision(revision="7", date="2026-12-01", release="Winter '27", changes=(LABEL,), vendor=(LABEL,)),
        Revision(revision="6", date="2026-11-23"),
    )
)
CHANGED = with_history(SAMPLE, HISTORY)
PLACE = Location("guide.md", 9)


# The page and the steps ---------------------------------------------------------------------------


def test_the_page_tells_each_published_revision() -> None:
    told = "Label changed: “Old &lt;b&gt;” → “New \\| \\*x\\*”"
    assert history_page(view(CHANGED)).split("\n\n")[2:] == [
        "What each revision of this guide changed. If you set an org up with an older one, look here.",
        "## Revision 7 {: #revision-7 }",
        "Winter '27, 2026-12-01",
        f"- {told} ([step 3](index.md#boxes))",
        "On the vendor’s page had changed:",
        f"- {told}",
        "## Revision 6 {: #revision-6 }",
        "2026-11-23",
        "The first revision.\n",
    ]


def test_a_step_says_which_revision_changed_it() -> None:
    assert {step.id: step.changed for step in CHANGED.steps if step.changed} == {"boxes": "7"}
    assert guide_page(view(CHANGED)).count("[Changed in 7](history.md)") == 1
    assert checklist_html(view(CHANGED)).count("Changed in revision 7") == 1
    assert "Changed in" not in guide_page(view(SAMPLE))


def test_every_checklist_says_which_revision_changed_a_step() -> None:
    """Beside that step and no other, and also where a revision's name could be taken for something else."""
    history = History(revisions=(Revision(revision="=7*_<b>", date="2026-12-01", changes=(LABEL,)),))
    guide = org_view(view(with_history(SAMPLE, history)), ACME)
    rows = csv.DictReader(io.StringIO(checklist_csv(guide).decode("utf-8-sig"), newline=""))
    assert {row["step"]: row["changed_in"] for row in rows if row["changed_in"]} == {"boxes": "'=7*_<b>"}
    tasks = checklist_markdown(guide).split("- [ ] ")
    assert [task[:10] for task in tasks if r"Changed in revision \=7\*\_\<b>" in task] == ["**3 of 4**"]
    steps = checklist_page(guide).split('<div class="step" id="step-')
    assert [step[:5] for step in steps if "Changed in revision =7*_&lt;b&gt;</p>" in step] == ["boxes"]
    assert "Changed in" not in checklist_markdown(filled(ACME)) + checklist_page(filled(ACME))


def test_what_changed_in_the_help_with_an_error_leads_there_and_marks_no_step() -> None:
    trouble = Trouble(id="denied", error="access_denied", sees="No.", means="No.", cure="Ask.", steps=("boxes",))
    old, new = replace(SAMPLE, troubles=()), replace(SAMPLE, troubles=(trouble,))
    better = replace(SAMPLE, troubles=(trouble.model_copy(update={"sees": "Nothing.", "cure": "Wait."}),))
    history = History(revisions=())
    for revision, (before, after) in {"8": (old, new), "9": (new, better)}.items():
        about = SAMPLE.about.model_copy(update={"revision": revision})
        history = recorded(history, replace(after, about=about), compare(before, after), "2026-12-01")
    told = with_history(better, history)
    link = "([see it](troubleshooting.md#denied))"
    assert [line for line in history_page(view(told)).splitlines() if line.startswith("- ")] == [
        f"- Help with error “access\\_denied” changed {link}",
        f"- Help with error “access\\_denied” added {link}",
    ]
    assert "- Help with error denied added\n" in history_page(view(with_history(old, history)))
    assert [step.changed for step in told.steps if step.changed] == []
    assert "Ask." not in history_file(history)


def test_history_is_no_part_of_what_a_step_says() -> None:
    assert [step_hash(step) for step in CHANGED.steps] == [step_hash(step) for step in SAMPLE.steps]
    assert compare(SAMPLE, CHANGED) == ()
    assert [step.label for step in view(CHANGED).steps] == [step.label for step in view(SAMPLE).steps]


def test_a_written_history_reads_the_same() -> None:
    problems = Problems()
    assert read_history(Source("history.yaml", history_file(HISTORY)), problems) == HISTORY
    assert not list(problems)


def test_only_the_newest_entry_may_be_open() -> None:
    text = history_file(History(revisions=HISTORY.revisions[1:] + HISTORY.revisions[:1]))
    problems = Problems()
    read_history(Source("history.yaml", text), problems)
    assert [str(problem) for problem in problems] == [
        (
            "history.yaml:13:5: This entry has no revision. Only the newest may still be open; write which revision "
            "this was. [history-open]"
        )
    ]


def test_a_revision_that_the_history_does_not_know() -> None:
    other = replace(CHANGED, about=CHANGED.about.model_copy(update={"revision": "8"}))
    assert [str(problem) for problem in unrecorded(other, PLACE)] == [
        (
            "guide.md:9:1: warning: Revision 8 is not in history.yaml; the newest there is 7. Run “guide compare OLD "
            "--record”, where OLD is the last published state. [history-missing]"
        )
    ]
    assert list(unrecorded(CHANGED, PLACE)) == []


# From a change to the history, and to what is done again -------------------------------------------


@pytest.fixture
def changed(content: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The content as it was, and as it is after a value and a label changed in a new revision."""
    old = Path(shutil.copytree(content, tmp_path / "old"))
    guide = content / GUIDE / "guide.md"
    text = guide.read_text().replace('revision: "2026.1"', 'revision: "2026.2"')
    guide.write_text(text.replace("Click **Create**", "Click **Save**"))
    values = content / GUIDE / "values.yaml"
    values.write_text(values.read_text().replace("/oauth/redirect", "/oauth/return"))
    return old, content


def test_compare_records_a_revision(changed: tuple[Path, Path]) -> None:
    old, content = changed
    result = run("compare", old, "--content", content, "--record", "--today", "2026-12-24")
    assert result.exit_code == 0
    assert "history.yaml" in result.stderr
    written = (content / GUIDE / "history.yaml").read_text()
    assert written.splitlines()[2:7] == [
        "revisions:",
        '  - date: "2026-12-24"',
        '    revision: "2026.2"',
        '    release: "Summer \'26"',
        "    changes:",
    ]
    assert '"name": "callback_url"' in written
    run("compare", old, "--content", content, "--record", "--today", "2026-12-24")
    assert (content / GUIDE / "history.yaml").read_text() == written, "recording again changes nothing"


def test_a_change_needs_a_revision_of_its_own(changed: tuple[Path, Path]) -> None:
    old, content = changed
    guide = content / GUIDE / "guide.md"
    guide.write_text(guide.read_text().replace('revision: "2026.2"', 'revision: "2026.1"'))
    result = run("compare", old, "--content", content, "--record")
    assert result.exit_code == 1
    assert "The guide changed, but is still revision 2026.1. Raise “revision” first. [same-revision]" in result.stderr


def test_record_takes_no_new_state() -> None:
    folder = PROJECT / "content"
    assert run("compare", folder, folder, "--record").exit_code == 2


def test_what_an_org_must_do_again_says_what_changed(changed: tuple[Path, Path], tmp_path: Path) -> None:
    """Which steps, their hashes tell; how they changed, the same changes as everywhere else."""
    old, content = changed
    work = ("--project", PROJECT, "--content")
    steps = {step: {"state": "done"} for step in ("callback-url", "create-app", "open-setup")}
    about = {"format": "guide-run/1", "guide": GUIDE, "revision": "2026.1", "org": "example-sandbox"}
    (tmp_path / "run.json").write_text(json.dumps({**about, "steps": steps}))
    taken = ("--org", ORG, "--by", "Ann", "--on", "2026-11-24", "--out", tmp_path / "records")
    assert run("record", tmp_path / "run.json", *taken, *work, old).exit_code == 0
    run("compare", old, "--content", content, "--record", "--today", "2026-12-24")
    record = load_record(tmp_path / "records/example-sandbox" / f"{GUIDE}.yaml", Problems())
    guide = load_guides(Paths(PROJECT, content, content / "orgs", tmp_path), Problems())[0]
    assert record
    notes = remaining_notes(with_record(view(guide), record))
    assert {step: notes.get(step) for step in steps} == {
        "callback-url": ("Changed since it was recorded. Callback URL was “https://api-eu.vonage.com/oauth/redirect”."),
        "create-app": "Changed since it was recorded. Label changed: “Create” → “Save”.",
        "open-setup": None,
    }
    unknown = replace(guide, history=guide.history[:1])
    notes = remaining_notes(with_record(view(unknown), record))
    assert notes["create-app"] == "Changed since it was recorded.", "of a revision that the history does not know"


def test_changes_since_a_revision_add_up() -> None:
    wording = Change(subject=Subject.WORDING, name="boxes", before="1", after="2", steps=("boxes",))
    newest = Revision(revision="8", date="2026-12-24", changes=(wording,))
    history = (newest, *CHANGED.history[1:])
    found = {since: changes_since(history, since) for since in ("6", "7", "8", "5")}
    assert found == {"6": (LABEL, wording), "7": (wording,), "8": (), "5": ()}


# What nobody tried for long -----------------------------------------------------------------------


def warnings(today: str, **about: object) -> list[str]:
    guide = replace(SAMPLE, about=SAMPLE.about.model_copy(update=about))
    return [str(problem) for problem in stale(guide, PLACE, date.fromisoformat(today))]


TRIED = Verified(release="Winter '27", date="2026-11-01")


def test_a_guide_that_nobody_tried() -> None:
    assert warnings("2026-11-24") == [
        (
            "guide.md:9:1: warning: Nobody has tried this guide in an org yet. Follow it once, then write release and "
            "day under “verified”. [never-tried]"
        )
    ]


def test_a_guide_is_stale_the_day_after() -> None:
    assert warnings("2027-04-30", verified=TRIED) == []
    assert warnings("2027-05-01", verified=TRIED) == [
        (
            "guide.md:9:1: warning: This guide was last tried in an org on 2026-11-01, 181 days ago; it is to be tried "
            "every 180. Follow it once more, then write release and day under “verified”. [stale]"
        )
    ]
    assert warnings("2026-12-02", verified=TRIED, recheck_after_days="30") != []


def test_a_step_tried_by_itself(content: Path) -> None:
    guide = content / GUIDE / "guide.md"
    guide.write_text(guide.read_text().replace("{#create-app}", "{#create-app verified=2026-01-31}"))
    result = run("check", "--content", content, "--today", "2026-11-24")
    assert result.exit_code == 0, "warnings stop nothing"
    assert "The step “create-app” was last tried in an org on 2026-01-31, 297 days ago." in result.stderr
    assert run("check", "--content", content).stderr == "", "without a day, no day is judged"


def test_a_day_that_does_not_exist(content: Path) -> None:
    guide = content / GUIDE / "guide.md"
    guide.write_text(guide.read_text().replace("{#create-app}", "{#create-app verified=2026-02-30}"))
    result = run("check", "--content", content)
    assert result.exit_code == 1
    assert "“verified” is “2026-02-30”. Write a day of the calendar as YYYY-MM-DD. [date]" in result.stderr

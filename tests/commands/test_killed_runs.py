"""A run may be killed before any call that changes what lies on disk: each file is whole, and the next run repairs."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from PIL import Image

from tests.support.batches import GUIDE_COMMAND
from tests.support.killing import CHANGES, RENAMES, kills
from tests.support.marked_paper import printed_page
from tests.support.org_metadata import CASES as METADATA
from tests.support.project import GUIDE, PROJECT, run

DAY = ("--today", "2026-11-20")
PAGE = """\
# Sign in

1. Enter `https://app.example.com/oauth/callback`.
2. Let in People of this directory.
3. Now check **Require PKCE**.

## Later

Wait for the mail, and click **Fine**.
"""
RUN = {"format": "guide-run/1", "guide": "first-guide", "revision": "2026.1", "org": "example"}
HOW = ("record", "run.json", "--org", "content/orgs/example.yaml", "--by", "Ann", "--on", "2026-11-24")


ORG = str(PROJECT / "content/orgs/example-sandbox.yaml")
OF_EXAMPLE = ("--org", ORG, "--on", "2026-11-24", "--project", str(PROJECT))
SHEETS = ("checklist", "content/orgs/example.yaml", "--out", "sheets")


STEPS = ("save", "name", "audience")


def answer_draft() -> None:
    guide = Path("drafts/draft/guide.md")
    guide.write_text(guide.read_text().replace("answer:\n", "answer: done\n"))


def scan_sheet() -> None:
    sheet = Path("sheets/example/first-guide/checklist.pdf").read_bytes()
    Image.fromarray(printed_page(sheet, 0)).save("scan.png")


class Killed(NamedTuple):
    """What is done first, by runs that end well and then by a person, the run that is killed, and before what.

    Runs that take their time are killed before renames alone, which is where each of their files appears.
    """

    first: tuple[tuple[str, ...], ...]
    run: tuple[str, ...]
    by_hand: Callable[[], object] = Path
    before: tuple[str, ...] = CHANGES


REVIEWED = ("drift", "page.md", "--accept", "--today", "2026-11-21")
CASES = {
    "relabel": Killed((), ("relabel", "New application", "Add application")),
    "relabel back": Killed((("relabel", "Name", "Title"),), ("relabel", "Title", "Name")),
    "drift": Killed((REVIEWED,), ("drift", "changed.md", "--accept", "--today", "2026-11-24")),
    "compare": Killed((), ("compare", "old", "--record", *DAY)),
    "record": Killed((), HOW),
    "record again": Killed((HOW,), (*HOW, "--next-review", "2027-01-01")),
    "import": Killed((), ("import", "page.md", "--guide", "draft", *DAY)),
    "new guide": Killed((), ("new", "--guide", "second", *DAY)),
    "new org": Killed((), ("new", "--org", "Acme", *DAY)),
    "schemas": Killed((), ("schemas",)),
    "sheets": Killed((), (*SHEETS, "--format", "md")),
    "summary": Killed((), ("summary", "content/orgs/example.yaml", "--format", "html", "--out", "sheets")),
    "archive of sheets": Killed(((*SHEETS, "--format", "md"),), (*SHEETS, "--format", "md", "--zip", "--zip-each")),
    "one PDF": Killed((SHEETS,), (*SHEETS, "--one-pdf")),
    "metadata": Killed(
        (), ("metadata", ORG.replace("sandbox", "production"), "--project", str(PROJECT), "--out", "metadata")
    ),
    "audit": Killed(
        (("record", *OF_EXAMPLE, "--by", "Ann", "--next-review", "2027-01-01", "--out", "records"),),
        ("audit", str(METADATA / "sound"), *OF_EXAMPLE, "--record", f"records/example-sandbox/{GUIDE}.yaml"),
    ),
    "answers": Killed(
        (("import", "page.md", "--guide", "draft", *DAY),), ("import", "--guide", "draft", *DAY), answer_draft
    ),
    "archive copy": Killed((), (*HOW, "--archive", "archive"), before=RENAMES),
    "scan": Killed(
        (SHEETS,), ("record", "scan.png", *HOW[2:], "--review", "ask.html", "--evidence", "clips"), scan_sheet, RENAMES
    ),
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new project with a page that its guide follows, and a run that came back. It is the working folder."""
    folder = tmp_path / "site"
    assert run("new", folder, *DAY).exit_code == 0
    monkeypatch.chdir(folder)
    shutil.copytree("content", "old")
    guide = Path("old/first-guide/guide.md")
    guide.write_text(guide.read_text().replace("2026.1", "2025.1").replace("**Save**", "**Store**"))
    lock = Path("content/first-guide/vendor.lock.yaml")
    text = lock.read_text().replace("stated: People of this directory", "stated: Let in People of this directory.")
    lock.write_text(text.replace("stated: check", "stated: Now check"))
    Path("page.md").write_text(PAGE)
    Path("changed.md").write_text(PAGE.replace("Fine", "Good"))
    Path("run.json").write_text(json.dumps({**RUN, "steps": {"save": {"state": "done"}}}))
    Path("schemas/org.schema.json").write_text("{}")
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Return what every file holds; what a run notes for itself is left out."""
    paths = [path for path in folder.rglob("*") if path.is_file() and ".guide-sheets" not in path.parts]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def sources(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files that people and commands both write, without what is hidden."""
    folders = ("content/", "records/", "schemas/", "drafts/")
    seen = {name: data for name, data in files.items() if "/." not in name}
    return {name: data for name, data in seen.items() if name.startswith(folders)}


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_every_file_is_whole_and_the_next_run_repairs(
    name: str, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for first in CASES[name].first:
        assert run(*first).exit_code == 0
    CASES[name].by_hand()
    before, copy = tree(project), tmp_path / "copy"
    shutil.copytree(project, copy)
    done = run(*CASES[name].run)
    assert done.exit_code == 0, done.output
    after = tree(project)
    assert after != before
    monkeypatch.chdir(tmp_path)
    count = 0
    for run_killed in kills(CASES[name].before):
        monkeypatch.chdir(tmp_path)
        shutil.rmtree(project)
        shutil.copytree(copy, project)
        monkeypatch.chdir(project)
        count += run_killed(*CASES[name].run)
        left = tree(project)
        assert [file for file, data in before.items() if left.get(file) not in {data, after.get(file)}] == []
        assert run("labels").exit_code == 0  # whatever comes next
        assert sources(tree(project)) in (sources(before), sources(after))
        run(*CASES[name].run)
        assert tree(project) == after
    assert count


@pytest.mark.slow
def test_two_runs_for_one_org_at_once_keep_the_ticks_of_both(project: Path) -> None:
    """In processes of their own; which comes first is theirs to find out."""
    del project
    started = []
    for step in STEPS:
        Path(f"{step}.json").write_text(json.dumps({**RUN, "steps": {step: {"state": "done"}}}))
        command = (*GUIDE_COMMAND, HOW[0], f"{step}.json", *HOW[2:])
        started.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True))
    ended = [(process.communicate()[1], process.returncode) for process in started]
    assert ended == [("", 0)] * len(STEPS)
    steps = yaml.safe_load(Path("records/example/first-guide.yaml").read_text())["steps"]
    assert {step for step in STEPS if steps[step]["state"] == "done"} == set(STEPS)


@pytest.mark.slow
@pytest.mark.build
def test_a_build_has_a_whole_output_at_every_moment(project: Path) -> None:
    """A person's file in it is kept and named, also by the run after the one that was killed."""
    making, notes = ("build", "--site-only"), Path("build/checklists/notes.txt")
    assert run(*making).exit_code == 0
    guide = project / "content/first-guide/guide.md"
    count = 0
    for run_killed in kills(RENAMES):
        guide.write_text(guide.read_text() + "\nA word more.\n")
        notes.write_text(f"mine {count}")
        was_killed = run_killed(*making)
        assert whole(project / "build")
        if was_killed:
            told = run(*making)
            assert told.exit_code == 0
            kept = "notes.txt" if count == 0 else f"notes-{count + 1}.txt"
            assert f"the old one now lies in “build.kept/checklists/{kept}”" in told.stderr
            assert (project / "build.kept/checklists" / kept).read_text() == f"mine {count}"
            assert [path.name for path in project.glob(".build*")] == []
        count += was_killed
    assert count >= 3


def whole(out: Path) -> bool:
    """Whether each file of a build is there as the build noted it."""
    files = json.loads((out / "manifest.json").read_bytes())["files"]
    return all(hashlib.sha256((out / name).read_bytes()).hexdigest() == digest for name, digest in files.items())

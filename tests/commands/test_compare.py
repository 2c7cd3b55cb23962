"""`guide compare`: every kind of change is told as what it is, and both directions mirror each other.

A case reads: title `.` edits of the sound guide, as in test_faults `.` every change, one a line `.`
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.deriving.comparing import compare, compare_places, in_order, mirrored
from generator.deriving.facts import ComparedPlace, Fact
from generator.model import Change, Guide, Subject
from generator.problems import Problems
from generator.reading.content.guide import read_guide, read_values
from generator.reading.content.troubleshooting import read_troubles
from generator.reading.text.source import Source
from generator.rendering.reports.changes import changes_text
from tests.support.cases import CASES, SOUND, read_edits
from tests.support.project import GUIDE, GUIDES, PROJECT, run

TROUBLES = """\
no-access:
  error: access_denied
  sees: A page that says no.
  means: Nobody may come in.
  cure: Let them in.
  values: [callback_url]
  steps: [callback]
  source: https://example.com/errors
late:
  error: too_late
  sees: Nothing.
  means: It took too long.
  cure: Try again.
"""
CHANGE_CASES = sorted((CASES / "changes").glob("*.md"))


def sound(case: Path | None = None) -> Guide:
    """Return the sound guide, with the edits of a case."""
    texts = {name: (SOUND / name).read_text(encoding="utf-8") for name in ("guide.md", "values.yaml")}
    texts["troubleshooting.yaml"] = TROUBLES
    edits = read_edits(case.read_text(encoding="utf-8").split("\n.\n")[1]) if case else []
    for file, old, new in edits:
        assert texts[file].count(old) == 1, f"not found once in {file}: {old}"
        texts[file] = texts[file].replace(old, new)
    problems = Problems()
    values = read_values(Source("values.yaml", texts["values.yaml"]), problems)
    guide = read_guide("sound", Source("guide.md", texts["guide.md"]), values, problems)
    assert guide
    troubles = read_troubles(Source("troubleshooting.yaml", texts["troubleshooting.yaml"]), guide, problems)
    problems.raise_errors()
    return replace(guide, troubles=troubles)


def told(old: Guide, new: Guide) -> list[str]:
    return [line.strip() for line in changes_text(old, new, compare(old, new)).splitlines()[1:]]


def test_there_are_cases_of_every_subject() -> None:
    found = {change.subject for case in CHANGE_CASES for change in compare(sound(), sound(case))}
    assert found == set(Subject) - {Subject.ENTRY}, "a list's or table's entry is told of a vendor's page only"


@pytest.mark.parametrize("case", CHANGE_CASES, ids=lambda path: path.stem)
def test_change(case: Path) -> None:
    expected = f"{case.read_text(encoding='utf-8')}".split("\n.\n")[2].removesuffix("\n.").splitlines()
    assert told(sound(), sound(case)) == [line for line in expected if line not in {"", "."}]


@given(st.sampled_from(CHANGE_CASES), st.sampled_from(CHANGE_CASES))
def test_the_way_back_mirrors_the_way_there(one: Path, other: Path) -> None:
    old, new = sound(one), sound(other)
    assert in_order(map(mirrored, compare(old, new))) == compare(new, old)


@given(st.sampled_from(CHANGE_CASES))
def test_a_guide_does_not_differ_from_itself(case: Path) -> None:
    assert compare(sound(case), sound(case)) == ()


FACTS = st.builds(Fact, st.sampled_from([Subject.LABEL, Subject.WORDING]), st.sampled_from(["a", "b", "a b", "c d"]))
PLACES = st.lists(
    st.builds(
        ComparedPlace,
        st.just(Subject.STEP),
        st.sampled_from("uvwxyz"),
        st.just("title"),
        st.sampled_from("st"),
        facts=st.lists(FACTS, max_size=4).map(tuple),
    ),
    unique_by=lambda place: place.id,
    max_size=6,
)


@given(PLACES, PLACES)
def test_any_places_mirror_each_other(old: list[ComparedPlace], new: list[ComparedPlace]) -> None:
    """Orders, pairs and ties included."""
    there, back = compare_places(old, new), compare_places(new, old)
    assert in_order(map(mirrored, there)) == back
    assert compare_places(old, old) == ()


def test_the_most_serious_comes_first() -> None:
    wording = Change(subject=Subject.WORDING, name="a", before="1", after="2")
    value = Change(subject=Subject.VALUE, name="z", before="1", after="2")
    assert in_order([wording, value]) == (value, wording)


# The command --------------------------------------------------------------------------------------


@pytest.fixture
def repository(content: Path) -> Path:
    """The example content under git, with one revision tagged `then` and a later change in the folder."""
    git = ["git", "-C", str(content), "-c", "user.name=x", "-c", "user.email=x@example.com"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"], ["tag", "then"]):
        subprocess.run([*git, *arguments], check=True, capture_output=True)
    guide = content / GUIDE / "guide.md"
    guide.write_text(guide.read_text().replace("click **Settings**", "click **App Settings**", 1))
    return content


CHANGED = "Label changed: “Settings” → “App Settings” (step 16 “On the External Client App page, click App Settings”)"


def test_a_git_revision_and_the_content_of_today(repository: Path) -> None:
    result = run("compare", "then", "--content", repository)
    assert (result.exit_code, result.stdout) == (1, f"{GUIDE} 2026.1 → 2026.1: 1 change\n  {CHANGED}\n")


def test_two_folders_as_markdown(repository: Path) -> None:
    result = run("compare", PROJECT / "content", repository, "--format", "md")
    assert (result.exit_code, result.stdout) == (1, f"## {GUIDE} 2026.1 → 2026.1\n\n- {CHANGED}\n")


def test_as_json(repository: Path) -> None:
    result = run("compare", "then", "--content", repository, "--format", "json")
    version = {"revision": "2026.1", "release": "Summer '26"}
    assert json.loads(result.stdout) == {
        "format": "guide-changes/1",
        "guides": {
            GUIDE: {
                "before": version,
                "after": version,
                "changes": [
                    {
                        "subject": "label",
                        "action": "changed",
                        "name": "open-settings",
                        "before": "Settings",
                        "after": "App Settings",
                        "steps": ["open-settings"],
                        "line": None,
                    }
                ],
            }
        },
    }


def test_the_help_with_an_error_is_compared_in_every_form(content: Path) -> None:
    path = content / GUIDE / "troubleshooting.yaml"
    path.write_text(path.read_text().replace("redirect-uri-mismatch:", "redirect-uri:"))
    gone, come = "“redirect_uri_mismatch” is gone", "“redirect_uri_mismatch” added"
    heading = f"{GUIDE} 2026.1 → 2026.1"
    text = run("compare", PROJECT / "content", content)
    assert text.stdout == f"{heading}: 2 changes\n  Help with error {come}\n  Help with error {gone}\n"
    markdown = run("compare", PROJECT / "content", content, "--format", "md")
    points = f"- Help with error {come}\n- Help with error {gone}\n".replace("_", r"\_")
    assert markdown.stdout == f"## {heading}\n\n{points}"
    changes = json.loads(run("compare", PROJECT / "content", content, "--format", "json").stdout)["guides"][GUIDE]
    assert [(change["subject"], change["action"], change["name"]) for change in changes["changes"]] == [
        ("trouble", "added", "redirect-uri"),
        ("trouble", "gone", "redirect-uri-mismatch"),
    ]
    path.unlink()
    assert "Help with error “access_denied” is gone" in run("compare", PROJECT / "content", content).stdout


def test_nothing_changed() -> None:
    folder = PROJECT / "content" / GUIDE
    result = run("compare", folder, folder)
    assert (result.exit_code, result.stdout) == (0, f"{GUIDE} 2026.1 → 2026.1: no change\n")


def test_a_state_that_does_not_exist(repository: Path) -> None:
    result = run("compare", "never", "--content", repository)
    assert result.exit_code == 1
    assert result.stderr == (
        "never: “never” cannot be compared: it is no folder, and git says: not a valid object name: never. "
        "Name a content folder, or a revision of the repository it is in. [no-such-state]\n"
    )


def test_no_repository(content: Path) -> None:
    result = run("compare", "then", "--content", content)
    assert result.exit_code == 1
    assert "it is no folder, and git says: not a git repository" in result.stderr


def test_an_option_is_no_revision(content: Path) -> None:
    result = run("compare", "--content", content, "--", "--output=x")
    assert result.exit_code == 1
    assert "it is neither a folder nor a git revision" in result.stderr


def test_nothing_in_common(tmp_path: Path) -> None:
    result = run("compare", tmp_path, PROJECT / "content")
    assert result.exit_code == 1
    assert f"No guide stands both here ({', '.join(GUIDES)}) and in {tmp_path} (none)." in result.stderr

"""`guide labels` and `guide relabel`: a label changes everywhere, and nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.commands.labels import every_label, relabel, write
from generator.model import Paragraph, walk
from generator.problems import ContentError, Problems
from generator.project.loading import load_guides
from generator.project.paths import Paths
from generator.rendering.markup.markdown import inlines
from tests.support.examples import times
from tests.support.project import GUIDE, PROJECT, run

NAME = "App Manager"
NEW = "External Client App Manager"


def paths(content: Path) -> Paths:
    return Paths(PROJECT, content, content / "orgs", PROJECT / "build")


def files(content: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (content / GUIDE).iterdir()}


def line_of(text: str) -> int:
    """Return the line of the example guide that first holds `text`."""
    lines = (PROJECT / "content" / GUIDE / "guide.md").read_text().splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


LABELS = list(every_label(paths(PROJECT / "content"), None))


def test_every_label_is_listed_with_its_places() -> None:
    result = run("labels", "--project", PROJECT)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    at = lines.index(NAME)
    folder = (PROJECT / "content" / GUIDE).relative_to(Path.cwd())
    assert lines[at : at + 3] == [
        NAME,
        f"  {folder}/guide.md:{line_of('#open-app-manager')}:86: open-app-manager",
        f"  {folder}/guide.md:{line_of('#find-app-manager')}:31: find-app-manager",
    ]
    assert "Permitted Users" in lines
    assert "Revoke access first." not in lines, "stressed words are no label"


def test_a_dry_run_shows_the_difference_and_writes_nothing(content: Path) -> None:
    before = files(content)
    result = run("relabel", NAME, NEW, "--content", content, "--dry-run")
    assert result.exit_code == 0
    assert "+1. Go to **Setup** and open **External Client App Manager**. {#find-app-manager" in result.stdout
    assert result.stdout.endswith("2 places would change. Nothing was written.\n")
    assert files(content) == before


def test_a_label_changes_in_text_tables_settings_and_screens(content: Path) -> None:
    result = run("relabel", "Permitted Users", "Users Permitted", "--content", content)
    assert result.exit_code == 0
    guide, values = (files(content)[name].decode() for name in ("guide.md", "values.yaml"))
    assert "| **Users Permitted** | {{ permitted_users }} |" in guide
    assert "  setting: Users Permitted\n" in values
    result = run("relabel", "Basic Information", "Basics", "--content", content)
    assert result.exit_code == 0
    guide, values = (files(content)[name].decode() for name in ("guide.md", "values.yaml"))
    assert "| Basics | Name |" in guide
    assert "4. Under **Basics**, fill in" in guide
    assert "  screen: New External Client App > Basics\n" in values
    assert run("check", "--content", content).exit_code == 0


def test_plain_words_are_left_alone_and_pointed_out(content: Path) -> None:
    result = run("relabel", NAME, NEW, "--content", content)
    assert "        App Manager lists the apps of the org." in files(content)["guide.md"].decode()
    assert result.stderr == (
        f"{content / GUIDE}/guide.md:{line_of('App Manager lists')}:9: warning: “App Manager” stands here in plain "
        "words, and was left alone. Is it still right? [label-in-words]\n"
    )


def test_a_setup_page_is_a_label_too(content: Path) -> None:
    old, new = "/lightning/setup/NavigationMenus/home", "/lightning/setup/AppManager/home"
    assert run("relabel", old, new, "--content", content).exit_code == 0
    assert files(content)["guide.md"].decode().count(f"setup={new}}}") == 2


def test_readers_on_an_older_release_still_find_it(content: Path) -> None:
    run("relabel", NAME, NEW, "--content", content)
    (guide,) = load_guides(paths(content), problems := Problems(), GUIDE)
    assert not problems.has_errors
    noted = {
        step.id: inlines(part.content)
        for step in guide.steps
        for part in walk(step.otherwise)
        if isinstance(part, Paragraph) and "older release" in inlines(part.content)
    }
    note = "On an older release, look for **App Manager**."
    assert noted == {"open-app-manager": note, "find-app-manager": note}


@pytest.mark.slow
@settings(max_examples=times(0.6), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(LABELS), st.sampled_from([*LABELS, "Something New", "Ünïcode (x)"]))
def test_there_and_back_is_the_identity(content: Path, old: str, new: str) -> None:
    """The record of former names included; a change that could not be taken back is refused."""
    before = files(content)
    try:
        write(relabel(paths(content), None, old, new)[0])
    except ContentError:
        assert files(content) == before
        return
    assert files(content) != before
    write(relabel(paths(content), None, new, old)[0])
    assert files(content) == before


def test_two_changes_are_taken_back_in_turn(content: Path) -> None:
    before = files(content)
    for old, new in (("Create", "Save"), ("Save", "Save all"), ("Save all", "Save"), ("Save", "Create")):
        write(relabel(paths(content), None, old, new)[0])
    assert files(content) == before


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("Local", "Global", "label-is-value", "“Local” is the required value distribution_state, not a label."),
        (NAME, "Checked", "label-is-value", "“Checked” is the required value enable_oauth, not a label."),
        ("No such label", "x", "no-label", "No label reads “No such label”. “guide labels” lists them all."),
        (NAME, "a|b", "label-form", "“a|b” cannot be a label here."),
        (NAME, NAME, "label-form", "Both labels are the same."),
        ("Apps", NAME, "label-both", "“open-app-manager” names both “Apps” and “App Manager”"),
    ],
)
def test_what_cannot_be_changed(content: Path, old: str, new: str, code: str, words: str) -> None:
    before = files(content)
    result = run("relabel", old, new, "--content", content)
    assert result.exit_code == 1
    assert f"[{code}]" in result.stderr
    assert words in result.stderr
    assert files(content) == before


def test_a_label_in_another_form_is_refused(content: Path) -> None:
    """Part of it would be left behind."""
    guide = content / GUIDE / "guide.md"
    guide.write_text(guide.read_text().replace("open **App Manager**", "open __App Manager__"))
    result = run("relabel", NAME, NEW, "--content", content)
    assert result.exit_code == 1
    assert (
        f"guide.md:{line_of('#find-app-manager')}:1: Here “App Manager” is written in a form that cannot be changed"
        in result.stderr
    )


def test_other_line_ends_are_not_lost(content: Path) -> None:
    guide = content / GUIDE / "guide.md"
    guide.write_bytes(guide.read_bytes().replace(b"\n", b"\r\n"))
    result = run("relabel", NAME, NEW, "--content", content)
    assert result.exit_code == 1
    assert "[line-ends]" in result.stderr

"""`guide drift`: each change of a vendor's page is told as what it is, with its line and the step of ours that it hits.

A case reads: title `.` edits of `cases/drift/page.md`, as in test_faults `.` every change, one a line `.`
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from generator.cli import main
from generator.commands.drift import DriftReview, told
from generator.drift import LONGEST_NAME, drift
from generator.model import Guide, Lock, LockedPage, LockedValue
from generator.model.page import Page
from generator.platforms.salesforce.platform import SALESFORCE
from generator.problems import Problems
from generator.reading.content.guide import read_guide, read_lock, read_values
from generator.reading.gitbook import read_page
from generator.reading.text.source import Source
from generator.rendering.reports.changes import sentence
from generator.rendering.source.lock_file import lock_file
from tests.support.cases import CASES, SOUND, read_edits
from tests.support.project import GUIDE, PROJECT, run

PAGE = (CASES / "drift" / "page.md").read_text(encoding="utf-8")
DRIFT_CASES = sorted(path for path in (CASES / "drift").glob("*.md") if path.name != "page.md")
DAY = "2026-12-01"

STATED = {
    "distribution_state": ("keep this app **Local** to the org.", "Local"),
    "callback_url": ("`https://example.com/oauth/callback`.", "https://example.com/oauth/callback"),
    "scope": ("Perform requests at any time.", "Perform requests at any time"),
    "secret": (":white\\_check\\_mark: Checked", "Checked"),
    "proof": ("⬜ Unchecked.", "Unchecked"),
}
BOXES = """
{name}:
  setting: {setting}
  screen: New
  control: check box
  value: {value}
  why: So it is.
  if_wrong: {{sees: not known}}
  platform_default: not known
"""
STEP = "4. Set **Require Secret** to {{ secret }} and **Require Proof** to {{ proof }}. {#boxes}\n\n## Again"


def texts() -> dict[str, str]:
    """Return the files of the sound guide with two boxes more, as the page has them."""
    files = {path.name: path.read_text(encoding="utf-8") for path in SOUND.iterdir()}
    files["guide.md"] = (
        files["guide.md"]
        .replace("## Again", STEP)
        .replace(
            "1. Open **Setup**. {#open-again}", "1. Open **Setup**. {#open-again}\n\n2. Enter the code. {#enter-code}"
        )
    )
    boxes = (("secret", "Require Secret", "Checked"), ("proof", "Require Proof", "Unchecked"))
    files["values.yaml"] += "".join(BOXES.format(name=n, setting=s, value=v) for n, s, v in boxes)
    values = {name: LockedValue(stated=stated, value=value) for name, (stated, value) in STATED.items()}
    page = LockedPage(url="https://example.com/page", reviewed="2026-11-23", sha256="0" * 64)
    files["vendor.lock.yaml"] = lock_file(Lock(page=page, values=values))
    return files


def read(text: str) -> Page:
    problems = Problems()
    page = read_page(Source("page.md", text), problems)
    problems.raise_errors()
    assert page
    return page


def load(files: dict[str, str]) -> tuple[Guide, Lock]:
    problems = Problems()
    values = read_values(Source("values.yaml", files["values.yaml"]), problems)
    guide = read_guide("sound", Source("guide.md", files["guide.md"]), values, problems)
    lock = read_lock(Source("vendor.lock.yaml", files["vendor.lock.yaml"]), problems)
    problems.raise_errors()
    assert guide
    assert lock
    return guide, lock


OUR_GUIDE, BARE = load(texts())
REVIEWED = drift(BARE, read(PAGE), OUR_GUIDE, DAY).lock


def edited(case: Path) -> str:
    text = PAGE
    for _, old, new in read_edits(case.read_text(encoding="utf-8").split("\n.\n")[1]):
        assert text.count(old) == 1, f"not found once: {old}"
        text = text.replace(old, new)
    return text


def lines(text: str) -> list[str]:
    found = drift(REVIEWED, read(text), OUR_GUIDE, DAY)
    return list(told(DriftReview("page.md", Path(), Source("", ""), OUR_GUIDE, REVIEWED, found)))


def test_there_are_enough_cases() -> None:
    assert len(DRIFT_CASES) >= 25


@pytest.mark.parametrize("case", DRIFT_CASES, ids=lambda path: path.stem)
def test_drift(case: Path) -> None:
    expected = case.read_text(encoding="utf-8").split("\n.\n")[2].removesuffix("\n.").splitlines()
    assert lines(edited(case)) == [line for line in expected if line not in {"", "."}]


def test_a_page_has_not_drifted_from_itself() -> None:
    assert lines(PAGE) == []


BODY = PAGE[: PAGE.index("\n---\n\n# Agent")]
MARKUP = {"hint", "style", "endhint", "figure", "img", "src", "alt", "figcaption", "warning", "info"}
CHANGEABLE = [match for match in re.finditer(r"[A-Za-z]{3,}", BODY) if match[0] not in MARKUP]


@pytest.mark.slow
def test_no_word_of_a_page_can_change_unnoticed() -> None:
    changed = {match: f"{PAGE[: match.start()]}zzz{PAGE[match.end() :]}" for match in CHANGEABLE}
    assert len(changed) > 100
    assert [match for match, text in changed.items() if not lines(text)] == []


PARTS = [
    "## A b",
    "1. Click **C**.",
    "2. Enter `d e`.",
    "* point",
    "Words, and more. Words.",
    "| x | y |\n| --- | --- |\n| p | q |",
]
PAGES = st.lists(st.sampled_from(PARTS), min_size=1, max_size=12).map("\n\n".join)


@given(PAGES, PAGES)
def test_any_accepted_page_is_at_rest(old: str, new: str) -> None:
    """Whatever was reviewed before, once a page is accepted nothing is left to tell of it."""
    first = drift(BARE, read(old), OUR_GUIDE, DAY).lock
    second = drift(first, read(new), OUR_GUIDE, DAY).lock
    problems = Problems()
    written = read_lock(Source("vendor.lock.yaml", lock_file(second)), problems)
    assert not list(problems)
    assert written == second
    assert drift(second, read(new), OUR_GUIDE, DAY).changes == ()


# The command --------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sound guide under content/, reviewed on DAY, beside page.md."""
    for name, text in texts().items():
        path = tmp_path / "content" / "sound" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    (tmp_path / "mkdocs.yml").touch()
    assert run("drift", tmp_path / "page.md", "--project", tmp_path, "--accept", "--today", DAY).exit_code == 0
    return tmp_path


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "page.md"
    assert path.read_text(encoding="utf-8").count(old) == 1
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in (folder / "content" / "sound").iterdir()}


def guide_drift(folder: Path, *arguments: str) -> tuple[int, str]:
    result = run("drift", folder / "page.md", "--project", folder, "--today", "2026-12-24", *arguments)
    return result.exit_code, result.output.replace(f"{folder}/", "")


def test_a_page_as_reviewed(folder: Path) -> None:
    assert guide_drift(folder) == (0, "No change since the review of 2026-12-01.\n")


def test_the_first_review_keeps_the_guide_sound(folder: Path) -> None:
    """Only the day of review changes in guide.md, and nothing is left for `guide check` to say."""
    assert files(folder)["guide.md"] == texts()["guide.md"].replace("2026-11-23", DAY)
    assert run("check", "--project", folder).stdout == "Fine: content without errors.\n"
    assert "history.yaml" not in files(folder)


def test_the_lock_holds_no_prose(folder: Path) -> None:
    _, lock = load(files(folder))
    held = [text for place in lock.places for text in (*place.labels, *place.items, *place.rows.values())]
    assert [text for text in held if len(text.split()) > LONGEST_NAME] == []
    assert "old one" not in files(folder)["vendor.lock.yaml"]


def test_changes_end_with_1_and_write_nothing(folder: Path) -> None:
    before = files(folder)
    change(folder, "**New App**", "**New Application**")
    told = "page.md:13: Label changed: “New App” → “New Application”. No step of ours follows it.\n"
    assert guide_drift(folder) == (1, f"{told}1 change since the review of 2026-12-01.\n")
    assert files(folder) == before


def test_from_standard_input(folder: Path) -> None:
    text = (folder / "page.md").read_bytes().replace(b"New App", b"Newer App")
    result = CliRunner().invoke(main, ["drift", "-", "--project", str(folder)], input=text)
    assert result.exit_code == 1
    assert result.stdout.startswith("-:13: Label changed: “New App” → “Newer App”.")


def test_as_json(folder: Path) -> None:
    change(folder, "/oauth/callback", "/oauth/return")
    status, output = guide_drift(folder, "--format", "json")
    assert status == 1
    assert json.loads(output) == {
        "format": "guide-changes/1",
        "guide": "sound",
        "page": str(folder / "page.md"),
        "changes": [
            {
                "subject": "value",
                "action": "changed",
                "name": "callback_url",
                "before": "https://example.com/oauth/callback",
                "after": "https://example.com/oauth/return",
                "steps": ["callback"],
                "line": 18,
            }
        ],
    } | {"page": json.loads(output)["page"]}


def test_accepting_writes_lock_day_and_an_open_entry(folder: Path) -> None:
    change(folder, "**New App**", "**New Application**")
    status, output = guide_drift(folder, "--accept")
    assert status == 0
    assert output.endswith(
        "Written: content/sound/vendor.lock.yaml\n"
        "Written: content/sound/guide.md\n"
        "Written: content/sound/history.yaml\n"
    )
    assert 'date: "2026-12-24"' in files(folder)["guide.md"]
    assert files(folder)["history.yaml"].splitlines()[2:] == [
        "revisions:",
        '  - date: "2026-12-24"',
        "    vendor:",
        '      - {"subject": "label", "name": "create-the-app/1", "before": "New App", "after": "New Application"}',
    ]
    assert guide_drift(folder) == (0, "No change since the review of 2026-12-24.\n")
    change(folder, "**Apps**", "**All Apps**")
    assert guide_drift(folder, "--accept")[0] == 0
    assert files(folder)["history.yaml"].count("- {") == 2, "an open entry takes up further changes"
    assert run("check", "--project", folder).exit_code == 0


def test_a_required_value_is_accepted_by_name_only(folder: Path) -> None:
    before = files(folder)
    change(folder, "/oauth/callback", "/oauth/return")
    status, output = guide_drift(folder, "--accept")
    assert (status, files(folder)) == (1, before)
    assert output.endswith(
        "page.md:18:1: Required value Callback URL changed: “https://example.com/oauth/callback” → "
        "“https://example.com/oauth/return”. Nothing was accepted. If it is right, name it: "
        "--value callback_url [value-not-named]\n"
    )
    assert guide_drift(folder, "--accept", "--value", "callback_url")[0] == 0
    assert "    value: https://example.com/oauth/return\n" in files(folder)["vendor.lock.yaml"]
    assert "[lock-value]" in run("check", "--project", folder).stderr, "values.yaml is changed by a person"


def test_a_value_in_words_of_our_own_is_said_by_a_person(folder: Path) -> None:
    before = files(folder)
    change(folder, "keep this app **Local** to the org", "keep the app **Global** to the org")
    status, output = guide_drift(folder, "--accept", "--value", "distribution_state")
    assert (status, files(folder)) == (1, before)
    assert output.endswith(
        "page.md:17:1: How we write distribution_state does not follow from what the page says, “keep the app Global "
        'to the org”. Say it yourself: --value distribution_state="…" [value-wording]\n'
    )
    assert guide_drift(folder, "--accept", "--value", "distribution_state=Global")[0] == 0
    _, lock = load(files(folder))
    assert lock.values["distribution_state"].value == "Global"


def test_signs_before_a_value_are_no_part_of_it(folder: Path) -> None:
    change(folder, "Require Secret | :white\\_check\\_mark: Checked", "Require Secret | ⬜ Unchecked")
    assert guide_drift(folder, "--accept", "--value", "secret")[0] == 0
    _, lock = load(files(folder))
    assert lock.values["secret"] == LockedValue(stated="⬜ Unchecked", value="Unchecked")


def test_a_value_that_did_not_change_cannot_be_named(folder: Path) -> None:
    status, output = guide_drift(folder, "--accept", "--value", "nope")
    assert status == 1
    assert "--value nope: this required value did not change. Those that did: none. [value-unchanged]" in output


def test_value_without_accept_is_wrong_use(folder: Path) -> None:
    assert guide_drift(folder, "--value", "scope")[0] == 2


def test_a_page_that_is_none(folder: Path) -> None:
    (folder / "page.md").write_text("")
    assert guide_drift(folder) == (
        1,
        "page.md: The page is empty. Export it as Markdown again. [empty-page]\n",
    )


def test_a_secret_on_the_page_is_not_repeated(folder: Path) -> None:
    secret = "3MVG9" + "x" * 40
    change(folder, "**New App**", f"**{secret}**")
    status, output = guide_drift(folder)
    assert status == 1
    assert "[secret]" in output
    assert secret not in output


def test_our_own_lock_knows_where_each_value_and_step_stands() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in (PROJECT / "content" / GUIDE).glob("*.*")}
    guide, lock = load(texts)
    assert sorted(name for place in lock.places for name in place.values) == sorted(lock.values)
    bound = [step for place in lock.places for step in place.ours]
    assert bound == [step.id for step in guide.steps if step.id in bound]
    assert {step.id for step in guide.counted_steps} <= set(bound)
    held = [text for place in lock.places for text in (*place.labels, *place.items, *place.rows.values())]
    assert [text for text in held if len(text.split()) > LONGEST_NAME] == []


# A saved HTML page

SITE = """<!doctype html><html><head><title>Docs</title><script>var build = "{0}";</script></head><body>
<nav><a href="/{0}">{0}</a></nav><main><nav>Docs / {0}</nav><article>
{1}
</article><nav class="pagination-nav">Next: {0}</nav></main><footer>{0}</footer></body></html>
"""
UNREAD = Lock(page=LockedPage(url="https://example.com", reviewed=DAY, sha256="0" * 64), values={})
STEPS_ON_A_SITE = """<h1>Set it up</h1><h2 id="create">Create</h2><ol>
<li>Set <b>Distribution</b>: keep this app <strong>Local</strong> to the org.</li>
<li>In <strong>Callback URL</strong>, enter <code>https://example.com/oauth/callback</code>.</li></ol>"""


def of_site(page: str, lock: Lock) -> tuple[list[str], Lock]:
    """Return the changes of a saved page since a review, and the lock that accepts it."""
    problems = Problems()
    saved = read_page(Source("page.html", page), problems)
    assert saved
    assert not problems.has_errors
    result = drift(lock, saved, OUR_GUIDE, DAY)
    return [f"{change.line} {sentence(change, SALESFORCE.words, {})}" for change in result.changes], result.lock


def test_a_saved_page_drifts_by_its_own_words_only() -> None:
    _, reviewed = of_site(SITE.format("one", STEPS_ON_A_SITE), UNREAD)
    assert reviewed.places
    assert of_site(SITE.format("two", STEPS_ON_A_SITE), reviewed) == ([], reviewed)
    moved = STEPS_ON_A_SITE.replace("/oauth/callback", "/oauth/return")
    assert of_site(SITE.format("two", moved), reviewed)[0] == [
        "5 Literal changed: “https://example.com/oauth/callback” → “https://example.com/oauth/return”"
    ]


def test_a_page_on_markdown_and_saved_is_one_page() -> None:
    """A review of the one is a review of the other."""
    markdown = (
        "# Set it up\n\n## Create\n\n1. Set **Distribution**: keep this app **Local** to the org.\n"
        "2. In **Callback URL**, enter `https://example.com/oauth/callback`.\n"
    )
    _, reviewed = of_site(markdown, UNREAD)
    assert of_site(SITE.format("one", STEPS_ON_A_SITE), reviewed)[0] == []

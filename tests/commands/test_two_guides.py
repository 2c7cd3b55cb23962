"""Two guides in one content folder, of which one builds on the other: which is meant where none is named."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pikepdf
import pytest
import yaml

from tests.support.org_metadata import CASES, SOUND, edit
from tests.support.pinned import MOVE_VALUES
from tests.support.project import GUIDE, MOVE_GUIDE, PROJECT, run

ORG = PROJECT / "content/orgs/example-production.yaml"
VENDOR_PAGE = "# A page\n\n1. Do it.\n"


@pytest.fixture
def two(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROJECT / "content", tmp_path / "content"))


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    folder = tmp_path / "force-app"
    folder.mkdir()
    for name, text in SOUND.items():
        (folder / name).write_text(text)
    return folder


def front_matter(content: Path, old: str, new: str) -> None:
    path = content / MOVE_GUIDE / "guide.md"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_the_foundation_is_audited_by(sound: Path) -> None:
    assert f"({GUIDE}, revision" in run("audit", sound, "--project", PROJECT).stdout


def test_the_other_guide_is_audited_by_when_it_is_named(sound: Path) -> None:
    """The org blocks the username-password flow, so that nobody can use it."""
    result = run("audit", sound, "--project", PROJECT, "--guide", MOVE_GUIDE)
    lines = result.stdout.splitlines()
    assert lines[2:4] == [f"pass            {setting}: {value}" for setting, value in MOVE_VALUES.values()]
    assert (result.exit_code, lines[-1]) == (0, "2 pass.")


def test_a_flow_that_is_not_blocked_may_be_in_use(sound: Path) -> None:
    """Only the required text proves something: `otherwise: open`."""
    edit(sound, "OauthOidc*", "<blockOAuthUnPwFlow>true", "<blockOAuthUnPwFlow>false")
    result = run("audit", sound, "--project", PROJECT, "--guide", MOVE_GUIDE)
    assert result.exit_code == 3
    assert "why    blockOAuthUnPwFlow is false, which alone does not show whether it is as required." in result.stdout
    next(sound.glob("OauthOidc*")).unlink()
    result = run("audit", sound, "--project", PROJECT, "--guide", MOVE_GUIDE)
    assert result.exit_code == 3
    assert "why    No file of OauthOidcSettings could be read. Retrieve Settings:OauthOidc." in result.stdout


def test_guides_that_build_on_none_are_named(sound: Path, two: Path) -> None:
    front_matter(two, f"builds_on: {GUIDE}\n", "")
    result = run("audit", sound, "--content", two)
    assert result.exit_code == 1
    assert result.stderr == (
        f"{two}: Several guides can be audited. Choose one with --guide: {GUIDE}, {MOVE_GUIDE}. [which-guide]\n"
    )


@pytest.mark.parametrize("name", ["no-such-guide", MOVE_GUIDE])
def test_a_guide_builds_on_another_one(name: str, two: Path) -> None:
    front_matter(two, f"builds_on: {GUIDE}", f"builds_on: {name}")
    result = run("check", "--content", two)
    assert result.exit_code == 1
    assert result.stderr == (
        f"{two / MOVE_GUIDE}/guide.md:4:1: “builds_on” is “{name}”, which is no other guide here. Name the folder of "
        "one, or leave it out. [builds-on]\n"
    )


def test_a_page_without_a_guide_s_name_is_the_foundation_s(tmp_path: Path, two: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(VENDOR_PAGE)
    result = run("drift", page, "--content", two)
    assert "which-guide" not in result.stdout + result.stderr
    front_matter(two, f"builds_on: {GUIDE}\n", "")
    assert "A page belongs to one guide." in run("drift", page, "--content", two).stderr


def test_orgs_get_the_sheets_of_the_foundation_and_of_what_is_named(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("checklist", ORG, "--format", "md", "--project", PROJECT, "--out", out).exit_code == 0
    assert [path.name for path in (out / ORG.stem).iterdir()] == [GUIDE]
    named = ("--guide", MOVE_GUIDE, "--project", PROJECT, "--out", tmp_path / "named")
    assert run("checklist", ORG, "--format", "md", "--format", "csv", *named).exit_code == 0
    sheets = [path.read_text() for path in (tmp_path / "named").rglob("checklist.*")]
    assert len(sheets) == 2
    for sheet in sheets:
        for setting, value in MOVE_VALUES.values():
            assert setting in sheet
            assert value in sheet


def test_a_record_is_begun_and_filled_by_the_guide_that_is_named(tmp_path: Path) -> None:
    records = tmp_path / "records"
    options = ("--by", "Alex", "--next-review", "2027-06-01", "--project", PROJECT, "--out", records)
    assert run("record", "--org", ORG, *options).exit_code == 0
    assert [path.stem for path in records.rglob("*.yaml")] == [GUIDE]
    assert run("record", "--org", ORG, "--guide", MOVE_GUIDE, *options).exit_code == 0
    status = json.loads(run("status", records, "--format", "json", "--orgs", ORG, "--project", PROJECT).stdout)
    assert sorted(row["guide"] for row in status["records"]) == [GUIDE, MOVE_GUIDE]


META = re.compile(r'<meta name="guide\.([^"]+)" content="([^"]*)">')


def ticked_pdf(sheet: Path, ticked: set[str], to: Path) -> Path:
    with pikepdf.open(sheet) as pdf:
        for box in pdf.Root.AcroForm.Fields:
            if str(box.T) in ticked:
                box.V = box.AS = pikepdf.Name("/Yes")
        pdf.save(to)
    return to


def run_of_page(sheet: Path, ticked: set[str], to: Path) -> Path:
    """Write the run that the checklist for a browser exports: it names its guide and steps by what the page states."""
    said = dict(META.findall(sheet.read_text()))
    steps = {key.removeprefix("step."): content for key, content in said.items() if key.startswith("step.")}
    entry = {"by": "Bo", "at": "2026-11-24T09:30:00Z"}
    run_steps = {
        step: entry | {"state": "done" if step in ticked else "open", "content": content}
        for step, content in steps.items()
    }
    about = {"format": "guide-run/1", "guide": said["id"], "revision": said["revision"], "org": said["org"]}
    to.write_text(json.dumps({**about, "steps": run_steps}))
    return to


@pytest.mark.pdf
def test_a_filled_sheet_of_the_guide_that_is_named_comes_back(tmp_path: Path) -> None:
    """Half of its steps ticked on paper's PDF, the other half on the checklist for a browser."""
    named = ("--guide", MOVE_GUIDE, "--project", PROJECT, "--out", tmp_path / "sheets")
    assert run("checklist", ORG, "--format", "pdf", "--format", "html", *named).exit_code == 0
    sheets = tmp_path / "sheets" / ORG.stem / MOVE_GUIDE
    steps = re.findall(r'name="guide\.step\.([^"]+)"', (sheets / "checklist.html").read_text())
    assert len(steps) > 20
    on_paper, on_screen = set(steps[::2]), set(steps[1::2])
    filled = (
        ticked_pdf(sheets / "checklist.pdf", on_paper, tmp_path / "t.pdf"),
        run_of_page(sheets / "checklist.html", on_screen, tmp_path / "run.json"),
    )
    how = ("--org", ORG, "--by", "Ann", "--on", "2026-11-24", "--project", PROJECT, "--out", tmp_path / "records")
    for file, ticked in zip(filled, (on_paper, on_paper | on_screen), strict=True):
        result = run("record", file, *how)
        assert result.exit_code == 0, result.output
        record = yaml.safe_load((tmp_path / "records" / ORG.stem / f"{MOVE_GUIDE}.yaml").read_text())
        assert {step for step, entry in record["steps"].items() if entry["state"] == "done"} == ticked
    assert {record["steps"][step]["by"] for step in on_paper} == {"Ann"}
    assert {record["steps"][step]["by"] for step in on_screen} == {"Bo"}


def test_an_org_that_has_not_begun_is_missed_for_the_foundation_only(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    result = run("status", tmp_path / "records", "--orgs", ORG, "--project", PROJECT)
    assert "not begun" in result.stdout
    assert MOVE_GUIDE not in result.stdout


def test_an_old_app_s_way_over_names_what_stands_in_it(tmp_path: Path) -> None:
    text = (CASES / "connected/Old_Voice.connectedApp-meta.xml").read_text()
    handler = text.replace("</ConnectedApp>", "<plugin>Handler</plugin></ConnectedApp>")
    (tmp_path / "Old_Voice.connectedApp-meta.xml").write_text(handler)
    told = " ".join(run("audit", tmp_path, "--project", PROJECT).stdout.split())
    assert "This app has an Apex handler. Salesforce's page is quoted as ruling that out" in told
    (tmp_path / "Old_Voice.connectedApp-meta.xml").write_text(text)
    assert "This app has" not in run("audit", tmp_path, "--project", PROJECT).stdout

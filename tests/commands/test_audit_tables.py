"""`guide audit DIR DIR…`: the apps of many orgs as one table, in flat memory."""

from __future__ import annotations

import csv
import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result

from tests.support.org_metadata import CASES, GLOBAL, HEX, KEY, POLICY, SOUND, edit
from tests.support.pinned import VALUES
from tests.support.project import PROJECT, run

FILE = "Old_Voice.connectedApp-meta.xml"
OLD = (CASES / "connected" / FILE).read_text(encoding="utf-8")
EXTERNAL, CONNECTED = "external client app", "connected app"


def table(*arguments: str | Path) -> Result:
    return run("audit", *arguments, "--project", PROJECT)


def org(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def orgs(tmp_path: Path) -> list[Path]:
    """One org for each way in which one may stand."""
    wrong = org(tmp_path / "wrong", SOUND)
    edit(wrong, POLICY, "Bypass", "Enforce")
    edit(wrong, GLOBAL, "<isPkceRequired>false", "<isPkceRequired>true")
    moving = org(tmp_path / "moving", SOUND | {FILE: OLD})
    left = org(tmp_path / "left", {FILE: OLD.replace("BYPASS", "ENFORCE")})
    half = org(tmp_path / "half", {name: text for name, text in SOUND.items() if name != POLICY})
    edit(half, GLOBAL, "</callbackUrl>", "\nhttps://a.example/</callbackUrl><isDPopEnabled>true</isDPopEnabled>")
    broken = org(tmp_path / "broken", SOUND)
    (broken / GLOBAL).write_text("<broken")
    return [org(tmp_path / "sound", SOUND), wrong, moving, left, half, broken, org(tmp_path / "none", {})]


TO_DO = {
    ("sound", EXTERNAL): ["nothing"],
    ("wrong", EXTERNAL): ["redo steps 9 “Under Security, set these three boxes”, 14 “Set these three policies”"],
    ("moving", EXTERNAL): ["nothing"],
    ("moving", CONNECTED): ["migrate it in Setup, or make a new external client app"],
    ("left", CONNECTED): [
        "migrate it in Setup, or make a new external client app",
        "set otherwise in the new app: IP Relaxation",
    ],
    ("half", EXTERNAL): [
        "retrieve again what shows Flow Enablement, Permitted Users, Refresh Token Policy, IP Relaxation",
        "look at Callback URL",
        "look at isDPopEnabled",
    ],
    ("none", None): [
        "no app was found: retrieve it (guide audit --how prints the command), or set it up with the guide"
    ],
}


def test_a_row_an_app_with_what_to_do(orgs: list[Path]) -> None:
    result = table(*orgs, "--format", "json")
    assert (result.exit_code, result.stderr) == (1, "")
    data = json.loads(result.stdout)
    assert list(data) == ["format", "guide", "revision", "apps"]
    assert data["format"] == "guide-audits/1"
    rows = {(row["org"], row["kind"]): row for row in data["apps"]}
    (broken,) = [rows.pop(key) for key in list(rows) if key[0] == "broken"]
    assert {key: row["to_do"] for key, row in rows.items()} == TO_DO
    for (name, _), row in rows.items():
        assert list(row["values"]) == ([] if name == "none" else list(VALUES))
        assert sum(row["counts"].values()) == len(row["values"])
        assert row["problems"] == []
    assert [problem["code"] for problem in broken["problems"]] == ["xml-syntax"]


def test_the_same_as_csv_and_text(orgs: list[Path]) -> None:
    places = [place for place in orgs if place.name != "broken"]
    result = table(*places, "--format", "csv")
    assert (result.exit_code, result.stderr) == (1, "")
    rows = list(csv.DictReader(result.stdout.splitlines()))
    assert list(rows[0]) == ["org", "app", "kind", "pass", "warning", "not-verifiable", "fail", *VALUES, "to do"]
    assert {(row["org"], row["kind"] or None): row["to do"].split("; ") for row in rows} == TO_DO
    lines = table(*places).stdout.splitlines()
    assert len(lines) == len(rows) + 1
    for line, row in zip(lines[1:], rows, strict=True):
        assert line.split()[0] == row["org"]
        assert line.endswith(row["to do"])


def test_a_spreadsheet_takes_no_name_for_a_formula(tmp_path: Path) -> None:
    named = {name: text.replace("Vonage_AI<", "=HYPERLINK(1)<") for name, text in SOUND.items()}
    result = table(org(tmp_path / "-org", named), "--format", "csv")
    assert "\n'-org,'=HYPERLINK(1)," in result.stdout.replace("\r", "")


@pytest.mark.parametrize(
    ("names", "status"),
    [
        (["sound", "moving"], 0),
        (["sound", "half"], 3),
        (["half", "wrong"], 1),
        (["sound", "left"], 1),
        (["sound", "none"], 1),
        (["sound", "broken"], 1),
    ],
)
def test_the_exit_status_is_that_of_the_worst_org(names: list[str], status: int, orgs: list[Path]) -> None:
    assert table(*[place for place in orgs if place.name in names]).exit_code == status


def test_one_app_of_every_org(orgs: list[Path]) -> None:
    result = table(*orgs[:4], "--app", "old voice", "--format", "json")
    apps = [(row["org"], row["app"]) for row in json.loads(result.stdout)["apps"]]
    assert apps == [("sound", None), ("wrong", None), ("moving", "Old_Voice"), ("left", "Old_Voice")]


def test_orgs_are_called_by_what_tells_them_apart(tmp_path: Path) -> None:
    places = [org(tmp_path / name / "force-app", SOUND) for name in ("acme", "globex")]
    result = table(*places, "--format", "json")
    assert [row["org"] for row in json.loads(result.stdout)["apps"]] == ["acme/force-app", "globex/force-app"]


def test_what_no_release_has_is_told_once_for_all_orgs(tmp_path: Path) -> None:
    new = SOUND | {GLOBAL: SOUND[GLOBAL].replace("</callbackUrl>", "</callbackUrl><isNewRule>true</isNewRule>")}
    result = table(org(tmp_path / "a", new), org(tmp_path / "b", new))
    assert result.exit_code == 0
    assert result.stderr.count("isNewRule is not known here") == 1


def test_a_table_is_no_record(orgs: list[Path]) -> None:
    result = table(*orgs, "--org", PROJECT / "content/orgs/example-sandbox.yaml")
    assert result.exit_code == 2
    assert "A table of many orgs takes neither --org nor --record." in result.stderr


@pytest.mark.parametrize("output", ["text", "csv", "json"])
def test_nothing_secret_is_told(output: str, tmp_path: Path) -> None:
    files = {
        name: text.replace("canary-key", KEY).replace("canary-secret", HEX).replace("Vonage_AI<", f"{KEY}<")
        for name, text in {**SOUND, FILE: OLD}.items()
    }
    result = table(org(tmp_path / "a", files), org(tmp_path / "b", files), "--format", output)
    printed = (result.stdout + result.stderr).casefold()
    assert "old_voice" in printed
    assert "canary" not in printed
    assert "c0ffee" not in printed


def peak(arguments: list[str], output: Path) -> int:
    """Return the most memory that a run takes, in kilobytes as Linux counts them."""
    command = [sys.executable, "-m", "generator.cli", "audit", *arguments, "--project", str(PROJECT)]
    with output.open("wb") as file, subprocess.Popen(command, stdout=file) as process:
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    return usage.ru_maxrss


@pytest.mark.slow
def test_hundreds_of_orgs_take_no_more_memory_than_ten(tmp_path: Path) -> None:
    places = [str(org(tmp_path / f"o{number:04}", SOUND)) for number in range(300)]
    peaks = []
    for count in (10, 300):
        peaks.append(peak(places[:count], tmp_path / "table.txt"))
        assert (tmp_path / "table.txt").read_text().count("\n") == count + 1
    assert peaks[1] < peaks[0] + 1_500


def test_a_folder_of_orgs_is_taken_apart(orgs: list[Path]) -> None:
    """Hidden folders and plain files are no orgs; archives are."""
    holder = orgs[0].parent
    (holder / ".cache").mkdir()
    (holder / "notes.txt").write_text("")
    named = table(*sorted(orgs), "--format", "json")
    each = table(holder, "--each", "--format", "json")
    assert (each.exit_code, each.stdout) == (named.exit_code, named.stdout)


def test_a_folder_without_orgs_is_refused(tmp_path: Path) -> None:
    result = table(tmp_path, "--each")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        f"{tmp_path}: No folder or archive lies here, and --each takes each as an org. "
        "Name the folder that holds them. [no-orgs]\n"
    )


def test_the_page_holds_every_row_of_the_table(orgs: list[Path]) -> None:
    """What is to be done is marked, names of orgs are text, and nothing is loaded from elsewhere."""
    hostile = org(orgs[0].parent / "<b>&amp;", SOUND)
    page = table(*orgs, hostile, "--format", "html").stdout
    told = json.loads(table(*orgs, hostile, "--format", "json").stdout)["apps"]
    rows = page.split("<tbody>")[1].split("</tbody>")[0].strip().splitlines()
    assert len(rows) == len(told)
    for row, app in zip(rows, told, strict=True):
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
        texts = [html.unescape(re.sub("<[^>]+>", "", cell)) for cell in cells]
        assert texts[:7] == [app["org"], app["app"] or "none", app["kind"] or "none", *map(str, app["counts"].values())]
        assert texts[7].startswith("".join(app["to_do"]))
        assert ('class="todo"' in row) == (app["to_do"] != ["nothing"] or bool(app["problems"]))
    assert "default-src 'none'" in html.unescape(page)
    assert "<b>" not in page
    assert KEY not in page

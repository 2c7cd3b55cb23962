"""The promises of the design, each with a negative control that breaks it and sees it caught."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from pathlib import Path

import pikepdf
import pytest

from tests.conftest import GUIDE, PROJECT, run

VALUES = {
    "distribution_state": ("Distribution State", "Local"),
    "enable_oauth": ("Enable OAuth", "Checked"),
    "callback_url": ("Callback URL", "https://api-eu.vonage.com/oauth/redirect"),
    "scope_api": ("OAuth Scopes", "Manage user data via APIs (api)"),
    "scope_full": ("OAuth Scopes", "Full access (full)"),
    "scope_refresh": ("OAuth Scopes", "Perform requests at any time (refresh_token, offline_access)"),
    "flow_enablement": ("Flow Enablement", "All options unchecked"),
    "web_server_secret": ("Require Secret for Web Server Flow", "Checked"),
    "refresh_token_secret": ("Require Secret for Refresh Token Flow", "Checked"),
    "pkce": ("Require Proof Key for Code Exchange (PKCE)", "Unchecked"),
    "permitted_users": ("Permitted Users", "All users can self-authorize"),
    "refresh_token_policy": ("Refresh Token Policy", "Refresh token is valid until revoked"),
    "ip_relaxation": ("IP Relaxation", "Relax IP restrictions"),
}
"""Our own pinned copy: the tests do not believe the source."""

GUIDE_DIR = Path("content") / GUIDE
SECRET = "3MVG9" + "canary" * 8
HEX_SECRET = "c0ffee42" * 8


def check(content: Path, *more: str | Path) -> list[tuple[str, str]]:
    """Return (code, path) of each error that `guide check` finds."""
    result = run("check", "--project", PROJECT, "--content", content, "--format", "json", *more)
    problems = json.loads(result.stdout)["problems"]
    assert result.exit_code == (1 if any(p["severity"] == "error" for p in problems) else 0)
    return [(problem["code"], problem["path"]) for problem in problems if problem["severity"] == "error"]


def spoil(text: str) -> str:
    """Change one character."""
    return text[:-1] + ("X" if text[-1] != "X" else "Y")


# 1. One source


@pytest.mark.parametrize("value_id", VALUES)
def test_a_literal_copy_of_a_value_is_reported(value_id: str, content: Path) -> None:
    guide = content / GUIDE / "guide.md"
    guide.write_text(guide.read_text() + f"\nA copy: **{VALUES[value_id][1]}**.\n")
    assert {code for code, _ in check(content)} == {"literal-value"}


def test_the_content_as_it_stands_is_clean(content: Path) -> None:
    assert check(content) == []


# 2. Values arrive unchanged


def test_every_value_is_in_every_artefact(built: Path) -> None:
    report = json.loads((built / "values-report.json").read_text())[GUIDE]
    assert set(report) == set(VALUES)
    artefacts = {path for counts in report.values() for path in counts}
    assert {Path(path).suffix for path in artefacts} == {".html", ".md", ".pdf", ".json"}
    for value_id in VALUES:
        assert set(report[value_id]) == artefacts
        assert all(times > 0 for times in report[value_id].values())


def test_the_values_are_the_pinned_ones(built: Path) -> None:
    summary = json.loads((built / f"orgs/example-production/{GUIDE}/summary.json").read_text())
    assert {value["id"]: (value["setting"], value["value"]) for value in summary["values"]} == VALUES


@pytest.mark.parametrize("value_id", VALUES)
def test_one_changed_character_in_the_source_is_caught(value_id: str, content: Path) -> None:
    path = content / GUIDE / "values.yaml"
    before, name, after = path.read_text().partition(f"\n{value_id}:")
    after = re.sub(r'(\n  value: ["\']?)(.)', r"\1~", after, count=1)
    path.write_text(before + name + after)
    assert "lock-value" in {code for code, _ in check(content)}


@pytest.mark.parametrize("value_id", VALUES)
def test_one_changed_character_in_the_lock_is_caught(value_id: str, content: Path) -> None:
    path = content / GUIDE / "vendor.lock.yaml"
    before, name, after = path.read_text().partition(f"\n  {value_id}:")
    after = re.sub(r'(\n    value: ["\']?)(.)', r"\1~", after, count=1)
    path.write_text(before + name + after)
    assert "lock-value" in {code for code, _ in check(content)}


TEXT_ARTEFACTS = (
    f"docs/{GUIDE}/index.md",
    f"docs/{GUIDE}/values.md",
    f"site/{GUIDE}/index.html",
    f"site/{GUIDE}/values/index.html",
    "site/search/search_index.json",
    f"orgs/example-production/{GUIDE}/summary.html",
    f"orgs/example-production/{GUIDE}/summary.md",
    f"orgs/example-production/{GUIDE}/summary.json",
)


@pytest.mark.parametrize("artefact", TEXT_ARTEFACTS)
def test_one_changed_character_in_an_artefact_is_caught(artefact: str, output: Path) -> None:
    """Every place where the artefact shows a value is spoilt in turn."""
    path = output / artefact
    whole = path.read_text()
    places = list(re.finditer(r"(?<=[>`\"])https://api-eu\.vonage\.com/oauth/redirect(?=[<`\\\"])", whole))
    assert places
    caught = 0
    for place in places:
        path.write_text(whole[: place.start()] + spoil(place[0]) + whole[place.end() :])
        caught += any(str(found).endswith(artefact) for _, found in check(PROJECT / "content", "--out", output))
    assert caught >= 1
    path.write_text(whole)
    assert check(PROJECT / "content", "--out", output) == []


@pytest.mark.parametrize("value_id", VALUES)
def test_one_changed_character_in_each_value_of_a_page_is_caught(value_id: str, output: Path) -> None:
    path = output / f"site/{GUIDE}/index.html"
    whole = path.read_text()
    changed = re.sub(rf'(data-value="?{value_id}"?[^>]*>)(.)', r"\1~", whole, count=1)
    assert changed != whole
    path.write_text(changed)
    assert [code for code, _ in check(PROJECT / "content", "--out", output)] == ["value-changed"]


@pytest.mark.parametrize("value_id", VALUES)
def test_a_value_changed_in_a_pdf_is_caught(value_id: str, content: Path, output: Path, tmp_path: Path) -> None:
    """A checklist made from a source with one other character takes the place of the true one."""
    for name in ("values.yaml", "vendor.lock.yaml"):
        path = content / GUIDE / name
        before, key, after = path.read_text().partition(f"{value_id}:")
        path.write_text(before + key + re.sub(r'(\n +value: ["\']?)(.)', r"\1Q", after, count=1))
    org = content / "orgs/example-production.yaml"
    made = run("checklist", org, "--project", PROJECT, "--content", content, "--out", tmp_path / "sheets")
    assert made.exit_code == 0, made.output
    target = output / f"orgs/example-production/{GUIDE}/checklist.pdf"
    shutil.copy(tmp_path / f"sheets/example-production/{GUIDE}/checklist.pdf", target)
    found = set(check(PROJECT / "content", "--out", output))
    assert found == {("value-changed", str(target))}


def test_a_missing_or_damaged_artefact_is_named(output: Path) -> None:
    (output / f"site/{GUIDE}/index.html").unlink()
    pdf = output / f"checklists/{GUIDE}.pdf"
    pdf.write_bytes(pdf.read_bytes()[:1000])
    codes = {code for code, _ in check(PROJECT / "content", "--out", output)}
    assert codes <= {"artefact-missing", "artefact-damaged", "value-missing"}
    assert "artefact-missing" in codes
    assert len(codes) > 1


# 3. All or nothing


def test_a_failed_build_leaves_the_last_good_output(content: Path, output: Path) -> None:
    before = {path: path.read_bytes() for path in output.rglob("*") if path.is_file()}
    values = content / GUIDE / "values.yaml"
    values.write_text(values.read_text().replace("https://api-eu", "https://api-us"))
    result = run("build", "--project", PROJECT, "--content", content, "--out", output)
    assert result.exit_code == 1
    assert "[lock-value]" in result.stderr
    assert {path: path.read_bytes() for path in output.rglob("*") if path.is_file()} == before
    assert [path.name for path in output.parent.iterdir() if path.name.startswith(".out")] == []


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").touch()
    result = run("build", "--project", PROJECT, "--out", tmp_path)
    assert result.exit_code == 1
    assert result.stderr == (
        f"{tmp_path}:1:1: The output folder is not empty and was not made by guide. "
        "Name another folder, or empty it first. [output-folder]\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["precious.txt"]


# 4. No secrets


@pytest.mark.parametrize("secret", [SECRET, HEX_SECRET])
@pytest.mark.parametrize("file", ["orgs/example-production.yaml", f"{GUIDE}/guide.md", f"{GUIDE}/values.yaml"])
def test_a_planted_secret_is_refused_and_never_echoed(secret: str, file: str, content: Path, tmp_path: Path) -> None:
    path = content / file
    path.write_text(path.read_text() + f"\n# {secret}\n")
    result = run("build", "--project", PROJECT, "--content", content, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "[secret]" in result.stderr
    assert secret not in result.output
    assert not (tmp_path / "out").exists()


# 5. An org's data never enters the site


def test_nothing_of_an_org_is_in_the_site(content: Path, tmp_path: Path) -> None:
    org = content / "orgs/example-production.yaml"
    org.write_text(re.sub(r"(?m)^name:.*", "name: Canaryville Ltd", org.read_text()))
    result = run("build", "--project", PROJECT, "--content", content, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    holders = {
        path.relative_to(tmp_path / "out").parts[0]
        for path in (tmp_path / "out").rglob("*")
        if path.is_file() and b"Canaryville" in path.read_bytes()
    }
    assert holders == {"orgs"}


# 6. One id everywhere


def test_a_step_has_one_id_everywhere(built: Path) -> None:
    page = (built / f"site/{GUIDE}/index.html").read_text()
    summary = json.loads((built / f"orgs/example-production/{GUIDE}/summary.json").read_text())
    ids = [step["id"] for step in summary["steps"]]
    with pikepdf.open(built / f"checklists/{GUIDE}.pdf") as pdf:
        fields = [str(field.T) for field in pdf.Root.AcroForm.Fields]
    assert len(ids) == 21
    assert fields == ids
    assert [step for step in ids if f'id="{step}"' not in page and f"id={step}" not in page] == []


# 7. Same input, same bytes


def test_two_builds_are_equal_byte_for_byte(built: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    assert run("build", "--project", PROJECT, "--out", again).exit_code == 0
    first = {path.relative_to(built): path.read_bytes() for path in built.rglob("*") if path.is_file()}
    second = {path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()}
    assert sorted(first) == sorted(second)
    assert [path for path in first if first[path] != second[path]] == []


def test_no_archive_hides_anything(built: Path) -> None:
    """The search for canaries reads plain bytes, so no artefact may be an archive."""
    assert [path for path in built.rglob("*") if path.is_file() and zipfile.is_zipfile(path)] == []

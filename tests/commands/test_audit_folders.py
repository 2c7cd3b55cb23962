"""`guide audit` on folders as people have them: several apps, other files, hostile files; and what it prints."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from generator.platforms.salesforce.evidence import MAX_BYTES
from tests.support.org_metadata import GLOBAL, HEX, KEY, SOUND, edit
from tests.support.pinned import VALUES
from tests.support.project import MOVE_GUIDE, PROJECT, run

ORG = "name: Acme\ndomain: acme.my.salesforce.com\napp_name: Vonage AI\ncontact_email: team@example.com\n"


def audit(folder: Path, *more: str | Path) -> Result:
    return run("audit", folder, "--project", PROJECT, *more)


def told(folder: Path, *more: str | Path) -> dict[str, object]:
    result = audit(folder, "--format", "json", *more)
    report: dict[str, object] = json.loads(result.stdout)
    assert result.stderr == ""
    return report | {"status": result.exit_code}


def another_app(folder: Path, name: str) -> None:
    """Add an app whose files differ from the sound one's in its name and its callback URL."""
    for file, text in SOUND.items():
        if file.split(".")[1].startswith("eca"):
            there = text.replace("Vonage_AI", name).replace("Vonage AI", name).replace("api-eu.vonage", name.lower())
            (folder / f"{file.replace('Vonage_AI', name) if '.eca-' in file else f'{name}_{file}'}").write_text(there)


# What it says -------------------------------------------------------------------------------------


def test_a_sound_app(folder: Path) -> None:
    result = audit(folder)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[2:-2] == [f"pass            {setting}: {value}" for setting, value in VALUES.values()]
    assert lines[-1] == "13 pass."


def test_a_failure_in_words(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "acme.yaml").write_text(ORG)
    path = edit(folder, "*.ecaOauthPlcy-meta.xml", "Bypass", "Enforce")
    result = audit(folder, "--org", tmp_path / "acme.yaml")
    assert result.exit_code == 1
    assert (
        f"""\
FAIL            IP Relaxation: Relax IP restrictions
                found  ipRelaxationPolicyType = Enforce
                why    ipRelaxationPolicyType must be Bypass.
                at     {path}:4
                redo   step 14 “Set these three policies”, https://acme.lightning.force.com/lightning/setup/ManageExternalClientApplication/home

12 pass, 1 fail.
"""
        in result.stdout
    )


def test_what_holds_for_several_values_is_said_once(folder: Path) -> None:
    path = edit(folder, "*.ecaOauth-meta.xml", "Full, Api, RefreshToken", "Full,Api,OfflineAccess,Web")
    assert (
        f"""\
warning         OAuth Scopes: Manage user data via APIs (api)
warning         OAuth Scopes: Full access (full)
warning         OAuth Scopes: Perform requests at any time (refresh_token, offline_access)
                found  Full, Api, OfflineAccess, Web
                why    commaSeparatedOauthScopes also holds Web.
                at     {path}:3
                redo   step 7 “Under OAuth Scopes, move these three scopes to Selected …”
pass            Flow"""
        in audit(folder).stdout
    )


def test_each_callback_address_stands_on_its_line_as_in_the_file(folder: Path) -> None:
    ours = "https://api-eu.vonage.com/oauth/redirect"
    edit(folder, GLOBAL, ours, f"https://a.example/\n        {ours}")
    assert f"found  https://a.example/\n{'':23}{ours}\n" in audit(folder).stdout


def test_what_undoes_a_value_is_no_step_to_redo(folder: Path) -> None:
    edit(folder, GLOBAL, "</callbackUrl>", "</callbackUrl><isEnforceRefreshTokenTTL>true</isEnforceRefreshTokenTTL>")
    result = audit(folder)
    assert "found  isEnforceRefreshTokenTTL = true\n" in result.stdout
    assert "redo" not in result.stdout


def test_the_json_report(folder: Path, tmp_path: Path) -> None:
    """Its form is a contract: see docs/audit.md."""
    (tmp_path / "acme.yaml").write_text(ORG.replace("Vonage AI", "Other app"))
    path = edit(folder, GLOBAL, "<isPkceRequired>false", "<isPkceRequired>true")
    report = told(folder, "--org", tmp_path / "acme.yaml")
    values = report.pop("values")
    assert isinstance(values, list)
    assert [value["id"] for value in values] == list(VALUES)
    assert values[9] == {
        "id": "pkce",
        "setting": "Require Proof Key for Code Exchange (PKCE)",
        "required": "Unchecked",
        "verdict": "fail",
        "found": "isPkceRequired = true",
        "path": str(path),
        "line": 12,
        "step": {"id": "security", "number": "9"},
        "link": "https://acme.lightning.force.com/lightning/setup/NavigationMenus/home",
        "text": "isPkceRequired must be false.",
    }
    assert report == {
        "format": "guide-audit/1",
        "guide": "salesforce-external-client-app",
        "revision": "2026.1",
        "app": "Vonage_AI",
        "kind": "external client app",
        "apps": ["Vonage_AI"],
        "others": [],
        "way_over": [],
        "warnings": [
            {
                "severity": "warning",
                "path": str(next(folder.rglob("*.eca-meta.xml"))),
                "line": 6,
                "column": 5,
                "code": "org-differs",
                "text": "label is “Vonage AI”, but the org file says app_name “Other app”.",
            }
        ],
        "problems": [],
        "status": 1,
    }


def test_documentation_names_every_key_of_the_report(folder: Path) -> None:
    report = told(folder)
    values = report["values"]
    assert isinstance(values, list)
    text = (PROJECT / "docs/audit.md").read_text(encoding="utf-8")
    for key in {*report, *values[0]} - {"status"}:
        assert f"`{key}`" in text


def test_what_cannot_be_verified_ends_with_3(folder: Path) -> None:
    next(folder.rglob("*.ecaPlcy-meta.xml")).unlink()
    result = audit(folder)
    assert result.exit_code == 3
    assert result.stdout.endswith("12 pass, 1 not verifiable.\n")


def test_how_goes_on_with_the_guide_that_was_named() -> None:
    result = run("audit", "--how", "--guide", MOVE_GUIDE, "--project", PROJECT)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == f"guide audit --guide {MOVE_GUIDE} force-app"


def test_how() -> None:
    result = run("audit", "--how", "--project", PROJECT)
    assert result.exit_code == 0
    assert re.findall(r"-m (\S+)", result.stdout) == [
        "ExternalClientApplication",
        "ExtlClntAppGlobalOauthSettings",
        "ExtlClntAppOauthSettings",
        "ExtlClntAppOauthConfigurablePolicies",
        "ExtlClntAppConfigurablePolicies",
        "ExtlClntAppOauthSecuritySettings",
        "ConnectedApp",
        "Settings:OauthOidc",
        "Settings:ConnectedApp",
    ]
    assert "“View External Client Apps Consumer Secrets in Metadata”" in result.stdout


def test_wrong_use_ends_with_2(tmp_path: Path) -> None:
    assert run("audit", "--project", PROJECT).exit_code == 2
    assert audit(tmp_path / "nowhere").exit_code == 2


# Which app ----------------------------------------------------------------------------------------


def test_several_apps_are_listed_and_none_is_taken(folder: Path) -> None:
    """One app's name may begin with another's."""
    another_app(folder, "Vonage_AI_2")
    result = audit(folder)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        f"{folder}: Several external client apps were found. Choose one with --app. Found: Vonage_AI (13 of 13 "
        "values); Vonage_AI_2 (12 of 13 values). Vonage_AI matches best; take it with --app Vonage_AI. [which-app]\n"
    )
    report = told(folder)
    assert (report["app"], report["apps"], report["values"]) == (None, ["Vonage_AI", "Vonage_AI_2"], [])


@pytest.mark.parametrize(("name", "status"), [("Vonage_AI", 0), ("vonage ai", 0), ("Vonage_AI_2", 1)])
def test_an_app_is_chosen_by_api_name_or_label(name: str, status: int, folder: Path) -> None:
    another_app(folder, "Vonage_AI_2")
    assert audit(folder, "--app", name).exit_code == status


def test_no_best_match_is_suggested_where_two_are_as_good(folder: Path) -> None:
    another_app(folder, "A")
    another_app(folder, "B")
    for path in folder.glob("[AB]_*Glbl*"):
        path.write_text(path.read_text().replace("a.com", "x.com").replace("b.com", "x.com"))
    shutil.rmtree(folder / "force-app")
    result = audit(folder)
    assert "Found: A (12 of 13 values); B (12 of 13 values). [which-app]" in result.stderr


def test_an_unknown_app_and_an_empty_folder(folder: Path, tmp_path: Path) -> None:
    result = audit(folder, "--app", "Nope")
    assert result.stderr == (
        f"{folder}: There is no app “Nope” here. Found: Vonage_AI (13 of 13 values). [unknown-app]\n"
    )
    (tmp_path / "empty").mkdir()
    result = audit(tmp_path / "empty")
    assert result.exit_code == 1
    assert result.stderr == (
        f"{tmp_path}/empty: No external client app was found here. “guide audit --how” prints the command that "
        "retrieves one. [no-app]\n"
    )


def test_a_guide_without_metadata_cannot_be_audited(content: Path, folder: Path) -> None:
    path = next(content.rglob("values.yaml"))
    path.write_text(re.sub(r"  evidence:\n(    - .*\n)+", "", path.read_text()))
    result = audit(folder, "--content", content)
    assert result.exit_code == 1
    assert result.stderr.endswith(
        "says where its values stand in metadata (“evidence” in values.yaml). [which-guide]\n"
    )


# Folders as they are ------------------------------------------------------------------------------


def test_metadata_format_and_any_file_name(folder: Path) -> None:
    """What decides is the root element; only an app's own file is named after the app."""
    for path in sorted(folder.rglob("*-meta.xml")):
        path.rename(path.with_name(path.name.removesuffix("-meta.xml")))
    assert audit(folder).exit_code == 0
    for number, path in enumerate(sorted(folder.rglob("*.eca?*"))):
        path.rename(path.with_name(f"{number}.xml"))
    assert audit(folder).exit_code == 0


@pytest.mark.slow
def test_ten_thousand_unrelated_files_are_no_trouble(folder: Path) -> None:
    other = folder / "force-app/main/default/classes"
    other.mkdir()
    for number in range(10_000):
        (other / f"C{number}.cls-meta.xml").write_bytes(b"<?xml version='1.0'?><ApexClass><!DOCTYPE")
    assert audit(folder).exit_code == 0


def test_copies_of_tools_and_links_to_folders_are_left_aside(folder: Path) -> None:
    for name in (".sf", ".sfdx", "node_modules"):
        (folder / name).mkdir()
        (folder / name / GLOBAL).write_text(SOUND[GLOBAL].replace("false", "true"))
    (folder / "loop").symlink_to(folder)
    (folder / "gone.eca-meta.xml").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "pipe.eca-meta.xml")
    assert audit(folder).exit_code == 0


HOSTILE = {
    "huge": (b"<a>" + b"x" * MAX_BYTES, "xml-size"),
    "binary": (bytes(range(256)), "xml-syntax"),
    "empty": (b"", "xml-syntax"),
    "deep": (b"<a>" * 100_000, "xml-depth"),
    "bomb": (b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><a>&b;</a>', "xml-doctype"),
    "attributes": (b"<a " + b" ".join(b'a%d=""' % number for number in range(50_000)) + b">", "xml-syntax"),
    "half": (SOUND[GLOBAL].encode()[:300], "xml-syntax"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_a_problem_and_no_traceback(name: str, folder: Path) -> None:
    """Under another name it is nobody's business, unless its root element is one of ours."""
    data, code = HOSTILE[name]
    (folder / "bad.ecaGlblOauth-meta.xml").write_bytes(data)
    report = told(folder)
    problems = report["problems"]
    assert isinstance(problems, list)
    assert [problem["code"] for problem in problems] == [code]
    assert report["status"] == 1
    (folder / "bad.ecaGlblOauth-meta.xml").rename(folder / "unrelated.xml")
    assert told(folder)["status"] == (1 if name == "half" else 0)


def test_an_unreadable_file_is_a_problem(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests may run as root, who may read everything; so the refusal is played."""
    real = os.open

    def refuse(path: Any, *arguments: Any, **named: Any) -> Any:
        if str(path).endswith(GLOBAL):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *arguments, **named)

    monkeypatch.setattr(os, "open", refuse)
    result = audit(folder)
    assert result.exit_code == 1
    assert f"{GLOBAL}: The file cannot be read: Permission denied. [unreadable]" in result.stderr


# No secrets ---------------------------------------------------------------------------------------

SPOILED = {
    "sound": ("canary-key", "canary-key"),
    "broken": ("</consumerKey>", ""),
    "doctype": ("<ExtlClnt", "<!DOCTYPE canary><ExtlClnt"),
    "in-a-shown-field": ("https://api-eu.vonage.com/oauth/redirect", KEY),
    "as-name": ("<externalClientApplication>Vonage_AI", f"<externalClientApplication>{KEY}"),
    "attribute": ("<consumerKey>", f'<consumerKey note="{KEY}" {KEY}>'),
    "entity": ("canary-key", "&canary;"),
    "element": ("<consumerKey>", f"<{KEY}/><consumerKey>"),
}


@pytest.mark.parametrize("how", SPOILED)
def test_no_key_secret_or_certificate_is_ever_printed(how: str, folder: Path) -> None:
    secrets = (("canary-secret", HEX), ("<isClient", "<certificate>canary</certificate><isClient"), SPOILED[how])
    for old, new in secrets:
        path = next(folder.rglob(GLOBAL))
        path.write_text(path.read_text().replace(old, new, 1).replace("canary-key", KEY))
    for output in ("text", "json"):
        result = audit(folder, "--format", output)
        assert result.exit_code == 1
        said = (result.stdout + result.stderr).lower()
        assert said
        assert "canary" not in said
        assert "c0ffee" not in said


@pytest.mark.parametrize("name", ["Vonage_AI", "acme__vonage_ai"])
def test_an_app_of_an_org_with_a_namespace_is_chosen_by_either_name(name: str, folder: Path) -> None:
    for path in folder.rglob("*-meta.xml"):
        named = path.read_text().replace("Application>Vonage_AI<", "Application>acme__Vonage_AI<")
        path.write_text(named)
    assert audit(folder, "--app", name).exit_code == 0

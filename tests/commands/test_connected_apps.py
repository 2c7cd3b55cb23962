"""The older kind of app is held against the same values, and the way over is printed; no key comes along."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import Result

from generator.commands.audit import Question, Report, judge
from generator.deriving.auditing import wanted_fields
from generator.model.records import Outcome
from generator.platforms.salesforce.evidence import read_component
from generator.problems import Problems
from tests.support.example import GUIDE
from tests.support.org_metadata import CASES, HEX, KEY, SOUND
from tests.support.pinned import VALUES
from tests.support.project import PROJECT, run

PASS, FAIL, OPEN, WARNING = Outcome.PASS, Outcome.FAIL, Outcome.NOT_VERIFIABLE, Outcome.WARNING
FILE = "Old_Voice.connectedApp-meta.xml"
OLD = (CASES / "connected" / FILE).read_text(encoding="utf-8")
NO_SUCH_SETTING = {"distribution_state": OPEN}
OTHERS = {name: text for name, text in SOUND.items() if name.endswith("settings-meta.xml")}


def report(files: dict[str, str], app_name: str | None = None) -> Report:
    problems = Problems()
    wanted = wanted_fields(GUIDE)
    read = [read_component(text.encode(), name, wanted, problems) for name, text in files.items()]
    return judge(Question(GUIDE, "folder", app_name), [component for component in read if component], problems)


def outcomes(text: str) -> dict[str, Outcome]:
    (audit,) = report({FILE: text, **OTHERS}).audits
    assert [verdict.value.id for verdict in audit.verdicts] == list(VALUES)
    return {verdict.value.id: verdict.outcome for verdict in audit.verdicts if verdict.outcome is not PASS}


def test_what_no_connected_app_says_is_all_that_is_left_open() -> None:
    assert outcomes(OLD) == NO_SUCH_SETTING


class Row(NamedTuple):
    """A field of a connected app, texts that fail its value, and what leaving it out means."""

    field: str
    value: str
    wrong: tuple[str, ...]
    omitted: Outcome


ROWS = (
    Row("callbackUrl", "callback_url", ("https://api-us.vonage.com/oauth/redirect",), FAIL),
    Row("isClientCredentialEnabled", "flow_enablement", ("true", "TRUE", "1"), PASS),
    Row("isCodeCredentialEnabled", "flow_enablement", ("true",), PASS),
    Row("isDeviceFlowEnabled", "flow_enablement", ("true",), PASS),
    Row("isTokenExchangeEnabled", "flow_enablement", ("true",), PASS),
    Row("isTokenExchangeFlowEnabled", "flow_enablement", ("true",), PASS),
    Row("isConsumerSecretOptional", "web_server_secret", ("true",), PASS),
    Row("isSecretRequiredForRefreshToken", "refresh_token_secret", ("false", "0"), PASS),
    Row("isPkceRequired", "pkce", ("true",), PASS),
    Row("isAdminApproved", "permitted_users", ("true",), PASS),
    Row(
        "refreshTokenPolicy",
        "refresh_token_policy",
        ("zero", "specific_lifetime:60:MONTHS", "specific_inactivity:30:DAYS"),
        PASS,
    ),
    Row("ipRelaxation", "ip_relaxation", ("ENFORCE", "BYPASS_2FACTOR", "ENFORCE_RELAXREFRESH"), FAIL),
)
each_row = pytest.mark.parametrize("row", ROWS, ids=[row.field for row in ROWS])


def element(row: Row) -> str:
    found = re.search(rf"<{row.field}>.*?</{row.field}>", OLD)
    assert found
    return found[0]


@each_row
def test_a_wrong_text_fails_its_value_and_no_other(row: Row) -> None:
    for wrong in row.wrong:
        text = OLD.replace(element(row), f"<{row.field}>{wrong}</{row.field}>")
        assert outcomes(text) == NO_SUCH_SETTING | {row.value: FAIL}


@each_row
def test_what_leaving_it_out_means(row: Row) -> None:
    expected = {} if row.omitted is PASS else {row.value: row.omitted}
    assert outcomes(OLD.replace(element(row), "")) == NO_SUCH_SETTING | expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("<scopes>Full</scopes>", "", {"scope_full": FAIL}),
        ("<scopes>RefreshToken</scopes>", "<scopes>OfflineAccess</scopes>", {}),
        (
            "<scopes>Full</scopes>",
            "<scopes>Web</scopes>",
            {"scope_api": WARNING, "scope_full": FAIL, "scope_refresh": WARNING},
        ),
        ("<oauthConfig>", "<oauthConfig><certificate>canary</certificate>", {"flow_enablement": FAIL}),
        (
            "<oauthConfig>",
            "<oauthConfig><isEnforceRefreshTokenTTL>true</isEnforceRefreshTokenTTL>",
            {"refresh_token_policy": WARNING},
        ),
        ("<isPkceRequired>false", "<isPkceRequired>perhaps", {"pkce": OPEN}),
    ],
)
def test_a_form_that_a_field_may_have(old: str, new: str, expected: dict[str, Outcome]) -> None:
    assert OLD.count(old) == 1
    assert outcomes(OLD.replace(old, new)) == NO_SUCH_SETTING | expected


def test_an_app_without_oauth_settings_proves_nothing_else() -> None:
    bare = re.sub(r" *<oauth(Config|Policy)>.*?</oauth\1>\n", "", OLD, flags=re.DOTALL)
    found = outcomes(bare)
    assert found["enable_oauth"] is FAIL
    assert found["ip_relaxation"] is FAIL
    assert {found[value] for value in ("callback_url", "scope_api", "web_server_secret", "pkce")} == {OPEN}
    (audit,) = report({FILE: bare}).audits
    assert audit.way_over
    assert audit.way_over.short == "leave it aside: it has no OAuth settings"


def test_a_field_outside_its_group_does_not_count() -> None:
    moved = OLD.replace("<scopes>Full</scopes>", "").replace("<label>", "<scopes>Full</scopes><label>")
    assert outcomes(moved) == NO_SUCH_SETTING | {"scope_full": FAIL}


# Which are reported -------------------------------------------------------------------------------


def write(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


def audit(folder: Path, *more: str | Path) -> Result:
    return run("audit", folder, "--project", PROJECT, *more)


def test_alone_it_is_reported_with_the_way_over(tmp_path: Path) -> None:
    result = audit(write(tmp_path / "org", {FILE: OLD.replace("false</isAdmin", "true</isAdmin"), **OTHERS}))
    assert result.exit_code == 1
    assert result.stderr == (
        f"{tmp_path}/org: No external client app was found here, but the connected app Old_Voice: see the way over. "
        "[no-app]\n"
    )
    lines = result.stdout.splitlines()
    assert lines[0].startswith("Old_Voice, a connected app, against Create a Salesforce external client app (")
    assert "redo" not in result.stdout
    assert lines[lines.index("The way over") - 2] == "11 pass, 1 not verifiable, 1 fail."
    assert "Migrate to External Client App" in result.stdout
    assert "For Vonage: a new app has a consumer key and a consumer secret of its own." in result.stdout


def test_beside_an_external_client_app_both_are_reported(tmp_path: Path) -> None:
    folder = write(tmp_path / "org", {**SOUND, FILE: OLD})
    result = audit(folder)
    assert (result.exit_code, result.stderr) == (0, "")
    first, second = result.stdout.split("\n\nOld_Voice, a connected app")
    assert first.startswith("Vonage_AI against ")
    assert "The way over" not in first
    assert "The way over" in second
    data = json.loads(audit(folder, "--format", "json").stdout)
    assert (data["app"], data["kind"], data["way_over"]) == ("Vonage_AI", "external client app", [])
    (other,) = data["others"]
    assert (other["app"], other["kind"], len(other["values"])) == ("Old_Voice", "connected app", len(VALUES))
    assert other["way_over"]


def test_of_several_those_are_reported_that_do_the_same() -> None:
    elsewhere = OLD.replace("api-eu.vonage.com", "other.example")
    files = {FILE: OLD, "Theirs.connectedApp-meta.xml": elsewhere, "Old_2.connectedApp-meta.xml": OLD}
    result = report({**SOUND, **files})
    assert [one.app.name for one in result.audits] == ["Vonage_AI", "Old_2", "Old_Voice"]
    assert [note.text for note in result.notes] == [
        "Each connected app here that does something else was left aside: Theirs."
    ]
    (named,) = report({**SOUND, **files}, "theirs").audits
    assert named.app.name == "Theirs"


def test_several_that_do_something_else_are_listed() -> None:
    elsewhere = OLD.replace("api-eu.vonage.com", "other.example")
    result = report({"A.connectedApp": elsewhere, "B.connectedApp": elsewhere})
    assert result.audits == ()
    (problem,) = result.problems
    assert str(problem) == (
        "folder: No external client app was found here. Look at another app with --app. Found: A (11 of 13 values); "
        "B (11 of 13 values). [no-app]"
    )


@pytest.mark.parametrize(
    ("name", "app"),
    [("Old%20App.connectedApp-meta.xml", "Old App"), ("acme__Old.connectedApp", "acme__Old")],
)
def test_the_app_is_called_like_its_file(name: str, app: str) -> None:
    (audit,) = report({name: OLD}).audits
    assert audit.app.name == app
    assert audit.way_over
    is_packaged = "packaged" in audit.way_over.short
    assert is_packaged is ("__" in app)


# No secrets ---------------------------------------------------------------------------------------

PEM = "-----BEGIN CERTIFICATE-----\nMIIDcanaryCANARY" + "q" * 48 + "\n-----END CERTIFICATE-----"
TOKEN = "5Aep861" + "canary." * 8
SESSION = "00D000000000canary!AQ.canary_canary"
NUMBER = "1234567890123456789"
PLANTED = (KEY, HEX, PEM, TOKEN, SESSION, NUMBER)
TEXTS = re.compile(r">[^<>\s][^<>]*</")


@pytest.mark.parametrize("secret", PLANTED, ids=["key", "secret", "certificate", "token", "session", "number"])
def test_nothing_planted_in_every_element_is_told(secret: str, tmp_path: Path) -> None:
    planted = {name: TEXTS.sub(lambda _: f">{secret}</", text) for name, text in {**SOUND, FILE: OLD}.items()}
    assert all(text.count(secret) > 1 for name, text in planted.items() if name not in OTHERS)
    told = {
        name: text.replace("<isPkceRequired>", f"<new{KEY}>x</new{KEY}><isPkceRequired>")
        for name, text in planted.items()
    }
    folder = write(tmp_path / "org", told)
    for output in ("text", "json"):
        result = audit(folder, "--app", "Old_Voice", "--format", output)
        printed = (result.stdout + result.stderr).casefold()
        assert "old_voice" in printed
        for part in ("canary", "c0ffee", NUMBER, "miid"):
            assert part not in printed

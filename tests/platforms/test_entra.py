"""An application of Microsoft Entra ID held against a guide, in both formats of its manifest."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.commands.audit import Question, Report, judge
from generator.deriving.auditing import wanted_fields
from generator.model import Guide, Org
from generator.model.records import Outcome
from generator.platforms.entra.audit import ENTRA_AUDIT, EntraAudit
from generator.platforms.entra.platform import ENTRA, PAGES, TENANT
from generator.platforms.registry import PLATFORMS
from generator.problems import Problems
from generator.project.loading import load_guides
from generator.project.paths import Paths
from tests.support.project import PROJECT, run

EXAMPLE = PROJECT / "examples/entra"
CASES = PROJECT / "tests/cases/entra"
FORMATS = ("application.json", "older-manifest.json")
ACME = Org.of("acme", name="Acme", grafana_host="grafana.acme.example", app_name="Grafana")
LOGIN, ROOT = "https://grafana.acme.example/login/azuread", "https://grafana.acme.example"
OPEN = {"client_authentication", "scopes", "use_pkce"}
"""What no export holds: Grafana's own configuration."""


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EntraAudit, "today", lambda _: date(2026, 12, 7))


@pytest.fixture(scope="module")
def guide() -> Guide:
    paths = Paths(EXAMPLE, EXAMPLE / "content", EXAMPLE / "content/orgs", EXAMPLE / "build")
    problems = Problems()
    (guide,) = load_guides(paths, problems)
    problems.raise_errors()
    return guide


def audited(guide: Guide, data: bytes, org: Org | None = ACME) -> Report:
    problems = Problems()
    component = ENTRA_AUDIT.read(data, "app.json", wanted_fields(guide), problems)
    return judge(Question(guide, "folder", org=org), [component] if component else [], problems)


def outcomes(report: Report) -> dict[str, Outcome]:
    """Return the outcome of each value that an export could prove, but the passes."""
    assert report.audit
    verdicts = {verdict.value.id: verdict.outcome for verdict in report.audit.verdicts}
    assert {value for value in OPEN if verdicts.pop(value) is Outcome.NOT_VERIFIABLE} == OPEN
    return {value: outcome for value, outcome in verdicts.items() if outcome is not Outcome.PASS}


def warnings(report: Report) -> list[str]:
    assert report.audit
    return [warning.text for warning in report.audit.warnings]


def changed(name: str, *path: str | int, to: Any) -> bytes:
    """Return an application in which one thing is otherwise; None takes it away."""
    data = json.loads((CASES / name).read_text(encoding="utf-8"))
    inner = data
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = to
    return json.dumps(data, indent=2).encode()


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_set_as_required_passes_in_both_formats(name: str, guide: Guide) -> None:
    report = audited(guide, (CASES / name).read_bytes())
    assert (outcomes(report), warnings(report), report.problems) == ({}, [], ())
    assert report.audit
    assert report.audit.app.name == "Grafana (11111111-2222-4333-8444-555555555555)"


@pytest.mark.parametrize("name", FORMATS)
def test_without_the_orgs_own_host_only_the_fixed_part_is_judged(name: str, guide: Guide) -> None:
    report = audited(guide, (CASES / name).read_bytes(), None)
    assert outcomes(report) == dict.fromkeys(("redirect_login", "redirect_root"), Outcome.NOT_VERIFIABLE)


def old_url(url: str, kind: str = "Web") -> dict[str, str]:
    return {"url": url, "type": kind}


URLS = [
    ([ROOT], "redirect_login"),
    ([LOGIN], "redirect_root"),
    ([f"{LOGIN}/", ROOT], "redirect_login"),
    ([LOGIN.replace("https", "http"), ROOT], "redirect_login"),
    ([LOGIN.replace("azuread", "AzureAD"), ROOT], "redirect_login"),
    ([LOGIN.replace("acme", "other"), ROOT], "redirect_login"),
    ([f"{LOGIN}.evil.example", ROOT], "redirect_login"),
]


@pytest.mark.parametrize("org", [ACME, None], ids=["known host", "unknown host"])
@pytest.mark.parametrize(("urls", "value"), URLS)
def test_another_redirect_uri_fails_in_both_formats(urls: list[str], value: str, org: Org | None, guide: Guide) -> None:
    older = [old_url(url) for url in urls]
    for data in (
        changed("application.json", "web", "redirectUris", to=urls),
        changed("older-manifest.json", "replyUrlsWithType", to=older),
    ):
        found = outcomes(audited(guide, data, org))
        only_host_differs = org is None and "other" in "".join(urls)
        assert found[value] is (Outcome.NOT_VERIFIABLE if only_host_differs else Outcome.FAIL)


def test_a_redirect_uri_of_another_platform_does_not_count(guide: Guide) -> None:
    older = changed("older-manifest.json", "replyUrlsWithType", to=[old_url(LOGIN, "Spa"), old_url(ROOT)])
    assert outcomes(audited(guide, older)) == {
        "redirect_login": Outcome.FAIL,
        "platform_type": Outcome.WARNING,
    }


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("path", "to", "value"),
    [
        (("appRoles", 0, "value"), "admin", "role_admin"),
        (("appRoles", 1, "isEnabled"), False, "role_editor"),
        (("appRoles", 2, "allowedMemberTypes"), ["Application"], "member_types"),
    ],
)
def test_another_role_fails(name: str, path: tuple[str | int, ...], to: Any, value: str, guide: Guide) -> None:
    assert outcomes(audited(guide, changed(name, *path, to=to)))[value] is Outcome.FAIL


@pytest.mark.parametrize("name", FORMATS)
def test_more_than_required_is_a_warning(name: str, guide: Guide) -> None:
    data = json.loads((CASES / name).read_text(encoding="utf-8"))
    data["appRoles"].append({"value": "Owner", "isEnabled": True, "allowedMemberTypes": ["User"]})
    found = outcomes(audited(guide, json.dumps(data).encode()))
    assert found == dict.fromkeys(("role_admin", "role_editor", "role_viewer"), Outcome.WARNING)


@pytest.mark.parametrize(
    ("path", "to", "words"),
    [
        (("signInAudience",), "AzureADMultipleOrgs", "accounts from outside this directory may sign in"),
        (("isFallbackPublicClient",), True, "clients without a secret may get tokens"),
        (("passwordCredentials", 0, "endDateTime"), "2026-12-06T00:00:00Z", "a client secret has expired"),
        (("passwordCredentials", 0, "endDateTime"), "2027-01-01T00:00:00Z", "expires within 30 days"),
    ],
)
def test_what_is_worth_a_word(path: tuple[str | int, ...], to: Any, words: str, guide: Guide) -> None:
    (warning,) = warnings(audited(guide, changed("application.json", *path, to=to)))
    assert words in warning


@pytest.mark.parametrize("output_format", ["text", "json"])
@pytest.mark.parametrize("name", FORMATS)
def test_nothing_of_a_credential_is_told(name: str, output_format: str, tmp_path: Path) -> None:
    org = EXAMPLE / "content/orgs/acme.yaml"
    secret = "abc8Q~" + "Zx9" * 11 + "z"
    text = (CASES / name).read_text(encoding="utf-8")
    for key in ("secretText", "value"):
        text = text.replace(f'"{key}": null', f'"{key}": "{secret}"')
    assert secret in text
    (tmp_path / "app.json").write_text(text)
    result = run("audit", tmp_path, "--org", org, "--project", EXAMPLE, "--format", output_format)
    assert result.exit_code == 3, result.output
    assert [word for word in ("7hT", "deadbeef", secret) if word in result.output] == []


def test_utf_16_and_a_list_of_one_are_read(guide: Guide) -> None:
    text = (CASES / "application.json").read_text(encoding="utf-8")
    for data in (
        text.encode("utf-16"),
        f"[{text}]".encode(),
        f'{{"value": [{text}]}}'.encode(),
        text.encode("utf-8-sig"),
    ):
        assert ENTRA_AUDIT.is_wanted("app.json", data[:4096])
        assert outcomes(audited(guide, data)) == {}


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b'{"appId": "x",}', "app.json:1:1"),
        (b'{"appId": "x", "appId": "y"}', "app.json: The key “appId” stands in one object twice."),
        (b'[{"appId": "x"}, {"appId": "y"}]', "app.json: The file holds 2 applications, and this is about one."),
        (b'{"appId": 1}', "app.json: This is JSON, but no application: it has no “appId”."),
        (
            b'{"appId": ' + b"[" * 100_000,
            "app.json: This is no text, or nested more deeply than",
        ),
        (b'{"appId": "' + b"x" * 1_000_001, "app.json: The file is larger than 1,000,000 bytes"),
        (b'{"appId": "\xff"}', "app.json: This is no text, or nested"),
    ],
)
def test_a_damaged_file_is_told_and_judges_nothing(data: bytes, problem: str, guide: Guide) -> None:
    report = audited(guide, data)
    assert report.audit is None
    assert str(report.problems[0]).startswith(problem)


@pytest.mark.parametrize("data", [b'{"name": "package"}', b"[1, 2]", b"hello appId", b""])
def test_other_files_are_left_aside(data: bytes) -> None:
    assert not ENTRA_AUDIT.is_wanted("package.json", data)


def test_only_pages_that_a_source_states_are_linked() -> None:
    for page in PAGES:
        assert ENTRA.path_fault(page) is None
        assert ENTRA.page_url(ACME, page) == f"https://portal.azure.com/{page}"
    assert "is no page whose address a source states" in (ENTRA.path_fault("#view/Other/Blade") or "")


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("acme.onmicrosoft.com", True),
        ("00000000-1111-4222-8333-444444444444", True),
        ("Acme.onmicrosoft.com", False),
        ("acme", False),
        ("https://acme.onmicrosoft.com", False),
        ("0000-1111", False),
    ],
)
def test_a_directory_is_named_by_its_id_or_a_domain(text: str, fits: bool) -> None:  # noqa: FBT001 - a case
    assert TENANT.admits(text) is fits


@pytest.mark.parametrize("name", PLATFORMS)
def test_fields_go_to_other_processes(name: str) -> None:
    """A batch sends its guides, and with them their fields, to its workers."""
    fields = PLATFORMS[name].org_fields
    assert pickle.loads(pickle.dumps(fields)) == fields  # noqa: S301 - our own
    with pytest.raises((pickle.PicklingError, AttributeError)):
        pickle.dumps(replace(fields[0], meant=lambda *cells: cells[0]))


def test_no_files_are_written_that_would_set_it_up(tmp_path: Path) -> None:
    org = EXAMPLE / "content/orgs/acme.yaml"
    result = run("metadata", org, "--project", EXAMPLE, "--out", tmp_path / "out")
    assert (result.exit_code, (tmp_path / "out").exists()) == (1, False)
    assert "No files can be written that set up Microsoft Entra ID. [not-deployable]" in result.stderr

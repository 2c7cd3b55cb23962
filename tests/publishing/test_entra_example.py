"""The example project of another platform: it builds by itself, and keeps every promise with a control for each."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from generator.checking.artefacts import check_artefact
from generator.model import Guide, RequiredValue
from generator.problems import Problems
from generator.project.loading import Content, load
from generator.project.paths import Paths
from generator.publishing.artefacts import values_in
from generator.reading.artefacts.artefacts import read_back
from tests.support.project import PROJECT, run

pytestmark = pytest.mark.build

EXAMPLE = PROJECT / "examples/entra"
ID = "grafana-entra"
HOST = "grafana.acme.example"
OTHERS = re.compile(r"salesforce|vonage|my domain|lightning|setup page|sfdx|consumer", re.IGNORECASE)
OURS = re.compile(r"\bentra\b|grafana", re.IGNORECASE)
GUARD = "site.js"
"""Holds the guard against pasted secrets, which knows those of every platform by the words that lead to them."""

PINNED = {
    "redirect_login": ("Redirect URI", ("https://", "/login/azuread")),
    "redirect_root": ("Redirect URI", ("https://", "")),
    "platform_type": ("Platform", ("Web",)),
    "role_admin": ("Value", ("Admin",)),
    "role_editor": ("Value", ("Editor",)),
    "role_viewer": ("Value", ("Viewer",)),
    "member_types": ("Allowed member types", ("Users/Groups",)),
    "client_authentication": ("client_authentication", ("client_secret_post",)),
    "scopes": ("scopes", ("openid email profile",)),
    "use_pkce": ("use_pkce", ("true",)),
}
"""Each value's setting and its fixed parts, which a blank parts: the test's own copy."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("entra") / "project"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("build"))
    built = run("build", "--project", folder)
    assert built.exit_code == 0, built.output
    return folder


@pytest.fixture(scope="module")
def content(project: Path) -> Content:
    paths = Paths(project, project / "content", project / "content/orgs", project / "build")
    return load(paths, Problems())


def artefacts(project: Path) -> list[str]:
    report = json.loads((project / "build/values-report.json").read_text())[ID]
    return sorted({path for counts in report.values() for path in counts})


def fixed(value: RequiredValue) -> tuple[str, ...]:
    return tuple(re.split(r"\{\{ org\.\w+ \}\}", value.value))


def test_its_values_are_the_pinned_ones(content: Content) -> None:
    (guide,) = content.guides
    assert {value.id: (value.setting, fixed(value)) for value in guide.values} == PINNED


def test_every_value_is_in_every_artefact(project: Path) -> None:
    report = json.loads((project / "build/values-report.json").read_text())[ID]
    paths = artefacts(project)
    assert {Path(path).suffix for path in paths} == {".html", ".js", ".json", ".md", ".pdf"}
    assert {path.split("/")[1] for path in paths if path.startswith("orgs/")} == {"acme", "not-yet-known"}
    missing = [(value, path) for value in PINNED for path in paths if not report[value].get(path)]
    assert missing == []


def codes(path: str, data: bytes, content: Content) -> list[str]:
    guide: Guide = content.guides[0]
    values = values_in(path, guide, content.orgs)
    return [problem.code for problem in check_artefact(path, read_back(path, data, guide.id, values), values)]


def spoilt(text: str, value: str) -> list[str]:
    """Return the text with one fixed part of a value changed, at each place where it is marked with the value's id."""
    mark = rf'(?:data-value="{value}"[^>]*>|"id": "{value}"[^{{}}]*?"value": ")'
    ends = [place.end() for place in re.finditer(mark, text)]
    return [f"{text[:end]}~{text[end + 1 :]}" for end in ends]


@pytest.mark.parametrize("value", PINNED)
def test_a_changed_value_is_caught_wherever_it_is_marked(value: str, project: Path, content: Content) -> None:
    caught = 0
    for path in artefacts(project):
        if path.endswith((".html", ".json")) and "search" not in path:
            whole = (project / "build" / path).read_text(encoding="utf-8")
            assert codes(path, whole.encode(), content) == []
            for other in spoilt(whole, value):
                assert "value-changed" in codes(path, other.encode(), content), path
                caught += 1
    assert caught >= 10


@pytest.mark.parametrize("part", ["https://", "/login/azuread"])
@pytest.mark.parametrize("org", ["acme", "not-yet-known"])
def test_each_fixed_part_is_caught_in_an_orgs_files(org: str, part: str, project: Path, content: Content) -> None:
    for name in ("summary.html", "summary.md", "summary.json"):
        path = f"orgs/{org}/{ID}/{name}"
        whole = (project / "build" / path).read_text(encoding="utf-8")
        values = {value.id: value for value in values_in(path, content.guides[0], content.orgs)}
        value = values["redirect_login"]
        shown = value.template if name.endswith("json") else value.text
        plain = re.sub(r"</?bdi[^>]*>", "", whole)
        assert shown in plain
        other = plain.replace(shown, shown.replace(part, f"{part[:-1]}~"), 1)
        assert "value-changed" in codes(path, other.encode(), content)


def test_an_orgs_sheets_show_the_whole_and_blank_ones_the_blank(project: Path) -> None:
    build = project / "build"
    assert f"`https://{HOST}/login/azuread`" in (build / f"orgs/acme/{ID}/summary.md").read_text()
    blank = "`https://‹your Grafana host›/login/azuread`"
    assert blank in (build / f"orgs/not-yet-known/{ID}/summary.md").read_text()
    assert blank in (build / f"site/{ID}/index.md").read_text()


def test_nothing_of_an_org_is_in_the_site(project: Path) -> None:
    holders = {
        path.relative_to(project / "build").parts[0]
        for path in (project / "build").rglob("*")
        if path.is_file() and HOST.encode() in path.read_bytes()
    }
    assert holders == {"orgs"}


def texts(folder: Path) -> dict[str, str]:
    endings = {".html", ".md", ".json", ".js", ".css", ".txt", ".xml", ".csv"}
    files = [path for path in folder.rglob("*") if path.suffix in endings and "javascripts" not in path.parts]
    return {path.name: path.read_text(encoding="utf-8") for path in files if path.name != GUARD}


def test_no_word_of_another_platform_is_in_its_outputs(project: Path, built: Path) -> None:
    assert [name for name, text in texts(project / "build").items() if OTHERS.search(text)] == []
    assert [name for name, text in texts(built).items() if OURS.search(text)] == []
    assert any(OTHERS.search(text) for text in texts(built).values())


def test_its_schemas_and_tables_ask_for_its_own_facts(project: Path) -> None:
    properties = json.loads((project / "schemas/org.schema.json").read_text())["properties"]
    assert {"tenant", "grafana_host"} <= set(properties)
    header = run("checklist", "--project", project, "--csv-header").stdout.strip()
    assert header == ",".join(("id", *properties))
    assert run("schemas", "--project", project).exit_code == 0
    for path in (EXAMPLE / "schemas").iterdir():
        assert path.read_text() == (project / "schemas" / path.name).read_text(), "run “guide schemas” in the example"


def test_its_own_icon_stands_for_ours(project: Path) -> None:
    own = (EXAMPLE / "site_overrides/assets/favicon.svg").read_bytes()
    assert (project / "build/site/assets/favicon.svg").read_bytes() == own


def test_a_secret_of_its_kind_is_refused(project: Path, tmp_path: Path) -> None:
    secret = "abc8Q~" + "Zx9y" * 8 + "z1"
    org = tmp_path / "acme.yaml"
    org.write_text(f"name: Acme\nowner: {secret}\n")
    refused = run("checklist", org, "--project", project, "--out", tmp_path / "out", "--format", "md")
    assert refused.exit_code == 1
    assert "[secret]" in refused.stderr
    assert secret not in refused.output


def test_a_filled_checklist_is_recorded_and_audited(project: Path, tmp_path: Path) -> None:
    """From an org's file over its record to the application's JSON."""
    org, records = project / "content/orgs/acme.yaml", tmp_path / "records"
    taken = ("--by", "Ann", "--on", "2026-12-07", "--next-review", "2027-06-01", "--project", project)
    assert run("record", "--org", org, *taken, "--out", records).exit_code == 0
    record = records / f"acme/{ID}.yaml"
    assert f"redirect_login: https://{HOST}/login/azuread" in record.read_text()
    evidence = PROJECT / "tests/cases/entra/application.json"
    audited = run("audit", evidence, "--org", org, "--record", record, "--project", project, "--on", "2026-12-07")
    assert audited.exit_code == 3, audited.output
    assert "audit recorded" in audited.output

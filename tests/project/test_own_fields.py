"""A guide's own facts of an org: written in its front matter, and known wherever an org is read, asked or shown."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from generator.deriving.guide_view import view
from generator.model import FrontMatter
from generator.problems import Problems
from generator.project.loading import load_guides
from generator.project.paths import Paths
from generator.reading.content.own_fields import own_field_faults
from generator.rendering.site.org_panel import org_panel
from generator.rendering.site.scripts import site_scripts
from tests.support.project import PROJECT, run

SOUND = PROJECT / "tests/cases/content-faults/sound"
FIELD = "grafana_host: {label: Grafana host, form: host name, sample: grafana.example.com, help: Where it runs.}"
HOSTS = {"values.yaml": "{{ org.grafana_host }}", "vendor.lock.yaml": "YOUR-HOST"}
ORG = "name: Acme\ngrafana_host: {}\n"


def write_guide(content: Path, name: str, field: str = FIELD) -> None:
    folder = content / name
    folder.mkdir(parents=True)
    front = f"platform: generic\nproduct: Grafana\norg_fields:\n  {field}\ntitle: Make"
    for path in SOUND.iterdir():
        text = path.read_text(encoding="utf-8").replace("title: Make", front, 1)
        host = HOSTS.get(path.name, "example.com")
        text = text.replace("https://example.com/oauth/callback", f"https://{host}/oauth/callback")
        (folder / path.name).write_text(text)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write_guide(tmp_path / "content", "sign-in")
    return tmp_path


def make(project: Path, org: str, *formats: str) -> tuple[int, str]:
    path = project / "acme.yaml"
    path.write_text(org, encoding="utf-8")
    chosen = [f"--format={name}" for name in formats or ("md",)]
    made = run("checklist", path, "--project", project, "--out", project / "sheets", *chosen)
    return made.exit_code, made.output


def test_it_stands_on_every_sheet_and_in_its_values(project: Path) -> None:
    status, said = make(project, ORG.format("grafana.acme.example:3000"), "md", "html", "csv")
    assert status == 0, said
    sheets = {path.name: path.read_text(encoding="utf-8") for path in (project / "sheets").rglob("checklist.*")}
    assert "Grafana host: grafana.acme.example:3000" in sheets["checklist.md"]
    assert "`https://grafana.acme.example:3000/oauth/callback`" in sheets["checklist.md"]
    assert "https://grafana.acme.example:3000/oauth/callback" in sheets["checklist.csv"]
    assert "grafana.acme.example:3000</bdi>/oauth/callback</span>" in sheets["checklist.html"]


@pytest.mark.parametrize(
    "host", ["https://grafana.example.com", "Grafana.example.com", "grafana", "a b.example.com", "x/y"]
)
def test_another_form_is_refused(host: str, project: Path) -> None:
    status, said = make(project, ORG.format(f'"{host}"'))
    assert status == 1
    assert f"“grafana_host” is “{host}”. Write a host name in small letters, without https:// and" in said
    assert "such as grafana.example.com. [host-name]" in said


def test_a_guide_without_it_does_not_know_it(tmp_path: Path) -> None:
    write_guide(tmp_path / "content", "sign-in", FIELD.replace("grafana_host", "other_host"))
    said = make(tmp_path, ORG.format("grafana.example.com"))[1]
    assert "“{{ org.grafana_host }}” refers to nothing. A value may hold: org.other_host, " in said


def test_a_table_has_a_column_for_it(project: Path) -> None:
    header = run("checklist", "--project", project, "--csv-header").stdout.strip()
    assert header.split(",")[:4] == ["id", "name", "grafana_host", "app_name"]
    table = project / "orgs.csv"
    table.write_text("name,Grafana host\nAcme,https://Grafana.acme.example/login\n")
    assert run("checklist", table, "--project", project, "--out", project / "out", "--format=md").exit_code == 0
    assert "`https://grafana.acme.example/oauth/callback`" in (project / "out/acme/sign-in/checklist.md").read_text()


def test_the_site_asks_for_it_by_the_same_form(project: Path) -> None:
    paths = Paths(project, project / "content", project / "orgs", project / "build")
    guides = load_guides(paths, Problems())
    assert 'name="grafana_host"' in org_panel(view(guides[0]))
    script = site_scripts([view(guides[0])])["your-org.js"]
    forms, _ = json.JSONDecoder().raw_decode(script.partition("OrgForms=")[2])
    pattern, advice = forms["fields"]["grafana_host"]
    assert re.fullmatch(pattern, "grafana.example.com")
    assert not re.fullmatch(pattern, "grafana")
    assert advice.endswith("such as grafana.example.com.")


def test_two_guides_may_ask_for_the_same_and_not_for_another_by_its_name(project: Path) -> None:
    write_guide(project / "content", "sign-up")
    assert make(project, ORG.format("grafana.example.com"))[0] == 0
    write_guide(project / "content", "sign-out", FIELD.replace("Where it runs", "Elsewhere"))
    said = run("check", "--project", project).stderr
    assert "“grafana_host” is another field in the guide “sign-in”." in said
    assert said.count("[org-field-differs]") == 1


BASE = {
    **dict.fromkeys(("title", "objective", "description", "revision", "release"), "x"),
    "platform": "generic",
    "reviewed": {"page": "x", "date": "2026-11-23"},
}


@pytest.mark.parametrize(
    ("key", "changes", "code"),
    [
        ("grafana_host", {}, None),
        ("Host", {}, "org-field-key"),
        ("name", {}, "org-field-key"),
        ("id", {}, "org-field-key"),
        ("client_secret", {}, "secret-key"),
        ("host", {"label": "Access token"}, "secret-key"),
        ("host", {"sample": "no host"}, "org-field-sample"),
    ],
)
def test_what_a_field_may_not_be(key: str, changes: dict[str, str], code: str | None) -> None:
    field = {"label": "Host", "form": "host name", "sample": "app.example.com", "help": "x", **changes}
    about = FrontMatter.model_validate({**BASE, "org_fields": {key: field}})
    assert [fault[0] for _, fault in own_field_faults(about)] == [code][: code is not None]

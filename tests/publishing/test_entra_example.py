"""The example project of another platform: it builds by itself, and keeps every promise with a control for each."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from generator.model import Guide, RequiredValue
from generator.problems import Problems
from generator.project.loading import load
from generator.project.paths import Paths
from generator.publishing.catalogue import CHECKLISTS, FURTHER_SUMMARIES
from generator.reading.artefacts.pdf_text import pdf_characters
from generator.rendering.markup.secret_guard import guard_json
from tests.support.project import PROJECT, run
from tests.support.spoiling import readable

pytestmark = pytest.mark.build

EXAMPLE = PROJECT / "examples/entra"
ID = "grafana-entra"
HOST = "grafana.acme.example"
OTHERS = re.compile(r"salesforce|vonage|my domain|lightning|setup page|sfdx|consumer", re.IGNORECASE)
OURS = re.compile(r"\btenant|azure|microsoft|grafana", re.IGNORECASE)
"""Not “Entra” alone: the other project’s own content names it among identity providers."""
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


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project that a test may change."""
    others = shutil.ignore_patterns("build")
    return Path(shutil.copytree(EXAMPLE, tmp_path / "project", ignore=others))


@pytest.fixture(scope="module")
def guide() -> Guide:
    paths = Paths(EXAMPLE, EXAMPLE / "content", EXAMPLE / "content/orgs", EXAMPLE / "build")
    (found,) = load(paths, Problems()).guides
    return found


def fixed(value: RequiredValue) -> tuple[str, ...]:
    return tuple(re.split(r"\{\{ org\.\w+ \}\}", value.value))


def test_its_values_are_the_pinned_ones(guide: Guide) -> None:
    assert {value.id: (value.setting, fixed(value)) for value in guide.values} == PINNED


def test_every_value_is_in_every_artefact(entra: Path) -> None:
    report = json.loads((entra / "values-report.json").read_text())[ID]
    paths = sorted({path for counts in report.values() for path in counts})
    assert {Path(path).suffix for path in paths} == {".html", ".js", ".json", ".md", ".pdf"}
    assert {path.split("/")[1] for path in paths if path.startswith("orgs/")} == {"acme", "not-yet-known"}
    missing = [(value, path) for value in PINNED for path in paths if not report[value].get(path)]
    assert missing == []


def test_an_orgs_sheets_show_the_whole_and_blank_ones_the_blank(entra: Path) -> None:
    assert f"`https://{HOST}/login/azuread`" in (entra / f"orgs/acme/{ID}/summary.md").read_text()
    blank = "`https://‹your Grafana host›/login/azuread`"
    assert blank in (entra / f"orgs/not-yet-known/{ID}/summary.md").read_text()
    assert blank in (entra / f"site/{ID}/index.md").read_text()


def test_nothing_of_an_org_is_in_the_site(entra: Path) -> None:
    holders = {
        path.relative_to(entra).parts[0]
        for path in entra.rglob("*")
        if path.is_file() and HOST.encode() in path.read_bytes()
    }
    assert holders == {"orgs"}


# No word of another platform


def texts(folder: Path) -> dict[str, str]:
    """Return the text of every file of an output, PDFs too, but for the theme's own scripts and drawings.

    The table of the guard against secrets is left out: it knows those of every platform by the words that lead to them.
    """
    files = [path for path in folder.rglob("*") if path.is_file() and not THEMES & set(path.parts)]
    return {path.relative_to(folder).as_posix(): text_of(path) for path in files if path.suffix not in OPAQUE}


def text_of(path: Path) -> str:
    if path.suffix == ".pdf":
        return pdf_characters(path.read_bytes())
    return without_guard(path.read_text(encoding="utf-8"))


THEMES = {"javascripts", "stylesheets", "images"}
OPAQUE = {".gz", ".png"}
GUARD = guard_json()
KIND_IN_GUARD = "table.CONSUMER_SECRET"


def without_guard(text: str) -> str:
    return text.replace(GUARD, "").replace(KIND_IN_GUARD, "")


def sheets(project: Path, folder: Path) -> dict[str, str]:
    """Return the text of the org's sheets in every format that a build leaves out."""
    org = project / "content/orgs/acme.yaml"
    for command, formats in (("checklist", CHECKLISTS), ("summary", FURTHER_SUMMARIES)):
        chosen = [part for name in formats for part in ("--format", name)]
        made = run(command, org, "--project", project, "--out", folder, *chosen)
        assert made.exit_code == 0, made.output
    names = [sheet.file for sheet in (*CHECKLISTS.values(), *FURTHER_SUMMARIES.values())]
    return {name: without_guard(readable((folder / "acme" / ID / name).read_bytes())) for name in names}


def test_no_word_of_another_platform_is_in_any_output(entra: Path, built: Path, tmp_path: Path) -> None:
    theirs, ours = texts(built), texts(entra) | sheets(EXAMPLE, tmp_path)
    kinds = {Path(name).suffix for name in ours}
    assert kinds >= {".css", ".csv", ".docx", ".html", ".js", ".json", ".md", ".pdf", ".txt", ".xml"}
    assert {"site/index.html", "site/search/search_index.json", "site/assets/site.js"} <= set(ours)
    assert [name for name, text in ours.items() if OTHERS.search(text)] == []
    assert [name for name, text in theirs.items() if OURS.search(text)] == []
    for files, own in ((theirs, OTHERS), (ours, OURS)):
        assert {Path(name).suffix for name, text in files.items() if own.search(text)} >= {
            ".html",
            ".md",
            ".pdf",
            ".js",
        }


UNREAD = re.compile(r"(?s)\A---.*?\n---|<(script|style)\b.*?</\1>|<[^>]+>|`[^`]*`|\{:?[^}]*\}|\(http[^)]*\)")
"""What nobody reads as the words of a page: code, attributes, addresses."""


def test_its_people_say_tenant(entra: Path) -> None:
    """Another platform’s word for what is set up is on no page and no sheet."""
    pages = {
        name: UNREAD.sub(" ", text) for name, text in texts(entra).items() if name.endswith((".html", ".md", ".pdf"))
    }
    assert [name for name, text in pages.items() if re.search(r"\borgs?\b", text, re.IGNORECASE)] == []
    assert sum("tenant" in text for text in pages.values()) > len(pages) / 2


# What a project of another platform can do


def test_its_schemas_and_tables_ask_for_its_own_facts(project: Path) -> None:
    properties = json.loads((project / "schemas/org.schema.json").read_text())["properties"]
    assert {"tenant", "grafana_host"} <= set(properties)
    header = run("checklist", "--project", project, "--csv-header").stdout.strip()
    assert header == ",".join(("id", *properties))
    assert run("schemas", "--project", project).exit_code == 0
    for path in (EXAMPLE / "schemas").iterdir():
        assert path.read_text() == (project / "schemas" / path.name).read_text(), "run “guide schemas” in the example"


def test_its_own_icon_stands_for_ours(entra: Path) -> None:
    own = (EXAMPLE / "site_overrides/assets/favicon.svg").read_bytes()
    assert (entra / "site/assets/favicon.svg").read_bytes() == own


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

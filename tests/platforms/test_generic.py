"""A guide of a product that has no folder here reads right and names no product but its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.project import PROJECT, run

SOUND = PROJECT / "tests/cases/content-faults/sound"
OTHER = re.compile(r"salesforce|vonage|my domain|setup page", re.IGNORECASE)


def a_project(folder: Path, front_matter: str) -> Path:
    """Write a project with one guide of another product, and an org."""
    guide = folder / "content/sign-in"
    guide.mkdir(parents=True)
    for path in SOUND.iterdir():
        text = path.read_text(encoding="utf-8").replace("https://example.com/page", "https://docs.example.com/sso")
        (guide / path.name).write_text(text.replace("title: Make", f"{front_matter}title: Make", 1))
    (folder / "content/orgs").mkdir()
    (folder / "content/orgs/acme.yaml").write_text("name: Acme\napp_name: Grafana\n")
    return folder


def sheets(folder: Path) -> dict[str, str]:
    """Return the checklist and the summary of one org, in the formats that are text, by file name."""
    org = folder / "content/orgs/acme.yaml"
    formats = ("--format", "html", "--format", "md", "--format", "csv")
    for name, chosen in {"checklist": formats, "summary": ()}.items():
        made = run(name, org, "--project", folder, "--out", folder / "sheets", *chosen)
        assert made.exit_code == 0, made.output
    files = [path for path in (folder / "sheets").rglob("*.*") if path.suffix in {".html", ".md", ".csv", ".json"}]
    return {path.name: path.read_text(encoding="utf-8") for path in files}


def test_its_sheets_name_no_other_product(tmp_path: Path) -> None:
    texts = sheets(a_project(tmp_path, "platform: generic\nproduct: Okta\n"))
    assert texts
    assert {name for name, text in texts.items() if OTHER.search(text)} == set()


def test_another_product_would_be_seen(tmp_path: Path) -> None:
    texts = sheets(a_project(tmp_path, "platform: salesforce\n"))
    assert any(OTHER.search(text) for text in texts.values())


@pytest.mark.build
def test_its_site_names_its_product_and_no_other(tmp_path: Path) -> None:
    project = a_project(tmp_path, "platform: generic\nproduct: Okta\n")
    settings = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8")
    (project / "mkdocs.yml").write_text(settings.replace("Not affiliated with Salesforce or Vonage. ", ""))
    (project / "site_overrides").symlink_to(PROJECT / "site_overrides")
    built = run("build", "--project", project, "--out", tmp_path / "build", "--site-only")
    assert built.exit_code == 0, built.output
    pages = list((tmp_path / "build/site").rglob("*.html"))
    assert pages
    texts = {path.name: path.read_text(encoding="utf-8") for path in pages}
    assert {name for name, text in texts.items() if OTHER.search(text)} == set()
    assert "Okta’s default" in texts["values.html"]


def test_a_release_that_nobody_knows_is_said_to_be_unknown(tmp_path: Path) -> None:
    project = a_project(tmp_path, "platform: generic\nproduct: Okta\n")
    guide = project / "content/sign-in/guide.md"
    guide.write_text(guide.read_text(encoding="utf-8").replace('release: "Spring \'26"', "release: not known"))
    assert "release not known" in sheets(project)["checklist.html"]


WORDS = {"salesforce": "org", "entra": "tenant", "generic": "organisation"}
"""What each platform's people call what is set up."""

NOT_A_WORD = re.compile(r"(?s)<(script|style)\b.*?</\1>|<[^>]+>|`[^`]*`|\bORG\b")
"""Parts of a sheet that nobody reads as its words: code, and names of the program's own."""


@pytest.mark.parametrize("platform", WORDS)
def test_its_sheets_call_what_is_set_up_by_the_platforms_word(platform: str, tmp_path: Path) -> None:
    product = "product: Okta\n" * (platform == "generic")
    texts = sheets(a_project(tmp_path, f"platform: {platform}\n{product}"))
    said = {name: NOT_A_WORD.sub(" ", text) for name, text in texts.items() if name.endswith((".html", ".md"))}
    words = {word for word in WORDS.values() if any(re.search(rf"\b{word}\b", text) for text in said.values())}
    assert words == {WORDS[platform]}

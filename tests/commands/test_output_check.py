"""`guide check --out` sees whatever changed in a finished build: each tampering alone, and told in full."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.checking.artefacts import check_secrets
from generator.commands.build import report_differs
from generator.output.pdf import make_pdf
from generator.problems import Problems
from generator.project.earlier import Earlier
from generator.publishing.artefacts import Output
from generator.reading.artefacts.pdf_text import pdf_characters
from tests.support.project import GUIDE, PROJECT, run

PRODUCTION, SANDBOX = (f"orgs/example-{name}/{GUIDE}" for name in ("production", "sandbox"))
CHANGED = "This file is not as it was made. Build again. [file-changed]"
GONE = "This file was made and is gone. Build again. [file-missing]"


def edit(path: str, old: str, new: str) -> Callable[[Path], None]:
    """Return a tampering that replaces text once."""

    def spoil(out: Path) -> None:
        text = (out / path).read_text()
        assert old in text
        (out / path).write_text(text.replace(old, new, 1))

    return spoil


def empty_the_report(out: Path) -> None:
    (out / "values-report.json").write_text("{}")


def lay_over(out: Path) -> None:
    shutil.copy(out / SANDBOX / "summary.json", out / PRODUCTION / "summary.json")


def plant(out: Path) -> None:
    (out / "site/extra.html").write_text("<p>Extra</p>")


TAMPERINGS: dict[str, tuple[Callable[[Path], None], list[str]]] = {
    "report emptied": (empty_the_report, [f"values-report.json: {CHANGED}"]),
    "one copy unmarked": (
        edit(f"site/{GUIDE}/index.html", ' data-value="pkce"', ""),
        [f"site/{GUIDE}/index.html: {CHANGED}"],
    ),
    "guide's text in the search index": (
        edit("site/search/search_index.json", "<li><code>Full access (full)<", "<li><code>Full access<"),
        [f"site/search/search_index.json: {CHANGED}"],
    ),
    "another org's summary": (lay_over, [f"{PRODUCTION}/summary.json: {CHANGED}"]),
    "key repeated": (
        edit(f"{PRODUCTION}/summary.json", '"id": "pkce",', '"id": "pkce", "id": "pkce",'),
        [f"{PRODUCTION}/summary.json: This file cannot be read back (ValueError). Build again. [artefact-damaged]"],
    ),
    "file of somebody else": (
        plant,
        ["site/extra.html: No build made this file. Take it away, or the next build does. [file-unknown]"],
    ),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_a_tampering_is_told(name: str, output: Path) -> None:
    spoil, expected = TAMPERINGS[name]
    spoil(output)
    result = run("check", "--project", PROJECT, "--out", output)
    assert result.stderr.splitlines() == [f"{output}/{line}" for line in expected]
    assert result.exit_code == (0 if all(" warning: " in line for line in expected) else 1)


def with_its_manifest(path: str, old: str, new: str) -> Callable[[Path], None]:
    """Return a tampering after which the manifest is made anew, as a fault of a renderer or a theme would be."""

    def spoil(out: Path) -> None:
        edit(path, old, new)(out)
        manifest = json.loads((out / "manifest.json").read_bytes())
        manifest["files"][path] = hashlib.sha256((out / path).read_bytes()).hexdigest()
        (out / "manifest.json").write_text(json.dumps(manifest))

    return spoil


FAULTS_OF_RENDERERS = {
    f"docs/{GUIDE}/index.md": ("App Manager", "App Launcher"),
    f"docs/{GUIDE}/values.md": ("Relax IP restrictions", "Enforce IP restrictions"),
    f"site/{GUIDE}/security.html": ("Relax IP restrictions", "Enforce IP restrictions"),
    f"site/{GUIDE}/guide.json": ("App Manager", "App Launcher"),
    f"site/{GUIDE}/ask-index.js": ("App Manager", "App Launcher"),
    "site/search/search_index.json": ("App Manager", "App Launcher"),
    "site/search/search_index.js": ("App Manager", "App Launcher"),
    "site/assets/guide.css": ('content: "";', 'content: "not ";'),
    "site/index.html": ("<title>", "<title>Not "),
    "site/report.html": ('<span class="md-ellipsis">', '<span class="md-ellipsis">Not '),
    "site/404.html": ("</footer>", "Not so</footer>"),
    "site/sitemap.xml": ("</urlset>", "<url/></urlset>"),
    "run-guide-build-first.yml": ("Home", "House"),
    f"{PRODUCTION}/summary.md": ("Relax IP restrictions", "Enforce IP restrictions"),
}


def test_each_fault_that_the_manifest_has_too_is_told(output: Path) -> None:
    for path, (old, new) in FAULTS_OF_RENDERERS.items():
        with_its_manifest(path, old, new)(output)
    result = run("check", "--project", PROJECT, "--out", output)
    assert result.exit_code == 1
    told = {line.removeprefix(f"{output}/").partition(":")[0] for line in result.stderr.splitlines()}
    assert sorted(set(FAULTS_OF_RENDERERS) - told) == []


def test_a_report_of_other_counts_is_told(tmp_path: Path) -> None:
    problems = Problems()
    out = Output(tmp_path, "out", problems, Earlier(tmp_path))
    (tmp_path / "values-report.json").write_text(json.dumps({"g": {"v": {"a.md": 1}}}, indent=2) + "\n")
    assert list(report_differs({"g": {"v": {"a.md": 1}}}, out)) == []
    assert list(map(str, report_differs({"g": {"v": {"a.md": 2}}}, out))) == [
        "out/values-report.json: This is not what was found in the files. Build again. [report-differs]"
    ]


def test_orgs_that_were_deleted_are_missed(output: Path) -> None:
    """Both what must be read back and the rest."""
    made = sorted(path.relative_to(output).as_posix() for path in (output / "orgs").rglob("*") if path.is_file())
    shutil.rmtree(output / "orgs")
    result = run("check", "--project", PROJECT, "--out", output)
    assert result.exit_code == 1
    assert [line.partition(":")[0] for line in result.stderr.splitlines()] == [f"{output}/{path}" for path in made]


def test_a_guide_that_changed_since_is_named(content: Path, output: Path) -> None:
    guide = content / GUIDE / "guide.md"
    guide.write_text(guide.read_text().replace("An empty form opens.", "A new form opens."))
    result = run("check", "--project", PROJECT, "--content", content, "--out", output)
    assert result.exit_code == 0
    assert result.stderr == (
        f"{output}: warning: “Create a Salesforce external client app” has changed since this was made. "
        "Build again. [outdated]\n"
    )


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": "guide-build/1", "guides": {}, "files": []}', "{" * 9999])
def test_without_its_manifest_nothing_is_taken_for_built(text: str, output: Path) -> None:
    (output / "manifest.json").write_text(text)
    result = run("check", "--project", PROJECT, "--out", output)
    assert result.exit_code == 1
    assert "[no-output]" in result.stderr


# No secrets


def secrets(text: str, *hashes: str) -> list[str]:
    return [str(problem) for problem in check_secrets("page.html", text, hashes)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("3MVG9EXAMPLEEXAMPLE", "a consumer key"),
        ("3MV<b>G</b>9EXAMPLEEXAMPLE", "a consumer key"),
        ("3MV&#71;9EXAMPLEEXAMPLE", "a consumer key"),
        ("c0ffee42" * 8, "a consumer secret"),
    ],
)
def test_a_secret_in_an_artefact_is_found(text: str, kind: str) -> None:
    assert secrets(f"<p>{text}</p>") == [f"page.html: Something here looks like {kind}. Find its source. [secret]"]


def test_a_steps_own_hash_is_no_secret() -> None:
    digest = "c0ffee42" * 8
    assert secrets(f'<p data-content="{digest}"></p>', digest) == []
    assert secrets(f'<p data-content="{digest}"></p>') != []


@pytest.mark.pdf
def test_a_secret_drawn_in_a_pdf_is_found() -> None:
    """Also one of which a part is bold."""
    html = "<!doctype html><html lang=en><title>t</title><p>3MV<b>G9EXAM</b>PLEEXAMPLE</p></html>"
    assert secrets(pdf_characters(make_pdf(html, name="t.pdf"))) != []


@pytest.mark.pdf
def test_a_secret_from_outside_the_content_stops_the_build(tmp_path: Path) -> None:
    """What the theme's settings say is on every page, and no reader of content sees it."""
    for name in ("content", "site_overrides"):
        (tmp_path / name).symlink_to(PROJECT / name)
    settings = (PROJECT / "mkdocs.yml").read_text().replace("Not affiliated", "3MVG9EXAMPLEEXAMPLE Not affiliated")
    (tmp_path / "mkdocs.yml").write_text(settings)
    result = run("build", "--project", tmp_path, "--site-only")
    assert result.exit_code == 1
    assert f"{tmp_path}/build/site/index.html: Something here looks like a consumer key" in result.stderr
    assert "3MVG9" not in result.output
    assert not (tmp_path / "build").exists()

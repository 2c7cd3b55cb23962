"""The wheel alone, in an environment of its own and far from this repository, makes and builds a project."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import click
import pytest

from generator import __version__
from tests.support.project import PROJECT

LIBRARIES = Path(click.__file__).parents[1]
pytestmark = [pytest.mark.slow, pytest.mark.build]


def done(*arguments: str | Path, folder: Path) -> str:
    """Run a program to its good end, and return what it printed."""
    run = subprocess.run([str(part) for part in arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command as the wheel installs it; the libraries are those of this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
    done(*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, PROJECT, folder=folder)
    (wheel,) = folder.glob("*.whl")
    environment = folder / "venv"
    done(sys.executable, "-m", "venv", "--without-pip", environment, folder=folder)
    python = environment / "bin/python"
    done(*pip, "--python", python, "install", "--no-deps", "--no-index", wheel, folder=folder)
    (packages,) = environment.glob("lib/python*/site-packages")
    (packages / "libraries.pth").write_text(str(LIBRARIES))
    return environment / "bin/guide"


@pytest.fixture(scope="module")
def project(guide: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that the wheel made and built."""
    folder = tmp_path_factory.mktemp("project")
    done(guide, "new", "ours", folder=folder)
    done(guide, "build", "--site-only", folder=folder / "ours")
    return folder / "ours"


def test_the_wheel_is_what_runs(guide: Path, tmp_path: Path) -> None:
    script = "import generator; print(generator.__file__)"
    assert str(guide.parents[1]) in done(guide.parent / "python", "-c", script, folder=tmp_path)


def test_it_says_its_version_and_is_typed(guide: Path, tmp_path: Path) -> None:
    assert done(guide, "--version", folder=tmp_path) == f"guide, version {__version__}\n"
    assert list(guide.parents[1].glob("lib/python*/site-packages/generator/py.typed"))


@pytest.mark.parametrize(
    ("shell", "typed", "offered"),
    [
        ("bash", {"COMP_WORDS": "guide checkl", "COMP_CWORD": "1"}, "plain,checklist\n"),
        ("zsh", {"COMP_WORDS": "guide checkl", "COMP_CWORD": "1"}, "plain\nchecklist\n"),
        ("fish", {"COMP_WORDS": "guide checkl", "COMP_CWORD": "checkl"}, "plain,checklist\t"),
    ],
)
def test_a_shell_completes_its_commands(
    shell: str, typed: dict[str, str], offered: str, guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_GUIDE_COMPLETE", f"{shell}_source")
    assert f"_GUIDE_COMPLETE={shell}_complete" in done(guide, folder=guide.parent)
    monkeypatch.setenv("_GUIDE_COMPLETE", f"{shell}_complete")
    for name, text in typed.items():
        monkeypatch.setenv(name, text)
    assert done(guide, folder=guide.parent).startswith(offered)


def test_a_new_project_is_built_with_the_wheels_look(project: Path) -> None:
    site = project / "build/site"
    assert (site / "assets/guide.css").read_bytes() == (PROJECT / "site_overrides/assets/guide.css").read_bytes()
    assert "https://app.example.com/oauth/callback" in (site / "first-guide/index.html").read_text()
    assert (project / "build/checklists/first-guide.pdf").is_file()


def test_files_with_hidden_names_come_along(project: Path) -> None:
    names = (".gitignore", ".github/workflows/publish.yml", ".vscode/settings.json")
    assert [name for name in names if not (project / name).is_file()] == []


def test_its_output_is_sound_and_a_sheet_can_be_printed(guide: Path, project: Path) -> None:
    assert done(guide, "check", "--out", "build", folder=project).startswith("Fine")
    done(guide, "checklist", "content/orgs/example.yaml", "--out", "sheets", folder=project)
    assert (project / "sheets/example/first-guide/checklist.pdf").is_file()


def test_a_file_of_the_projects_own_stands_for_the_wheels(guide: Path, project: Path) -> None:
    own = project / "site_overrides/assets/favicon.svg"
    own.parent.mkdir(parents=True)
    own.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>\n')
    script = own.with_name("copy.js")
    script.write_text('"use strict"; globalThis.Copying = { show() {} };\n')
    done(guide, "build", "--site-only", "--out", "again", folder=project)
    site = project / "again/site"
    packed = (site / "assets/site.js").read_text()
    assert "globalThis.Copying={show(){}};" in packed
    assert packed.count("globalThis.Copying=") == 1
    assert (site / "assets/favicon.svg").read_text() == own.read_text()
    assert (site / "assets/guide.css").is_file()


def test_its_schemas_are_written_anew(guide: Path, project: Path) -> None:
    written = done(guide, "schemas", folder=project).split()
    assert "schemas/org.schema.json" in written
    assert '"domain"' not in (project / "schemas/org.schema.json").read_text()


def test_a_project_of_a_platform_is_audited(guide: Path, tmp_path: Path) -> None:
    """The whole example, far from this repository: its checklist is made and its application held against it."""
    example = tmp_path / "example"
    shutil.copytree(PROJECT / "examples/entra", example, ignore=shutil.ignore_patterns("build"))
    shutil.copy(PROJECT / "tests/cases/entra/application.json", tmp_path)
    done(guide, "checklist", "content/orgs/acme.yaml", "--out", "sheets", "--format", "md", folder=example)
    text = (example / "sheets/acme/grafana-entra/checklist.md").read_text()
    assert "`https://grafana.acme.example/login/azuread`" in text
    audit = (guide, "audit", "../application.json", "--org", "content/orgs/acme.yaml", "--format", "json")
    run = subprocess.run([str(part) for part in audit], cwd=example, capture_output=True, text=True, check=False)
    assert run.returncode == 3, run.stdout + run.stderr
    verdicts = json.loads(run.stdout)["values"]
    outcomes = {value["id"]: value["verdict"] for value in verdicts}
    assert outcomes["redirect_login"] == outcomes["role_admin"] == "pass"


def test_a_project_is_served(guide: Path, project: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"127.0.0.1:{port}"
    with subprocess.Popen([guide, "serve", "--address", address], cwd=project, stdout=-3, stderr=-3) as server:
        try:
            page = _page(f"http://{address}/first-guide/index.html")
        finally:
            server.terminate()
    assert "https://app.example.com/oauth/callback" in page


def _page(address: str) -> str:
    """Return a page as soon as it is served."""
    for _ in range(600):
        try:
            with urlopen(address, timeout=5) as answer:  # noqa: S310 - our own server
                return str(answer.read().decode())
        except URLError:
            time.sleep(0.1)
    raise AssertionError(address)

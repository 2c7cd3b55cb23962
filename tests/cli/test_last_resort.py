"""What was not foreseen is told in one line, and nothing that is typed or read is repeated where it may be a secret."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.commands import check
from generator.platforms.salesforce.evidence import read_component, root_of
from generator.problems import Problems
from tests.support.project import PROJECT, run
from tests.support.secret_cases import filled

KEY = filled("3MVG9{A40}")
ORG = PROJECT / "content/orgs/example-sandbox.yaml"


def fails(*_: object, **__: object) -> None:
    raise KeyError(KEY)


def test_an_unforeseen_fault_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "check_content", fails)
    result = run("check", "--project", PROJECT)
    assert result.exit_code == 70
    line = "guide: This was not foreseen: KeyError at cli/publishing.py:"
    assert result.stderr.startswith(line)
    assert result.stderr.endswith("without what is confidential. [unforeseen]\n")
    assert result.stderr.count("\n") == 1
    assert KEY not in result.output


@pytest.mark.parametrize("arguments", [("--debug", "check"), ("check", "--debug")])
def test_debug_shows_the_traceback(arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "check_content", fails)
    result = run(*arguments, "--project", PROJECT)
    assert result.exit_code == 70
    assert "Traceback (most recent call last):" in result.stderr
    assert "KeyError: '(hidden)'" in result.stderr
    assert KEY not in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ("relabel", "App Manager", KEY),
        ("checklist", f"{KEY}.yaml"),
        ("build", "--out", f"out/{KEY}"),
        ("import", f"--page=https://example.com/?k={KEY}", "page.md"),
        ("no-such-command", KEY),
        ("check", f"--{KEY}"),
    ],
)
def test_a_secret_that_is_typed_is_refused(arguments: tuple[str, ...]) -> None:
    result = run(*arguments, "--project", PROJECT)
    assert result.exit_code == 2
    assert "looks like a consumer key. Leave it out, and revoke it" in result.stderr
    assert KEY not in result.output


def test_the_name_of_an_org_file_is_not_repeated(tmp_path: Path) -> None:
    (tmp_path / f"{KEY}.yaml").write_text("name: Acme\n")
    result = run("checklist", tmp_path, "--project", PROJECT, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{tmp_path}/(hidden)")
    assert "The file’s name looks like a key or secret." in result.stderr
    assert KEY not in result.output
    assert not (tmp_path / "out" / KEY).exists()


def test_a_working_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    command = f"rmdir {tmp_path}; exec {sys.executable} -m generator.cli check"
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.endswith(
        "The working folder does not exist any more. Change into one that does. [working-folder]\n"
    )


@pytest.mark.parametrize("command", ["import", "drift", "record", "checklist", "summary"])
def test_a_pipe_in_a_files_place_is_told(command: str, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    options = {"record": ("--org", ORG, "--by", "A")}.get(command, ())
    result = run(command, pipe, *options, "--project", PROJECT, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert f"{pipe}: This is a pipe or a device, and no file." in result.stderr


def test_a_page_too_deep_to_compare_is_told(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("<details><summary>x</summary>\n" * 3000)
    result = run("drift", page, "--project", PROJECT)
    assert result.exit_code == 1
    assert result.stderr.endswith(
        "nested too deeply here to be compared. Compare a page that nests them less. [too-deep]\n"
    )


@pytest.mark.parametrize("encoding", ["shift_jis", "utf-7", "utf-32", "idna", "undefined", "no-such"])
def test_xml_in_an_encoding_that_the_parser_cannot_serve(encoding: str) -> None:
    data = f'<?xml version="1.0" encoding="{encoding}"?><ConnectedApp/>'.encode()
    problems = Problems()
    assert read_component(data, "app.xml", frozenset(), problems) is None
    assert [problem.code for problem in problems] == ["xml-encoding"]
    assert root_of(data) is None


@pytest.mark.parametrize("address", ["tcp://alex:{A12}@127.0.0.1:1", "tcp://127.0.0.1:port", "gopher://127.0.0.1:1"])
def test_a_wrong_scheduler_is_told_without_its_password(address: str, tmp_path: Path) -> None:
    wrong = filled(address)
    result = run("checklist", ORG, "--scheduler", wrong, "--project", PROJECT, "--out", tmp_path / "out")
    assert result.exit_code in {1, 2}
    assert ("[no-scheduler]" in result.stderr) == ("@" not in wrong)
    assert wrong.rpartition("@")[0].rpartition(":")[2] not in result.output or "@" not in wrong
    assert "Traceback" not in result.output

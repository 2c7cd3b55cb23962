"""What the commands print, write and return."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.project import GUIDE, GUIDES, PROJECT, run
from tests.support.tiny_project import new_project


@pytest.mark.pdf
def test_build_says_where_everything_lies(tmp_path: Path) -> None:
    out = tmp_path / "out"
    new_project(tmp_path / "project")
    result = run("build", "--project", tmp_path / "project", "--out", out, "--site-only")
    assert result.exit_code == 0
    assert result.stdout == (
        "Built, read back and found every required value unchanged:\n"
        f"  {out}/site/index.html     the hosted guide\n"
        f"  {out}/checklists/         blank checklists to print\n"
        f"  {out}/values-report.json  where each value was found\n"
    )
    assert not (out / "orgs").exists()


@pytest.mark.pdf
@pytest.mark.parametrize(
    ("command", "names"),
    [
        ("checklist", ["checklist.pdf", "confirm.pdf"]),
        ("summary", ["summary.html", "summary.json", "summary.md", "summary.pdf"]),
    ],
)
def test_sheets_of_one_org(command: str, names: list[str], tmp_path: Path) -> None:
    org = PROJECT / "content/orgs/example-sandbox.yaml"
    result = run(command, org, "--project", PROJECT, "--out", tmp_path / "sheets")
    assert result.exit_code == 0, result.output
    folder = tmp_path / "sheets/example-sandbox" / GUIDE
    assert sorted(path.name for path in folder.iterdir()) == names
    assert sorted(result.stdout.splitlines()) == [str(folder / name) for name in names]


def test_check_of_fine_content() -> None:
    result = run("check", "--project", PROJECT)
    assert (result.exit_code, result.stdout) == (0, "Fine: content without errors.\n")


def test_check_as_json(content: Path) -> None:
    org = content / "orgs/example-production.yaml"
    org.write_text("name: Acme\nconsumer_secret: x\n")
    result = run("check", "--project", PROJECT, "--content", content, "--format", "json")
    assert result.exit_code == 1
    problem = json.loads(result.stdout)["problems"][0]
    assert problem | {"text": ""} == {
        "severity": "error",
        "path": str(org),
        "line": 2,
        "column": 1,
        "code": "secret-key",
        "text": "",
    }


def test_check_of_an_output_that_is_not_there(tmp_path: Path) -> None:
    result = run("check", "--project", PROJECT, "--out", tmp_path)
    assert result.exit_code == 1
    assert result.stderr == (
        f"{tmp_path}: Nothing was built here yet, or its manifest.json is gone. Run “guide build” first. [no-output]\n"
    )


def test_an_unknown_guide_is_named() -> None:
    result = run("check", "--project", PROJECT, "--guide", "nope")
    assert result.exit_code == 1
    assert f"No guide “nope” was found here. Guides found: {', '.join(GUIDES)}." in result.stderr


@pytest.mark.parametrize("arguments", [("build", "--nope"), ("checklist",), ("checklist", "missing.yaml"), ("nope",)])
def test_wrong_use_ends_with_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_sheets_with_a_fault_write_nothing(tmp_path: Path) -> None:
    org = tmp_path / "acme.yaml"
    org.write_text("name: Acme\nmood: good\n")
    result = run("summary", org, "--project", PROJECT, "--out", tmp_path / "sheets")
    assert result.exit_code == 1
    assert "[unknown-key]" in result.stderr
    assert not (tmp_path / "sheets").exists()


def test_a_value_that_cannot_be_read_is_one_problem(content: Path) -> None:
    """The guide's references to it are not reported as well."""
    path = content / GUIDE / "values.yaml"
    path.write_text(path.read_text().replace("  setting: Callback URL\n", ""))
    result = run("check", "--project", PROJECT, "--content", content)
    assert result.exit_code == 1
    assert [line.rpartition(" ")[2] for line in result.stderr.splitlines()] == ["[missing-key]"]


def test_the_orgs_of_sheets_may_be_named_by_the_option_too(tmp_path: Path) -> None:
    table = tmp_path / "orgs.csv"
    table.write_text("name\nAcme\n")
    sheets = ("checklist", "--format", "csv", "--project", PROJECT, "--out", tmp_path / "sheets")
    assert run(*sheets, "--orgs", table).stderr == "Orgs: 1 made, 0 unchanged, 0 failed.\n"
    told = "Error: Name the orgs: org files, folders of them, or tables with one org a row.\n"
    assert run(*sheets).stderr.endswith(told)


def test_two_orgs_with_one_id_are_refused(tmp_path: Path) -> None:
    """They would write the same sheets."""
    paths = [tmp_path / folder / "acme.yaml" for folder in ("a", "b")]
    for path in paths:
        path.parent.mkdir()
        path.write_text("name: Acme\n")
    result = run("summary", *paths, "--project", PROJECT, "--out", tmp_path / "sheets")
    assert result.exit_code == 1
    assert result.stderr == (
        f"{paths[1]}: The org id “acme” is also that of {paths[0]}. "
        "Give one of the two another id. [duplicate-org]\n"
        "Orgs: 0 made, 0 unchanged, 2 failed.\n"
    )
    assert not (tmp_path / "sheets").exists()


@pytest.mark.parametrize(
    ("line", "code"),
    [("*" * 3000 + "x" + "*" * 3000, "too-deep"), ('## Empty {""}', "attributes"), ("[" * 5000, None)],
    ids=["emphasis", "attributes", "brackets"],
)
def test_hostile_markdown_is_a_problem_and_no_traceback(line: str, code: str | None, content: Path) -> None:
    """`catch_exceptions` is off, so a traceback would end the test."""
    guide = content / GUIDE / "guide.md"
    guide.write_text(guide.read_text() + f"\n{line}\n")
    result = run("check", "--project", PROJECT, "--content", content)
    assert (f"[{code}]" in result.stderr) if code else result.exit_code == 0


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        (b"- a\n- b\n", "Expected MkDocs’ settings as keys and values, found none. [site]"),
        (b"42", "Expected MkDocs’ settings as keys and values, found none. [site]"),
        (b"site_name: \xff\n", "The file is not UTF-8 text. Save it with the encoding UTF-8. [not-utf8]"),
    ],
)
@pytest.mark.parametrize(
    "command", [("build", "--site-only"), ("summary", PROJECT / "content/orgs/example-sandbox.yaml")]
)
def test_settings_of_another_form_are_told(
    command: tuple[str | Path, ...], settings: bytes, text: str, tmp_path: Path
) -> None:
    (tmp_path / "content").symlink_to(PROJECT / "content")
    (tmp_path / "mkdocs.yml").write_bytes(settings)
    result = run(*command, "--project", tmp_path)
    assert (result.exit_code, result.stderr) == (1, f"{tmp_path}/mkdocs.yml: {text}\n")


def test_sheets_below_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    org = PROJECT / "content/orgs/example-sandbox.yaml"
    result = run("checklist", org, "--project", PROJECT, "--out", tmp_path / "file/sheets", "--format", "csv")
    assert result.exit_code == 1
    assert result.stderr == (
        f"{tmp_path}/file/sheets: This cannot be written: Not a directory. "
        "Make room or give leave to write, or name another folder. [unwritable]\n"
    )


@pytest.mark.parametrize("address", ["abc", "127.0.0.1:", ":8000", "127.0.0.1:x", "127.0.0.1:70000"])
def test_an_address_of_another_form_is_wrong_use(address: str) -> None:
    result = run("serve", "--address", address)
    assert result.exit_code == 2
    assert f"“{address}” is not HOST:PORT, such as 127.0.0.1:8000." in result.stderr


def test_a_folder_of_orgs_that_is_not_there_is_wrong_use() -> None:
    assert run("check", "--project", PROJECT, "--orgs", "nope").exit_code == 2


def test_org_files_may_end_either_way(content: Path) -> None:
    (content / "orgs/extra.yml").write_text("nome: Acme\n")
    result = run("check", "--project", PROJECT, "--content", content)
    assert result.exit_code == 1
    assert f"{content}/orgs/extra.yml: " in result.stderr


def test_a_script_of_the_projects_own_that_is_no_text_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: Ours\n")
    script = tmp_path / "site_overrides/assets/copy.js"
    script.parent.mkdir(parents=True)
    script.write_bytes(b"\xff")
    result = run("build", "--project", tmp_path, "--content", PROJECT / "content", "--out", tmp_path / "out")
    told = f"{script}:1:1: The file is not UTF-8 text. Save it with the encoding UTF-8. [not-utf8]\n"
    assert (result.exit_code, result.stderr) == (1, told)
    assert not (tmp_path / "out").exists()


def test_help_shows_each_commands_whole_sentence() -> None:
    told = " ".join(run("--help").stdout.split())
    assert told.count("...") == 1, "[ARGS]..."
    assert "checklist Make the checklists of orgs: of org files, folders of them, or tables with one org a row." in told

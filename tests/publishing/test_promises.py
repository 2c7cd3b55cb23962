"""The promises of the design, each with a negative control that breaks it and sees it caught."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pikepdf
import pytest

from generator.checking.artefacts import check_artefact, count
from generator.deriving.guide_view import view
from generator.model import Guide
from generator.output.files import MARKER
from generator.output.pdf import make_pdf
from generator.problems import Problems
from generator.project.loading import load
from generator.project.paths import Paths
from generator.publishing.artefacts import Artefact, org_artefacts, program_artefacts, site_artefacts
from generator.publishing.catalogue import PAGES
from generator.rendering.sheets.checklist import checklist_html
from tests.support.pinned import VALUES
from tests.support.project import GUIDE, PROJECT, run

GUIDE_DIR = Path("content") / GUIDE
SECRET = "3MVG9" + "canary" * 8
HEX_SECRET = "c0ffee42" * 8


def check(content: Path, *more: str | Path) -> list[tuple[str, str]]:
    """Return (code, path) of each error that `guide check` finds."""
    result = run("check", "--project", PROJECT, "--content", content, "--format", "json", *more)
    problems = json.loads(result.stdout)["problems"]
    assert result.exit_code == (1 if any(p["severity"] == "error" for p in problems) else 0)
    return [(problem["code"], problem["path"]) for problem in problems if problem["severity"] == "error"]


# 1. One source


@pytest.mark.parametrize("value_id", VALUES)
def test_a_literal_copy_of_a_value_is_reported(value_id: str, content: Path) -> None:
    guide = content / GUIDE / "guide.md"
    guide.write_text(guide.read_text() + f"\nA copy: **{VALUES[value_id][1]}**.\n")
    assert {code for code, _ in check(content)} == {"literal-copy"}


def test_the_content_as_it_stands_is_clean(content: Path) -> None:
    assert check(content) == []


# 2. Values arrive unchanged


def test_every_value_is_in_every_artefact(built: Path) -> None:
    report = json.loads((built / "values-report.json").read_text())[GUIDE]
    assert set(report) == set(VALUES)
    artefacts = {path for counts in report.values() for path in counts}
    assert {Path(path).suffix for path in artefacts} == {".html", ".md", ".pdf", ".json", ".js"}
    for value_id in VALUES:
        assert set(report[value_id]) == artefacts
        assert all(times > 0 for times in report[value_id].values())


def test_the_values_are_the_pinned_ones(built: Path) -> None:
    summary = json.loads((built / f"orgs/example-production/{GUIDE}/summary.json").read_text())
    assert {value["id"]: (value["setting"], value["value"]) for value in summary["values"]} == VALUES


@pytest.mark.parametrize("value_id", VALUES)
def test_one_changed_character_in_the_source_is_caught(value_id: str, content: Path) -> None:
    path = content / GUIDE / "values.yaml"
    before, name, after = path.read_text().partition(f"\n{value_id}:")
    after = re.sub(r'(\n  value: ["\']?)(.)', r"\1~", after, count=1)
    path.write_text(before + name + after)
    assert "lock-value" in {code for code, _ in check(content)}


@pytest.mark.parametrize("value_id", VALUES)
def test_one_changed_character_in_the_lock_is_caught(value_id: str, content: Path) -> None:
    path = content / GUIDE / "vendor.lock.yaml"
    before, name, after = path.read_text().partition(f"\n  {value_id}:")
    after = re.sub(r'(\bvalue: ["\']?)(.)', r"\1~", after, count=1)
    path.write_text(before + name + after)
    assert "lock-value" in {code for code, _ in check(content)}


TEXT_ARTEFACTS = (
    *(f"docs/{GUIDE}/{page.name}.md" for page in PAGES if page.shows_values),
    *(f"site/{GUIDE}/{page.name}.html" for page in PAGES if page.shows_values),
    f"site/{GUIDE}/values.md",
    f"site/{GUIDE}/guide.json",
    f"site/{GUIDE}/ask-index.js",
    f"orgs/example-production/{GUIDE}/summary.html",
    f"orgs/example-production/{GUIDE}/summary.md",
    f"orgs/example-production/{GUIDE}/summary.json",
)


@pytest.fixture(scope="module")
def artefacts(guide: Guide) -> dict[str, Artefact]:
    """What a build leaves of the guide, by path."""
    orgs = load(Paths(PROJECT, PROJECT / "content", PROJECT / "content/orgs", PROJECT / "build"), Problems()).orgs
    files = (*site_artefacts(guide), *program_artefacts(guide), *org_artefacts(guide, orgs))
    return {file.path: file for file in files}


def faults(artefact: Artefact, data: bytes) -> list[tuple[str, str]]:
    """Read an artefact back and return the code and text of each problem."""
    problems = check_artefact(artefact.path, artefact.read(data), artefact.values)
    return [(problem.code, problem.text) for problem in problems]


@pytest.mark.parametrize("path", TEXT_ARTEFACTS)
@pytest.mark.parametrize("value_id", VALUES)
def test_one_changed_character_in_any_place_is_caught(
    value_id: str, path: str, built: Path, artefacts: dict[str, Artefact]
) -> None:
    """Each place where an artefact shows the value is spoilt alone; what the reader counts is what it must catch."""
    artefact, whole = artefacts[path], (built / path).read_text()
    assert faults(artefact, whole.encode()) == []
    value = VALUES[value_id][1]
    times = count(artefact.read(whole.encode()))[value_id]
    caught = 0
    for place in re.finditer(re.escape(value), whole):
        spoilt = whole[: place.end() - 1] + "~" + whole[place.end() :]
        setting = f"{VALUES[value_id][0]} ({value_id})"
        caught += faults(artefact, spoilt.encode()) == [
            ("value-changed", f"{setting} reads “{value[:-1]}~” here, and must read “{value}”. Build again.")
        ]
    assert caught == times > 0


@pytest.mark.parametrize("value_id", VALUES)
def test_one_changed_character_in_the_search_index_is_caught(
    value_id: str, built: Path, artefacts: dict[str, Artefact]
) -> None:
    """In the value's own section it is told as such. In the guide's text one fewer is found, which stops a build."""
    index = artefacts["site/search/search_index.json"]
    whole, value = (built / index.path).read_text(), VALUES[value_id][1]

    def times(text: str) -> int:
        found = count(index.read(text.encode()))
        return sum(found[other] for other in VALUES if VALUES[other][1] == value)

    told = fewer = 0
    for place in re.finditer(re.escape(value), whole):
        spoilt = whole[: place.end() - 1] + "~" + whole[place.end() :]
        told += {code for code, _ in faults(index, spoilt.encode())} == {"value-changed"}
        fewer += times(spoilt) == times(whole) - 1
    sections = sum(VALUES[other][1] == value for other in VALUES)
    assert (told, fewer) == (sections, times(whole) - sections)
    assert fewer > 0


@pytest.mark.pdf
def test_one_changed_character_of_each_value_in_a_pdf_is_caught(guide: Guide, artefacts: dict[str, Artefact]) -> None:
    """The PDF is made from HTML in which each value lost its last character."""
    html = checklist_html(view(guide))
    spoilt, times = re.subn(r'(data-value="\w+">[^<]*)[^<]<', r"\1~<", html)
    blank = artefacts[f"checklists/{guide.id}.pdf"]
    found = faults(blank, make_pdf(spoilt, name="checklist.pdf"))
    assert {code for code, _ in found} == {"value-changed"}
    assert len(found) == times > len(VALUES)
    assert faults(blank, make_pdf(html, name="checklist.pdf")) == []


def test_a_changed_page_fails_the_check(output: Path) -> None:
    """The command itself reads what lies in the folder."""
    assert check(PROJECT / "content", "--out", output) == []
    path = output / f"site/{GUIDE}/index.html"
    path.write_text(path.read_text().replace(">Unchecked<", ">unchecked<"))
    assert set(check(PROJECT / "content", "--out", output)) == {("value-changed", str(path))}


def test_a_missing_or_damaged_artefact_is_named(output: Path) -> None:
    (output / f"site/{GUIDE}/index.html").unlink()
    pdf = output / f"checklists/{GUIDE}.pdf"
    pdf.write_bytes(pdf.read_bytes()[:1000])
    codes = {code for code, _ in check(PROJECT / "content", "--out", output)}
    assert codes <= {"artefact-missing", "artefact-damaged", "value-missing"}
    assert "artefact-missing" in codes
    assert len(codes) > 1


# 3. All or nothing


def test_a_failed_build_leaves_the_last_good_output(content: Path, output: Path) -> None:
    before = {path: path.read_bytes() for path in output.rglob("*") if path.is_file()}
    values = content / GUIDE / "values.yaml"
    values.write_text(values.read_text().replace("https://api-eu", "https://api-us"))
    result = run("build", "--project", PROJECT, "--content", content, "--out", output)
    assert result.exit_code == 1
    assert "[lock-value]" in result.stderr
    assert {path: path.read_bytes() for path in output.rglob("*") if path.is_file()} == before
    assert [path.name for path in output.parent.iterdir() if path.name.startswith(".out")] == []


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").touch()
    result = run("build", "--project", PROJECT, "--out", tmp_path)
    assert result.exit_code == 1
    assert result.stderr == (
        f"{tmp_path}: The output folder is not empty and was not made by guide. "
        "Name another folder, or empty it first. [output-folder]\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["precious.txt"]


# 4. No secrets


@pytest.mark.parametrize("secret", [SECRET, HEX_SECRET])
@pytest.mark.parametrize("file", ["orgs/example-production.yaml", f"{GUIDE}/guide.md", f"{GUIDE}/values.yaml"])
def test_a_planted_secret_is_refused_and_never_echoed(secret: str, file: str, content: Path, tmp_path: Path) -> None:
    path = content / file
    path.write_text(path.read_text() + f"\n# {secret}\n")
    result = run("build", "--project", PROJECT, "--content", content, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "[secret]" in result.stderr
    assert secret not in result.output
    assert not (tmp_path / "out").exists()


# 5. An org's data never enters the site


@pytest.mark.pdf
def test_nothing_of_an_org_is_in_the_site(content: Path, tmp_path: Path) -> None:
    org = content / "orgs/example-production.yaml"
    org.write_text(re.sub(r"(?m)^name:.*", "name: Canaryville Ltd", org.read_text()))
    records = tmp_path / "records"
    taken = ("--by", "Ann", "--next-review", "2027-01-01", "--project", PROJECT, "--out", records)
    (tmp_path / "Canaryville.yaml").write_text("name: An org that is only on record\n")
    assert run("record", "--org", tmp_path / "Canaryville.yaml", *taken).exit_code == 0
    result = run("build", "--project", PROJECT, "--content", content, "--records", records, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    holders = {
        path.relative_to(tmp_path / "out").parts[0]
        for path in (tmp_path / "out").rglob("*")
        if path.is_file() and b"Canaryville" in path.read_bytes()
    }
    assert holders == {"orgs", "status.html"}


# 6. One id everywhere


def test_a_step_has_one_id_everywhere(built: Path) -> None:
    page = (built / f"site/{GUIDE}/index.html").read_text()
    summary = json.loads((built / f"orgs/example-production/{GUIDE}/summary.json").read_text())
    ids = [step["id"] for step in summary["steps"]]
    with pikepdf.open(built / f"checklists/{GUIDE}.pdf") as pdf:
        fields = [str(field.T) for field in pdf.Root.AcroForm.Fields]
    assert len(ids) == 37
    ends = ("", ":not-applicable", ":blocked", ":reason")
    assert fields == [f"{step}{end}" for step in ids for end in ends]
    assert [step for step in ids if f'id="{step}"' not in page and f"id={step}" not in page] == []


# 7. Same input, same bytes


def test_two_builds_are_equal_byte_for_byte(built: Path, output: Path) -> None:
    """The second is forced, in a folder in which nothing has changed."""
    result = run("build", "--project", PROJECT, "--out", output, "--force")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (
        0,
        "Built, read back and found every required value unchanged:",
    )
    assert (output / MARKER).read_bytes() != (built / MARKER).read_bytes(), "every file has a new time"
    first, second = (
        {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file() and path.name != MARKER}
        for out in (built, output)
    )
    assert sorted(first) == sorted(second)
    assert [path for path in first if first[path] != second[path]] == []


def test_no_archive_hides_anything(built: Path) -> None:
    """The search for canaries reads plain bytes, so no artefact may be an archive."""
    assert [path for path in built.rglob("*") if path.is_file() and zipfile.is_zipfile(path)] == []

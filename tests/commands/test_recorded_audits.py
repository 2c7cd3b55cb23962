"""What an audit found goes into the org's record, and from there into its summary; no key comes along."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import Result

from generator.model.records import Outcome, Record
from generator.problems import Problems
from generator.reading.content.records import read_record
from generator.reading.text.source import Source
from generator.rendering.sheets.on_record import OUTCOME_WORDS
from generator.secrets import looks_secret
from tests.support.org_metadata import GLOBAL, HEX, KEY, POLICY, edit
from tests.support.pinned import VALUES
from tests.support.project import GUIDE, PROJECT, run

ON = "2026-11-24"
NO_FILE = (
    "No file of ExtlClntAppConfigurablePolicies (its name ends in .ecaPlcy-meta.xml) could be read for this app. "
    "Retrieve it."
)
ORG = PROJECT / "content/orgs/example-sandbox.yaml"


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The records of an org in which nothing was ticked yet."""
    out = tmp_path_factory.mktemp("blank")
    made = run(
        "record", "--org", ORG, "--by", "Ann", "--on", ON, "--next-review", "2027-01-01", *project(), "--out", out
    )
    assert made.exit_code == 0, made.output
    return out


@pytest.fixture
def record(blank: Path, tmp_path: Path) -> Path:
    """A record that a test may change."""
    return Path(shutil.copytree(blank, tmp_path / "records")) / "example-sandbox" / f"{GUIDE}.yaml"


def project() -> tuple[str | Path, ...]:
    return ("--project", PROJECT)


def audit(folder: Path, record: Path, *more: str | Path) -> Result:
    return run("audit", folder, "--org", ORG, "--record", record, "--on", ON, *project(), *more)


def read(path: Path) -> Record:
    problems = Problems()
    found = read_record(Source(str(path), path.read_text()), problems)
    assert list(problems) == []
    assert found
    return found


def test_a_record_holds_each_verdict(folder: Path, record: Path) -> None:
    before = read(record)
    edit(folder, POLICY, "Bypass", "Enforce")
    next(folder.rglob("*.ecaPlcy-meta.xml")).unlink()
    result = audit(folder, record)
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (1, f"{record}: audit recorded")
    after = read(record)
    assert after.audit
    assert (after.audit.on, after.audit.how) == (ON, "metadata of the app Vonage_AI")
    assert list(after.audit.values) == list(VALUES)
    told = {value: finding.model_dump(mode="json") for value, finding in after.audit.values.items()}
    assert {value: said for value, said in told.items() if said["verdict"] != "pass"} == {
        "ip_relaxation": {
            "verdict": "fail",
            "found": "ipRelaxationPolicyType = Enforce",
            "file": f"force-app/main/default/{POLICY}",
            "reason": "",
        },
        "enable_oauth": {"verdict": "not-verifiable", "found": "", "file": "", "reason": NO_FILE},
    }
    assert after.model_copy(update={"audit": None}) == before
    audit(folder, record)
    assert read(record) == after


def test_a_reason_says_nothing_of_the_computer(folder: Path, record: Path) -> None:
    """Where places disagree it names them, below the folder as `file` does."""
    edit(folder, GLOBAL, "<isPkceRequired>false</", "<isPkceRequired>true</isPkceRequired>\n<isPkceRequired>false</")
    assert str(folder) in audit(folder, record, "--format", "json").stdout
    found = read(record).audit
    assert found
    path = f"force-app/main/default/{GLOBAL}"
    line = int(found.values["pkce"].reason.partition(f"{path}:")[2].partition(",")[0])
    assert found.values["pkce"].model_dump(mode="json") == {
        "verdict": "not-verifiable",
        "found": "isPkceRequired = true and isPkceRequired = false",
        "file": path,
        "reason": (
            f"isPkceRequired stands in several places that disagree ({path}:{line}, {path}:{line + 1}). "
            "Which one counts is not known."
        ),
    }


def test_a_warning_is_recorded_with_its_reason(folder: Path, record: Path) -> None:
    edit(folder, GLOBAL, "</callbackUrl>", "\nhttps://a.example/</callbackUrl>")
    audit(folder, record)
    found = read(record).audit
    assert found
    assert found.values["callback_url"].reason == "callbackUrl also holds https://a.example/."


def test_the_exit_status_stays(folder: Path, record: Path) -> None:
    assert audit(folder, record).exit_code == 0
    next(folder.rglob(POLICY)).unlink()
    assert audit(folder, record).exit_code == 3
    found = read(record).audit
    assert found
    assert {finding.verdict for finding in found.values.values()} == {Outcome.PASS, Outcome.NOT_VERIFIABLE}


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"org: example-sandbox": "org: other"}, "other-record", "This is the record of “other” for"),
        ({f"guide: {GUIDE}": "guide: other"}, "other-record", "for “other”, and the audit is of “example-sandbox”"),
        ({"revision: '2026.1'": "revision: '2026.0'"}, "other-revision", "2026.0, and the guide is at 2026.1. First"),
        ({"api-eu.": "api-us."}, "other-revision", "the guide is at 2026.1 with other values. First bring"),
        ({"values:": "audit: {on: 2026-11-25, values: {}}\nvalues:"}, "older-audit", "newer audit, of 2026-11-25."),
        ({"format: guide-record/1": "format: x"}, "wrong-choice", "guide-record/1"),
    ],
)
def test_a_record_that_is_not_of_this_audit(
    changes: dict[str, str],
    code: str,
    words: str,
    folder: Path,
    record: Path,
) -> None:
    for old, new in changes.items():
        edit(record.parent, record.name, old, new)
    before = record.read_bytes()
    result = audit(folder, record)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"{record}:")
    assert words in result.stderr
    assert result.stderr.endswith(f"[{code}]\n")
    assert record.read_bytes() == before


@pytest.mark.parametrize("spoil", ["unreadable", "no app"])
def test_an_audit_that_is_not_whole_is_not_recorded(spoil: str, folder: Path, record: Path) -> None:
    before = record.read_bytes()
    if spoil == "unreadable":
        edit(folder, GLOBAL, "</callbackUrl>", "")
    result = audit(folder, record, *(("--app", "nobody") if spoil == "no app" else ()))
    assert result.exit_code == 1
    assert result.stderr.endswith(f"{record}: left as it was\n")
    assert record.read_bytes() == before


def test_a_record_needs_its_org(folder: Path, record: Path) -> None:
    result = run("audit", folder, "--record", record, *project())
    assert (result.exit_code, "Name with --org the org that the record is of." in result.stderr) == (2, True)


@pytest.mark.parametrize("key", [KEY, HEX, " ".join(HEX), "%33MVG9" + "x" * 30, "\uff13MVG9" + "x" * 30])
def test_no_key_comes_along(key: str, folder: Path, record: Path) -> None:
    """Whether it stands where keys stand, in a field that is shown, or in a file's name."""
    fields = ("consumerKey", "consumerSecret", "certificate", "callbackUrl")
    keys = "".join(f"<{field}>{key}</{field}>" for field in fields)
    edit(folder, GLOBAL, "<callbackUrl>", f"{keys}<callbackUrl>")
    path = next(folder.rglob(GLOBAL))
    path.rename(path.with_name(f"{KEY}_{GLOBAL}"))
    audit(folder, record)
    found = read(record).audit
    assert found
    assert not looks_secret(found.model_dump_json())
    assert key not in record.read_text()
    assert "canary" not in record.read_text().casefold()


def test_a_stranger_s_text_is_one_line_and_not_endless(folder: Path, record: Path) -> None:
    edit(folder, GLOBAL, "https://api-eu.vonage.com/oauth/redirect", "https://a.example/\n\u202e" + "x" * 5000)
    assert audit(folder, record).exit_code == 1
    found = read(record).audit
    assert found
    assert len(found.values["callback_url"].found) < 600


# Summary


@pytest.mark.pdf
def test_the_summary_shows_what_was_found(folder: Path, record: Path, tmp_path: Path) -> None:
    edit(folder, POLICY, "Bypass", "Enforce")
    audit(folder, record)
    made = run("summary", ORG, "--record", record, *project(), "--out", tmp_path / "out")
    assert made.exit_code == 0, made.output
    sheets = tmp_path / "out/example-sandbox" / GUIDE
    for name in ("summary.html", "summary.md"):
        text = (sheets / name).read_text()
        assert text.count(f"Audit {ON}: ") == len(VALUES)
        assert f"Audit {ON}: not as required, found ipRelaxationPolicyType = Enforce, in X" in text.replace("\\", "")
        assert "metadata of the app Vonage" in text
        assert "1 not as required, 12 as required" in text
        assert "not verifiable" not in text
    data = json.loads((sheets / "summary.json").read_text())
    assert data["record"]["audit"]["on"] == ON
    assert data["record"]["audit"]["values"]["ip_relaxation"]["verdict"] == "fail"
    assert [value["id"] for value in data["values"]] == list(VALUES)


@pytest.mark.pdf
def test_the_summary_says_why_a_value_is_not_verifiable(folder: Path, record: Path, tmp_path: Path) -> None:
    next(folder.rglob("*.ecaPlcy-meta.xml")).unlink()
    audit(folder, record)
    made = run("summary", ORG, "--record", record, *project(), "--out", tmp_path / "out")
    assert made.exit_code == 0, made.output
    sheets = tmp_path / "out/example-sandbox" / GUIDE
    for name in ("summary.html", "summary.md"):
        assert f"Audit {ON}: not verifiable: {NO_FILE}" in (sheets / name).read_text().replace("\\", "")
    data = json.loads((sheets / "summary.json").read_text())
    assert data["record"]["audit"]["values"]["enable_oauth"]["reason"] == NO_FILE


def test_what_was_found_of_a_value_holds_while_it_reads_the_same(folder: Path, record: Path) -> None:
    edit(folder, POLICY, "Bypass", "Enforce")
    audit(folder, record)
    wrong = run("status", record.parents[1], *project(), "--today", ON)
    assert "wrong in the org: IP Relaxation" in wrong.stdout
    edit(record.parent, record.name, "ip_relaxation: Relax IP restrictions", "ip_relaxation: Something else")
    now = run("status", record.parents[1], *project(), "--today", ON)
    assert "wrong in the org" not in now.stdout


def test_every_outcome_has_its_words() -> None:
    assert list(OUTCOME_WORDS) == list(Outcome)

"""A new fact of an org is one entry of one table: asked for, checked, printed and kept everywhere."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.project import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

ADDING = """\
import sys
from generator.model.org import OrgField, org_fields
from generator.platforms.salesforce import platform

cost_centre = OrgField(
    "cost_centre", "Cost centre", "Who pays.", "your cost centre", "cost centre", asked_on_page=True, confirmed=True
)
platform.SALESFORCE.org_fields = org_fields(platform.ENVIRONMENT, platform.DOMAIN, cost_centre)
from generator.cli import main

sys.argv[0] = "guide"
main()
"""
ORG = "name: Acme\ndomain: acme.my.salesforce.com\napp_name: An app\ncost_centre: Four seven eleven\n"


def guide(*arguments: str, script: str = ADDING) -> subprocess.CompletedProcess[str]:
    """Run the command in a process in which `script` comes first."""
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.pdf
def test_a_new_field_stands_on_every_sheet(tmp_path: Path) -> None:
    org = tmp_path / "acme.yaml"
    org.write_text(ORG, encoding="utf-8")
    formats = [f"--format={name}" for name in ("pdf", "md", "html", "csv")]

    checklist = guide("checklist", str(org), "--out", str(tmp_path / "sheets"), *formats)
    summary = guide("summary", str(org), "--out", str(tmp_path / "summaries"))

    assert (checklist.returncode, summary.returncode) == (0, 0), checklist.stderr + summary.stderr
    written = {path.name: path for path in tmp_path.rglob("*.*")}
    assert "Cost centre: Four seven eleven" in written["checklist.md"].read_text()
    assert "Four seven eleven" in written["checklist.html"].read_text()
    assert json.loads(written["summary.json"].read_text())["org"]["cost_centre"] == "Four seven eleven"
    assert written["checklist.pdf"].stat().st_size > 0


def test_without_the_entry_the_key_is_refused(tmp_path: Path) -> None:
    org = tmp_path / "acme.yaml"
    org.write_text(ORG, encoding="utf-8")
    without = "from generator.cli.__main__ import main\nmain()\n"

    refused = guide("checklist", str(org), "--out", str(tmp_path / "sheets"), "--format=md", script=without)

    assert refused.returncode == 1
    assert "The key “cost_centre” is not known here." in refused.stdout + refused.stderr

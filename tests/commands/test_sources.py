"""`guide sources` lists each outside page with what rests on it; `guide check --today` names those read long ago."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.project import PROJECT, run

GUIDE_TEXT = """---
title: Connect a product
objective: It is connected.
description: Connect a product to an org, with every setting it needs.
revision: "1"
release: "Summer '26"
reviewed: {page: https://vendor.example/page, date: "2026-01-01"}
verified: {release: "Summer '26", date: "2026-06-01"}
recheck_after_days: "9999"
reread_after_days: "10"
---

An app does this ([Help](https://a.example/help), read on 2026-06-01). See also [the manual](https://b.example/manual).

## Set the box {#box}

1. Set **Require Secret** to {{ secret }}. {#secret}
"""
VALUES_TEXT = """secret:
  setting: Require Secret
  screen: App > Security
  control: check box
  value: Checked
  why: A stolen code alone is then useless.
  if_wrong: {sees: It fails., source: "https://a.example/help", read: "2026-06-05"}
  platform_default: Clear.
  deviation: {departs_from: Advice., risk: None., source: "https://c.example/advice"}
"""
TROUBLES_TEXT = """denied:
  error: access_denied
  sees: No.
  means: No.
  cure: Ask.
  source: https://a.example/help
  read: "2026-06-03"
"""
LOCK_TEXT = f"""page:
  url: https://vendor.example/page
  reviewed: "2026-01-01"
  sha256: {"0" * 64}
values:
  secret: {{stated: Checked, value: Checked}}
"""
TEXT = """\
https://a.example/help
  demo/guide.md: introduction, read on 2026-06-01
  demo/values.yaml: secret if_wrong, read on 2026-06-05
  demo/troubleshooting.yaml: denied, read on 2026-06-03
https://b.example/manual
  demo/guide.md: introduction, read on 2026-06-01
https://c.example/advice
  demo/values.yaml: secret deviation, no day written
"""
SUFFIX = "it is to be read every 10. Read it again, then write the day. [old-source]"
FINE = "Fine: content without errors."


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    folder = tmp_path / "demo"
    folder.mkdir()
    texts = {"guide.md": GUIDE_TEXT, "values.yaml": VALUES_TEXT, "troubleshooting.yaml": TROUBLES_TEXT}
    for name, text in (texts | {"vendor.lock.yaml": LOCK_TEXT}).items():
        (folder / name).write_text(text)
    return tmp_path


def test_each_page_is_listed_with_what_rests_on_it(demo: Path) -> None:
    result = run("sources", "--project", PROJECT, "--content", demo)
    assert (result.exit_code, result.output) == (0, TEXT)


def test_the_same_as_json(demo: Path) -> None:
    result = run("sources", "--project", PROJECT, "--content", demo, "--format", "json")
    introduction = {"guide": "demo", "file": "guide.md", "keys": ["introduction"], "read": "2026-06-01"}
    symptom = {"guide": "demo", "file": "values.yaml", "keys": ["secret", "if_wrong"], "read": "2026-06-05"}
    trouble = {"guide": "demo", "file": "troubleshooting.yaml", "keys": ["denied"], "read": "2026-06-03"}
    deviation = {"guide": "demo", "file": "values.yaml", "keys": ["secret", "deviation"], "read": None}
    assert json.loads(result.output) == {
        "format": "guide-sources/1",
        "pages": [
            {"url": "https://a.example/help", "statements": [introduction, symptom, trouble]},
            {"url": "https://b.example/manual", "statements": [introduction]},
            {"url": "https://c.example/advice", "statements": [deviation]},
        ],
    }


def warning(demo: Path, place: str, page: str, read: str, days: int) -> str:
    return f"{demo}/demo/{place}: warning: This rests on {page}, read on {read}, {days} days ago; {SUFFIX}"


def test_a_source_is_not_old_on_its_last_day(demo: Path) -> None:
    result = run("check", "--project", PROJECT, "--content", demo, "--today", "2026-06-11")
    assert (result.exit_code, result.stdout.splitlines() + result.stderr.splitlines()) == (0, [FINE])


def test_old_sources_are_told_with_their_places(demo: Path) -> None:
    result = run("check", "--project", PROJECT, "--content", demo, "--today", "2026-06-14")
    expected = [
        FINE,
        warning(demo, "guide.md:13:1", "https://a.example/help", "2026-06-01", 13),
        warning(demo, "guide.md:13:1", "https://b.example/manual", "2026-06-01", 13),
        warning(demo, "troubleshooting.yaml:7:3", "https://a.example/help", "2026-06-03", 11),
    ]
    assert (result.exit_code, result.stdout.splitlines() + result.stderr.splitlines()) == (0, expected)

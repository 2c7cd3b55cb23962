"""What is published beside the pages, by any engine and on any host."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from shutil import copytree
from urllib.parse import unquote, urldefrag, urljoin

import pytest
import yaml

from generator.output.security_headers import policy, script_hashes
from generator.reading.artefacts.artefacts import html_values
from generator.rendering.reports.guide_json import JsonGuide, guide_schema_text
from tests.support.pinned import VALUES
from tests.support.project import GUIDE, GUIDES, PROJECT

PAGE_NAMES = ("index", "values", "troubleshooting", "security", "history")


class Anchors(HTMLParser):
    """Collects the ids of a page and the addresses it leads to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids, self.leads, self.steps = set[str](), list[str](), list[tuple[str, str]]()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: text or "" for key, text in attrs}
        self.ids.add(found.get("id", ""))
        if "data-hash" in found:
            self.steps.append((found["id"], found["data-hash"]))
        if tag == "a" and "href" in found:
            self.leads.append(found["href"])


def pages(site: Path) -> dict[str, str]:
    return {path.relative_to(site).as_posix(): path.read_text() for path in sorted(site.rglob("*.html"))}


def dead_links(site: Path) -> list[str]:
    found = {name: Anchors(text) for name, text in pages(site).items()}
    dead = []
    for name, page in found.items():
        for lead in page.leads:
            path, fragment = urldefrag(urljoin(f"https://site.test/{name}", lead))
            if not path.startswith("https://site.test/"):
                continue
            target = unquote(path.removeprefix("https://site.test/")) or "index.html"
            there = (site / target).is_file()
            if not there or (fragment and target in found and fragment not in found[target].ids):
                dead.append(f"{name}: {lead}")
    return dead


def test_every_link_and_anchor_leads_somewhere(built: Path) -> None:
    assert sum(len(Anchors(text).leads) for text in pages(built / "site").values()) > 200
    assert [dead for dead in dead_links(built / "site") if not dead.startswith("404.html")] == []


def test_a_dead_anchor_would_be_noticed(output: Path) -> None:
    page = output / f"site/{GUIDE}/security.html"
    page.write_text(page.read_text().replace("values.html#pkce", "values.html#pkcf"))
    assert f"{GUIDE}/security.html: values.html#pkcf" in dead_links(output / "site")


# For programs


def test_the_guide_as_json_is_what_its_schema_says(built: Path) -> None:
    data = json.loads((built / f"site/{GUIDE}/guide.json").read_text())
    assert data.pop("$schema") == "../guide.schema.json"
    guide = JsonGuide.model_validate(data)
    assert {value.id: (value.setting, value.value) for value in guide.values} == VALUES
    steps = [(step.id, step.content) for section in guide.sections for step in section.steps]
    assert steps == Anchors((built / f"site/{GUIDE}/index.html").read_text()).steps


def test_the_schema_is_the_one_that_is_published(built: Path) -> None:
    assert (PROJECT / "schemas/guide.schema.json").read_text() == guide_schema_text()
    assert (built / "site/guide.schema.json").read_text() == guide_schema_text()


@pytest.mark.parametrize("name", PAGE_NAMES)
def test_each_page_has_its_markdown_beside_it(name: str, built: Path) -> None:
    text = (built / f"site/{GUIDE}/{name}.md").read_text()
    assert text.startswith("# ")
    assert [value for _, value in VALUES.values() if f"`{value}`" not in text] == []
    assert not re.search(r"data-|\{:|///|<(?!https)", text)
    assert f"{GUIDE}/{name}.md" in (built / "site/llms.txt").read_text()


def markdown_ways(page: str) -> tuple[list[str], list[str]]:
    """Return where a page says its Markdown is: in its head to programs, below it to readers."""
    head = re.findall(r'<link rel="alternate " type="?text/markdown"? href="?([^">]*)', page)
    return head, re.findall(r'<a href="?([^"> ]*)[^>]*>This page as Markdown</a>', page)


def test_every_page_leads_to_its_markdown(built: Path) -> None:
    """To programs and to readers, to one file that says the same; the page of a wrong address has none."""
    found = {name: markdown_ways(text) for name, text in pages(built / "site").items()}
    assert found.pop("404.html") == ([], [])
    own = {name: [Path(name).with_suffix(".md").name] for name in found}
    assert found == {name: (file, file) for name, file in own.items()}
    assert len(found) == len(PAGE_NAMES) * len(GUIDES) + 2
    for name in found:
        assert (built / "site" / name).with_suffix(".md").read_text().startswith("# "), name


def test_the_proof_as_markdown_counts_the_same(built: Path) -> None:
    report = json.loads((built / "values-report.json").read_text())[GUIDE]
    page = f"site/{GUIDE}/index.html"
    places = sum(found.get(page, 0) for found in report.values())
    assert f"| Guide page | {len(VALUES)} of {len(VALUES)} | {places} |" in (built / "site/report.md").read_text()


@pytest.mark.parametrize("name", PAGE_NAMES)
def test_each_page_says_what_it_is_about(name: str, built: Path) -> None:
    assert re.search(r'<meta name="?description"? content="?\w', (built / f"site/{GUIDE}/{name}.html").read_text())


# Policy


def test_the_policy_lets_nothing_inline_run(built: Path) -> None:
    headers = (built / "site/_headers").read_text()
    assert "unsafe" not in headers
    for name, text in pages(built / "site").items():
        assert f'content="{policy(script_hashes(text))}"' in text, name
        assert script_hashes(text) <= set(re.findall(r"'sha256-[^']*'", headers)), name
        assert not re.search(r"<[^>]*\son\w+=|<[^>]*\sstyle=", text), name


# Another engine


def test_zensical_makes_the_same_pages(built: Path, tmp_path: Path) -> None:
    """The same pages, ids and values; how they behave is not compared."""
    copytree(PROJECT / "site_overrides", tmp_path / "site_overrides")
    (tmp_path / "mkdocs.yml").write_bytes((PROJECT / "mkdocs.yml").read_bytes())
    copytree(built / "docs", tmp_path / "build/docs")
    (tmp_path / "build/run-guide-build-first.yml").write_bytes((built / "run-guide-build-first.yml").read_bytes())
    command = [str(Path(sys.executable).parent / "zensical"), "build"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=60)
    ours, theirs = pages(built / "site"), pages(tmp_path / "build/site")
    assert set(ours) == set(theirs)
    for name, text in ours.items():
        assert Anchors(text).steps == Anchors(theirs[name]).steps
        assert html_values(text) == html_values(theirs[name])
    assert sum(len(html_values(text)) for text in theirs.values()) > 4 * len(VALUES)


# Revisions side by side


def test_a_revision_lies_beside_earlier_ones(tmp_path: Path) -> None:
    site, published = tmp_path / "site", tmp_path / "published"
    site.mkdir()
    published.mkdir()
    for revision, text in (("2026.9", "old"), ("2026.10", "new"), ("2026.10", "newer")):
        (site / "index.html").write_text(text)
        assert add_revision(site, published, "2026.9", revision).stdout == f"{revision}\n"
    assert (published / "2026.9/index.html").read_text() == "old"
    assert (published / "2026.10/index.html").read_text() == "newer"
    assert json.loads((published / "versions.json").read_text()) == [
        {"version": "2026.10", "title": "2026.10", "aliases": ["latest"]},
        {"version": "2026.9", "title": "2026.9", "aliases": []},
    ]
    assert 'href="2026.10/"' in (published / "index.html").read_text()


@pytest.mark.parametrize("revision", ["../up", "a/b", "<b>", ".git", ""])
def test_a_revision_that_can_name_no_folder_publishes_nothing(revision: str, tmp_path: Path) -> None:
    (tmp_path / "published").mkdir()
    (tmp_path / "site").mkdir()
    done = add_revision(tmp_path / "site", tmp_path / "published", revision)
    assert done.returncode == 1
    assert done.stderr == (
        f"The revision “{revision}” cannot name a folder. Use letters, digits, dots, hyphens and underscores.\n"
    )
    assert list((tmp_path / "published").iterdir()) == []


def add_revision(site: Path, published: Path, *revisions: str) -> subprocess.CompletedProcess[str]:
    """Publish a site whose guides have these revisions."""
    for number, revision in enumerate(revisions):
        (site / str(number)).mkdir(exist_ok=True)
        (site / str(number) / "guide.json").write_text(json.dumps({"about": {"revision": revision}}))
    command = [sys.executable, str(PROJECT / "setup/add_revision.py"), str(site), str(published)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_every_action_is_pinned_and_no_job_may_do_more_than_it_needs() -> None:
    found = {path.name: yaml.safe_load(path.read_text()) for path in (PROJECT / ".github/workflows").glob("*.yml")}
    jobs = [job for workflow in found.values() for job in workflow["jobs"].values()]
    actions = [step for job in jobs for step in job["steps"] if "uses" in step]
    assert [step["uses"] for step in actions if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step["uses"])] == []
    checkouts = [step for step in actions if step["uses"].startswith("actions/checkout@")]
    assert [step["with"] for step in checkouts] == [{"persist-credentials": False}] * len(found)
    assert found["test.yml"]["permissions"] == {"contents": "read"}
    assert found["publish.yml"]["permissions"] == {}
    assert {name: job["permissions"] for name, job in found["publish.yml"]["jobs"].items()} == {
        "build": {"contents": "write"},
        "publish": {"pages": "write", "id-token": "write"},
    }

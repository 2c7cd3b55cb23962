"""A finished page that was found sound is not looked at again, unless anything that the finding rests on is another."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.commands.finished_site import site_problems
from generator.model import Guide
from generator.output.site import PageMarkdown
from generator.problems import Problems
from generator.project.earlier import Earlier
from generator.project.loading import Content
from generator.publishing.artefacts import Output
from tests.support.sample import SAMPLE

PAGES = ("first", "second")
MARKDOWN = "Set up {page}.\n\nEnter `one`\nand save.\n"
SHOWN = "<p>Set up {page}.</p><p>Enter <code>one</code> and save.</p>"
HTML = f"<body><article><p>Callback URL</p>{SHOWN}</article></body>"
INDEX = {"docs": [{"location": f"{page}.html", "title": "", "text": SHOWN.format(page=page)} for page in PAGES]}
INDEX_NAMES = ("search_index.json", "search_index.js")
SEARCH = "What the search answers from is not what the page"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "mkdocs.yml").write_text("site_name: A\ntheme: {name: material}\n")
    for folder in ("docs", "site/search"):
        (tmp_path / "out" / folder).mkdir(parents=True)
    for page in PAGES:
        (tmp_path / f"out/docs/{page}.md").write_text(MARKDOWN.format(page=page))
        (tmp_path / f"out/site/{page}.html").write_text(HTML.format(page=page))
    for name, start in zip(INDEX_NAMES, ("", "var __index = "), strict=True):
        (tmp_path / "out/site/search" / name).write_text(start + json.dumps(INDEX))
    return tmp_path


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The first lines of the pages of which HTML is made."""
    lines: list[str] = []
    html = PageMarkdown.html

    def noted(reader: PageMarkdown, text: str) -> str:
        lines.append(text.partition("\n")[0])
        return html(reader, text)

    monkeypatch.setattr(PageMarkdown, "html", noted)
    return lines


def look(project: Path, earlier: Earlier, *guides: Guide) -> list[str]:
    output = Output(project / "out", "out", Problems(), earlier)
    return [str(problem) for problem in site_problems(project, Content(guides, ()), output)]


def edit(name: str, old: str, new: str) -> Callable[[Path], object]:
    def change(project: Path) -> None:
        path = project / name
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))

    return change


CHANGES: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "nothing": (lambda _: None, []),
    "a page": (edit("out/docs/first.md", "save", "store"), ["Set up first."]),
    "what a theme made of it": (edit("out/site/first.html", "save", "store"), ["Set up first."]),
    "what only looks otherwise": (edit("out/site/first.html", "<p>", "<p >"), ["Set up first."]),
    "the search": (edit("out/site/search/search_index.js", "save", "store"), ["Set up first.", "Set up second."]),
    "how pages are read": (
        edit("mkdocs.yml", "theme", "markdown_extensions: [nl2br]\ntheme"),
        ["Set up first.", "Set up second."],
    ),
}


@pytest.mark.parametrize(("change", "expected"), CHANGES.values(), ids=CHANGES)
def test_only_what_a_change_touches_is_looked_at(
    change: Callable[[Path], object], expected: list[str], project: Path, read: list[str]
) -> None:
    earlier = Earlier(project / "out")
    assert look(project, earlier) == []
    assert read == ["Set up first.", "Set up second."]
    change(project)
    read.clear()
    told = look(project, Earlier(project / "out", findings=earlier.now["findings"]))
    assert read == expected
    assert told == look(project, Earlier(project / "out"))


def test_a_fault_is_told_each_time(project: Path) -> None:
    edit("out/site/search/search_index.json", "save", "store")(project)
    edit("out/site/second.html", "one", "two")(project)
    earlier = Earlier(project / "out")
    told = look(project, earlier)
    assert [text.partition(":")[0] for text in told] == [
        "out/site/second.html", "out/site/search/search_index.json", "out/site/search/search_index.json",
    ]  # fmt: skip
    assert look(project, Earlier(project / "out", findings=earlier.now["findings"])) == told


def test_a_setting_that_is_new_is_looked_for(project: Path) -> None:
    """The words beside a page are nobody's setting, until a guide has one of that name."""
    earlier = Earlier(project / "out")
    assert look(project, earlier) == []
    told = look(project, Earlier(project / "out", findings=earlier.now["findings"]), SAMPLE)
    assert [text.partition(":")[0] for text in told] == ["out/site/first.html", "out/site/second.html"]
    assert all("[second-copy]" in text for text in told)


def test_a_page_that_nobody_wrote_is_told(project: Path) -> None:
    edit("out/site/search/search_index.json", "second.html", "third.html")(project)
    told = look(project, Earlier(project / "out"))
    place = "out/site/search/search_index.json"
    assert told == [
        f"{place}: {SEARCH} {page}.html says. Build again. [search-differs]" for page in ("second", "third")
    ]

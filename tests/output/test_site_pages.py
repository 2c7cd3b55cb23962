"""Pages of a site that nothing changed are taken over, and the whole is as if MkDocs had made each of them."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.model.brand import Brand
from generator.output.site import build_site
from generator.problems import ContentError
from generator.project.earlier import Earlier

pytestmark = pytest.mark.slow

NAV: list[dict[str, Any]] = [{"Home": "index.md"}, {"Small": [{"One": "small/one.md"}, {"Two": "small/two.md"}]}]
PAGES = {
    "index.md": "# Home\n\n[One](small/one.md)\n",
    "small/one.md": "---\nsearch: {boost: 2}\n---\n# One\n\n## A part {#part}\n\nA word. [Two](two.md#other)\n",
    "small/two.md": "# Two\n\n## Other {#other}\n\n[Part](one.md#part)\n",
}
SETTINGS = "site_name: Guides\n"


def project(folder: Path) -> Path:
    write(folder, {"mkdocs.yml": SETTINGS, **{f"out/docs/{name}": text for name, text in PAGES.items()}})
    return folder


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def build(folder: Path, site: str, earlier: Earlier | None, **others: Any) -> None:
    build_site(folder, folder / "out/docs", folder / site, others.pop("nav", NAV), earlier=earlier, **others)


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Earlier]:
    folder = project(tmp_path_factory.mktemp("built"))
    earlier = Earlier(folder / "out")
    build(folder, "out/site", earlier)
    return folder, earlier


@pytest.fixture
def first(built_once: tuple[Path, Earlier], tmp_path: Path) -> tuple[Path, Earlier]:
    """A project whose site is built, and what the next build of it may take over."""
    original, made = built_once
    folder = Path(shutil.copytree(original, tmp_path / "project"))
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in files(folder / "out").items()}
    return folder, Earlier(folder / "out", hashes, made.now["sheets"], {}, made.now["pages"])


@pytest.fixture
def taken_over(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the pages that are taken over."""
    names: list[str] = []
    usual = Earlier.page

    def page(self: Earlier, name: str, source: str) -> Any:
        known = usual(self, name, source)
        if known:
            names.append(name)
        return known

    monkeypatch.setattr(Earlier, "page", page)
    return names


def edited(name: str, old: str, new: str) -> Callable[[Path], dict[str, Any]]:
    def change(folder: Path) -> dict[str, Any]:
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new))
        return {}

    return change


def written(name: str, text: str, **others: Any) -> Callable[[Path], dict[str, Any]]:
    def change(folder: Path) -> dict[str, Any]:
        write(folder, {name: text})
        return others

    return change


def told(**others: Any) -> Callable[[Path], dict[str, Any]]:
    return lambda _: others


ALL = list(PAGES)
OWN_TEMPLATE = '{% extends "base.html" %}\n{% block content %}{{ super() }}{{ nav.items | length }}{% endblock %}\n'
RENAMED = [{"Start": "index.md"}, NAV[1]]
UNTITLED = [NAV[0], {"Small": ["small/one.md", {"Two": "small/two.md"}]}]
MORE = [*NAV, {"More": "more.md"}]

CHANGES: dict[str, tuple[Callable[[Path], dict[str, Any]], list[str]]] = {
    "nothing": (told(), ALL),
    "a page": (edited("out/docs/small/one.md", "A word", "Another"), ["index.md", "small/two.md"]),
    "what is told of a page": (edited("out/docs/small/one.md", "boost: 2", "boost: 3"), ["index.md", "small/two.md"]),
    "a title in the navigation": (told(nav=RENAMED), []),
    "a title that the page gives itself": (told(nav=UNTITLED), []),
    "a page more": (written("out/docs/more.md", "# More\n", nav=MORE), []),
    "the settings": (written("mkdocs.yml", "site_name: Other\n"), []),
    "the address": (written("mkdocs.yml", f"{SETTINGS}site_url: https://example.com/\n"), []),
    "the date": (told(date="2026-11-29"), []),
    "the brand": (told(brand=Brand("Acme", "Acme Ltd")), []),
    "a template of one's own": (written("site_overrides/main.html", OWN_TEMPLATE), []),
    "an asset": (written("site_overrides/assets/own.css", "p { color: red }\n"), ALL),
    "an extension": (written("mkdocs.yml", f"{SETTINGS}markdown_extensions: [attr_list, toc, footnotes]\n"), []),
    "a plugin": (written("mkdocs.yml", f"{SETTINGS}plugins: []\n"), []),
    "a hook": (written("mkdocs.yml", f"{SETTINGS}hooks: [own.py]\n"), []),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_a_change_may_touch_is_made_again(name: str, first: tuple[Path, Earlier], taken_over: list[str]) -> None:
    """Forget one kind of what goes into a page, and one of before stands where another should."""
    folder, earlier = first
    (folder / "own.py").write_text("def on_page_content(html, **_):\n    return html + '<p>Hooked</p>'\n")
    change, kept = CHANGES[name]
    others = change(folder)
    build(folder, "again", earlier, **others)
    assert taken_over == kept
    if kept:
        build(folder, "whole", None, **others)
        assert files(folder / "again") == files(folder / "whole")


@pytest.mark.parametrize("name", ["small/one.html", "search/search_index.json"])
def test_a_page_that_somebody_changed_is_not_taken_over(
    name: str, first: tuple[Path, Earlier], taken_over: list[str]
) -> None:
    folder, earlier = first
    path = folder / "out/site" / name
    path.write_text(path.read_text() + " ")
    build(folder, "again", earlier)
    assert taken_over == ([] if "index" in name else ["index.md", "small/two.md"])


@pytest.mark.parametrize(
    ("name", "old", "new", "complaint"),
    [
        ("small/one.md", "{#part}", "", "Doc file 'small/two.md' contains a link 'one.md#part', but the doc"),
        ("small/one.md", "#other", "#others", "Doc file 'small/one.md' contains a link 'two.md#others', but the doc"),
    ],
)
def test_links_from_and_to_pages_taken_over_are_checked(
    name: str, old: str, new: str, complaint: str, first: tuple[Path, Earlier]
) -> None:
    folder, earlier = first
    edited(f"out/docs/{name}", old, new)(folder)
    with pytest.raises(ContentError) as error:
        build(folder, "again", earlier)
    (problem,) = error.value.problems
    assert problem.text.startswith(f"MkDocs: {complaint}")

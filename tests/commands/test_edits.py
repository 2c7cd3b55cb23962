"""A build after any edits leaves the bytes that a build from nothing leaves, whatever it took over."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from generator.commands import build
from generator.deriving.guide_view import GuideView, view
from generator.output.files import MARKER
from generator.output.fonts import SHIPPED
from generator.project.earlier import Earlier
from generator.rendering.markup.html import TEMPLATES
from tests.support.project import run
from tests.support.sample import SAMPLE
from tests.support.tiny_project import FILES, new_project, write

EXAMPLES = settings().max_examples // 40
"""A fortieth of those that other properties have, as each is several builds."""

TROUBLE = """\
lost:
  error: The page is WORD
  where: [page]
  signs: [is WORD]
  sees: A WORD page.
  means: The address is another one.
  cure: Enter it again.
  who: [administrator]
  values: [address]
"""
FOLDER_OF_SHEETS = "sheet_overrides"
BOLD = f"{FOLDER_OF_SHEETS}/NotoSans-Bold.ttf"
OTHER_FONTS = {"blue": "NotoSans-Regular.ttf", "red": "NotoSans-Italic.ttf"}
OWN_TEMPLATE = '{% extends "base.html" %}{% block content %}{{ super() }}WORD{% endblock %}'
STYLE = (TEMPLATES / "print.css").read_text(encoding="utf-8") + "\nh1 { color: WORD; }\n"


def changed(name: str, old: str, new: str) -> Callable[[Path, str], None]:
    """Return the edit that writes `new` with a word behind it for `old`, as the file first had it."""

    def edit(project: Path, word: str) -> None:
        text = FILES[name]
        assert old in text
        write(project / name, text.replace(old, f"{new} {word}"))

    return edit


def address(project: Path, word: str) -> None:
    for name in ("values.yaml", "vendor.lock.yaml"):
        text = FILES[f"content/one/{name}"]
        write(project / "content/one" / name, text.replace("/callback", f"/{word}"))


def written(name: str, text: str) -> Callable[[Path, str], None]:
    def edit(project: Path, word: str) -> None:
        write(project / name, text.replace("WORD", word))

    return edit


def font(project: Path, word: str) -> None:
    """Put another of our fonts in the place of the bold one."""
    (project / FOLDER_OF_SHEETS).mkdir(exist_ok=True)
    shutil.copyfile(SHIPPED / OTHER_FONTS[word], project / BOLD)


def gone(name: str) -> Callable[[Path, str], None]:
    def edit(project: Path, word: str) -> None:
        del word
        (project / name).unlink(missing_ok=True)

    return edit


def copied(project: Path, word: str) -> None:
    shutil.copytree(project / "content/one", project / "content" / word, dirs_exist_ok=True)


def renamed(project: Path, word: str) -> None:
    place = project / f"content/the-{word}"
    for folder in others(project):
        if not place.exists():
            folder.rename(place)


def removed(project: Path, word: str) -> None:
    del word
    for folder in others(project):
        shutil.rmtree(folder)


def others(project: Path) -> list[Path]:
    return [path.parent for path in sorted(project.glob("content/*/guide.md")) if path.parent.name != "one"]


EDITS: dict[str, Callable[[Path, str], None]] = {
    "a step": changed("content/one/guide.md", "Click **New application**", "Click **New application** and wait for"),
    "front matter": changed("content/one/guide.md", "A small guide.", "A guide of the"),
    "a value": address,
    "an org": changed("content/orgs/acme.yaml", "Acme Ltd", "Acme Ltd\nowner: Ann"),
    "an org more": written("content/orgs/other.yaml", "name: The WORD\n"),
    "an org gone": gone("content/orgs/other.yaml"),
    "errors": written("content/one/troubleshooting.yaml", TROUBLE),
    "errors gone": gone("content/one/troubleshooting.yaml"),
    "the style of sheets": written("sheet_overrides/print.css", STYLE),
    "the style of sheets gone": gone("sheet_overrides/print.css"),
    "a font": font,
    "a font gone": gone(BOLD),
    "a template of the site": written("site_overrides/main.html", OWN_TEMPLATE),
    "a template of the site gone": gone("site_overrides/main.html"),
    "the style of the site": written("site_overrides/assets/own.css", "/* WORD */\n"),
    "the brand": written("brand.yaml", "name: The WORD\n"),
    "the brand gone": gone("brand.yaml"),
    "the site's settings": written("mkdocs.yml", "site_name: The WORD\nsite_url: https://WORD.example.com/\n"),
    "a guide more": copied,
    "a guide renamed": renamed,
    "a guide gone": removed,
}
GONE = [name for name in EDITS if name.endswith("gone")]
WORDS = ("blue", "red")


@dataclass(frozen=True)
class Edit:
    """What is done, by its name, and the word that it brings in."""

    name: str
    word: str


ANY = st.builds(Edit, st.sampled_from(list(EDITS)), st.sampled_from(WORDS))
ALL = [[Edit(name, "blue") for name in EDITS if name not in GONE], [Edit(name, "red") for name in GONE]]


@pytest.mark.slow
@pytest.mark.pdf
@pytest.mark.build
@settings(max_examples=EXAMPLES, phases=[Phase.explicit, Phase.generate])
@given(st.lists(st.lists(ANY, min_size=1, max_size=3), min_size=1, max_size=3))
@example(ALL)
def test_a_build_after_edits_leaves_what_a_full_one_does(batches: list[list[Edit]]) -> None:
    """Also after several builds, each of which took over what the one before it had taken over."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        project, full = Path(folder) / "project", Path(folder) / "full"
        new_project(project)
        patch.setenv("XDG_CACHE_HOME", f"{folder}/caches")
        make(project, project / "build")
        for edits in batches:
            for edit in edits:
                EDITS[edit.name](project, edit.word)
            make(project, project / "build")
        patch.setenv("XDG_CACHE_HOME", f"{folder}/other-caches")
        make(project, full)
        assert files(project / "build") == files(full)


def make(project: Path, out: Path) -> None:
    done = run("build", "--project", project, "--out", out)
    assert done.exit_code == 0, done.output


def files(folder: Path) -> dict[str, bytes]:
    paths = [path for path in folder.rglob("*") if path.is_file() and path.name != MARKER]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_a_guides_pages_are_taken_over_if_nothing_changed_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: list[str] = []

    def pages(guide: GuideView) -> dict[str, str]:
        rendered.append(guide.about.title)
        return {"page.md": "text"}

    monkeypatch.setattr(build, "guide_pages", pages)
    (tmp_path / "page.md").write_text("text")
    first = Earlier(tmp_path)
    before = view(SAMPLE)
    assert build._guide_pages(before, first) == {"page.md": b"text"}
    hashes = {"page.md": hashlib.sha256(b"text").hexdigest()}
    renamed = SAMPLE.about.model_copy(update={"title": "Other"})
    for guide in (before, view(SAMPLE, site="https://example.org/"), replace(before, about=renamed)):
        later = Earlier(tmp_path, hashes, first.now["sheets"])
        assert build._guide_pages(guide, later) == {"page.md": b"text"}
    assert rendered == [SAMPLE.about.title, SAMPLE.about.title, "Other"]

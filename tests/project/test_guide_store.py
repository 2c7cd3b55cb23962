"""A guide that was read and checked serves later runs as long as not a letter of it, or of what reads it, changed."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.model import Guide
from generator.output.user_cache import UserCache, caches_folder
from generator.problems import Problems
from generator.project import checked_guide, guide_store
from generator.project.guide_files import OPTIONAL
from generator.project.loading import load_guides
from generator.project.paths import Paths
from tests.support.project import PROJECT, run

GUIDE = "first-guide"


@pytest.fixture(scope="module")
def new_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `guide new` makes: a small guide."""
    project = tmp_path_factory.mktemp("new") / "project"
    assert run("new", project).exit_code == 0
    return project


@pytest.fixture
def content(new_project: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return Path(shutil.copytree(new_project / "content", tmp_path / "content"))


@pytest.fixture(autouse=True)
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of each test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    return tmp_path / "caches"


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the guides that were read and checked, once each time."""
    checked: list[str] = []
    check_texts = checked_guide.check_texts

    def noted(guide_id: str, *rest: object) -> Guide | None:
        checked.append(guide_id)
        return check_texts(guide_id, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(checked_guide, "check_texts", noted)
    return checked


def loaded(content: Path) -> tuple[tuple[Guide, ...], list[str]]:
    problems = Problems()
    guides = load_guides(Paths(PROJECT, content, content / "orgs", content), problems)
    return guides, [str(problem) for problem in problems]


def stored_files(caches: Path) -> list[Path]:
    folder = caches / "guide-generator/guides"
    return sorted(folder.iterdir()) if folder.exists() else []


def test_a_sound_guide_is_checked_once_and_reads_the_same(content: Path, checks: list[str]) -> None:
    """With its warnings, and to the last letter of what sheets are made from."""
    guide_md = content / GUIDE / "guide.md"
    guide_md.write_text(
        guide_md.read_text().replace("2026.1", "2026.1", 1) + "\n\nA digest: sha256 " + "a1" * 32 + "\n"
    )
    first, second = loaded(content), loaded(content)
    assert checks == [GUIDE]
    assert second == first
    assert repr(second[0]) == repr(first[0])
    assert [line.rpartition("[")[2] for line in first[1]] == ["digest]"]


@pytest.mark.parametrize("name", ["guide.md", "values.yaml", "vendor.lock.yaml", *OPTIONAL])
def test_each_file_counts(name: str, content: Path, checks: list[str]) -> None:
    loaded(content)
    with (content / GUIDE / name).open("a") as file:
        file.write("\n")
    loaded(content)
    assert checks == [GUIDE, GUIDE]


def move(content: Path) -> Path:
    """Problems and places name a file by its path."""
    return content.rename(content.with_name("elsewhere"))


def rename(content: Path) -> Path:
    (content / GUIDE).rename(content / "other")
    return content


def take_away(content: Path) -> Path:
    (content / GUIDE / "questions.yaml").unlink()
    return content


@pytest.mark.parametrize("change", [move, rename, take_away])
def test_names_count(change: Callable[[Path], Path], content: Path, checks: list[str]) -> None:
    loaded(content)
    loaded(change(content))
    assert len(checks) == 2


def test_another_program_checks_anew(content: Path, checks: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    loaded(content)
    monkeypatch.setattr(guide_store, "product_stamp", lambda: "another")
    loaded(content)
    assert checks == [GUIDE, GUIDE]


def test_a_guide_with_an_error_is_not_kept(content: Path, checks: list[str], caches: Path) -> None:
    guide_md = content / GUIDE / "guide.md"
    guide_md.write_text(guide_md.read_text() + "\n<b>HTML</b>\n")
    first, second = loaded(content), loaded(content)
    assert first[1] == second[1] != []
    assert checks == [GUIDE, GUIDE]
    assert stored_files(caches) == []


NO_GUIDES = {
    "noise": b"\x80\x05noise",
    "empty": b"",
    "another shape": pickle.dumps({}),
    "a function of another module": pickle.dumps((len, ())),
    "what a module of nouns imports": b"cgenerator.platforms.salesforce.metadata\nPath\n.",
    "a part of a noun": b"\x80\x04\x8c\x0fgenerator.model\x8c\x0eguide.dataclass\x93.",
}


@pytest.mark.parametrize("body", NO_GUIDES.values(), ids=NO_GUIDES)
def test_what_is_no_guide_is_none(body: bytes, content: Path, checks: list[str], caches: Path) -> None:
    """Nothing that a file names is called unless it is a noun of this program."""
    expected = loaded(content)
    (path,) = stored_files(caches)
    UserCache(caches_folder() / "guides", 1_000_000).put(path.name, body)
    assert loaded(content) == expected
    assert checks == [GUIDE, GUIDE]

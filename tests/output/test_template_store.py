"""A template on disk is the one that was put there, whole and for exactly this sheet, or it is none."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.output import product
from generator.output.variable_data import template_store
from generator.output.variable_data.glyphs import Font
from generator.output.variable_data.template import About, Master, Place, TemplateParagraph, TemplatePiece
from generator.output.variable_data.template_store import TemplateStore, templates_folder
from generator.output.variable_data.update import Base

SHEET = ("guide/checklist.pdf", ("name", "title"), "abc")
PIECES = (
    TemplatePiece("For “", None, Font("Guide-Sans", 10_240), b"/A 10 Tf\n"),
    TemplatePiece("", "name", Font("Guide-Sans-Bold", 10_240), b"/B 10 Tf\n"),
)
TEMPLATE = Master(
    (TemplateParagraph(PIECES, 64.251969, 1 << 40, (b"76.5", b"90")),),
    ((7, (b"q\n\x80\xff", Place(0, 1), b"Q\n")),),
    Base(b"%PDF-1.7\n\xe2\xe3\n...startxref\n9\n%%EOF\n", 1, 12, 2, b"\x01\xfe"),
    About(3, ("<title>", "title", "</title>"), b"/Creator (x)"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "caches/templates"


@pytest.fixture
def store(folder: Path) -> TemplateStore:
    """A store that holds one template."""
    store = TemplateStore(folder)
    store.put(*SHEET, TEMPLATE)
    return store


def the_file(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


def test_what_was_put_there_comes_back(store: TemplateStore) -> None:
    assert store.get(*SHEET) == TEMPLATE


@pytest.mark.parametrize(
    "other",
    [
        ("other/checklist.pdf", *SHEET[1:]),
        (SHEET[0], ("name",), SHEET[2]),
        (*SHEET[:2], "abcd"),
    ],
    ids=["sheet", "slots", "letters"],
)
def test_it_serves_no_other_sheet(other: tuple[str, tuple[str, ...], str], store: TemplateStore) -> None:
    assert store.get(*other) is None


@pytest.mark.parametrize("part", ["product_hash", "system_libraries"])
def test_another_program_or_library_has_its_own(
    part: str, store: TemplateStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(template_store, part, lambda: "another")
    assert store.get(*SHEET) is None


def test_the_machines_libraries_count() -> None:
    """Pango is no Python package: a new one changes the layout too."""
    assert any(name.startswith("libpango-1.0.so.") for name in product.system_libraries())


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def change_a_value(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"PDF-1.7", b"PDF-1.6"))


def take_for_another(path: Path) -> None:
    """Lay a sound template of another sheet in this one's place."""
    TemplateStore(path.parent).put("other", *SHEET[1:], TEMPLATE)
    (other,) = (file for file in path.parent.iterdir() if file != path)
    other.replace(path)


def sign(path: Path) -> None:
    """Write what has a right hash, and is no template."""
    body = b'{"key": "%b"}\n' % path.stem.encode()
    path.write_bytes(hashlib.sha256(body).digest() + body)


def link(path: Path) -> None:
    elsewhere = path.rename(path.parent.parent / "elsewhere")
    path.symlink_to(elsewhere)


def lay_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "cut": cut,
    "empty": lambda path: path.write_bytes(b""),
    "noise": lambda path: path.write_bytes(os.urandom(5000)),
    "changed": change_a_value,
    "another sheet's": take_for_another,
    "no template": sign,
    "a link": link,
    "others may write it": lambda path: path.chmod(0o666),
    "others may write beside it": lambda path: path.parent.chmod(0o777),
    "gone": lambda path: path.unlink(),
    "a folder": lay_a_folder,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_what_is_not_as_it_was_put_is_none_and_is_made_anew(
    damage: Callable[[Path], object], store: TemplateStore, folder: Path
) -> None:
    path = the_file(folder)
    damage(path)
    assert store.get(*SHEET) is None
    if path.is_dir() or folder.stat().st_mode & 0o022:
        return  # the user has to clear that away
    store.put(*SHEET, TEMPLATE)
    assert store.get(*SHEET) == TEMPLATE


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    store = TemplateStore(tmp_path / "file/templates")
    store.put(*SHEET, TEMPLATE)
    assert store.get(*SHEET) is None


def test_what_served_longest_ago_goes_first(
    store: TemplateStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = the_file(folder)
    size = first.stat().st_size
    store.put("second", *SHEET[1:], TEMPLATE)
    (folder / "left by a killed run").write_bytes(bytes(size))
    for path in folder.iterdir():
        os.utime(path, (1, 1))
    assert store.get(*SHEET)
    monkeypatch.setattr(template_store, "MOST_BYTES", 2 * size + 100)
    store.put("third", *SHEET[1:], TEMPLATE)
    assert [bool(store.get(name, *SHEET[1:])) for name in (SHEET[0], "second", "third")] == [True, False, True]
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize(
    ("caches", "expected"),
    [("/var/caches", "/var/caches/guide-generator/templates"), ("", "~/.cache/guide-generator/templates")],
)
def test_the_folder_is_among_the_users_caches(caches: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", caches)
    assert templates_folder() == Path(expected).expanduser()

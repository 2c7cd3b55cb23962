"""A template on disk is the one that was put there, whole and for exactly this sheet, or it is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.output import product
from generator.output.user_cache import UserCache
from generator.output.variable_data import template_store
from generator.output.variable_data.glyphs import Font
from generator.output.variable_data.template import About, Master, Place, TemplateParagraph, TemplatePiece
from generator.output.variable_data.template_store import TemplateStore
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


@pytest.mark.parametrize("body", [b"", b"{}\n", b"[]\n%PDF", b"no JSON", b'{"paragraphs": [[]]}\n'])
def test_what_is_no_template_is_none(body: bytes, store: TemplateStore, folder: Path) -> None:
    (path,) = folder.iterdir()
    UserCache(folder, 10_000).put(path.name, body)
    assert store.get(*SHEET) is None
    store.put(*SHEET, TEMPLATE)
    assert store.get(*SHEET) == TEMPLATE

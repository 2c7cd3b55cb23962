"""What was made counts as unchanged only while every library that drew or read it is the same."""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Callable
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from generator.output import product
from generator.output.product import PACKAGE, libraries, product_hash, product_stamp

OPTIONAL = {"cv2", "distributed", "mcp", "mcp_types", "numpy", "starlette", "uvicorn", "zxingcpp"}
"""Imported only where an extra asks for them; they carry work and answers or look at scans, and draw nothing."""


def imported() -> set[str]:
    """Return the top-level modules of other distributions that our code imports."""
    names: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.partition(".")[0])
    return names - set(sys.stdlib_module_names) - {"generator"} - OPTIONAL


def plain(name: str) -> str:
    return name.lower().replace("-", "_").replace(".", "_")


def test_every_library_that_is_imported_is_in_the_stamp() -> None:
    distributions = packages_distributions()
    assert len(imported()) > 10
    for module in imported():
        assert {plain(name) for name in distributions[module]} & set(libraries()), module


def test_what_a_library_requires_is_in_the_stamp_too() -> None:
    assert {"weasyprint", "pydyf", "tinycss2", "mkdocs_material", "markdown"} <= set(libraries())


def test_what_only_tests_need_is_not() -> None:
    assert not {"pytest", "mypy", "hypothesis"} & set(libraries())


def test_another_version_makes_another_stamp(monkeypatch: pytest.MonkeyPatch) -> None:
    before = product_hash.__wrapped__()
    newer = libraries() | {"weasyprint": Path("weasyprint-99.0.dist-info")}
    monkeypatch.setattr(product, "libraries", lambda: newer)
    assert product_hash.__wrapped__() != before


def touch(package: Path, site: Path) -> None:
    del site
    os.utime(package / "rule.py", (1, 1))


def grow(package: Path, site: Path) -> None:
    del site
    times = (package / "rule.py").stat()
    (package / "rule.py").write_text("B = 22\n")
    os.utime(package / "rule.py", ns=(times.st_atime_ns, times.st_mtime_ns))


def add(package: Path, site: Path) -> None:
    del site
    (package / "further.json").write_text("{}")


def upgrade(package: Path, site: Path) -> None:
    del package
    (site / "reader-1.0.dist-info").rename(site / "reader-1.1.dist-info")


@pytest.mark.parametrize("change", [touch, grow, add, upgrade])
def test_whatever_changes_in_an_installation_is_seen_at_a_glance(
    change: Callable[[Path, Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package, site = tmp_path / "package", tmp_path / "site"
    package.mkdir()
    (package / "rule.py").write_text("A = 1\n")
    (site / "reader-1.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr(product, "PACKAGE", package)
    monkeypatch.setattr(sys, "path", [str(site)])
    before = product_stamp.__wrapped__()
    assert product_stamp.__wrapped__() == before
    change(package, site)
    assert product_stamp.__wrapped__() != before

"""The tests themselves: what several of them use lies in tests/support, so that each runs and is read alone."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.support.project import PROJECT

TESTS = PROJECT / "tests"
MODULES = sorted({*TESTS.rglob("test_*.py"), *TESTS.glob("support/*.py"), *TESTS.rglob("conftest.py")})
BROWSER_FOLDERS = ("site",)


def imported(source: str) -> set[str]:
    """Return the dotted names that a module imports."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def imports_of_tests(source: str) -> set[str]:
    """Return each import of another test, or of a conftest, whose fixtures pytest brings."""
    names = set()
    for name in imported(source):
        package, *parts = name.split(".")
        if package == "tests" and any(part == "conftest" or part.startswith("test_") for part in parts):
            names.add(name)
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(TESTS).as_posix())
def test_no_test_imports_another(path: Path) -> None:
    assert imports_of_tests(path.read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize("path", sorted(TESTS.rglob("conftest.py")), ids=lambda path: path.parent.name)
def test_only_the_folder_of_browser_tests_loads_a_browser(path: Path) -> None:
    loads = any(name.startswith("playwright.") for name in imported(path.read_text(encoding="utf-8")))
    assert loads == (path.parent.name in BROWSER_FOLDERS)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from tests.pdf.test_pdf import checklist", {"tests.pdf.test_pdf.checklist"}),
        ("from tests.pdf import test_pdf", {"tests.pdf.test_pdf"}),
        ("import tests.conftest", {"tests.conftest"}),
        ("from tests.support.sample import ACME", set()),
        ("from generator.model import Guide", set()),
    ],
)
def test_an_import_of_a_test_is_noticed(source: str, expected: set[str]) -> None:
    assert imports_of_tests(source) == expected

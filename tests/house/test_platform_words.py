"""What the engine says of a platform stands in that platform's folder, so that a guide of another one reads right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.project import PROJECT

PACKAGE = PROJECT / "generator"
PRODUCTS = re.compile(r"salesforce|vonage|my domain|lightning|setup page|sfdx", re.IGNORECASE)
HOME = PACKAGE / "platforms" / "salesforce"
READ = frozenset({".py", ".js", ".css", ".j2"})
REGISTRY = PACKAGE / "platforms" / "registry.py"
"""The one place outside the platforms' folders that names each of them."""


def is_at_home(path: Path) -> bool:
    return path == REGISTRY or HOME in path.parents


def naming(folder: Path) -> set[str]:
    """Return the files of a package that name a product outside the folder of its platform."""
    files = [path for path in folder.rglob("*") if path.suffix in READ and not is_at_home(path)]
    return {path.relative_to(folder).as_posix() for path in files if PRODUCTS.search(path.read_text())}


def test_no_other_file_names_a_product() -> None:
    assert naming(PACKAGE) == set()


@pytest.mark.parametrize("words", ["Salesforce", "My Domain", "a Setup page", "Vonage’s"])
def test_a_product_named_in_a_new_file_is_seen(tmp_path: Path, words: str) -> None:
    (tmp_path / "new.py").write_text(f'"""Says {words}."""\n')
    (tmp_path / "plain.py").write_text('"""Says nothing."""\n')
    assert naming(tmp_path) == {"new.py"}

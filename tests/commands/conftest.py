"""What the tests of commands share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.org_metadata import CASES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a sound org's metadata that a test may spoil."""
    return Path(shutil.copytree(CASES / "sound", tmp_path / "retrieved/force-app/main/default")).parents[2]

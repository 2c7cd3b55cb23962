"""What every platform in the registry must bring, so that a new one cannot forget it."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from generator.platforms.registry import PLATFORMS

MEMBERS = {"addressIn", "told", "fault", "pageUrl"}
"""What rendering/templates/org-facts.js asks of a platform."""


def platforms_of(script: str) -> Any:
    """Return what a script adds in a browser: each platform's functions by the platform's name."""
    told = "console.log(JSON.stringify(OrgPlatforms, (key, value) => typeof value === 'function' ? key : value))"
    run = subprocess.run(("node", "--eval", f"{script}\n{told}"), capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


@pytest.mark.parametrize("name", PLATFORMS)
def test_its_script_adds_it_under_its_own_name(name: str) -> None:
    added = platforms_of(PLATFORMS[name].page_script)
    assert set(added) == {name}
    assert set(added[name]) >= MEMBERS


def test_a_script_that_misspells_its_platform_would_be_seen() -> None:
    misspelt = PLATFORMS["generic"].page_script.replace(".generic", ".genreic")
    assert set(platforms_of(misspelt)) == {"genreic"}

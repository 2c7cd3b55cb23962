"""Things that are too many for memory are found by their names."""

from __future__ import annotations

import resource
import tempfile

import pytest

from generator.output.spooled_map import SpooledMap
from generator.problems import ContentError

MANY = 30_000
LARGE = 10_000
"""Bytes of a thing."""


def test_each_is_found_by_its_name() -> None:
    spooled = SpooledMap((f"org-{number}", (number, "é")) for number in range(MANY))
    assert spooled.get("org-7") == (7, "é")
    assert spooled.get(f"org-{MANY}") is None
    assert "org-0" in spooled
    assert "org" not in spooled


def test_of_two_of_one_name_the_later_one_is_found() -> None:
    assert SpooledMap([("a", 1), ("b", 2), ("a", 3)]).get("a") == 3


def test_none_is_falsy_and_yet_there() -> None:
    spooled = SpooledMap([("a", None)])
    assert ("a" in spooled, "b" in spooled) == (True, False)


def test_no_room_is_told() -> None:
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, limit[1]))
    try:
        with pytest.raises(ContentError) as fault:
            SpooledMap((str(number), b"x" * LARGE) for number in range(MANY))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    (problem,) = fault.value.problems
    assert (problem.location.path, problem.code) == (tempfile.gettempdir(), "unwritable")

"""Things that are too many for memory come back as they went in."""

from __future__ import annotations

import resource
import tempfile
from collections.abc import Iterator

import pytest

from generator.output.spooled import A_BLOCK, IN_MEMORY, Spooled
from generator.problems import ContentError

FULL = "This cannot be written: File too large. Make room or give leave to write, or name another folder. [unwritable]"


def texts(count: int) -> Iterator[str]:
    return (f"{number:0100}" for number in range(count))


@pytest.mark.parametrize("count", [0, 1, A_BLOCK, A_BLOCK + 1, 3 * IN_MEMORY // 100])
def test_they_come_back_in_their_order_as_often_as_asked(count: int) -> None:
    spooled = Spooled(texts(count))
    assert len(spooled) == count
    assert list(zip(spooled, spooled, strict=True)) == [(text, text) for text in texts(count)]


def test_one_may_be_put_behind_those_that_were_read() -> None:
    spooled = Spooled(texts(A_BLOCK + 1))
    read = list(spooled)
    spooled.append("another")
    assert [*spooled] == [*read, "another"]
    assert len(spooled) == A_BLOCK + 2


def test_no_room_is_told() -> None:
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (IN_MEMORY // 2, limit[1]))
    try:
        with pytest.raises(ContentError) as fault:
            Spooled(texts(2 * IN_MEMORY // 100))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert str(fault.value) == f"{tempfile.gettempdir()}: {FULL}"

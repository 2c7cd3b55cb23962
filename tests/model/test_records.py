"""Which of two ticks is the later one."""

from __future__ import annotations

import pytest

from generator.model.records import is_before

BEFORE = (
    ("2026-11-24", "2026-11-25"),
    ("2026-11-24T09:30Z", "2026-11-24T09:31Z"),
    ("2026-11-24T09:30:00.500Z", "2026-11-24T09:30:01Z"),
    ("2026-11-22", "2026-11-24T12:00Z"),
    ("2026-11-24T09:59Z", "2026-11-25"),
    ("0001-01-01", "9999-12-31T23:59:59.999999Z"),
)
NOT_KNOWN = (
    ("2026-11-24", "2026-11-24"),
    ("2026-11-24", "2026-11-24T09:30Z"),
    ("2026-11-25", "2026-11-24T23:30Z"),  # half past midnight in Berlin
    ("2026-11-24", "2026-11-25T04:00Z"),  # eight in the evening in Los Angeles
    ("2026-11-24T09:30Z", "2026-11-24T09:30:15Z"),
    ("", "2026-11-24"),
    ("2026-11-24", ""),
)


@pytest.mark.parametrize(("first", "second"), BEFORE)
def test_what_is_surely_before(first: str, second: str) -> None:
    assert is_before(first, second)
    assert not is_before(second, first)


@pytest.mark.parametrize(("first", "second"), NOT_KNOWN)
def test_what_may_be_either_way(first: str, second: str) -> None:
    assert not is_before(first, second)
    assert not is_before(second, first)

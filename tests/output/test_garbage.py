"""Garbage is left alone for a while only, whatever happens meanwhile."""

from __future__ import annotations

import gc

import pytest

from generator.output.garbage import no_collection


def test_no_garbage_is_looked_for_meanwhile_and_again_afterwards() -> None:
    with no_collection():
        assert not gc.isenabled()
    assert gc.isenabled()


def fail() -> None:
    with no_collection():
        raise ZeroDivisionError


def test_a_fault_ends_it_too() -> None:
    with pytest.raises(ZeroDivisionError):
        fail()
    assert gc.isenabled()


def test_where_nobody_looked_before_nobody_does_afterwards() -> None:
    gc.disable()
    try:
        with no_collection():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()

"""How many PDFs of a batch are read back: of few orgs one in so many, of many enough."""

from __future__ import annotations

import pytest

from generator.batch.samples import ENOUGH, ONE_IN, one_in


@pytest.mark.parametrize("orgs", [1, ONE_IN, ONE_IN * ENOUGH])
def test_of_few_orgs_the_same_share_is_read(orgs: int) -> None:
    assert one_in(orgs) == ONE_IN


@pytest.mark.parametrize("orgs", [ONE_IN * ENOUGH + ENOUGH, 10_000, 1_000_000])
def test_of_many_orgs_enough_are_read_and_a_smaller_share(orgs: int) -> None:
    assert orgs // one_in(orgs) == ENOUGH
    assert one_in(orgs) > ONE_IN

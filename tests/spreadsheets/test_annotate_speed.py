"""Marking a large workbook costs at most three times unpacking and packing it."""

import pytest

from tests.bench.annotate import PROMISED, measure


@pytest.mark.slow
def test_marking_a_large_workbook_takes_at_most_three_times_packing_it() -> None:
    (large,) = measure([(30_000, 394)], peers=False)

    assert large.ratio <= PROMISED

"""A unit stands under its name from its first day to its last."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from tests.support.builders import A_COMMUNE

FIRST: Final = date(2020, 1, 1)
LAST: Final = date(2025, 6, 30)
ENDED: Final = replace(A_COMMUNE, first_day=FIRST, last_day=LAST)


def test_the_first_and_the_last_day_count() -> None:
    stands = [
        ENDED.stands_on(day) for day in (FIRST - timedelta(1), FIRST, LAST, LAST + timedelta(1))
    ]

    assert stands == [False, True, True, False]


@given(st.dates(min_value=FIRST))
def test_a_unit_without_a_last_day_stands_on(day: date) -> None:
    assert replace(ENDED, last_day=None).stands_on(day)

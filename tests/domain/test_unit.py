"""A unit stands under its name from its first day to its last."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.builders import A_COMMUNE, A_PROVINCE, LETTERHEAD

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


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Khác"},
        {"kind": "ward"},
        {"province": "40"},
        {"first_day": FIRST},
        {"last_day": LAST},
        {"letterhead": None},
        {"letterhead": replace(LETTERHEAD, post="PHÓ GIÁM ĐỐC")},
    ],
)
def test_whatever_is_known_of_a_unit_shows_in_its_state_when_it_changes(
    change: dict[str, Any],
) -> None:
    assert replace(A_PROVINCE, **change).state() != A_PROVINCE.state()
    assert LETTERHEAD.address not in str(A_PROVINCE.state())

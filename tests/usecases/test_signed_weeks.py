"""A week is over after its last day in Vietnam, and late when its grace has passed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ntm_verify.usecases.signed_weeks import beginning_of, week_from
from tests.support.worlds import MemoryWorld

FIRST = date(2026, 11, 2)
SIGNED = {
    FIRST.isoformat(): {"actor": {"id": "u-1"}, "at": "2026-11-10T02:00:00.000000Z"},
}


@pytest.mark.parametrize(
    ("today", "is_over", "is_late"),
    [(6, False, False), (7, True, False), (13, True, False), (14, True, True)],
)
def test_a_week_that_nobody_signed_for(today: int, *, is_over: bool, is_late: bool) -> None:
    ports = MemoryWorld().ports

    week = week_from(ports, FIRST, {}, FIRST + timedelta(today))

    assert (week.last, week.is_over, week.is_late) == (date(2026, 11, 8), is_over, is_late)


def test_who_signed_and_when_is_told() -> None:
    week = week_from(MemoryWorld().ports, FIRST, SIGNED, FIRST + timedelta(30))

    assert (week.by, week.at, week.is_late) == ("u-1", datetime(2026, 11, 10, 2, tzinfo=UTC), False)
    assert beginning_of(FIRST) == datetime(2026, 11, 1, 17, tzinfo=UTC)

"""Windows are counted in days, and a cliff is passed on the day after it."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ntm_verify.domain.horizons import Ahead, Cliff
from ntm_verify.regulations.outlook import load_outlook

RULE = load_outlook()
AUTUMN = Cliff(9, 30, "học sinh lớp 12", "nguồn", "unconfirmed")


def test_a_cliff_is_passed_on_the_day_after_it_and_then_waits_for_the_next_year() -> None:
    assert AUTUMN.after(date(2026, 9, 1)) == date(2026, 10, 1)
    assert AUTUMN.after(date(2026, 9, 30)) == date(2026, 10, 1)
    assert AUTUMN.after(date(2026, 10, 1)) == date(2027, 10, 1)


def test_the_days_ahead_are_today_the_windows_and_the_two_cliffs_in_order() -> None:
    found = RULE.horizons(date(2026, 11, 22))

    assert [(one.day, one.ahead, one.days) for one in found] == [
        (date(2026, 11, 22), Ahead.TODAY, 0),
        (date(2026, 12, 22), Ahead.WINDOW, 30),
        (date(2027, 1, 1), Ahead.CLIFF, 40),
        (date(2027, 1, 21), Ahead.WINDOW, 60),
        (date(2027, 2, 20), Ahead.WINDOW, 90),
        (date(2027, 10, 1), Ahead.CLIFF, 313),
    ]


@given(st.dates(date(1900, 1, 1), date(2150, 1, 1)))
def test_days_ahead_never_lie_behind_and_a_cliff_is_within_a_year(day: date) -> None:
    found = RULE.horizons(day)

    assert found[0].day == day
    assert [one.day for one in found] == sorted(one.day for one in found)
    for one in found:
        assert one.day == day + timedelta(days=one.days)
        assert one.ahead is not Ahead.CLIFF or 1 <= one.days <= 367


def test_a_cut_off_day_shortly_before_a_cliff_is_near_it_and_the_day_after_is_not() -> None:
    assert RULE.near(date(2026, 9, 25)) is RULE.cliffs[0]
    assert RULE.near(date(2026, 9, 16)) is RULE.cliffs[0]
    assert RULE.near(date(2026, 9, 15)) is None
    assert RULE.near(date(2026, 10, 1)) is None
    assert RULE.near(date(2026, 12, 31)) is RULE.cliffs[1]

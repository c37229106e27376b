"""Working days are counted from the day after, over weekends, holidays and exchanged Saturdays."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ntm_verify.domain.working_days import Calendar, Due, Term, WrongTerm, YearOff

TET = frozenset(date(2026, 2, day) for day in range(16, 21))
YEAR = YearOff(2026, TET | {date(2026, 8, 31)}, frozenset({date(2026, 8, 22)}), "x", "official")
CALENDAR = Calendar((YEAR,), (Term("", 5, "x", "unconfirmed"), Term("38", 3, "y", "official")))


@pytest.mark.parametrize(
    ("came_in", "days", "due"),
    [
        (date(2026, 3, 2), 5, date(2026, 3, 9)),  # Monday to Monday
        (date(2026, 3, 7), 5, date(2026, 3, 13)),  # a Saturday counts from the Monday on
        (date(2026, 2, 13), 1, date(2026, 2, 23)),  # the whole week of Tết is off
        (date(2026, 8, 21), 1, date(2026, 8, 22)),  # the Saturday is worked
        (date(2026, 8, 28), 1, date(2026, 9, 1)),  # for the Monday, which is off
    ],
)
def test_a_term_skips_weekends_and_announced_days(came_in: date, days: int, due: date) -> None:
    assert CALENDAR.after(came_in, days) == Due(due)


def test_a_year_that_nobody_announced_is_named_and_counts_weekends_only() -> None:
    due = CALENDAR.after(date(2026, 12, 30), 3)

    assert due == Due(date(2027, 1, 4), (2027,))
    assert "Chưa đủ căn cứ về ngày nghỉ lễ năm 2027" in due.note
    assert Due(date(2026, 3, 9)).note == ""


def test_a_province_has_its_own_term_or_that_of_all() -> None:
    noon = datetime(2026, 3, 2, 5, tzinfo=UTC)

    assert CALENDAR.due(noon, "38").day == date(2026, 3, 5)
    assert CALENDAR.due(noon, "40").day == date(2026, 3, 9)
    with pytest.raises(WrongTerm):
        Calendar((), ()).term("38")
    for days in (0, 121):
        with pytest.raises(WrongTerm):
            Term("", days, "x", "y")


def test_the_day_is_that_of_vietnam() -> None:
    late = datetime(2026, 3, 2, 18, tzinfo=UTC)  # 01:00 on the 3rd

    assert CALENDAR.due(late, "38").day == date(2026, 3, 6)


def test_what_came_in_before_the_limit_is_late_and_nothing_else() -> None:
    start = datetime(2026, 1, 20, 16, 59, tzinfo=UTC)
    moments = [start + timedelta(hours=7 * n) for n in range(200)]
    for offset in range(0, 60, 3):
        today = date(2026, 2, 1) + timedelta(days=offset)
        limit = CALENDAR.overdue_before(today, "38")
        late = [moment for moment in moments if CALENDAR.due(moment, "38").day < today]
        assert late == [moment for moment in moments if moment < limit]


def test_an_extended_dossier_stands_among_those_of_its_deadline() -> None:
    until = date(2026, 3, 5)
    same = CALENDAR.came_in_for(until, "38")

    assert CALENDAR.due(same, "38").day == until


def test_working_days_between_two_moments_are_counted() -> None:
    start, end = datetime(2026, 2, 13, 5, tzinfo=UTC), datetime(2026, 2, 24, 5, tzinfo=UTC)

    assert CALENDAR.days_between(start, end) == 2
    assert CALENDAR.days_between(end, start) == 0

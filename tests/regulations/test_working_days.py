"""The shipped calendar: announced days fall on working days, exchanged ones on weekends."""

from datetime import date

from ntm_verify.regulations.working_days import load_calendar

CALENDAR = load_calendar()


def test_every_day_off_is_a_working_day_of_its_year_and_every_exchange_is_none() -> None:
    for year in CALENDAR.years:
        assert all(day.year == year.year and day.weekday() < 5 for day in year.days_off)
        assert all(day.year == year.year and day.weekday() >= 5 for day in year.worked)
        assert year.source
        assert year.mark in {"official", "press"}
    assert len({year.year for year in CALENDAR.years}) == len(CALENDAR.years)


def test_the_fixed_days_of_the_code_are_off_in_every_announced_year() -> None:
    for year in CALENDAR.years:
        for month, day in ((1, 1), (4, 30), (5, 1), (9, 2)):
            assert not CALENDAR.is_working(date(year.year, month, day))


def test_a_new_year_is_not_guessed() -> None:
    beyond = max(year.year for year in CALENDAR.years) + 1

    assert CALENDAR.after(date(beyond, 3, 1), 2).unknown == (beyond,)


def test_the_usual_term_is_marked_as_unconfirmed() -> None:
    term = CALENDAR.term("38")

    assert (term.days, term.mark) == (5, "unconfirmed")

"""A date is read day first with the precision it was written with, or not at all."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_verify.domain.dates import ListedDate, is_age, is_blank, read_date, read_span
from ntm_verify.domain.participant_list import Kind


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("05/03/1985", ListedDate(1985, 3, 5)),
        ("5/3/1985", ListedDate(1985, 3, 5)),
        ("5-3-1985", ListedDate(1985, 3, 5)),
        ("5.3.1985", ListedDate(1985, 3, 5)),
        ("05 03 1985", ListedDate(1985, 3, 5)),
        (" 05 / 03 / 1985 ", ListedDate(1985, 3, 5)),
        ("05/03/1985 00:00:00", ListedDate(1985, 3, 5)),
        ("1985-03-05", ListedDate(1985, 3, 5)),
        ("1985-03-05T00:00:00.000", ListedDate(1985, 3, 5)),
        ("1985/3/5", ListedDate(1985, 3, 5)),
        ("03/1985", ListedDate(1985, 3)),
        ("00/03/1985", ListedDate(1985, 3)),
        ("1985", ListedDate(1985)),
        ("0/0/1985", ListedDate(1985)),
        ("1985.0", ListedDate(1985)),
        ("29/02/2024", ListedDate(2024, 2, 29)),
    ],
)
def test_a_date_keeps_its_precision(text: str, listed: ListedDate) -> None:
    assert read_date(text, Kind.TEXT) == listed


@pytest.mark.parametrize(
    "text",
    [
        *(
            "03/15/1985",
            "31/02/1990",
            "29/02/2023",
            "05/03/85",
            "15031985",
            "15/0/1985",
            "85",
            "abc",
        ),
        *(
            "31121",
            "13/1985",
            "1700",
            "2300",
            "05/03/1985 " + "x" * 60,
            "05/03/1985" + " " * 90 + "x",
            "1/1/2026 - 2/2/2026",
        ),
    ],
)
def test_what_can_be_read_in_two_ways_is_not_read(text: str) -> None:
    assert read_date(text, Kind.TEXT) is None


def test_a_number_cell_of_five_digits_is_a_day_of_the_spreadsheet() -> None:
    assert read_date("31111", Kind.NUMBER) == ListedDate(1985, 3, 5)
    assert read_date("31111.5", Kind.NUMBER) == ListedDate(1985, 3, 5)
    assert read_date("1985", Kind.NUMBER) == ListedDate(1985)
    assert read_date("99999", Kind.NUMBER) is None


@pytest.mark.parametrize(
    ("listed", "first", "last"),
    [
        (ListedDate(2026, 2, 5), date(2026, 2, 5), date(2026, 2, 5)),
        (ListedDate(2026, 2), date(2026, 2, 1), date(2026, 2, 28)),
        (ListedDate(2026, 12), date(2026, 12, 1), date(2026, 12, 31)),
        (ListedDate(2026), date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_date_knows_the_days_it_can_mean(listed: ListedDate, first: date, last: date) -> None:
    assert (listed.first, listed.last) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "01/01/2026 - 31/12/2026",
        "01/01/2026-31/12/2026",
        "01/01/2026 – 31/12/2026",
        "1/1/2026 đến 31/12/2026",
        "01/01/2026 -> 31/12/2026",
    ],
)
def test_two_dates_of_one_cell_are_a_span(text: str) -> None:
    assert read_span(text, Kind.TEXT) == (ListedDate(2026, 1, 1), ListedDate(2026, 12, 31))


@pytest.mark.parametrize("text", ["31/12/2026", "1/1/26 - 31/12/2026", "1/1/2026 - 45/12/2026"])
def test_anything_else_is_no_span(text: str) -> None:
    assert read_span(text, Kind.TEXT) is None


def test_a_number_cell_holds_no_span() -> None:
    assert read_span("01/01/2026 - 31/12/2026", Kind.NUMBER) is None


@pytest.mark.parametrize("text", ["", " ", "-", "0", "nan", "X"])
def test_an_empty_cell_is_blank(text: str) -> None:
    assert is_blank(text, Kind.TEXT)
    assert is_blank("1985", Kind.EMPTY)
    assert not is_blank("1985", Kind.TEXT)


def test_up_to_three_digits_may_be_an_age() -> None:
    assert [is_age(text) for text in ("7", "85", "101", "45.0", "1985", "x")] == [True] * 4 + [
        False
    ] * 2


@given(st.dates(date(1850, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_as_it_is_written(day: date) -> None:
    assert read_date(f"{day:%d/%m/%Y}", Kind.DATE) == ListedDate(day.year, day.month, day.day)


@given(st.text(), st.sampled_from(Kind))
def test_no_cell_breaks_the_reading(text: str, kind: Kind) -> None:
    read_date(text, kind)
    read_span(text, kind)

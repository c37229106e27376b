"""Numbers, dates and shares stand as Vietnamese offices write them."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_verify.domain.wording import day, document_number, long_day, moment, number, percent


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "0"), (999, "999"), (1000, "1.000"), (2986172, "2.986.172"), (10**9, "1.000.000.000")],
)
def test_thousands_are_parted_by_dots(value: int, written: str) -> None:
    assert number(value) == written


@given(st.integers(0, 10**12))
def test_a_written_number_reads_back(value: int) -> None:
    assert int(number(value).replace(".", "")) == value


@pytest.mark.parametrize("value", ["94.99", Decimal("94.99")])
def test_a_share_has_a_comma_and_a_space_that_does_not_break(value: str | Decimal) -> None:
    assert percent(value) == "94,99\u00a0%"


@pytest.mark.parametrize(
    ("value", "short", "long"),
    [
        (date(2026, 1, 5), "05/01/2026", "ngày 05 tháng 01 năm 2026"),
        (date(2026, 2, 28), "28/02/2026", "ngày 28 tháng 02 năm 2026"),
        (date(2026, 3, 9), "09/03/2026", "ngày 09 tháng 3 năm 2026"),
        (date(2026, 6, 29), "29/06/2026", "ngày 29 tháng 6 năm 2026"),
        (date(2026, 10, 10), "10/10/2026", "ngày 10 tháng 10 năm 2026"),
        (date(2026, 12, 31), "31/12/2026", "ngày 31 tháng 12 năm 2026"),
    ],
)
def test_days_below_ten_and_the_months_one_and_two_get_a_zero_on_paper(
    value: date, short: str, long: str
) -> None:
    assert (day(value), long_day(value)) == (short, long)


@given(st.dates())
def test_a_date_on_paper_reads_back(value: date) -> None:
    told = re.fullmatch(r"ngày (\d\d) tháng (0[12]|[3-9]|1[0-2]) năm (\d+)", long_day(value))

    assert told
    assert date(int(told[3]), int(told[2]), int(told[1])) == value


def test_a_moment_is_told_in_the_time_of_vietnam() -> None:
    assert moment(datetime(2026, 1, 4, 18, 5, tzinfo=UTC)) == "05/01/2026 01:05"


@pytest.mark.parametrize(("value", "written"), [(5, "05"), (10, "10"), (123, "123")])
def test_a_papers_number_below_ten_gets_a_zero(value: int, written: str) -> None:
    assert document_number(value, "TB-BHXH") == f"{written}/TB-BHXH"

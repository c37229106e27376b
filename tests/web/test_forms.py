"""What people type is read strictly, and never guessed."""

from datetime import date
from decimal import Decimal

import pytest

from ntm_verify.web import forms
from ntm_verify.web.forms import Form


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("9236", 9236),
        ("9.236", 9236),
        ("9 236", 9236),
        ("1.234.567", 1_234_567),
        ("0", 0),
        ("", None),
        ("9,236", None),
        ("9.23", None),
        ("92.36", None),
        ("1234.567", None),
        ("-5", None),
        ("٩", None),
        ("²", None),
        ("1e3", None),
        ("9" * 12, None),
    ],
)
def test_a_count_is_digits_with_dots_between_thousands(typed: str, read: int | None) -> None:
    assert forms.count(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("31/12/2025", date(2025, 12, 31)),
        ("1/2/2026", date(2026, 2, 1)),
        ("01-02-2026", date(2026, 2, 1)),
        ("1.2.2026", date(2026, 2, 1)),
        ("2026-02-01", date(2026, 2, 1)),
        ("02/31/2026", None),
        ("31/02/2026", None),
        ("1/2/26", None),
        ("", None),
        ("hôm nay", None),
        ("١/٢/2026", None),
    ],
)
def test_a_day_is_day_month_and_whole_year(typed: str, read: date | None) -> None:
    assert forms.day(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("95", Decimal(95)),
        ("92,5", Decimal("92.5")),
        ("92.5 %", Decimal("92.5")),
        ("1.000", Decimal(1)),
        ("", None),
        ("chín mươi", None),
        ("95,12345", None),
        ("-3", None),
    ],
)
def test_a_share_is_a_number_with_a_comma_or_a_dot(typed: str, read: Decimal | None) -> None:
    assert forms.share(typed) == read


def test_texts_are_composed_and_lose_hidden_signs() -> None:
    form = Form({"note": "  Ho\u0300a\u202e\x00\u200b Bình\nhai dòng  "})
    assert form.text("note") == "Hòa Bình\nhai dòng"
    assert form.text("other") == ""


def test_a_version_that_is_no_number_is_never_one_that_exists() -> None:
    assert Form({"seen": "3"}).whole("seen") == 3
    for typed in ("", "x", "-1", "²", "1" * 30):
        assert Form({"seen": typed}).whole("seen") == -1

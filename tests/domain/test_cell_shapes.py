"""A cell looks like a number or a name by its text alone, however damaged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_verify.domain.cell_shapes import (
    column_number,
    is_full_name,
    is_name_like,
    is_number_like,
    letters,
)


@given(st.integers(1, 16_384))
def test_columns_are_named_and_numbered_alike(column: int) -> None:
    assert column_number(letters(column)) == column


def test_columns_are_named_as_on_screen() -> None:
    assert [letters(n) for n in (1, 26, 27, 702, 703, 16_384)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]
    assert (column_number(" ab "), column_number("A1"), column_number("")) == (28, 0, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0000000001", True),
        ("GD4380000000001", True),
        ("038 085.123-456", True),
        ("'0380851234", True),
        ("3.8E+09", True),
        ("3800000123.0", True),
        ("380\u00a0000\u200b0123", True),
        ("1564", False),
        ("Lê Văn An", False),
        ("01/01/2026", False),
        ("01.01.2026", False),
        ("2026-01-01", False),
        ("", False),
    ],
)
def test_numbers_are_told(text: str, expected: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert is_number_like(text) is expected


@pytest.mark.parametrize(
    ("text", "name", "full"),
    [
        ("Lê Văn An", True, True),
        ("H'Bĭa Niê", True, True),
        ("Út", True, False),
        ("lê văn an", True, False),
        ("Thôn 1", False, False),
        ("3800000001", False, False),
        ("x", False, False),
        ("", False, False),
    ],
)
def test_names_are_told(text: str, name: bool, full: bool) -> None:  # noqa: FBT001 - parameters of the test
    assert (is_name_like(text), is_full_name(text)) == (name, full)

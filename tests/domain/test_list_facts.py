"""Cells are read with their whole column in view: lost zeros, bare codes for the sex, ages."""

import pytest

from ntm_verify.domain.findings import Check, Field
from ntm_verify.domain.participant_list import Kind
from tests.support.lists import (
    AN,
    BINH,
    MEN,
    WOMEN,
    Cell,
    check,
    codes,
    column_of,
    found,
    lay_out,
    names,
    one,
    phones,
    sexes,
)


def test_the_insurance_number_stands_before_card_and_personal_number() -> None:
    raw = lay_out(
        {
            Field.NAME: [AN[0], BINH[0]],
            Field.ID: ["038085001234", "038185001235"],
            Field.CARD: ["GD4383823456701", ""],
            Field.PERSONAL: ["", ""],
        }
    )
    checked = check(raw)

    assert checked.keys == ["3823456701", "038185001235"]
    assert (checked.id_kinds, checked.sexes) == ("cp", "mf")


@pytest.mark.parametrize(
    ("cells", "counted", "expected"),
    [
        ({"personal": "038085001234"}, b"\1", []),
        ({"personal": "123456789"}, b"\1", [(Check.AMBIGUOUS_CELL, Field.PERSONAL)]),
        ({"card": "GD8384823456701"}, b"\1", [(Check.AMBIGUOUS_CELL, Field.CARD)]),
        ({"personal": "không"}, b"\1", []),
        ({"id": "", "personal": "038085001234"}, b"\1", []),
        ({"id": "chưa có", "card": "GD4383823456701"}, b"\1", []),
        ({"id": "12", "personal": "038085001234"}, b"\0", [(Check.ID_LENGTH, Field.ID)]),
        ({"id": "", "personal": "12"}, b"\0", [(Check.ID_LENGTH, Field.PERSONAL)]),
        ({"id": "", "personal": ""}, b"\0", [(Check.ID_MISSING, Field.ID)]),
    ],
)
def test_the_first_filled_column_speaks_for_the_row(
    cells: dict[str, str], counted: bytes, expected: list[tuple[Check, Field]]
) -> None:
    checked = one(**cells)

    assert [(finding.check, finding.field) for finding in checked.findings] == expected
    assert checked.counted == counted


def number_cells(*texts: str) -> list[Cell]:
    return [(text, Kind.NUMBER) for text in texts]


def test_nine_digits_among_tens_get_their_zero_back() -> None:
    tens = number_cells(*(f"382345670{n}" for n in range(8)))

    assert column_of([*tens, *number_cells("123456780")]).keys[-1] == "0123456780"


def test_nine_digits_among_nines_are_asked_for() -> None:
    nines = number_cells(*(f"12345670{n}" for n in range(8)))

    assert set(codes(column_of([*nines, *number_cells("3823456701")]))) == {Check.ID_LENGTH}


def test_ten_digits_among_twelves_get_both_zeros_back() -> None:
    elevens = number_cells(*(f"3808500123{n}" for n in range(8)))

    assert column_of([*elevens, *number_cells("1085001234")]).keys[-1] == "001085001234"


def test_ten_digits_among_both_are_asked() -> None:
    elevens = number_cells(*(f"3808500123{n}" for n in range(5)))
    tens = number_cells(*(f"382345670{n}" for n in range(5)))
    checked = column_of([*elevens, *tens, *number_cells("1085001234")])

    assert codes(checked)[-1] is Check.AMBIGUOUS_CELL
    assert checked.findings[-1].detail == "001085001234"
    assert checked.doubtful[-1]


def test_each_sheet_is_a_column_of_its_own() -> None:
    elevens = number_cells(*(f"3808500123{n}" for n in range(8)))
    cells = [*elevens, *number_cells("1085001234")]
    raw = lay_out({Field.NAME: names(9), Field.ID: cells}, source_of=[0] * 8 + [1])

    assert check(raw).keys[-1] == "1085001234"


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("Nam", "m"),
        ("NỮ", "f"),
        ("nu", "f"),
        ("Female", "f"),
        ("1", "?"),
        ("x", "?"),
        ("", "?"),
        ("#", "?"),
    ],
)
def test_words_are_read_and_bare_codes_are_not(text: str, sex: str) -> None:
    assert one(sex=text).sexes == sex


def test_a_bare_digit_is_learnt_from_the_personal_numbers() -> None:
    numbers = [*MEN, *WOMEN, AN[1], BINH[1]]

    assert sexes([*"111111", *"000000", "1", "0"], numbers).sexes == "mmmmmmffffffmf"
    assert sexes([*"222222", *"111111", "2.0", "1"], numbers).sexes == "mmmmmmffffffmf"


def test_a_digit_that_means_both_is_not_learnt() -> None:
    assert sexes([*"111111", *"111111", "1"], [*MEN, *WOMEN, AN[1]]).sexes[-1] == "?"


def test_too_few_rows_teach_nothing() -> None:
    assert sexes(["1"] * 4 + ["1"], [*MEN[:4], AN[1]]).sexes[-1] == "?"


def test_a_tick_for_women_leaves_men_empty() -> None:
    cells: list[Cell] = [*[""] * 6, *["x"] * 6, "", "X"]

    assert sexes(cells, [*MEN, *WOMEN, AN[1], BINH[1]]).sexes[-2:] == "mf"


def test_an_empty_cell_alone_means_nothing() -> None:
    assert sexes([""] * 7, [*MEN, AN[1]]).sexes[-1] == "?"


def test_a_column_of_ages_is_no_column_of_faults() -> None:
    ages: list[Cell] = ["7", "85", "41", "101"]
    raw = lay_out({Field.NAME: names(5), Field.ID: phones("38", 5), Field.BIRTH: [*ages, "1985"]})
    mixed = lay_out(
        {Field.NAME: names(5), Field.ID: phones("38", 5), Field.BIRTH: ["1985"] * 4 + ["85"]}
    )

    assert codes(check(raw)) == []
    assert found(check(mixed)) == [(4, Check.BIRTH_UNREADABLE)]

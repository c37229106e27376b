"""Rows are compared with one another: repeats, two names, namesakes, telephone columns."""

import pytest

from ntm_verify.domain.findings import Check, Field
from ntm_verify.domain.participant_list import Finding
from tests.support.lists import (
    AN,
    BINH,
    MEN,
    Cell,
    check,
    codes,
    column_of,
    found,
    lay_out,
    people,
    phones,
    sexes,
)


def test_the_first_row_of_a_person_counts_and_later_ones_do_not() -> None:
    checked = check(people(AN, BINH, AN, AN))

    assert checked.findings == (
        Finding(Check.DUPLICATE_IN_LIST, Field.ID, 2, first=0),
        Finding(Check.DUPLICATE_IN_LIST, Field.ID, 3, first=0),
    )
    assert checked.counted == b"\1\1\0\0"


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("NGUYỄN VĂN AN", AN[1]),
        (AN[0], f"GD438{AN[1]}"),
        (" nguyễn\u00a0văn an", f"{AN[1]}.0"),
    ],
)
def test_spelling_does_not_make_two_people_of_one(name: str, number: str) -> None:
    assert found(check(people(AN, (name, number))))[-1] == (1, Check.DUPLICATE_IN_LIST)


def test_tone_placement_does_not_make_two_people_of_one() -> None:
    checked = check(people(("Lê Thị Hoà", AN[1]), ("Lê Thị Hòa", AN[1])))

    assert found(checked) == [(1, Check.DUPLICATE_IN_LIST)]


def test_a_renewed_card_outlives_its_old_row() -> None:
    raw = lay_out(
        {
            Field.NAME: [AN[0], AN[0], AN[0]],
            Field.ID: [AN[1]] * 3,
            Field.VALID_TO: ["31/12/2025", "31/12/2026", "31/12/2026"],
        }
    )
    checked = check(raw)

    assert checked.counted == b"\0\1\0"
    assert [f for f in checked.findings if f.check is Check.DUPLICATE_IN_LIST] == [
        Finding(Check.DUPLICATE_IN_LIST, Field.ID, 0, first=1),
        Finding(Check.DUPLICATE_IN_LIST, Field.ID, 2, first=1),
    ]


def test_one_number_with_two_names_counts_for_neither() -> None:
    checked = check(people(AN, BINH, ("Lê Văn Cường", AN[1])))

    assert checked.findings == (
        Finding(Check.SAME_ID_TWO_NAMES, Field.ID, 0, first=2),
        Finding(Check.SAME_ID_TWO_NAMES, Field.ID, 2, first=0),
    )
    assert checked.counted == b"\0\1\0"


def test_a_name_without_accents_waits_for_a_person_to_look() -> None:
    assert codes(check(people(AN, ("Nguyen Van An", AN[1])))) == [Check.SAME_ID_TWO_NAMES] * 2


def test_repeats_are_found_among_two_names_too() -> None:
    checked = check(people(AN, AN, ("Lê Văn Cường", AN[1])))

    assert found(checked) == [
        (0, Check.SAME_ID_TWO_NAMES),
        (1, Check.DUPLICATE_IN_LIST),
        (1, Check.SAME_ID_TWO_NAMES),
        (2, Check.SAME_ID_TWO_NAMES),
    ]


def test_a_row_with_both_numbers_joins_ten_and_twelve_digits() -> None:
    raw = lay_out(
        {
            Field.NAME: [AN[0], AN[0], BINH[0]],
            Field.ID: [AN[1], "", BINH[1]],
            Field.PERSONAL: ["038085001234", "038085001234", ""],
        }
    )
    checked = check(raw)

    assert checked.keys == [AN[1], AN[1], BINH[1]]
    assert checked.id_kinds == "bpb"
    assert found(checked) == [(1, Check.DUPLICATE_IN_LIST)]


def test_without_such_a_row_they_stay_two() -> None:
    assert check(people(AN, (AN[0], "038085001234"))).counted == b"\1\1"


def test_namesakes_of_one_year_are_only_pointed_out() -> None:
    raw = lay_out(
        {
            Field.NAME: ["Lê Thị Hoà", "Lê Thị Hòa", "Lê Thị Hoà", "Lê Thị Hoà"],
            Field.ID: [f"382345670{n}" for n in range(4)],
            Field.BIRTH: ["1980", "05/03/1980", "1981", ""],
        }
    )
    checked = check(raw)

    assert checked.findings == (Finding(Check.SAME_NAME_OTHER_ID, Field.NAME, 1, first=0),)
    assert (checked.counted, checked.doubtful) == (b"\1\1\1\1", bytes(4))


def test_a_column_of_telephone_numbers_is_doubted_as_a_whole() -> None:
    checked = column_of([*phones("09", 11), "3823456701"])

    assert checked.findings[0] == Finding(
        Check.ID_LOOKS_LIKE_PHONE, Field.ID, source=0, detail="11"
    )
    assert checked.counted == b"\1" * 12
    assert checked.doubtful == b"\1" * 11 + b"\0"


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(phones("08", 20), id="Tuyên Quang begins with 08"),
        pytest.param(phones("09", 9), id="too few to tell"),
        pytest.param([*phones("09", 10), *phones("38", 2)], id="not nearly all"),
    ],
)
def test_other_columns_are_not(cells: list[Cell]) -> None:
    assert column_of(cells).findings == ()


def test_only_the_main_column_may_hold_telephone_numbers() -> None:
    assert column_of(phones("09", 12), Field.CARD).findings == ()


def test_a_sex_that_contradicts_the_number_is_left_open() -> None:
    checked = sexes(["Nữ", "Nam"], MEN[:2])

    assert checked.findings == (Finding(Check.ID_SEX_MISMATCH, Field.ID, 0, detail="m"),)
    assert (checked.sexes, checked.counted, checked.doubtful) == ("?m", b"\1\1", b"\1\0")

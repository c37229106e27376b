"""Each fault does to a row what its name says, and nothing else."""

from typing import Final

import pytest

from ntm_verify.domain.synthetic_faults import (
    BIRTH,
    FAULTS,
    NAME,
    NOTE,
    NUMBER,
    SEX,
    VALID_TO,
    Draft,
    Needs,
    Value,
    plantable,
)
from ntm_verify.regulations.synthetic import load_stock

PLAIN: Final[tuple[Value, ...]] = ("Đỗ Văn Hòa", "0000100001", "Thôn Mẫu 1")
MORE: Final[tuple[Value, ...]] = (*PLAIN, "03/02/1985", "Nam", "01/01/2026", "31/12/2026", "")
ABOVE: Final[tuple[Value, ...]] = ("Lê Thị Én", "0000100002", "Thôn Mẫu 1")


def planted(name: str, row: tuple[Value, ...] = PLAIN) -> list[Value]:
    above = ABOVE if len(row) == len(ABOVE) else (*ABOVE, *MORE[len(ABOVE) :])
    draft = Draft(
        cells=list(row),
        above=above,
        digits="0000100001",
        personal="290085001001",
        old="079101001001",
        spare="0000199999",
        group="HT2",
        long_ago="01/12/2025",
        lately="01/05/2026",
    )
    FAULTS[name].change(draft)
    return draft.cells


@pytest.mark.parametrize(
    ("fault", "name"),
    [
        ("name_missing", ""),
        ("name_with_digits", "Đỗ Văn Hòa @2"),
        ("name_lost_letters", "?? V?n H?a"),
        ("name_is_remark", "Không có"),
        ("name_two_people", "Nguyễn Đỗ Văn Hòa, Trần Văn Mẫu"),
        ("name_spaces", "\u00a0Đỗ  Văn  Hòa "),
        ("name_decomposed", "Đo\u0302\u0303 Va\u0306n Ho\u0300a A\u0302\u0301t"),
        ("name_old_d", "Ðỗ Văn Hòa"),
        ("name_capitals", "ĐỖ VĂN HÒA"),
        ("name_other_tone_place", "Đỗ Văn Hoà"),
        ("name_no_accents", "Do Van Hoa"),
    ],
)
def test_names(fault: str, name: str) -> None:
    assert planted(fault) == [name, *PLAIN[1:]]


@pytest.mark.parametrize(
    ("fault", "name"),
    [
        ("name_lost_letters", "An ?nh"),
        ("name_old_d", "Ðặng An"),
        ("name_other_tone_place", "An Hoà"),
    ],
)
def test_a_name_without_the_letters_wanted_gets_them(fault: str, name: str) -> None:
    assert planted(fault, ("An", *PLAIN[1:]))[NAME] == name


@pytest.mark.parametrize(
    ("fault", "number"),
    [
        ("number_missing", ""),
        ("number_nine_digits", "000010000"),
        ("number_eleven_digits", "00001000017"),
        ("number_letters", "OO0010000l"),
        ("number_rounded", "2.90085E+11"),
        ("number_lost_zero", 79101001001),
        ("number_with_remark", "0000100001 (mới cấp)"),
        ("number_two_in_cell", "0000100001; 0000199999"),
        ("number_placeholder", "1111111111"),
        ("number_decimal", "0000100001.0"),
        ("number_spaced", "0000 100\u00a0001 "),
        ("number_quoted", "'0000100001"),
        ("card_good", "HT2380000100001"),
        ("card_from_elsewhere", "HT2790000100001"),
        ("newborn_code", "TE138NN100001"),
        ("card_wrong_digit", "GD9380000100001"),
        ("card_unknown_group", "ZZ4380000100001"),
        ("card_unknown_province", "HT2000000100001"),
        ("personal_unknown_province", "000085001001"),
    ],
)
def test_numbers(fault: str, number: Value) -> None:
    assert planted(fault) == [PLAIN[NAME], number, PLAIN[2]]


def test_rows_that_belong_to_two_people() -> None:
    assert planted("row_repeated") == list(ABOVE)
    assert planted("row_other_name") == ["Đỗ Văn Hòa Khác", *ABOVE[1:]]


def test_a_lost_zero_is_contradicted_by_nothing_else_in_the_row() -> None:
    row = planted("number_lost_zero", MORE)

    assert (row[NUMBER], row[BIRTH], row[SEX]) == (79101001001, "", "Nữ")


def test_what_needs_more_columns() -> None:
    year, sex = planted("birth_of_other_year", MORE), planted("sex_of_other", MORE)
    woman = planted("sex_of_other", (*PLAIN, "03/02/1985", "Nữ", "", "", ""))

    assert (year[NUMBER], year[BIRTH]) == ("290085001001", "1978")
    assert (sex[NUMBER], sex[SEX], woman[SEX]) == ("290085001001", "Nữ", "Nam")
    assert planted("newborn_code", MORE)[BIRTH] == "01/05/2026"
    assert planted("card_renewed", MORE)[:2] == list(ABOVE[:2])
    assert planted("card_renewed", MORE)[VALID_TO] == "01/12/2025"
    assert FAULTS["card_renewed"].codes == ("card_expired", "duplicate_in_list")
    assert planted("birth_no_such_day", MORE)[BIRTH] == "31/02/1990"
    assert planted("card_expired", MORE)[VALID_TO] == "01/12/2025"
    assert planted("person_dead", MORE)[NOTE] == "đã mất"


def test_every_weighed_fault_is_known_and_every_known_fault_is_weighed() -> None:
    assert set(load_stock().faults) == set(FAULTS)


def test_only_what_a_file_can_hold_is_planted() -> None:
    urn = load_stock().faults
    text = set(plantable(urn, frozenset({Needs.NOTHING})))

    assert "number_lost_zero" not in text
    assert not {"person_dead", "name_decomposed"} & text
    assert {"number_missing", "row_repeated"} <= text
    assert set(plantable(urn, frozenset(Needs))) == set(urn)

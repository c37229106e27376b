"""The rules of a list, case by case: who counts, who is doubtful, and what is said of the rest."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from ntm_verify.domain.findings import Check, Field, Refused
from ntm_verify.domain.list_rules import ListVerdict, check_list, judge_list
from ntm_verify.domain.participant_list import CheckedList, Finding, Kind, RawList
from tests.support.lists import CONTEXT, Cell, found, lay_out, people

AN, BINH = ("Nguyễn Văn An", "3823456701"), ("Trần Thị Bình", "3823456702")


def check(raw: RawList) -> CheckedList:
    return check_list(raw, CONTEXT)


def one(**cells: Cell) -> CheckedList:
    """Check a list of one good row with further cells."""
    columns = {Field.NAME: [AN[0]], Field.ID: [AN[1]]}
    return check(lay_out({**columns, **{Field(name): [cell] for name, cell in cells.items()}}))


def codes(checked: CheckedList) -> list[Check]:
    return [finding.check for finding in checked.findings]


def test_a_good_list_has_no_findings_and_counts_whole() -> None:
    checked = check(people(AN, BINH))

    assert checked.findings == ()
    assert checked.keys == [AN[1], BINH[1]]
    assert (checked.id_kinds, checked.sexes) == ("bb", "??")
    assert (checked.counted, checked.doubtful) == (b"\1\1", b"\0\0")


def test_every_fault_of_a_list_is_found_at_once() -> None:
    checked = check(people(("", "12"), ("Tổng cộng", ""), AN))

    assert found(checked) == [
        (0, Check.NAME_MISSING),
        (0, Check.ID_LENGTH),
        (1, Check.NAME_NOT_A_NAME),
        (1, Check.ID_MISSING),
    ]
    assert checked.counted == b"\0\0\1"


def test_a_warning_leaves_a_row_counted_and_in_doubt() -> None:
    checked = check(people((AN[0], "ZZ4383823456701")))

    assert codes(checked) == [Check.ID_GROUP_UNKNOWN]
    assert (checked.counted, checked.doubtful) == (b"\1", b"\1")


def test_a_repair_leaves_no_doubt() -> None:
    checked = check(people((" Nguyễn  Văn An", ("38185001234", Kind.NUMBER))))

    assert codes(checked) == [Check.NAME_NORMALISED, Check.ID_LEADING_ZERO_RESTORED]
    assert checked.names == ["Nguyễn Văn An"]
    assert checked.keys == ["038185001234"]
    assert (checked.counted, checked.doubtful, checked.sexes) == (b"\1", b"\0", "f")


def test_a_formula_in_a_name_is_no_name_and_said_to_be_one() -> None:
    checked = check(people(("=1+1", AN[1])))

    assert codes(checked) == [Check.NAME_NOT_A_NAME, Check.FORMULA_INJECTION]
    assert one(hamlet="@Thôn 1").counted == b"\1"
    assert codes(one(hamlet="@Thôn 1")) == [Check.FORMULA_INJECTION]


def test_a_list_without_a_number_column_has_nobody_with_a_number() -> None:
    checked = check(lay_out({Field.NAME: [AN[0]]}))

    assert checked.findings == (Finding(Check.ID_MISSING, Field.ID, 0),)


# ---- the same person again


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


# ---- several number columns


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


# ---- columns as a whole


def number_cells(*texts: str) -> list[Cell]:
    return [(text, Kind.NUMBER) for text in texts]


def names(count: int) -> list[Cell]:
    return [f"Nguyễn Văn {chr(0x41 + n // 26)}{chr(0x61 + n % 26)}na" for n in range(count)]


def column_of(cells: list[Cell], field: Field = Field.ID) -> CheckedList:
    return check(lay_out({Field.NAME: names(len(cells)), field: cells}))


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


def phones(prefix: str, count: int) -> list[Cell]:
    return [f"{prefix}{n:08d}" for n in range(12345600, 12345600 + count)]


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


# ---- sex


MEN = [f"03808500123{n}" for n in range(6)]
WOMEN = [f"03818500123{n}" for n in range(6)]


def sexes(cells: Sequence[Cell], numbers: Sequence[Cell]) -> CheckedList:
    return check(lay_out({Field.NAME: names(len(cells)), Field.ID: numbers, Field.SEX: cells}))


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


def test_a_sex_that_contradicts_the_number_is_left_open() -> None:
    checked = sexes(["Nữ", "Nam"], MEN[:2])

    assert checked.findings == (Finding(Check.ID_SEX_MISMATCH, Field.ID, 0, detail="m"),)
    assert (checked.sexes, checked.counted, checked.doubtful) == ("?m", b"\1\1", b"\1\0")


# ---- birth and validity


@pytest.mark.parametrize(
    ("birth", "expected"),
    [
        ("05/03/1985", []),
        ("", []),
        ("05/03/85", [Check.BIRTH_UNREADABLE]),
        ("01/07/2026", [Check.BIRTH_OUT_OF_RANGE]),
        ("30/06/2026", []),
        ("1905", [Check.BIRTH_OUT_OF_RANGE]),
        ("1906", []),
    ],
)
def test_a_birth_date_is_read_and_weighed(birth: str, expected: list[Check]) -> None:
    checked = one(birth=birth)

    assert codes(checked) == expected
    assert checked.counted == b"\1"


def test_a_column_of_ages_is_no_column_of_faults() -> None:
    ages: list[Cell] = ["7", "85", "41", "101"]
    raw = lay_out({Field.NAME: names(5), Field.ID: phones("38", 5), Field.BIRTH: [*ages, "1985"]})
    mixed = lay_out(
        {Field.NAME: names(5), Field.ID: phones("38", 5), Field.BIRTH: ["1985"] * 4 + ["85"]}
    )

    assert codes(check(raw)) == []
    assert found(check(mixed)) == [(4, Check.BIRTH_UNREADABLE)]


def test_a_birth_year_is_compared_with_the_personal_number() -> None:
    assert codes(one(id="038085001234", birth="05/03/1985")) == []
    assert one(id="038085001234", birth="1958").findings == (
        Finding(Check.ID_BIRTH_MISMATCH, Field.ID, 0, detail="1985"),
    )
    assert one(personal="038085001234", birth="1958").findings[0].field is Field.PERSONAL


@pytest.mark.parametrize(
    ("start", "stop", "expected", "counted"),
    [
        ("", "", [], b"\1"),
        ("01/01/2026", "31/12/2026", [], b"\1"),
        ("", "29/06/2026", [Check.CARD_EXPIRED], b"\0"),
        ("", "30/06/2026", [Check.CARD_EXPIRES_SOON], b"\1"),
        ("", "29/08/2026", [Check.CARD_EXPIRES_SOON], b"\1"),
        ("", "30/08/2026", [], b"\1"),
        ("", "06/2026", [Check.CARD_EXPIRES_SOON], b"\1"),
        ("", "2026", [], b"\1"),
        ("30/06/2026", "", [], b"\1"),
        ("01/07/2026", "", [Check.CARD_NOT_YET_VALID], b"\0"),
        ("", "01/07/2026 - 30/06/2027", [Check.CARD_NOT_YET_VALID], b"\0"),
        ("", "01/01/2025 - 31/12/2025", [Check.CARD_EXPIRED], b"\0"),
        ("01/01/2025 - 31/12/2025", "", [Check.CARD_EXPIRED], b"\0"),
        ("01/01/26", "31/12/26", [Check.AMBIGUOUS_CELL] * 2, b"\1"),
    ],
)
def test_a_card_must_hold_on_the_cut_off_date(
    start: str, stop: str, expected: list[Check], counted: bytes
) -> None:
    checked = one(valid_from=start, valid_to=stop)

    assert codes(checked) == expected
    assert checked.counted == counted


def test_a_finding_of_a_day_carries_it() -> None:
    assert one(valid_to="31/12/2025").findings[0].detail == "2025-12-31"
    assert one(valid_from="01/2027").findings[0].detail == "2027-01-01"


@pytest.mark.parametrize(
    ("note", "is_dead"),
    [
        ("Đã mất", True),
        ("đã chết ngày 02/3/2026", True),
        ("TỪ TRẦN", True),
        ("mất, đã khai tử", True),
        ("đã mất thẻ", False),
        ("Mất CCCD", False),
        ("bố mất", False),
        ("mất tích", False),
        ("", False),
    ],
)
def test_a_note_may_tell_that_somebody_died(note: str, is_dead: bool) -> None:  # noqa: FBT001 - a case
    assert codes(one(note=note)) == [Check.PERSON_DECEASED] * is_dead


@pytest.mark.parametrize(
    ("birth", "expected"),
    [
        ("", Check.NEWBORN_WITHOUT_ID),
        ("05/2026", Check.NEWBORN_WITHOUT_ID),
        ("05/2025", Check.ID_MISSING),
    ],
)
def test_a_newborn_is_one_for_a_year(birth: str, expected: Check) -> None:
    checked = one(id="trẻ mới sinh", birth=birth)

    assert codes(checked) == [expected]
    assert checked.counted == bytes([expected is Check.NEWBORN_WITHOUT_ID])


# ---- the list as a whole


def test_findings_of_a_source_come_first_then_row_code_and_field() -> None:
    raw = lay_out(
        {
            Field.NAME: ["", *names(11)],
            Field.ID: phones("09", 12),
            Field.VALID_TO: ["31/12/26", *[""] * 11],
            Field.VALID_FROM: ["1/1/26", *[""] * 11],
        }
    )

    assert [(f.place, f.check, f.field) for f in check(raw).findings] == [
        (None, Check.ID_LOOKS_LIKE_PHONE, Field.ID),
        (0, Check.NAME_MISSING, Field.NAME),
        (0, Check.AMBIGUOUS_CELL, Field.VALID_FROM),
        (0, Check.AMBIGUOUS_CELL, Field.VALID_TO),
    ]


def test_findings_are_cut_by_code_and_counted_whole() -> None:
    checked = check_list(people(*[("", "12")] * 5), replace(CONTEXT, most_findings=2))

    assert found(checked) == [
        (place, c) for place in (0, 1) for c in (Check.NAME_MISSING, Check.ID_LENGTH)
    ]
    assert checked.counts == {(Check.NAME_MISSING, Field.NAME): 5, (Check.ID_LENGTH, Field.ID): 5}
    assert checked.counted == bytes(5)


def test_the_cut_off_date_decides() -> None:
    raw = lay_out({Field.NAME: [AN[0]], Field.ID: [AN[1]], Field.VALID_TO: ["31/12/2025"]})

    assert check_list(raw, replace(CONTEXT, as_of=date(2025, 12, 31))).counted == b"\1"
    assert check_list(raw, CONTEXT).counted == b"\0"


@pytest.mark.parametrize(
    ("rows", "verdict", "reason"),
    [
        ([], ListVerdict.REJECT, Refused.NO_ROWS),
        ([AN], ListVerdict.ACCEPT, None),
        ([("Nguyễn  Văn An", AN[1])], ListVerdict.ACCEPT, None),
        ([AN, AN], ListVerdict.ACCEPT_WITH_FINDINGS, None),
        ([("12", "12")] * 19, ListVerdict.ACCEPT_WITH_FINDINGS, None),
        ([("12", AN[1])] * 20, ListVerdict.REJECT, Refused.TOO_MANY_ERRORS),
        ([(AN[0], "12")] * 20, ListVerdict.REJECT, Refused.TOO_MANY_ERRORS),
        ([(AN[0], "")] * 40, ListVerdict.ACCEPT_WITH_FINDINGS, None),
    ],
)
def test_a_list_of_shifted_columns_is_refused(
    rows: list[tuple[str, str]], verdict: ListVerdict, reason: Refused | None
) -> None:
    raw = people(*rows) if rows else lay_out({Field.NAME: [], Field.ID: []})
    judgement = judge_list(check(raw), CONTEXT)

    assert (judgement.verdict, judgement.reason) == (verdict, reason)


def test_numbers_that_belong_to_other_rows_are_refused() -> None:
    count = 20
    numbers = [f"038085{n:06d}" for n in range(count)]
    births = ["1985"] * 14 + ["1958"] * 6
    raw = lay_out({Field.NAME: names(count), Field.ID: numbers, Field.BIRTH: births})

    assert judge_list(check(raw), CONTEXT).reason is Refused.TOO_MANY_ERRORS
    assert judge_list(check(raw), CONTEXT).detail == "6 / 20"

"""The rules of a list, case by case: who counts, who is doubtful, and what is said of the rest."""

from dataclasses import replace
from datetime import date

import pytest

from ntm_verify.domain.findings import Check, Field, Refused
from ntm_verify.domain.list_rules import ListVerdict, check_list, judge_list
from ntm_verify.domain.participant_list import Finding, Kind
from tests.support.lists import (
    AN,
    BINH,
    CONTEXT,
    check,
    codes,
    found,
    lay_out,
    names,
    one,
    people,
    phones,
)


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

"""A kept list, counted again, gives what was counted then; whatever differs is named."""

from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntm_verify.domain.appraisal import Appraisal, HamletCount, Outcome
from ntm_verify.domain.coverage import Tally
from ntm_verify.domain.findings import Check, Field, Severity
from ntm_verify.domain.list_rules import check_list
from ntm_verify.domain.participant_list import Kind, RawList
from ntm_verify.domain.recount import Difference, ResultChanged, differences, recount
from ntm_verify.domain.regulation import Ruling
from ntm_verify.domain.roster import Roster, make_roster, read_roster
from ntm_verify.domain.summary import summarise
from tests.support.builders import a_clause, a_population, an_appraisal, an_outcome
from tests.support.lists import CONTEXT, Cell, lay_out

WEIGHTS: Final = {check: CONTEXT.catalogue.severity(check) for check in Check}
NAMES: Final = (
    *("Trần Thị Lập", "TRẦN THỊ LẬP", "Nguyễn Văn Giả", "Hoà Bình", "Hòa Bình", "  Lê  Văn Giả "),
    *("", "x", "Tổng cộng", "A1", "Nguy?n V?n", "Lê Văn A\nTrần Thị B", "Trần B; Lê C", "=SUM(A1)"),
    *("Nguyễn Văn " + "Giả " * 20, "Bùi Thị \u2028Lập", "NguyÔn V¨n", ("#REF!", Kind.ERROR)),
)
NUMBERS: Final = (
    *("3899000001", "3899000002", "HN2383899000001", "TE1383899000003", "XX9383899000004"),
    *("038186000123", "038301000456", "999999999999", "0000000000", "1234567890", "0912345678"),
    *("", "38990", "38-9900-0001", "3899000001 3899000002", "thẻ 3899000001", "389900OO01"),
    *("TE138NN12345", "mới sinh", "chưa có", "GD4 38 38 9900", "3.9E+09"),
    *(("3899000001", Kind.NUMBER), ("899000001", Kind.NUMBER), ("38186000123", Kind.NUMBER)),
    *(("#N/A", Kind.ERROR), ("", Kind.FORMULA), ("12345678901234567", Kind.NUMBER)),
)
DATES: Final = ("", "01/02/1980", "15/06/2026", "31/12/2027", "01/01/2025", "1890", "??", "30")
COLUMNS: Final[dict[Field, tuple[Cell, ...]]] = {
    Field.NAME: NAMES,
    Field.ID: NUMBERS,
    Field.CARD: NUMBERS,
    Field.PERSONAL: ("", "038186000123", "038301000456", "00123", "mới sinh"),
    Field.BIRTH: DATES,
    Field.VALID_FROM: DATES,
    Field.VALID_TO: DATES,
    Field.SEX: ("", "Nam", "Nữ", "x", "1"),
    Field.NOTE: ("", "đã mất", "chết 2025", "hộ nghèo"),
    Field.HAMLET: ("", "Thôn 1", "thôn  1", "Thôn Hoà", "Thôn Hòa", "=1+1"),
}


@st.composite
def lists(draw: st.DrawFn) -> RawList:
    optional = [name for name in COLUMNS if name not in {Field.NAME, Field.ID}]
    fields = [Field.NAME, Field.ID, *draw(st.lists(st.sampled_from(optional), unique=True))]
    size = draw(st.integers(1, 8))
    columns = {
        name: draw(st.lists(st.sampled_from(COLUMNS[name]), min_size=size, max_size=size))
        for name in fields
    }
    sources = draw(st.lists(st.integers(0, 1), min_size=size, max_size=size).map(sorted))
    return lay_out(columns, sources, draw(st.sampled_from(["", "Thôn "])))


def counted_again(roster: Roster) -> list[bool]:
    return recount(roster, check_list(roster.to_raw(), CONTEXT), WEIGHTS)


def kept(raw: RawList) -> Roster:
    return make_roster(raw, check_list(raw, CONTEXT), WEIGHTS)


@given(lists())
@settings(max_examples=250)
def test_a_list_counted_again_from_what_is_kept_counts_the_same_people(raw: RawList) -> None:
    checked = check_list(raw, CONTEXT)
    roster = read_roster(make_roster(raw, checked, WEIGHTS).to_bytes())

    assert counted_again(roster) == [bool(counts) for counts in checked.counted]


@given(lists())
def test_a_list_that_nobody_touched_has_no_difference(raw: RawList) -> None:
    checked = check_list(raw, CONTEXT)
    summary = summarise(raw, checked, (), CONTEXT.catalogue)
    outcome = replace(
        an_outcome(percent="85"),
        counts=summary.counts,
        tally=summary.tally,
        hamlets=summary.hamlets,
    )
    roster = make_roster(raw, checked, WEIGHTS)

    assert compared(roster, outcome) == ()


def compared(
    roster: Roster, outcome: Outcome, ruling: Ruling | None = None
) -> tuple[Difference, ...]:
    dossier: Appraisal = an_appraisal(outcome=outcome)
    applied = ruling or Ruling(a_clause("85"), outcome.threshold)
    return differences(dossier, outcome, roster, counted_again(roster), applied)


# ---- each difference is named


LIST: Final = lay_out(
    {
        Field.NAME: ["Trần Thị Lập", "Nguyễn Văn Giả", "Trần Thị Lập"],
        Field.ID: ["3899000001", "3899000002", "3899000001"],
        Field.HAMLET: ["Thôn 1", "Thôn 2", "Thôn 1"],
    }
)
ROSTER: Final = kept(LIST)
OUTCOME: Final = replace(
    an_outcome(2, "85"),
    counts=replace(an_outcome(2).counts, rows=3),
    hamlets=(HamletCount("Thôn 1", 1, 2), HamletCount("Thôn 2", 1, 1)),
)


def test_the_untouched_example_has_no_difference() -> None:
    assert compared(ROSTER, OUTCOME) == ()


def test_a_row_that_would_count_otherwise_is_named_by_its_line() -> None:
    forged = replace(ROSTER, rows=(*ROSTER.rows[:2], replace(ROSTER.rows[2], counted=True)))

    found = compared(forged, OUTCOME)

    assert [str(one) for one in found] == ["dòng 4: đã ghi được tính, tính lại không tính"]
    recorded = replace(ROSTER, rows=(replace(ROSTER.rows[0], counted=False), *ROSTER.rows[1:]))
    assert [str(one) for one in compared(recorded, OUTCOME)] == [
        "dòng 2: đã ghi không tính, tính lại được tính"
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"tally": Tally.of(3)}, ["số người được tính: đã ghi 3, tính lại 2"]),
        (
            {"counts": replace(OUTCOME.counts, rows=4)},
            ["số dòng: đã ghi 4, tính lại 3"],
        ),
        (
            {"hamlets": (HamletCount("Thôn 1", 2, 2),)},
            [
                "số người của Thôn 1: đã ghi 2, tính lại 1",
                "số người của Thôn 2: đã ghi 0, tính lại 1",
            ],
        ),
    ],
)
def test_a_figure_on_record_that_the_list_does_not_give_is_named(
    change: dict[str, Any], told: list[str]
) -> None:
    assert [str(one) for one in compared(ROSTER, replace(OUTCOME, **change))] == told


def test_rows_without_a_hamlet_are_named_as_such() -> None:
    rows = (ROSTER.rows[0], replace(ROSTER.rows[1], hamlet=""), ROSTER.rows[2])

    found = compared(replace(ROSTER, rows=rows), OUTCOME)

    assert [one.what for one in found] == [
        "số người của Thôn 2",
        "số người của các dòng không ghi thôn",
    ]


def test_a_list_without_hamlets_has_no_counts_by_hamlet() -> None:
    rows = tuple(replace(row, hamlet="") for row in ROSTER.rows)

    assert compared(replace(ROSTER, rows=rows), replace(OUTCOME, hamlets=())) == ()


def test_every_fact_of_the_rule_that_differs_is_named() -> None:
    then = OUTCOME.threshold
    assert then is not None
    now = replace(
        then,
        rule_set="NEW",
        clause="9",
        percent=Decimal("92.5"),
        legal_reference="new/QĐ",
        sha256="1" * 64,
        both_sexes=True,
    )

    found = compared(ROSTER, OUTCOME, Ruling(a_clause(), now))

    assert {one.what: (one.recorded, one.found) for one in found} == {
        "bộ tiêu chí": ("ANY-2019", "NEW"),
        "điều khoản": ("15.1", "9"),
        "ngưỡng": ("85", "92.5"),
        "căn cứ pháp lý": ("any/QĐ", "new/QĐ"),
        "mã băm bộ tiêu chí": ("0" * 64, "1" * 64),
        "yêu cầu theo giới": ("False", "True"),
        "số người cần có": ("1330", "1447"),
    }
    assert a_population().total == 1564


def test_a_rule_that_is_no_longer_there_is_named() -> None:
    found = compared(ROSTER, OUTCOME, Ruling(None, None))

    assert {one.found for one in found} == {"không có"}
    assert compared(ROSTER, replace(OUTCOME, threshold=None), Ruling(None, None)) == ()


# ---- what is judged anew, and what is taken over


@pytest.mark.parametrize("code", ["card_expired", "person_deceased", "corrupt_cell"])
def test_an_error_whose_cell_was_dropped_is_taken_over(code: str) -> None:
    rows = (replace(ROSTER.rows[0], codes=(code,)), *ROSTER.rows[1:])

    assert counted_again(replace(ROSTER, rows=rows)) == [False, True, True]


def test_a_warning_is_not_held_against_a_row() -> None:
    rows = (replace(ROSTER.rows[0], codes=("id_birth_mismatch",)), *ROSTER.rows[1:])

    assert counted_again(replace(ROSTER, rows=rows)) == [True, True, False]


def test_an_error_that_the_kept_cells_do_not_show_any_more_is_judged_anew() -> None:
    rows = (replace(ROSTER.rows[0], codes=("name_not_a_name", "name_missing")), *ROSTER.rows[1:])

    assert counted_again(replace(ROSTER, rows=rows)) == [True, True, False]


def test_where_repeats_are_no_errors_they_count() -> None:
    lenient = {**WEIGHTS, Check.DUPLICATE_IN_LIST: Severity.WARNING}

    again = recount(ROSTER, check_list(ROSTER.to_raw(), CONTEXT), lenient)

    assert again == [True, True, True]


def test_a_changed_result_is_a_conflict_with_a_code_of_its_own() -> None:
    assert ResultChanged.code == "result_changed"

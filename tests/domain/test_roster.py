"""What is kept of a list: name, number, hamlet and what they led to, and nothing else."""

from dataclasses import replace
from datetime import date
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from ntm_verify.domain.findings import Check, Field, Severity
from ntm_verify.domain.list_rules import check_list
from ntm_verify.domain.participant_list import Column, Finding, Kind, RawList, Source
from ntm_verify.domain.roster import (
    FROM_DROPPED,
    LONGEST_KEPT,
    Roster,
    RosterRow,
    dump_findings,
    load_findings,
    make_roster,
    read_roster,
    read_rows,
)
from tests.support.lists import CONTEXT, lay_out

WEIGHTS: Final = {check: CONTEXT.catalogue.severity(check) for check in Check}
TEXT: Final = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
LINES: Final = st.text(st.sampled_from('a\n\r\x0b\x0c\x1c\x85\u2028\u2029"\\,'), max_size=8)
WORDS: Final = TEXT | LINES
ROWS: Final = st.builds(
    RosterRow,
    source=st.integers(0, 3),
    line=st.integers(1, 10**6),
    name=WORDS,
    number=WORDS,
    kind=st.sampled_from("bcp-"),
    hamlet=WORDS,
    counted=st.booleans(),
    codes=st.lists(st.sampled_from([check.value for check in Check])).map(tuple),
)
FIELDS: Final = st.dictionaries(st.sampled_from(Field), st.sampled_from(["A", "AB", ""]))
SOURCES: Final = st.builds(
    Source,
    file=WORDS,
    sheet=WORDS,
    header_row=st.integers(0, 99),
    columns=FIELDS,
    rows_read=st.integers(0, 10**6),
    hamlet=WORDS,
    dropped=st.dictionaries(WORDS, st.integers(0, 99)),
)
FINDINGS: Final = st.builds(
    Finding,
    check=st.sampled_from(Check),
    field=st.sampled_from(Field),
    place=st.none() | st.integers(0, 99),
    first=st.none() | st.integers(0, 99),
    source=st.none() | st.integers(0, 9),
    detail=WORDS,
)


def minimised(raw: RawList) -> Roster:
    return make_roster(raw, check_list(raw, CONTEXT), WEIGHTS)


@given(st.builds(Roster, st.lists(SOURCES).map(tuple), st.lists(ROWS).map(tuple)))
def test_a_roster_reads_back_whatever_stands_in_it(roster: Roster) -> None:
    content = roster.to_bytes()

    assert read_roster(content) == roster
    assert read_roster(content).to_bytes() == content


@given(st.lists(FINDINGS).map(tuple))
def test_findings_read_back_whatever_stands_in_them(findings: tuple[Finding, ...]) -> None:
    assert load_findings(dump_findings(findings)) == findings


def test_a_roster_is_one_line_of_sources_and_one_line_a_row() -> None:
    source = Source("a.xlsx", "DS", 1, {Field.NAME: "B"}, 1, "Thôn 1", {"total": 1})
    row = RosterRow(0, 9, "Nguyễn Văn Giả", "3899000001", "b", "Thôn 1", counted=True, codes=())

    told = Roster((source,), (row,)).to_bytes().decode()

    assert told == (
        '{"schema":"ntm-verify/roster/1","sources":[{"columns":{"name":"B"},'
        '"dropped":{"total":1},"file":"a.xlsx","hamlet":"Thôn 1","header_row":1,"rows_read":1,'
        '"sheet":"DS"}]}\n'
        '[0,9,"Nguyễn Văn Giả","3899000001","b","Thôn 1",1,[]]\n'
    )


# ---- minimisation


FULL: Final = lay_out(
    {
        Field.NAME: ["NGUYỄN VĂN  GIẢ", "Trần Thị Lập", "Lê Văn Giả"],
        Field.ID: ["HN 2 38 38 99000001", "038186000123", "3899000003"],
        Field.BIRTH: ["17/04/1953", "23/11/1986", "09/07/2001"],
        Field.SEX: ["Nam", "Nữ", "Nam"],
        Field.VALID_FROM: ["01/02/2026", "03/02/2026", "05/02/2026"],
        Field.VALID_TO: ["28/12/2027", "27/12/2027", "26/12/2024"],
        Field.NOTE: ["hộ nghèo", "khuyết tật", "đã mất"],
        Field.HAMLET: ["Thôn 1", "Thôn 1", "Thôn 2"],
    }
)
DROPPED: Final = (
    *("1953", "17/04", "2001", "09/07", "23/11", "Nam", "Nữ", "2027", "2024", "01/02", "28/12"),
    *("hộ nghèo", "khuyết tật", "đã mất", "HN", "HN2"),
)


def test_sex_birth_validity_notes_and_the_letters_of_a_card_are_never_in_the_bytes() -> None:
    told = minimised(FULL).to_bytes().decode()

    assert [word for word in DROPPED if word in told] == []
    for kept in ("Trần Thị Lập", "3899000001", "038186000123", "Thôn 2"):
        assert kept in told


def test_a_row_keeps_what_it_led_to() -> None:
    rows = minimised(FULL).rows

    assert [(row.number, row.kind, row.counted) for row in rows] == [
        ("3899000001", "c", True),
        ("038186000123", "p", True),
        ("3899000003", "b", False),
    ]
    assert {"card_expired", "person_deceased"} <= set(rows[2].codes)


def test_the_columns_that_are_named_are_those_that_are_kept() -> None:
    (source,) = minimised(FULL).sources

    assert set(source.columns) == {
        *(Field.NAME, Field.ID, Field.CARD, Field.PERSONAL, Field.HAMLET)
    }


BETWEEN: Final = st.sampled_from(["", " ", "-", ".", "  "])
CARD_LIKE: Final = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["HN", "hn", "ＨＮ", "H N", "GĐ", "CB"]),
    BETWEEN,
    st.from_regex(r"[0-9OI]( ?[0-9A-Z]){7,14}", fullmatch=True),
    st.sampled_from(["", " (cũ)", "/1"]),
)


@given(st.lists(CARD_LIKE, min_size=1, max_size=5))
def test_a_card_that_cannot_be_read_does_not_leave_its_group_letters_behind(
    cards: list[str],
) -> None:
    """The letters tell the poor, the minorities and the forces, however badly a card is typed."""
    raw = lay_out({Field.NAME: ["Trần Thị Lập"] * len(cards), Field.ID: cards})

    rows = minimised(raw).rows

    assert [row.number for row in rows if not row.number_stands and row.number[:2] != "••"] == []
    assert [row.number for row in rows if row.number_stands and not row.number.isdigit()] == []


def test_a_cell_that_is_no_number_is_kept_in_part_so_that_its_finding_can_be_read() -> None:
    raw = lay_out({Field.NAME: ["Trần Thị Lập"] * 2, Field.ID: ["38-9900", "9" * 99]})

    assert [row.number for row in minimised(raw).rows] == ["38-9900", "9" * LONGEST_KEPT]


def test_a_row_without_a_number_column_has_no_number() -> None:
    raw = lay_out({Field.NAME: ["Trần Thị Lập"], Field.PERSONAL: ["038186000123"]})

    (row,) = minimised(raw).rows

    assert (row.number, row.kind) == ("038186000123", "p")
    (other,) = minimised(lay_out({Field.NAME: ["Trần Thị Lập"]})).rows
    assert (other.number, other.counted) == ("", False)


def test_a_sheet_that_stands_for_a_hamlet_gives_its_rows_the_name() -> None:
    raw = lay_out({Field.NAME: ["A B", "C D"], Field.ID: ["", ""]}, [0, 1], "Thôn ")

    assert [row.hamlet for row in minimised(raw).rows] == ["Thôn 0", "Thôn 1"]


def test_what_was_merely_repaired_leaves_no_code() -> None:
    raw = lay_out({Field.NAME: ["  Trần   Thị Lập"], Field.ID: ["3899000001"]})

    assert check_list(raw, CONTEXT).findings
    assert minimised(raw).rows[0].codes == ()


# ---- checked again


def test_a_roster_is_laid_out_as_a_list_of_three_columns() -> None:
    roster = minimised(FULL)

    raw = roster.to_raw()

    assert raw.columns == {
        Field.NAME: Column(["NGUYỄN VĂN GIẢ", "Trần Thị Lập", "Lê Văn Giả"], "ttt"),
        Field.ID: Column(["3899000001", "038186000123", "3899000003"], "ttt"),
        Field.HAMLET: Column(["Thôn 1", "Thôn 1", "Thôn 2"], "ttt"),
    }
    assert (list(raw.lines), list(raw.source_of)) == ([2, 3, 4], [0, 0, 0])


def test_a_row_without_number_is_an_empty_cell() -> None:
    row = RosterRow(0, 9, "Trần Thị Lập", "", "-", "", counted=False, codes=("id_missing",))

    raw = Roster((Source("a", "b", 1, {}, 1),), (row,)).to_raw()

    assert raw.columns[Field.ID].kinds == Kind.EMPTY.value


def test_what_the_checks_made_of_a_row_is_told_as_far_as_it_is_kept() -> None:
    roster = minimised(FULL)
    broken = replace(roster.rows[0], kind="-", number="??", counted=False)

    checked = replace(roster, rows=(broken, *roster.rows[1:])).to_checked()

    assert checked.keys == ["", "038186000123", "3899000003"]
    assert (checked.id_kinds, checked.sexes) == ("-pb", "???")
    assert (checked.counted, checked.doubtful) == (bytes([0, 1, 0]), bytes(3))


def test_every_error_and_warning_is_either_found_again_or_taken_over() -> None:
    """Findings about files and figures stand with the dossier, not with a row."""
    about_rows = {Check(c) for c in Check if WEIGHTS[c] is not Severity.INFO}

    assert about_rows >= FROM_DROPPED - {c for c in FROM_DROPPED if WEIGHTS[c] is Severity.INFO}
    assert date(2026, 6, 30) == CONTEXT.as_of


@given(st.lists(ROWS, max_size=6), st.sets(st.integers(-1, 8)))
def test_some_rows_are_read_as_all_are(rows: list[RosterRow], places: set[int]) -> None:
    roster = Roster((), tuple(rows))
    wanted = {place: rows[place] for place in sorted(places) if 0 <= place < len(rows)}
    assert read_rows(roster.to_bytes(), places) == wanted

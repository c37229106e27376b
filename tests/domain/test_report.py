"""Findings in words and counts in people: what, where, how to mend, and how many."""

from dataclasses import replace

import pytest

from ntm_verify.domain.findings import Check, Field, Severity
from ntm_verify.domain.list_rules import check_list
from ntm_verify.domain.participant_list import CheckedList, Finding, Kind, RawList
from ntm_verify.domain.report import (
    MOST_LISTED,
    DescribedFinding,
    HamletCount,
    ListCounts,
    Place,
    count_by_hamlet,
    count_list,
    describe,
    describe_all,
    group_findings,
)
from tests.support.lists import CONTEXT, lay_out, people

CATALOGUE = CONTEXT.catalogue
AN, BINH = ("Nguyễn Văn An", "3823456701"), ("Trần Thị Bình", "3823456702")


def described(
    raw: RawList, language: str = "vi"
) -> tuple[CheckedList, tuple[DescribedFinding, ...]]:
    checked = check_list(raw, CONTEXT)
    return checked, describe_all(checked.findings, raw, checked, CATALOGUE, language)


def test_a_finding_says_what_where_and_how_to_mend() -> None:
    _, (finding,) = described(people((AN[0], "38234567")))

    assert finding == DescribedFinding(
        code="id_length",
        severity=Severity.ERROR,
        sheet="T0",
        row=2,
        cell="B2",
        field=Field.ID,
        value="38234567",
        message="Mã số “38234567” có 8 ký tự; cần 10, 12 hoặc 15.",
        hint=CATALOGUE["id_length"].hint,
    )


def test_english_is_spoken_too() -> None:
    _, (finding,) = described(people((AN[0], "38234567")), "en")

    assert finding.message == "The number “38234567” has 8 characters; 10, 12 or 15 are needed."


def test_a_repair_is_shown() -> None:
    _, findings = described(people((" Nguyễn  Văn An", ("38085001234", Kind.NUMBER))))

    assert [f.repaired_to for f in findings] == ["Nguyễn Văn An", "038085001234"]
    assert "“Nguyễn Văn An”" in findings[0].message
    assert findings[1].message.endswith("đã được đọc là 038085001234.")


def test_a_suggestion_is_put_forward_and_no_repair() -> None:
    _, (finding,) = described(people((AN[0], "38O3456789")))

    assert "có thể là 3803456789" in finding.message
    assert finding.repaired_to is None


def test_a_repeat_says_where_the_first_row_stands() -> None:
    raw = lay_out({Field.NAME: [AN[0]] * 3, Field.ID: [AN[1]] * 3}, source_of=[0, 0, 1])
    _, (same, other) = described(raw)

    assert same.message == "Trùng với dòng 2: cùng người, cùng mã số."
    assert other.message == "Trùng với dòng 2 trang “T0”: cùng người, cùng mã số."
    assert other.sheet == "T1"
    assert [f.message for f in described(raw, "en")[1]] == [
        "Repeats row 2: the same person with the same number.",
        "Repeats row 2 of sheet T0: the same person with the same number.",
    ]


def test_two_names_are_shown_side_by_side() -> None:
    _, findings = described(people(AN, (BINH[0], AN[1])))

    assert "dòng 3 (“Trần Thị Bình”)" in findings[0].message
    assert "dòng 2 (“Nguyễn Văn An”)" in findings[1].message


def test_a_day_is_written_as_offices_do() -> None:
    raw = lay_out({Field.NAME: [AN[0]], Field.ID: [AN[1]], Field.VALID_TO: ["12/2025"]})

    assert "hết hạn ngày 31/12/2025," in described(raw)[1][0].message


@pytest.mark.parametrize("detail", ["Thôn 1, T2", "abcd-ef-gh", "12"])
def test_other_details_stay_as_they_are(detail: str) -> None:
    raw = people(AN)
    finding = Finding(Check.DUPLICATE_SHEET, Field.FILE, source=0, detail=detail)
    told = describe(finding, raw, check_list(raw, CONTEXT), CATALOGUE)

    assert detail in told.message
    assert (told.sheet, told.row, told.cell, told.value) == ("T0", 0, "", "")


def test_a_finding_about_all_files_names_no_sheet() -> None:
    raw = people(AN)
    told = describe(
        Finding(Check.MACROS_IGNORED, Field.FILE), raw, check_list(raw, CONTEXT), CATALOGUE
    )

    assert told.sheet == ""


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("check", Check)
def test_every_code_can_be_said(check: Check, language: str) -> None:
    raw = people(AN, BINH)
    finding = Finding(check, Field.ID, 1, first=0, detail="3823456789")
    told = describe(finding, raw, check_list(raw, CONTEXT), CATALOGUE, language)

    assert not set(told.message + told.hint) & set("{}")


def test_braces_in_a_cell_are_text() -> None:
    _, findings = described(people(("{value} An {", AN[1])))

    assert "“{value} An {”" in findings[0].message


def test_an_answer_stays_bounded() -> None:
    assert len(described(people(*[("", "12")] * 600))[1]) == MOST_LISTED


# ---- groups


def test_a_very_long_cell_is_quoted_in_part() -> None:
    raw = people(("Lê Văn An", "1" * 30_000), ("Lê Văn Bê", "2" * 200))

    _, (long, short) = described(raw)

    assert (long.value, short.value) == ("1" * 199 + "…", "2" * 200)
    assert len(long.message) < 400


def test_groups_come_gravest_first_then_most_frequent() -> None:
    raw = people(("", "12"), ("", BINH[1]), (" An Văn", "ZZ4383823456701"), AN)
    checked = check_list(raw, CONTEXT)

    groups = group_findings(checked.findings, raw, CATALOGUE, checked.counts)
    assert [(g.code, g.count) for g in groups] == [
        ("name_missing", 2),
        ("same_id_two_names", 2),
        ("id_length", 1),
        ("id_group_unknown", 1),
        ("name_normalised", 1),
    ]
    assert groups[0].first_rows == (Place("T0", 2), Place("T0", 3))


def test_a_group_counts_what_was_cut_off_and_shows_the_first_rows() -> None:
    raw = people(*[("", AN[1])] * 30)
    checked = check_list(raw, replace(CONTEXT, most_findings=20))
    (group,) = group_findings(checked.findings, raw, CATALOGUE, checked.counts)

    assert group.count == 30
    assert [place.row for place in group.first_rows] == list(range(2, 12))


def test_findings_of_a_sheet_have_no_rows() -> None:
    raw = people(AN)
    (group,) = group_findings([Finding(Check.HIDDEN_SHEET, Field.FILE)], raw, CATALOGUE)

    assert (group.count, group.first_rows) == (1, ())


# ---- counts


def test_people_are_counted_once_and_rows_as_they_are() -> None:
    raw = lay_out(
        {
            Field.NAME: [AN[0], AN[0], BINH[0], "Lê Văn Cường", "Bùi Văn Dũng"],
            Field.ID: [AN[1], AN[1], "038185001234", "", "ZZ4383823456709"],
            Field.SEX: ["Nam", "Nam", "", "", "Nam"],
        }
    )
    counts = count_list(check_list(raw, CONTEXT))

    assert counts == ListCounts(
        rows=5, people=4, counted=3, doubtful=1, male=2, female=1, sure_male=1, sure_female=1
    )
    assert (counts.not_counted, counts.lower) == (1, 2)


def test_hamlets_stand_in_vietnamese_order_and_are_one_however_spelt() -> None:
    hamlets = ["Thôn 10", "Thôn 2", "thôn  2", "Thôn 2", "Đồng Hoà", "Đồng Hòa", " ", "Ấp Ánh"]
    raw = lay_out(
        {
            Field.NAME: [f"Lê Văn {letter}n" for letter in "aeiouyâê"],
            Field.ID: [*(f"382345670{n}" for n in range(7)), "12"],
            Field.HAMLET: hamlets,
        }
    )
    counts = count_by_hamlet(raw, check_list(raw, CONTEXT))

    assert [(count.hamlet, count.rows, count.counted) for count in counts] == [
        ("Ấp Ánh", 1, 0),
        ("Đồng Hoà", 2, 2),
        ("Thôn 2", 3, 3),
        ("Thôn 10", 1, 1),
        ("", 1, 1),
    ]


def test_a_sheet_may_stand_for_a_hamlet() -> None:
    raw = lay_out({Field.NAME: [AN[0], BINH[0]], Field.ID: [AN[1], BINH[1]]}, [0, 1], "Thôn ")
    counts = count_by_hamlet(raw, check_list(raw, CONTEXT))

    one = ListCounts(rows=1, people=1, counted=1, unknown=1, sure_unknown=1)
    assert counts == tuple(
        HamletCount(
            rows=one.rows,
            people=one.people,
            counted=one.counted,
            unknown=one.unknown,
            sure_unknown=one.sure_unknown,
            hamlet=hamlet,
        )
        for hamlet in ("Thôn 0", "Thôn 1")
    )

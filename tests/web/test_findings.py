"""Findings on pages: grouped, counted, paged, and without a name where names are masked."""

from dataclasses import asdict
from typing import Any

from ntm_verify.domain.appraisal import Counts
from ntm_verify.domain.findings import Check, Field
from ntm_verify.domain.participant_list import Finding, Source
from ntm_verify.domain.roster import Roster, RosterRow
from ntm_verify.regulations.catalogue import load_catalogue
from ntm_verify.web.findings import MASK, PER_PAGE, FindingsView, Wanted, findings_view

CATALOGUE = load_catalogue()
BASE = "/submissions/x"


def a_roster(rows: int) -> Roster:
    columns = {Field.NAME: "B", Field.ID: "C"}
    source = Source("a.xlsx", "DS", 1, columns, rows)
    people = (
        RosterRow(0, n + 2, f"Tên Mẫu {n}", f"{n:09d}", "-", "Thôn 1", counted=False, codes=())
        for n in range(rows)
    )
    return Roster((source,), tuple(people))


def shown(errors: int, **wanted: Any) -> FindingsView:  # noqa: ANN401 - fields of Wanted
    found = [Finding(Check.ID_LENGTH, Field.ID, place) for place in range(errors)]
    found += [Finding(Check.NAME_SUSPICIOUS, Field.NAME, 0)]
    counts = Counts(errors, errors, 0, errors, 0, errors, 1, 0)
    asked = Wanted(BASE, **wanted)
    return findings_view(a_roster(max(errors, 1)), tuple(found), CATALOGUE, counts, asked)


def test_each_finding_names_row_cell_value_and_remedy() -> None:
    view = shown(1)
    row = view.sections[0].rows[0]
    assert (row.row, row.cell, row.sheet) == ("2", "C2", "DS")
    assert row.name == "Tên Mẫu 0"
    assert "000000000" in row.message
    assert row.hint


def test_the_gravest_group_stands_first_with_its_count() -> None:
    view = shown(3)
    assert [(s.tag.text, s.count) for s in view.sections] == [
        ("Phải sửa", "3"),
        ("Cần xem lại", "1"),
    ]
    assert [(c.text, c.count, c.current) for c in view.choices] == [
        ("tất cả", "4", True),
        ("phải sửa", "3", False),
        ("cần xem lại", "1", False),
        ("lưu ý", "0", False),
    ]


def test_pages_follow_each_other_and_lose_nothing() -> None:
    rows: list[str] = []
    for page in (1, 2, 3):
        view = shown(250, page=page, kind="error")
        rows += [row.row for section in view.sections for row in section.rows]
        assert view.pages == 3
    assert rows == [str(n + 2) for n in range(250)]
    assert (view.earlier, view.later) == (f"{BASE}?kind=error&page=2#findings", "")


def test_two_thousand_findings_can_all_be_reached_and_each_page_says_how_many_follow() -> None:
    first, last = shown(2_000), shown(2_000, page=99)
    assert (first.pages, first.total) == (21, "2.001")
    assert first.cut == "Còn 1.901 mục nữa ở các trang sau."
    assert sum(len(section.rows) for section in first.sections) == PER_PAGE
    assert (last.page, last.cut, last.later) == (21, "", "")
    assert sum(len(section.rows) for section in last.sections) == 1


def test_a_row_leads_to_where_it_can_be_mended_and_only_there() -> None:
    assert shown(1, mend="/m").sections[0].rows[0].edit == "/m/0-2"
    assert shown(1).sections[0].rows[0].edit == ""


def test_masked_no_name_and_no_number_is_left_anywhere() -> None:
    view = shown(2, is_masked=True)
    told = str(asdict(view))
    assert MASK in told
    assert "Tên Mẫu" not in told
    assert "000000000" not in told
    assert "Tên Mẫu" in str(asdict(shown(2)))


def test_an_odd_question_is_the_beginning() -> None:
    assert Wanted.read(BASE, "everything", "-3") == Wanted(BASE)
    assert Wanted.read(BASE, "error", "²") == Wanted(BASE, "error")


def test_a_list_without_findings_has_an_empty_page() -> None:
    view = findings_view(None, (), CATALOGUE, Counts(0, 0, 0, 0, 0), Wanted(BASE))
    assert (view.sections, view.pages, view.total) == ((), 1, "0")

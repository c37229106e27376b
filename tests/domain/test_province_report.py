"""The board's report leads to its sources; open data names nobody and nobody's handful."""

import csv
from dataclasses import replace
from io import StringIO

from ntm_verify.domain.province_report import Linked, open_data, province_report
from ntm_verify.domain.rollup import overview
from ntm_verify.domain.steps import Status

from .test_rollup import DAY, a_fact, a_unit

PAPERS = [
    replace(a_fact("a", Status.CERTIFIED, 960), number="38-2026-0001"),
    replace(a_fact("b", Status.CERTIFIED, 900), number="38-2026-0002"),
    replace(a_fact("c", Status.CERTIFIED, 950), number="38-2026-0003"),
    a_fact("d", Status.SUBMITTED, 940),
]
UNITS = [a_unit(code) for code in "abcde"]


def told(insured: int) -> dict[str, dict[str, str]]:
    facts = [replace(PAPERS[0], insured=insured), *PAPERS[1:]]
    rows = csv.DictReader(StringIO(open_data(overview(UNITS, facts, DAY))))
    return {row["ma_xa"]: row for row in rows}


def test_every_appraised_figure_leads_to_its_paper() -> None:
    found = overview(UNITS, PAPERS, DAY)

    report = province_report("Tỉnh Giả Định", found, [(DAY, found.whole)], (), "https://x.example")

    communes = {row[0]: row for row in report.tables[0].rows}
    address = "https://x.example/certificates/38-2026-0001.pdf"
    assert communes["a"][-1] == Linked("38-2026-0001", address)
    assert communes["d"][-1] == "chưa có văn bản"
    assert communes["e"][2:4] == ("", "")
    appraised = [row[2] for row in report.tables[0].rows if isinstance(row[-1], Linked)]
    assert (
        sum(int(str(count)) for count in appraised)
        == report.tables[2].rows[0][4]
        == found.whole.insured
    )
    assert {len(row) == len(t.head) for t in report.tables for row in t.rows} == {True}


def test_open_data_holds_papers_alone() -> None:
    rows = told(960)

    assert set(rows) == {"a", "b", "c"}
    assert (rows["b"]["so_nguoi_tham_gia"], rows["b"]["ty_le_phan_tram"]) == ("900", "90.00")


def test_a_handful_is_left_out_with_a_second_one_so_that_no_sum_tells_it() -> None:
    for insured in (996, 1_000, 3):
        rows = told(insured)
        hidden = {code for code, row in rows.items() if row["so_nguoi_tham_gia"] == ""}
        assert hidden == {"a", "c"}
        assert all(rows[code]["ty_le_phan_tram"] == "" for code in hidden)
    assert told(995)["a"]["so_nguoi_tham_gia"] == "995"

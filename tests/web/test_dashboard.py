"""The province's page: sums with their tables, filters as links, files that open."""

import csv
from collections.abc import Callable
from io import BytesIO, StringIO

from docx import Document
from openpyxl import load_workbook  # type: ignore[import-untyped]  # it ships no types

from tests.support.site import Site, Visitor

Known = Callable[[str], Visitor]
YEARS = ("31/12/2019", "31/12/2025", "31/12/2026")


def test_the_page_shows_the_sums_of_papers_and_says_what_is_left_out(visitor: Known) -> None:
    page = visitor("tham-dinh").get("/dashboard?day=31/12/2026&due=01/01/2026").text

    assert "đứng riêng và không được cộng" in page
    assert "chưa nộp, đã quá hạn" in page or "tỉnh đang xử lý" in page
    assert 'role="img"' in page
    assert "Xã Mẫu An" in page


def test_filters_are_links_that_narrow_the_table(visitor: Known) -> None:
    known = visitor("quan-tri")
    whole = known.get("/dashboard?day=31/12/2026").text
    narrow = known.get("/dashboard?day=31/12/2026&state=refused").text

    assert "/dashboard?day=31%2F12%2F2026&amp;state=" in whole
    assert narrow.count('<th scope="row"><a') <= whole.count('<th scope="row"><a')


def test_reports_and_open_data_open_and_lead_to_papers(site: Site, visitor: Known) -> None:
    known = visitor("ky")
    papers = set(site.references.values())
    told: set[str] = set()
    for day in YEARS:
        rows = known.get(f"/dashboard/open.csv?day={day}").content.decode("utf-8-sig")
        told |= {row["so_van_ban"] for row in csv.DictReader(StringIO(rows))}
    assert told & papers

    book = load_workbook(BytesIO(known.get("/dashboard/report.xlsx?day=31/12/2026").content))
    assert book.sheetnames[:2] == ["Tóm tắt", "Kết quả từng xã"]
    paper = Document(BytesIO(known.get("/dashboard/report.docx?day=31/12/2026").content))
    assert "BÁO CÁO TỔNG HỢP" in paper.paragraphs[0].text
    assert paper.tables[0].rows[0].cells[1].text == "Xã"
    assert known.get("/dashboard/persons.csv").status_code == 404


def test_a_commune_does_not_see_the_province(visitor: Known) -> None:
    assert visitor("xa-an").get("/dashboard").status_code == 403

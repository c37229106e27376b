"""Staff compare sets and see who would pass; page, workbook and paper agree."""

from collections.abc import Callable
from io import BytesIO

import openpyxl  # type: ignore[import-untyped] # ships no types

from tests.support.site import Site, Visitor, filled

Known = Callable[[str], Visitor]


def dotted(count: int) -> str:
    """Write a count as pages do."""
    return f"{count:,}".replace(",", ".")


def test_two_sets_stand_side_by_side_and_what_differs_is_marked(visitor: Known) -> None:
    newest = visitor("tham-dinh").get("/dashboard/rules").text
    chosen = visitor("ky").get("/dashboard/rules?first=NTM-2013&second=NTM-2016").text

    assert "Từ 01/01/2026 đến 14/02/2026 không bộ nào" in newest
    assert "<b>70\u00a0%</b>" in chosen
    assert "<b>85\u00a0%</b>" in chosen
    assert "nối tiếp nhau" in chosen
    assert visitor("ky").get("/dashboard/rules?first=NTM-0000").status_code == 404


def test_the_table_of_communes_is_the_workbook_and_no_paper_changes(visitor: Known) -> None:
    page = visitor("ky").get("/dashboard/today?rule_set=NTM-2021").text
    answer = visitor("ky").get("/dashboard/today/table.xlsx?rule_set=NTM-2021")

    book = openpyxl.load_workbook(BytesIO(answer.content), read_only=True)
    facts = {row[0]: row[1] for row in book["Tóm tắt"].iter_rows(values_only=True) if row[0]}
    head, *rows = book["Còn đạt không"].iter_rows(values_only=True)
    assert facts["Bộ tiêu chí"] == "NTM-2021"
    assert rows
    for row in rows:
        told = dict(zip(head, row, strict=True))
        assert f"{dotted(told['Người tham gia'])} / {dotted(told['Dân số'])}" in page
        gone = "không còn xét"  # of a commune that has ended
        assert told["Kết luận"] in {"chưa đủ căn cứ", gone}
    assert "chưa đủ căn cứ" in page
    assert "Chưa chứng minh được theo giới" in page
    empty = visitor("ky").get("/dashboard/today?rule_set=NTM-2026").text
    assert "chưa có ngưỡng" in empty
    for path in ("today", "today/table.xlsx"):
        assert visitor("ky").get(f"/dashboard/{path}?rule_set=X").status_code == 404


def test_one_dossier_is_looked_at_by_a_chosen_set(site: Site, visitor: Known) -> None:
    path = filled(site, "/audit/appraisals/{certified}/today")
    auditor = visitor("kiem-toan")

    assert "Xét theo bộ NTM-2013." in auditor.post(path, {"rule_set": "NTM-2013"}).text
    assert auditor.post(path, {"rule_set": "NTM-0000"}).status_code == 404

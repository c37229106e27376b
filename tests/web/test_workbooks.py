"""A commune takes its own file back marked, and the findings as a workbook."""

from collections.abc import Callable
from io import BytesIO

from openpyxl import load_workbook  # type: ignore[import-untyped]  # ships no types

from tests.support.site import Site, Visitor, filled

Known = Callable[[str], Visitor]


def test_workbooks_open_and_are_named_by_us(site: Site, visitor: Known) -> None:
    for name in ("marked.xlsx", "findings.xlsx"):
        answer = visitor("xa-an").get(filled(site, f"/workbooks/{{checked}}/{name}"))
        assert answer.status_code == 200
        told = answer.headers["content-disposition"]
        assert told.startswith('attachment; filename="')
        assert told.endswith('.xlsx"')
        book = load_workbook(BytesIO(answer.content))
        assert book.sheetnames


def test_a_file_that_is_not_there_is_a_missing_page(site: Site, visitor: Known) -> None:
    for place in ("1", "-1", "²", "9" * 20):
        path = filled(site, f"/workbooks/{{checked}}/marked.xlsx?file={place}")
        assert visitor("xa-an").get(path).status_code == 404, place


def test_nobody_takes_what_is_not_theirs(site: Site, visitor: Known) -> None:
    path = filled(site, "/workbooks/{checked}/findings.xlsx")
    assert visitor("xa-hoa").get(path).status_code == 404
    assert visitor("tham-dinh").get(path).status_code == 404
    assert visitor("kiem-toan").get(path).status_code == 403
    given = filled(site, "/workbooks/{taken}/findings.xlsx")
    assert visitor("tham-dinh").get(given).status_code == 200

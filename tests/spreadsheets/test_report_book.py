"""A report's workbook holds numbers as numbers and no formula, whatever a name says."""

from io import BytesIO

from openpyxl import load_workbook  # type: ignore[import-untyped]  # it ships no types

from ntm_verify.domain.province_report import Linked, Report, ReportTable
from ntm_verify.spreadsheets.report_book import report_book

TABLE = ReportTable(
    "Kết quả", ("Xã", "Người", "Nguồn"), (("=1+1", 9_006, Linked("38-1", "https://x.example/1")),)
)
REPORT = Report("BÁO CÁO", (("Đơn vị", "DỮ LIỆU GIẢ LẬP"),), (TABLE,))


def test_figures_are_numbers_and_lead_to_their_source() -> None:
    sheet = load_workbook(BytesIO(report_book(REPORT)))["Kết quả"]

    name, people, source = sheet[2]
    assert (name.value, name.data_type) == ("=1+1", "s")
    assert people.value == 9_006
    assert source.hyperlink is not None
    assert source.hyperlink.target == "https://x.example/1"
    assert report_book(REPORT) == report_book(REPORT)

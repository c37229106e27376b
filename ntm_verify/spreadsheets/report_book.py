"""A report as a workbook (báo cáo dạng bảng tính): a sheet for each table, figures as numbers."""

from io import BytesIO
from typing import Final

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from xlsxwriter.format import Format as CellFormat  # type: ignore[import-untyped]  # it ships no types
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # it ships no types

from ntm_verify.domain.province_report import Cell, Linked, Report, ReportTable

from .annotate_fresh import NO_TIME, OPTIONS

_WIDTH: Final = 18
_A4: Final = 9


def report_book(report: Report) -> bytes:
    """Write a report as .xlsx. Equal reports give equal bytes; no cell is a formula."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, dict(OPTIONS))
    book.set_properties({"created": NO_TIME, "title": report.title})
    bold, count = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
    top = book.add_worksheet("Tóm tắt")
    top.set_column(0, 1, 2 * _WIDTH)
    top.write_string(0, 0, report.title, bold)
    for line, (name, value) in enumerate(report.facts, 2):
        top.write_string(line, 0, name)
        top.write_string(line, 1, value)
    for table in report.tables:
        _fill(book.add_worksheet(table.title[:31]), table, bold, count)
    book.close()
    return target.getvalue()


def _fill(sheet: Worksheet, table: ReportTable, bold: CellFormat, count: CellFormat) -> None:
    sheet.set_column(0, len(table.head) - 1, _WIDTH)
    sheet.freeze_panes(1, 0)
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for at, text in enumerate(table.head):
        sheet.write_string(0, at, text, bold)
    for line, cells in enumerate(table.rows, 1):
        for at, cell in enumerate(cells):
            _write(sheet, (line, at), cell, count)


def _write(sheet: Worksheet, place: tuple[int, int], cell: Cell, count: CellFormat) -> None:
    if isinstance(cell, Linked):
        sheet.write_url(*place, cell.address, string=cell.text)
    elif isinstance(cell, int):
        sheet.write_number(*place, cell, count)
    else:
        sheet.write_string(*place, cell)

"""Findings as a workbook of their own (sổ tính phát hiện), for reading, filtering and printing.

Every cell is text: opened in any office program, no number loses a zero or a digit. What was
filtered, when, and of which list, stands on top, so that a printed copy speaks for itself (F83).
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Final

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from xlsxwriter.format import Format as CellFormat  # type: ignore[import-untyped]  # it ships no types
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # it ships no types

from ntm_verify.domain.cell_shapes import column_number
from ntm_verify.domain.columns import FINDINGS_MARK
from ntm_verify.domain.findings import Severity
from ntm_verify.domain.report import DescribedFinding

from .annotate_fresh import NO_TIME, OPTIONS
from .annotate_safe import is_hostile, legal

SEVERITIES: Final = {
    "vi": {
        Severity.ERROR: "Phải sửa",
        Severity.WARNING: "Cần xác nhận",
        Severity.INFO: "Đã sửa giúp",
    },
    "en": {
        Severity.ERROR: "To be mended",
        Severity.WARNING: "To be confirmed",
        Severity.INFO: "Repaired",
    },
}
_TITLES: Final = {"vi": "Phát hiện khi kiểm tra danh sách", "en": "Findings of a list check"}
_SHEETS: Final = {"vi": "Phát hiện", "en": "Findings"}
_HEADS: Final = {
    "vi": (
        "Người",
        "Lỗi",
        "Cách sửa",
        "Ô",
        "Trang tính",
        "Dòng",
        "Giá trị trong tệp",
        "Đã sửa thành",
        "Mức độ",
        "Mã lỗi",
    ),
    "en": (
        "Person",
        "Finding",
        "How to mend",
        "Cell",
        "Sheet",
        "Row",
        "Value in file",
        "Repaired to",
        "Severity",
        "Code",
    ),
}
_PAGE: Final = {"vi": "&CTrang &P/&N", "en": "&CPage &P of &N"}
_NARROWEST, _WIDEST, _MARGIN = 8, 60, 2
_LONGEST: Final = 32_000
_A4: Final = 9
_LAST_ROW: Final = 1_048_575


def findings_book(
    findings: Sequence[DescribedFinding],
    facts: Sequence[tuple[str, str]],
    language: str = "vi",
    names: Mapping[tuple[str, int], str] | None = None,
) -> bytes:
    """Write findings as .xlsx: the gravest first, rows and cells in the order of their numbers.

    `facts` are printed on top, one line each: what was filtered, when, the digest of the list.
    `names` gives the person of a row by (sheet, row). Equal arguments give equal bytes.
    """
    spoken = language if language in _HEADS else "vi"
    known = names or {}
    rows = [_cells(one, known, spoken) for one in sorted(findings, key=_order)]
    target = BytesIO()
    book = xlsxwriter.Workbook(target, dict(OPTIONS))
    book.set_properties({"title": _TITLES[spoken], "created": NO_TIME})
    sheet = book.add_worksheet(_SHEETS[spoken])
    writer = _Writer(book, sheet)
    writer.line([FINDINGS_MARK], writer.quiet)
    writer.line([_TITLES[spoken]], writer.bold)
    for label, value in facts:
        writer.line([f"{label}: {value}"], writer.bold if not value else writer.quiet)
    writer.line([], writer.quiet)
    head = writer.at
    writer.line(_HEADS[spoken], writer.head)
    for row in rows[: _LAST_ROW - head]:
        writer.line(row, writer.text)
    _lay_out(sheet, head, writer.at - 1, [_HEADS[spoken], *rows])
    sheet.set_footer(_PAGE[spoken])
    book.close()
    return target.getvalue()


def _order(one: DescribedFinding) -> tuple[int, str, int, int, str]:
    column = column_number("".join(sign for sign in one.cell if sign.isalpha()))
    return list(Severity).index(one.severity), one.sheet, one.row, column, one.code


def _cells(
    one: DescribedFinding, names: Mapping[tuple[str, int], str], language: str
) -> tuple[str, ...]:
    return (
        names.get((one.sheet, one.row), ""),
        one.message,
        one.hint,
        one.cell,
        one.sheet,
        str(one.row) if one.row else "",
        one.value,
        one.repaired_to or "",
        SEVERITIES[language][one.severity],
        one.code,
    )


class _Writer:
    """Writes line after line, every cell as text."""

    def __init__(self, book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        self.book = book
        self.sheet = sheet
        self.at = 0
        wrapped = {"text_wrap": True, "valign": "top", "num_format": "@"}
        self.text = self._formats(wrapped)
        self.head = self._formats({**wrapped, "bold": True, "bg_color": "#E7E6E6", "bottom": 1})
        self.bold = self._formats({"bold": True, "num_format": "@"})
        self.quiet = self._formats({"num_format": "@"})

    def _formats(self, looks: dict[str, object]) -> tuple[CellFormat, CellFormat]:
        quoted = self.book.add_format({**looks, "quote_prefix": True})
        return self.book.add_format(dict(looks)), quoted

    def line(self, cells: Sequence[str], look: tuple[CellFormat, CellFormat]) -> None:
        for column, cell in enumerate(cells):
            value = legal(cell[:_LONGEST])
            if value:
                self.sheet.write_string(self.at, column, value, look[is_hostile(value)])
        self.at += 1


def _lay_out(sheet: Worksheet, head: int, last: int, rows: Sequence[Sequence[str]]) -> None:
    """Fit columns, keep the head in view and on every page, and print on A4 across."""
    count = len(rows[0])
    for column in range(count):
        longest = max(
            (len(line) for row in rows for line in row[column].split("\n")), default=_NARROWEST
        )
        sheet.set_column(column, column, min(max(longest, _NARROWEST) + _MARGIN, _WIDEST))
    sheet.freeze_panes(head + 1, 0)
    sheet.autofilter(head, 0, max(last, head), count - 1)
    sheet.ignore_errors({"number_stored_as_text": "A1:J1048576"})
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.repeat_rows(head)
    sheet.fit_to_pages(1, 0)

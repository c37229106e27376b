"""Workbooks for the fixtures: sheets of cells, merged ranges, hidden sheets, all made up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import xlsxwriter  # type: ignore[import-untyped]  # it comes without types

from ntm_verify.domain.synthetic import MARK

Cell = str | int | float | None

BANNER: Final = f"{MARK} – không có người nào trong danh sách này là người thật"
MADE_AT: Final = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""Written into every workbook, so that the same content is the same file."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its rows from row 1 on, merged ranges, and whether it is hidden."""

    name: str
    rows: Sequence[Sequence[Cell]]
    merges: Sequence[str] = ()
    header_rows: Sequence[int] = ()
    widths: Sequence[int] = field(default_factory=lambda: (7, 30, 20, 18))
    hidden: bool = False


def write_workbook(path: Path, sheets: Iterable[Sheet]) -> None:
    """Write sheets as xlsx: texts as text, whole numbers as number cells."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": MARK, "author": MARK, "created": MADE_AT})
    plain = book.add_format({"num_format": "@"})
    head = book.add_format({"bold": True, "text_wrap": True, "align": "center", "border": 1})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        for place, width in enumerate(sheet.widths):
            page.set_column(place, place, width)
        if sheet.hidden:
            page.hide()
        starts = _merged(page, sheet, head)
        for line, row in enumerate(sheet.rows):
            for column, value in enumerate(row):
                if value is None or (line, column) in starts:
                    continue
                if isinstance(value, str):
                    page.write_string(
                        line, column, value, head if line + 1 in sheet.header_rows else plain
                    )
                else:
                    page.write_number(line, column, value)
    book.close()


def _merged(
    page: xlsxwriter.worksheet.Worksheet, sheet: Sheet, head: object
) -> set[tuple[int, int]]:
    starts = set()
    for merged in sheet.merges:
        first, _ = merged.split(":")
        line, column = xlsxwriter.utility.xl_cell_to_rowcol(first)
        page.merge_range(merged, sheet.rows[line][column], head)
        starts.add((line, column))
    return starts


def title(commune: str, day: str, what: str = "THAM GIA BẢO HIỂM Y TẾ") -> list[list[Cell]]:
    """Give the five rows above a header: the mark, the office, the title, the day, nothing."""
    return [
        [BANNER],
        [f"ỦY BAN NHÂN DÂN {commune.upper()}"],
        [f"DANH SÁCH NGƯỜI {what}"],
        [f"(Số liệu đến ngày {day})"],
        [],
    ]

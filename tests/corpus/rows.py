"""Rows of lists that the files of the corpus are made of: clean people, and some that are not.

Numbers of ten digits begin with 00, which no province ever issued; those of twelve with 290 or a
birth in 1901, see `ntm_verify.domain.synthetic`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from tests.support import sheet_files as made

Build = Callable[[], bytes]
Cell = str | int | float | None
Rows = made.Rows

CLEAN: Final = 20
"""So many clean people stand in most files, above the planted ones."""
FIRST: Final = CLEAN + 2
"""The spreadsheet's number of the first planted row: the header is row 1."""
GUESTS: Final = (
    "Trịnh Văn Khang", "Mai Thị Loan", "Cao Đức Toàn", "Lương Hữu Phước", "Phùng Thị Xuân",
    "Đinh Ngọc Hà", "Tạ Văn Lộc", "La Thị Én", "Quách Văn Sơn", "Kiều Thị Diễm", "Châu Văn Tấn",
    "Thạch Thị Hiền", "Đoàn Văn Hậu", "Lục Thị Mến", "Nông Văn Dền", "Vi Thị Đào",
)  # fmt: skip
"""People of planted rows, none of whom has a namesake."""
WIDE: Final = (
    "STT", "Họ và tên", "Mã số BHXH", "Ngày sinh", "Giới tính", "Thôn", "Thẻ có giá trị từ",
    "Thẻ có giá trị đến", "Ghi chú",
)  # fmt: skip


def spare(at: int) -> str:
    """Give a ten-digit number that no clean person has."""
    return f"00000009{at:02d}"


def people(count: int, first: int = 0) -> list[list[str]]:
    """Give clean rows below `made.HEADER`; the number of nothing but zeros is nobody's."""
    rows = made.people(count, first + 1)
    return [[str(order), *row[1:]] for order, row in enumerate(rows, first + 1)]


def listing(*planted: Sequence[Cell], clean: int = CLEAN) -> Rows:
    """Give a header, clean people, and rows of (name, number, birth, hamlet)."""
    extra = [[str(clean + n), *row] for n, row in enumerate(planted, 1)]
    return [list(row) for row in (made.HEADER, *people(clean), *extra)]


def with_names(*names: Cell) -> Rows:
    """Plant names, each with a good number."""
    return listing(*([name, spare(n), "01/02/1980", "Thôn 1"] for n, name in enumerate(names)))


def with_numbers(*numbers: Cell) -> Rows:
    """Plant numbers, each with a good name and no birth date that could contradict it."""
    return listing(*([GUESTS[n], cell, "", "Thôn 1"] for n, cell in enumerate(numbers)))


def wide(*planted: Mapping[str, Cell], clean: int = CLEAN) -> Rows:
    """Give a list of many columns; a planted row says only what is unusual about it."""
    rows: list[list[Cell]] = [list(WIDE)]
    for order, name, number, birth, hamlet in people(clean):
        sex = "Nữ" if "Thị" in name else "Nam"
        rows.append([order, name, number, birth, sex, hamlet, "01/01/2026", "31/12/2026", ""])
    for n, row in enumerate(planted):
        usual: dict[str, Cell] = {
            "name": GUESTS[n],
            "number": spare(n),
            "birth": "01/02/1980",
            "sex": "Nữ" if "Thị" in GUESTS[n] else "Nam",
            "hamlet": "Thôn 1",
            "start": "01/01/2026",
            "end": "31/12/2026",
            "note": "",
        }
        rows.append([str(clean + n + 1), *(usual | dict(row)).values()])
    return rows


def xlsx(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Write one sheet with texts and numbers as they are given."""
    return made.xlsxwriter_book(rows)


def plain(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Write rows as UTF-8 CSV."""
    return made.delimited(rows).encode()


def by_hand(rows: Sequence[Sequence[Cell]], **around: str) -> bytes:
    """Write one sheet as XML by hand, every text in its cell."""
    return made.xlsx(made.sheet_xml(made.rows_xml(rows), **around))


def book(sheets: Mapping[str, Sequence[Sequence[Cell]]], change: Any = None) -> bytes:  # noqa: ANN401 - openpyxl ships no types
    """Write sheets with openpyxl; `change` gets the workbook before it is saved."""
    return made.openpyxl_book(sheets, change)

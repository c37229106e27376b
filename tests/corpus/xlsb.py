"""A book in Excel's binary kind (.xlsb), written record by record: no library writes it."""

import struct
from collections.abc import Sequence
from typing import Final

from tests.support import sheet_files as made

_ROW, _REAL, _TEXT = 0, 5, 6
_BEGIN_SHEET, _END_SHEET, _BEGIN_BOOK, _END_BOOK = 129, 130, 131, 132
_BEGIN_SHEETS, _END_SHEETS, _BEGIN_DATA, _END_DATA = 143, 144, 145, 146
_DIMENSION, _SHEET = 148, 156
_NONE: Final = b""


def _record(kind: int, body: bytes = _NONE) -> bytes:
    name = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(body)
    while length >= 128:
        size += bytes([length & 0x7F | 0x80])
        length >>= 7
    return name + size + bytes([length]) + body


def _wide(text: str) -> bytes:
    return struct.pack("<L", len(text)) + text.encode("utf-16-le")


def _cell(column: int, value: str | float) -> bytes:
    place = struct.pack("<LL", column, 0)
    if isinstance(value, str):
        return _record(_TEXT, place + _wide(value))
    return _record(_REAL, place + struct.pack("<d", value))


def _row(line: int, values: Sequence[str | int | float | None]) -> bytes:
    head = _record(_ROW, struct.pack("<LLHHBL", line, 0, 300, 0, 0, 0))
    cells = (_cell(at, value) for at, value in enumerate(values) if value not in (None, ""))
    return head + b"".join(cells)


def xlsb(rows: Sequence[Sequence[str | int | float | None]], name: str = "DS") -> bytes:
    """Write one sheet."""
    book = _record(_BEGIN_BOOK) + _record(_BEGIN_SHEETS)
    book += _record(_SHEET, struct.pack("<LL", 0, 1) + _wide("rId1") + _wide(name))
    book += _record(_END_SHEETS) + _record(_END_BOOK)
    last = max(len(row) for row in rows) - 1
    sheet = _record(_BEGIN_SHEET)
    sheet += _record(_DIMENSION, struct.pack("<4L", 0, len(rows) - 1, 0, last))
    sheet += _record(_BEGIN_DATA)
    sheet += b"".join(_row(line, row) for line, row in enumerate(rows))
    sheet += _record(_END_DATA) + _record(_END_SHEET)
    return made.zipped(
        {
            "[Content_Types].xml": f'{made.DECLARED}<Types xmlns="{made.PKG}/content-types"/>',
            "_rels/.rels": made.relationships(("officeDocument", "xl/workbook.bin")),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": made.relationships(
                ("worksheet", "worksheets/sheet1.bin")
            ),
            "xl/worksheets/sheet1.bin": sheet,
        }
    )

"""Books of the older kinds, .xls, .xlsb and .ods, through calamine (đọc .xls, .xlsb, .ods).

calamine gives numbers as floats: those of whole digits become text before anything else sees
them. It may end the whole process on a forged file, which is why it runs in a child.
"""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from ntm_verify.domain.participant_list import Kind

from .container import open_container
from .grid import Row
from .limits import Limits
from .merges import Merge
from .refusing import password, too_many
from .rows_table import RowsTable
from .sniff import ZIPPED, Format
from .workbook import Parts
from .xml_parts import elements

_CONTENT: Final = "content.xml"
_CONCEALED: Final = b"visibility="
_MANIFEST: Final = "meta-inf/manifest.xml"
_EXACT: Final = 10**15


def read_calamine(content: bytes, form: Format, limits: Limits) -> Iterator[RowsTable]:
    """Give the sheets of a book.

    Raises:
        ListRefused: encrypted, unsafe, or larger than a list.
        CalamineError: broken; the caller's boundary turns it into a refusal.

    """
    concealed = _look_through(content, limits) if form in ZIPPED else {}
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError:
        raise password() from None
    if len(book.sheets_metadata) > limits.sheets:
        raise too_many("trang tính", limits.sheets)
    for about in book.sheets_metadata:
        hidden = about.visible is not SheetVisibleEnum.Visible
        sheet = None if hidden else book.get_sheet_by_name(about.name)
        rows = list(_rows(sheet, limits)) if sheet else []
        out = concealed.get(about.name, set())
        rows = [replace(row, hidden=True) if row.line in out else row for row in rows]
        yield RowsTable(about.name, rows, hidden, merged=_merged(sheet) if sheet else ())


def _look_through(content: bytes, limits: Limits) -> dict[str, set[int]]:
    """Unpack every part once, so that entities and bombs are found before calamine reads.

    Gives the hidden rows of an open document's sheets, which calamine does not tell.
    """
    concealed: dict[str, set[int]] = {}
    parts = Parts(content, open_container(content, limits), limits)
    for name in parts.members:
        data = parts.read(name)
        if name == _MANIFEST and any(tag == "encryption-data" for tag, _ in elements(data)):
            raise password()
        if name == _CONTENT and _CONCEALED in data:
            concealed = _hidden_rows(data, limits)
    return concealed


def _hidden_rows(data: bytearray, limits: Limits) -> dict[str, set[int]]:
    """Give the rows each sheet of an open document hides or filters out."""
    hidden: dict[str, set[int]] = {}
    lines: set[int] = set()
    line = 0
    for tag, attributes in elements(data):
        if tag == "table":
            lines, line = hidden.setdefault(attributes.get("name", ""), set()), 0
        elif tag == "table-row":
            repeated = attributes.get("number-rows-repeated", "1")
            count = min(int(repeated), limits.rows) if repeated.isdigit() else 1
            if attributes.get("visibility") in ("collapse", "filter"):
                lines.update(range(line + 1, min(line + count, limits.rows) + 1))
            line += count
    return hidden


def _merged(sheet: CalamineSheet) -> tuple[Merge, ...]:
    ranges = sheet.merged_cell_ranges or []
    return tuple(Merge(start[1] + 1, start[0] + 1, end[1] + 1, end[0] + 1) for start, end in ranges)


def _rows(sheet: CalamineSheet, limits: Limits) -> Iterator[Row]:
    first = (sheet.start[1] if sheet.start else 0) + 1
    cells = 0
    for line, values in enumerate(sheet.iter_rows(), 1):
        read = [(at, *_read(value)) for at, value in enumerate(values, first) if value != ""]
        cells += len(read)
        if line > limits.rows or cells > limits.cells:
            raise too_many("dòng", limits.rows)
        if read:
            yield Row(line, {at: text for at, text, _ in read}, {at: kind for at, _, kind in read})


def _read(value: object) -> tuple[str, str]:
    """Give a value's text and kind."""
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), Kind.BOOLEAN
    if isinstance(value, int | float):
        whole = float(value).is_integer() and abs(value) < _EXACT * 10
        return (str(int(value)) if whole else repr(value)), Kind.NUMBER
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}", Kind.DATE
    return str(value), Kind.TEXT

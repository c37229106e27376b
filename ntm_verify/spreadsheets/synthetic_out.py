"""Write made-up lists as files (ghi danh sách giả lập): the same list is the same bytes.

Workbooks are put together by hand, sheet by sheet as text: a whole province is written in seconds
a commune at a time, and no clock or version of a library gets into the file.
"""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO, StringIO
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ntm_verify.domain.synthetic import MARK
from ntm_verify.domain.synthetic_lists import MadeList

_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
_LEVEL: Final = 5
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS: Final[Mapping[str, str]] = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" '
        f'ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" '
        f'ContentType="{_SHEET_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPE}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="DS" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts>'
        '<fills count="1"><fill><patternFill/></fill></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/>'
        '<xf numFmtId="49" applyNumberFormat="1"/></cellXfs><cellStyles count="1">'
        '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}
_COLUMNS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WIDTHS: Final = '<cols><col min="1" max="1" width="32"/><col min="2" max="8" width="18"/></cols>'


def write_list(path: Path, made: MadeList, form: str) -> None:
    """Write a list in one of `FORMS` (ghi danh sách).

    Raises:
        KeyError: there is no such form.

    """
    path.write_bytes(FORMS[form](made))


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table beside the lists as CSV, every row of it marked (ghi bảng kèm theo)."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*header, "ghi_chu"])
    writer.writerows([*row, MARK] for row in rows)
    path.write_bytes(text.getvalue().encode())


def _separated(delimiter: str) -> Callable[[MadeList], bytes]:
    def written(made: MadeList) -> bytes:
        """Write the list as text: UTF-8, or one byte a sign where the list is in an old font."""
        text = StringIO()
        writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow([made.banner, *[""] * (len(made.header) - 1)])
        writer.writerow(made.header)
        writer.writerows(made.rows)
        return text.getvalue().encode("latin-1" if made.font else "utf-8")

    return written


def _workbook(made: MadeList) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as package:
        for name, text in {**_PARTS, "xl/worksheets/sheet1.xml": _sheet(made)}.items():
            entry = ZipInfo(name, _LONG_AGO)
            entry.compress_type = ZIP_DEFLATED
            package.writestr(entry, _HEAD + text, compresslevel=_LEVEL)
    return target.getvalue()


def _sheet(made: MadeList) -> str:
    lines = [[made.banner], made.header, *made.rows]
    rows = "".join(_row(line, cells) for line, cells in enumerate(lines, 1))
    return f'<worksheet xmlns="{_MAIN}">{_WIDTHS}<sheetData>{rows}</sheetData></worksheet>'


def _row(line: int, cells: Iterable[str | int]) -> str:
    written = "".join(
        _text(f"{column}{line}", cell)
        if isinstance(cell, str)
        else f'<c r="{column}{line}"><v>{cell}</v></c>'
        for column, cell in zip(_COLUMNS, cells, strict=False)
        if cell != ""
    )
    return f'<row r="{line}">{written}</row>'


def _text(place: str, text: str) -> str:
    kept = ' xml:space="preserve"' if text != text.strip() or "  " in text else ""
    return f'<c r="{place}" s="1" t="inlineStr"><is><t{kept}>{escape(text)}</t></is></c>'


FORMS: Final[Mapping[str, Callable[[MadeList], bytes]]] = {
    "xlsx": _workbook,
    "csv": _separated(","),
    "tsv": _separated("\t"),
}
"""The forms a list can be written in, by the ending of the file's name."""

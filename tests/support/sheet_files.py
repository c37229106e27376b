"""Spreadsheet files made in memory (DỮ LIỆU GIẢ LẬP), good ones and forged ones."""

import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import IO, Any, Final
from xml.sax.saxutils import escape, quoteattr

import openpyxl  # type: ignore[import-untyped]  # ships no types
import xlsxwriter  # type: ignore[import-untyped]  # ships no types
import xlwt  # type: ignore[import-untyped]  # ships no types

from ntm_verify.domain.cell_shapes import letters

Cell = str | int | float | None
Rows = Sequence[Sequence[Cell]]
Workbook = Any
"""A workbook of openpyxl, which ships no types."""

Part = str | bytes | Callable[[IO[bytes]], None]

FAMILIES: Final = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Tống", "Vũ", "Đặng", "Bùi", "Đỗ")
MIDDLES: Final = ("Văn", "Thị", "Đức", "Ngọc", "Hữu")
GIVENS: Final = ("An", "Bình", "Ước", "Dũng", "Thủy", "Hường", "Quỳnh", "Lữ", "Mẫn", "Nghĩa")
HEADER: Final = ("STT", "Họ và tên", "Mã số BHXH", "Ngày sinh", "Thôn")

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PKG: Final = "http://schemas.openxmlformats.org/package/2006"
KIND: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DECLARED: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def people(count: int = 50, first: int = 0) -> list[list[str]]:
    """Give rows below `HEADER`; numbers are of the reserved range that belongs to nobody."""
    return [
        [
            str(n + 1),
            f"{FAMILIES[n % 10]} {MIDDLES[n // 10 % 5]} {GIVENS[(n * 7 + n // 50) % 10]}",
            f"{n:010d}",
            f"{n % 28 + 1:02d}/{n % 12 + 1:02d}/{1950 + n % 70}",
            f"Thôn {n % 4 + 1}",
        ]
        for n in range(first, first + count)
    ]


def listed(count: int = 50, first: int = 0) -> list[list[str]]:
    """Give a header and people."""
    return [list(HEADER), *people(count, first)]


def openpyxl_book(
    sheets: Mapping[str, Rows], change: Callable[[Workbook], None] | None = None
) -> bytes:
    """Write sheets with openpyxl; `change` gets the workbook before it is saved."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsxwriter_book(rows: Rows, *, inline: bool = False, name: str = "DS") -> bytes:
    """Write one sheet with xlsxwriter, texts shared or in the cells."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": inline, "in_memory": True})
    sheet = book.add_worksheet(name)
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    book.close()
    return out.getvalue()


def xls_book(rows: Rows, hidden: Rows = ()) -> bytes:
    """Write a book of the old binary kind."""
    book = xlwt.Workbook()
    for name, some in (("DS", rows), ("Ẩn", hidden)):
        if not some:
            continue
        sheet = book.add_sheet(name)
        sheet.visibility = int(name == "Ẩn")
        for at, row in enumerate(some):
            for column, cell in enumerate(row):
                sheet.write(at, column, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsb_book(rows: Rows) -> bytes:
    """Pack a binary book with one sheet of texts, written by hand."""

    def record(kind: int, data: bytes = b"") -> bytes:
        size, length = b"", len(data)
        while length > 0x7F:
            size, length = size + bytes([length & 0x7F | 0x80]), length >> 7
        head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
        return head + size + bytes([length]) + data

    def wide(text: str) -> bytes:
        return struct.pack("<L", len(text)) + text.encode("utf-16-le")

    named = struct.pack("<2L", 0, 1) + wide("rId1") + wide("DS")
    book = record(131) + record(143) + record(156, named) + record(144) + record(132)
    size = struct.pack("<4L", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    body = b"".join(
        record(0, struct.pack("<4LB", line, 0, 0, 0, 0))
        + b"".join(
            record(6, struct.pack("<2L", at, 0) + wide(str(cell))) for at, cell in enumerate(row)
        )
        for line, row in enumerate(rows)
    )
    sheet = record(129) + record(148, size) + record(145) + body + record(146) + record(130)
    return zipped(
        {
            "[Content_Types].xml": f'{DECLARED}<Types xmlns="{PKG}/content-types"/>',
            "_rels/.rels": relationships(("officeDocument", "xl/workbook.bin")),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": relationships(("worksheet", "worksheets/sheet1.bin")),
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def zipped(parts: Mapping[str, Part], *, stored: Sequence[str] = ()) -> bytes:
    """Pack parts: text, bytes, or a function that writes to the open member."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, part in parts.items():
            if callable(part):
                with archive.open(name, "w", force_zip64=True) as member:
                    part(member)
            else:
                way = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
                archive.writestr(name, part, way)
    return out.getvalue()


def relationships(*pairs: tuple[str, str], mode: str = "") -> str:
    """Write relationships of the kinds and targets given."""
    extra = f' TargetMode="{mode}"' if mode else ""
    items = "".join(
        f'<Relationship Id="rId{n}" Type="{REL}/{kind}" Target={quoteattr(target)}{extra}/>'
        for n, (kind, target) in enumerate(pairs, 1)
    )
    return f'{DECLARED}<Relationships xmlns="{PKG}/relationships">{items}</Relationships>'


def xlsx_parts(
    sheet: Part, shared: Part | None = None, styles: Part | None = None
) -> dict[str, Part]:
    """Give the parts of a book with one sheet, written by hand."""
    named = [("worksheet", "worksheets/sheet1.xml")]
    parts: dict[str, Part] = {
        "[Content_Types].xml": f'{DECLARED}<Types xmlns="{PKG}/content-types"/>',
        "_rels/.rels": relationships(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{DECLARED}<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>'
        '<sheet name="DS" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    for kind, name, part in (
        ("sharedStrings", "sharedStrings.xml", shared),
        ("styles", "styles.xml", styles),
    ):
        if part is not None:
            named.append((kind, name))
            parts[f"xl/{name}"] = part
    parts["xl/_rels/workbook.xml.rels"] = relationships(*named)
    return parts


def xlsx(sheet: Part, shared: Part | None = None, styles: Part | None = None) -> bytes:
    """Pack a book with one sheet, written by hand."""
    return zipped(xlsx_parts(sheet, shared, styles))


def sheet_xml(rows: str, *, before: str = "", after: str = "", head: str = DECLARED) -> str:
    """Write a sheet around rows of XML."""
    return (
        f'{head}<worksheet xmlns="{MAIN}" xmlns:r="{REL}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def cell_xml(at: str, text: Cell) -> str:
    """Write a cell with its text inside, or a number."""
    if text is None or text == "":
        return ""
    if isinstance(text, int | float):
        return f'<c r="{at}"><v>{text}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def rows_xml(rows: Rows, first: int = 1) -> str:
    """Write rows of XML, counted from `first`."""
    return "".join(
        f'<row r="{line}">'
        + "".join(cell_xml(f"{letters(at)}{line}", cell) for at, cell in enumerate(row, 1))
        + "</row>"
        for line, row in enumerate(rows, first)
    )


def ods_book(rows: Rows, *, head: str = "", manifest: str = "") -> bytes:
    """Pack an OpenDocument book, written by hand; `<…>` cells are taken as XML."""
    return zipped(ods_parts(rows, head=head, manifest=manifest), stored=["mimetype"])


def ods_parts(rows: Rows, *, head: str = "", manifest: str = "") -> dict[str, Part]:
    """Give the parts of an OpenDocument book."""
    body = "".join(
        "<table:table-row>" + "".join(map(_ods_cell, row)) + "</table:table-row>" for row in rows
    )
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<office:document-content '
        f'xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0" '
        f'xmlns:text="{space}:text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="DS">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    listing = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>{manifest}'
        "</manifest:manifest>"
    )
    return {"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": listing}


def _ods_cell(cell: Cell) -> str:
    text = "" if cell is None else str(cell)
    if text.startswith("<table:"):
        return text
    return (
        '<table:table-cell office:value-type="string">'
        f"<text:p>{escape(text)}</text:p></table:table-cell>"
    )


def delimited(rows: Rows, delimiter: str = ",", end: str = "\r\n") -> str:
    """Write rows as delimited text without quotes."""
    return "".join(delimiter.join(str(cell or "") for cell in row) + end for row in rows)

"""Files that lie about what they are, or pack more than they say."""

import io
import struct
import warnings
import zipfile
from collections.abc import Callable, Mapping
from typing import IO, Final

from tests.support import sheet_files as made

from .rows import Build, listing

MIB: Final = 2**20
SHEET: Final = "xl/worksheets/sheet1.xml"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ROWS: Final = listing()


def good() -> bytes:
    return made.xlsx(made.sheet_xml(made.rows_xml(ROWS)))


def with_part(name: str, part: made.Part) -> bytes:
    return made.zipped(made.xlsx_parts(made.sheet_xml(made.rows_xml(ROWS))) | {name: part})


def blown_up(size: int, piece: bytes) -> Callable[[IO[bytes]], None]:
    def write(member: IO[bytes]) -> None:
        for _ in range(size):
            member.write(piece)

    return write


def one_string(size: int) -> Callable[[IO[bytes]], None]:
    def write(member: IO[bytes]) -> None:
        member.write(f'<sst xmlns="{made.MAIN}"><si><t>'.encode())
        for _ in range(size):
            member.write(b"A" * MIB)
        member.write(b"</t></si></sst>")

    return write


def million_rows(count: int, head: str = "") -> Callable[[IO[bytes]], None]:
    """Write rows without numbers below others, each with one short text."""
    block = b'<row><c t="inlineStr"><is><t>A</t></is></c></row>' * 20_000

    def write(member: IO[bytes]) -> None:
        member.write(f'<worksheet xmlns="{made.MAIN}"><sheetData>{head}'.encode())
        for _ in range(count // 20_000):
            member.write(block)
        member.write(b"</sheetData></worksheet>")

    return write


def formula_rows(member: IO[bytes]) -> None:
    """Write 300,000 rows of formulas: XML that takes the long way of reading."""
    member.write(f'<worksheet xmlns="{made.MAIN}"><sheetData>'.encode())
    member.write(made.rows_xml(ROWS).encode())
    for line in range(22, 300_000):
        member.write(b'<row r="%d"><c r="B%d" t="q"><f>A1</f></c></row>' % (line, line))
    member.write(b"</sheetData></worksheet>")


def twice() -> bytes:
    out = io.BytesIO(good())
    with zipfile.ZipFile(out, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        archive.writestr(SHEET, made.sheet_xml(made.rows_xml([["x"]])))
    return out.getvalue()


def forged(place: str, offset: int, form: str, value: int, whole: bytes = b"") -> bytes:
    """Change one figure of the sheet's local header ("local") or its directory entry ("entry")."""
    content = bytearray(whole or good())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        at = archive.getinfo(SHEET).header_offset
        if place == "entry":
            at = content.index(SHEET.encode(), archive.start_dir) - 46
    struct.pack_into(form, content, at + offset, value)
    return bytes(content)


def lying_size() -> bytes:
    """Announce 100 bytes, in both headers, for 640 MB of rows."""
    content = bytearray(made.xlsx(million_rows(3_000_000)))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        entry = content.index(SHEET.encode(), archive.start_dir) - 46
        local = archive.getinfo(SHEET).header_offset
    extra = content.index(struct.pack("<HH", 1, 16), local)
    struct.pack_into("<Q", content, extra + 4, 100)
    struct.pack_into("<L", content, entry + 24, 100)
    return bytes(content)


def ole(*streams: str, size: int = 2_048) -> bytes:
    return OLE + bytes(600) + "".join(streams).encode("utf-16-le") + bytes(size)


def ods_repeat() -> bytes:
    cell = (
        '<table:table-cell table:number-columns-repeated="16384" office:value-type="string">'
        "<text:p>x</text:p></table:table-cell>"
    )
    row = f'</table:table-row><table:table-row table:number-rows-repeated="1048576">{cell}'
    return made.ods_book([*ROWS, [f"<table:covered-table-cell/>{row}"]])


FILES: Final[Mapping[str, Build]] = {
    "bom-zip-640mb.xlsx": lambda: with_part("xl/theme/theme1.xml", blown_up(640, bytes(MIB))),
    "bom-zip-300mb-mot-phan.xlsx": lambda: with_part(
        "xl/theme/theme1.xml", blown_up(300, b" " * MIB)
    ),
    "bom-zip-nhieu-phan.xlsx": lambda: made.zipped(
        made.xlsx_parts(made.sheet_xml(made.rows_xml(ROWS)))
        | {f"xl/theme/theme{n}.xml": blown_up(90, b" " * MIB) for n in range(4)}
    ),
    "bom-mot-chuoi-250mb.xlsx": lambda: made.xlsx(
        made.sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), one_string(250)
    ),
    "bom-mot-o-60mb.xlsx": lambda: made.xlsx(
        made.sheet_xml(
            '<row r="1"><c r="A1" t="inlineStr"><is><t>' + "A" * 60_000_000 + "</t></is></c></row>"
        )
    ),
    "bom-ba-trieu-dong.xlsx": lambda: made.xlsx(million_rows(3_000_000, made.rows_xml(ROWS))),
    "bom-mot-trieu-dong-rac.xlsx": lambda: made.xlsx(million_rows(1_000_000)),
    "bom-dong-kieu-la.xlsx": lambda: made.xlsx(formula_rows),
    "khai-gian-kich-thuoc.xlsx": lying_size,
    "bom-lap-o.ods": ods_repeat,
    "qua-2000-phan.xlsx": lambda: made.zipped(
        made.xlsx_parts(made.sheet_xml(made.rows_xml(ROWS)))
        | {f"docProps/{n}.xml": "<a/>" for n in range(2_001)}
    ),
    "hai-phan-cung-ten.xlsx": twice,
    "hai-phan-chi-khac-chu-hoa.xlsx": lambda: with_part(
        "xl/worksheets/SHEET1.xml", made.sheet_xml("")
    ),
    "crc-sai.xlsx": lambda: forged("entry", 16, "<L", 99, forged("local", 14, "<L", 99)),
    "crc-sai-mot-ben.xlsx": lambda: forged("local", 14, "<L", 99),
    "kich-thuoc-hai-noi-khac-nhau.xlsx": lambda: forged("entry", 24, "<L", 9),
    "co-ma-hoa.xlsx": lambda: forged("entry", 8, "<H", 1),
    "lien-ket-tuong-trung.xlsx": lambda: forged("entry", 38, "<L", 0o120777 << 16),
    "du-lieu-truoc-tep.xlsx": lambda: b"#!/bin/sh\n" + good(),
    "du-lieu-sau-tep.xlsx": lambda: good() + b"hidden",
    "cat-ngan.xlsx": lambda: good()[:900],
    "duong-dan-leo-thu-muc.xlsx": lambda: with_part("../../etc/cron.d/x", "x"),
    "duong-dan-tuyet-doi.xlsx": lambda: with_part("/etc/cron.d/x", "x"),
    "so-tinh-trong-so-tinh.xlsx": lambda: with_part("xl/media/khac.xlsx", good()),
    "zip-doi-ten-anh.xlsx": lambda: with_part("xl/media/image1.png", made.zipped({"a": "b"})),
    "mat-khau.xlsx": lambda: ole("EncryptedPackage"),
    "mat-khau.ods": lambda: made.ods_book(ROWS, manifest="<manifest:encryption-data/>"),
    "ole-gia.xls": lambda: (OLE + bytes(16) + struct.pack("<5H", 62, 3, 0xFFFE, 9, 6)).ljust(
        3_000, b"\xff"
    ),
    "cat-ngan.xls": lambda: made.xls_book(ROWS)[:2_600],
    "van-ban-word.doc": lambda: ole("WordDocument"),
    "van-ban-word.docx": lambda: made.zipped({"word/document.xml": "<a/>"}),
    "numbers.xlsx": lambda: made.zipped({"Index/Document.iwa": "x"}),
    "tep-nen.zip": lambda: made.zipped({"a.txt": "x"}),
    "quyet-dinh.pdf": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(2_000),
    "anh-chup.xlsx": lambda: b"\x89PNG\r\n\x1a\n" + bytes(2_000),
    "bang-tinh-2003.xml": lambda: b'<?xml version="1.0"?><Workbook/>',
    "van-ban.rtf": lambda: b"{\\rtf1\\ansi Danh s\\'e1ch}",
    "gzip.csv": lambda: b"\x1f\x8b\x08" + bytes(500),
    "nhieu-byte-la.csv": lambda: bytes(range(1, 32)) * 99,
    "tep-65mb.csv": lambda: b"Ho ten,Ma so BHXH\n" + b"x" * (64 * MIB),
}

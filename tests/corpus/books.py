"""The same good list in every kind of file, and in what files of a kind may hold besides."""

import re
from collections.abc import Mapping
from typing import Final

from tests.support import sheet_files as made

from .rows import Build, by_hand, listing, people, plain, wide, with_numbers, xlsx
from .xlsb import xlsb

LIST: Final = listing()
GOOD: Final = made.rows_xml(LIST)
STRICT: Final = "http://purl.oclc.org/ooxml"


def html(rows: made.Rows) -> bytes:
    lines = "".join(f"<tr><td>{'</td><td>'.join(map(str, row))}</td></tr>" for row in rows)
    return f"<html><meta charset='utf-8'><body><table>{lines}</table></body></html>".encode()


def strict() -> bytes:
    """Write the book in the namespaces of the strict kind."""
    parts = made.xlsx_parts(made.sheet_xml(GOOD))
    named = {
        made.MAIN: f"{STRICT}/spreadsheetml/main",
        made.REL: f"{STRICT}/officeDocument/relationships",
    }
    for name, part in parts.items():
        for usual, other in named.items():
            part = str(part).replace(usual, other)  # noqa: PLW2901 - one namespace after the other
        parts[name] = part
    return made.zipped(parts)


def prefixed() -> bytes:
    sheet = made.sheet_xml(GOOD).replace(f'xmlns="{made.MAIN}"', f'xmlns:x="{made.MAIN}"')
    return made.xlsx(re.sub(r"<(/?)([a-z])", r"<\1x:\2", sheet, flags=re.IGNORECASE))


def without_addresses() -> bytes:
    return made.xlsx(made.sheet_xml(re.sub(r' r="[A-Z0-9]+"', "", GOOD)))


def shared(*strings: str) -> bytes:
    """Write the list with texts in the table, the last person's name as XML of its own."""
    rows = LIST[:-1]
    last = '<row r="21"><c r="B21" t="s"><v>0</v></c>' + made.cell_xml("C21", str(LIST[-1][2]))
    sheet = made.sheet_xml(f"{made.rows_xml(rows)}{last}</row>")
    return made.xlsx(sheet, f'<sst xmlns="{made.MAIN}">{"".join(strings)}</sst>')


def with_styles(cells: str, styles: str, *, before: str = "") -> bytes:
    head = made.rows_xml(listing())
    codes = "".join(f'<xf numFmtId="{number}"/>' for number in styles.split())
    part = (
        f'<styleSheet xmlns="{made.MAIN}"><numFmts><numFmt numFmtId="170" '
        f'formatCode="0000000000"/></numFmts><cellXfs>{codes}</cellXfs></styleSheet>'
    )
    return made.xlsx(made.sheet_xml(head + cells, before=before), styles=part)


def macros() -> bytes:
    parts = made.xlsx_parts(made.sheet_xml(GOOD))
    return made.zipped(parts | {"xl/vbaProject.bin": b"\xcc\x61"})


def mixed_kinds() -> bytes:
    """1,200 numbers as number cells, then cards as text: a column of two types."""
    named = [row[1] for row in people(50)]
    cells: list[made.Cell] = [290_085_000_001 + n for n in range(1_200)]
    cells += [f"GD4380000{n:06d}" for n in range(1, 31)]
    rows = ([named[n % 50], cell] for n, cell in enumerate(cells))
    return xlsx([["Họ và tên", "Mã số BHXH"], *rows])


def style_bomb() -> bytes:
    """Styles on every column to the last, and empty rows to the million: large and harmless."""
    columns = '<cols><col min="1" max="16384" width="9" customWidth="1"/></cols>'
    blank = "".join(f'<row r="{line}" ht="15"/>' for line in range(22, 100_000))
    return made.xlsx(made.sheet_xml(GOOD + blank, before=columns))


def dated_1904() -> bytes:
    """Day numbers counted from 1904: 44.650 is 31/03/2026 there, and 30/03/2022 elsewhere."""
    rows = made.rows_xml([["Họ và tên", "Mã số BHXH", "Thẻ có giá trị đến"], *_dated(44_650)])
    styles = f'<styleSheet xmlns="{made.MAIN}"><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    parts = made.xlsx_parts(made.sheet_xml(rows), styles=styles)
    frame = str(parts["xl/workbook.xml"]).replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    return made.zipped(parts | {"xl/workbook.xml": frame})


def _dated(serial: int) -> made.Rows:
    return [[row[1], row[2], serial + 120 * (n > 0)] for n, row in enumerate(people(5))]


FILES: Final[Mapping[str, Build]] = {
    "sach-openpyxl.xlsx": lambda: made.openpyxl_book({"DS": LIST}),
    "sach-xlsxwriter.xlsx": lambda: xlsx(LIST),
    "sach-chu-trong-o.xlsx": lambda: by_hand(LIST),
    "sach-nhieu-cot.xlsx": lambda: xlsx(wide()),
    "sach.xls": lambda: made.xls_book(LIST),
    "sach.xlsb": lambda: xlsb(LIST),
    "sach.ods": lambda: made.ods_book(LIST),
    "sach.csv": lambda: plain(LIST),
    "sach.tsv": lambda: made.delimited(LIST, "\t").encode(),
    "co-macro.xlsm": macros,
    "trang-web-doi-ten.xls": lambda: html(LIST),
    "csv-doi-ten.xlsx": lambda: plain(LIST),
    "xlsx-doi-ten.xls": lambda: xlsx(LIST),
    "xls-doi-ten.csv": lambda: made.xls_book(LIST),
    "ooxml-nghiem-ngat.xlsx": strict,
    "xml-co-tien-to.xlsx": prefixed,
    "o-khong-dia-chi.xlsx": without_addresses,
    "xml-co-chu-thich.xlsx": lambda: made.xlsx(
        made.sheet_xml(GOOD.replace("</row>", "<!-- xin chào --></row>", 3))
    ),
    "chu-nhieu-dinh-dang.xlsx": lambda: shared(
        "<si><r><t>Trịnh </t></r><r><rPr><b/></rPr><t>Văn Khang</t></r></si>"
    ),
    "chu-co-phien-am.xlsx": lambda: shared(
        '<si><t>Trịnh Văn Khang</t><rPh sb="0" eb="1"><t>to-rin</t></rPh></si>'
    ),
    "chu-co-x000D.xlsx": lambda: shared("<si><t>Trịnh Văn Khang_x000D_</t></si>"),
    "khai-sai-vung-du-lieu.xlsx": lambda: by_hand(LIST, before='<dimension ref="A1:B3"/>'),
    "khai-sai-so-chuoi.xlsx": lambda: made.xlsx(
        made.sheet_xml(GOOD),
        f'<sst xmlns="{made.MAIN}" count="4294967295" uniqueCount="4294967295"/>',
    ),
    "mot-o-o-goc-xa-nhat.xlsx": lambda: made.xlsx(
        made.sheet_xml(
            GOOD + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
            before='<dimension ref="A1:XFD1048576"/>',
        )
    ),
    "trang-tri-toi-cot-cuoi.xlsx": style_bomb,
    "gop-o-khong-lo.xlsx": lambda: made.xlsx(
        made.sheet_xml(GOOD, after='<mergeCells><mergeCell ref="F1:XFD1048576"/></mergeCells>')
    ),
    "dong-trong-phia-tren.xlsx": lambda: made.xlsx(
        made.sheet_xml(made.rows_xml(with_numbers("123456789"), first=7))
    ),
    "dong-trong-phia-tren.ods": lambda: made.ods_book([*[[""]] * 6, *with_numbers("123456789")]),
    "dong-trong-phia-tren.xls": lambda: made.xls_book([*[[""]] * 6, *with_numbers("123456789")]),
    "cot-trong-ben-trai.xlsx": lambda: xlsx([[None, None, *row] for row in LIST]),
    "cot-trong-ben-trai.xls": lambda: made.xls_book([["", "", *row] for row in LIST]),
    "chu-sau-nghin-so.xlsx": mixed_kinds,
    "so-hien-du-so-0.xlsx": lambda: with_styles(
        '<row r="22"><c r="B22" t="inlineStr"><is><t>Trịnh Văn Khang</t></is></c>'
        '<c r="C22" s="1"><v>900</v></c></row>',
        "0 170",
    ),
    "ngay-la-so-thu-tu.xlsx": lambda: with_styles(
        '<row r="22"><c r="B22" t="inlineStr"><is><t>Trịnh Văn Khang</t></is></c>'
        '<c r="C22" t="inlineStr"><is><t>0000000900</t></is></c><c r="D22" s="1"><v>29252</v></c>'
        "</row>",
        "0 14",
    ),
    "ngay-dem-tu-1904.xlsx": dated_1904,
}

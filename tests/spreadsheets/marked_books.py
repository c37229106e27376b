"""Workbooks of many makes, to be marked (DỮ LIỆU GIẢ LẬP)."""

import io
from collections.abc import Callable, Mapping
from typing import Final

import xlsxwriter  # type: ignore[import-untyped]  # ships no types
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # type: ignore[import-untyped]  # ships no types

from tests.support import sheet_files as made

ROWS: Final = made.listed(30)
SHEET: Final = "xl/worksheets/sheet1.xml"
STYLES: Final = (
    f'{made.DECLARED}<styleSheet xmlns="{made.MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="0000000000"/></numFmts>'
    '<fonts count="2"><font><sz val="13"/><name val="Times New Roman"/></font>'
    '<font><b/><sz val="13"/><color rgb="FF00B050"/><name val="Times New Roman"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill '
    'patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor theme="4" '
    'tint="0.5"/><bgColor indexed="64"/></patternFill></fill></fills>'
    '<borders count="2"><border/><border><left style="thin"/></border></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf/><xf numFmtId="164" fontId="1" fillId="2" borderId="1" xfId="0">'
    '<alignment horizontal="center"/><protection locked="0"/></xf><xf numFmtId="49"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def declared(parts: Mapping[str, made.Part]) -> bytes:
    """Pack a book written by hand, with the content types that careful programs ask for."""
    kinds = {
        "workbook.xml": "sheet.main",
        "sheet1.xml": "worksheet",
        "styles.xml": "styles",
    }
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{made.KIND}.{kinds[last]}+xml"/>'
        for name in parts
        for last in [name.rpartition("/")[2]]
        if last in kinds
    )
    types = (
        f'{made.DECLARED}<Types xmlns="{made.PKG}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="vml" '
        'ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
        f"{overrides}</Types>"
    )
    return made.zipped({**parts, "[Content_Types].xml": types})


def by_hand(sheet: str, styles: str | None = STYLES) -> bytes:
    return declared(made.xlsx_parts(sheet, styles=styles))


def by_xlsxwriter(change: Callable[[made.Workbook, made.Workbook], None]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("DS")
    for at, row in enumerate(ROWS):
        sheet.write_row(at, 0, row)
    change(book, sheet)
    book.close()
    return out.getvalue()


def dressed(book: made.Workbook) -> None:
    """Give the openpyxl book formats of its own."""
    sheet = book.worksheets[0]
    for row in sheet.iter_rows():
        for cell in row:
            cell.font = Font(name="Times New Roman", size=13, bold=cell.row == 1)
            cell.border = Border(bottom=Side("thin"))
            cell.fill = PatternFill("solid", fgColor="FFFFF2CC" if cell.row % 2 else "FFDDEBF7")
            cell.alignment = Alignment(horizontal="center")
            cell.number_format = "@"


def crowded(book: made.Workbook, sheet: made.Workbook) -> None:
    """Put everything onto the sheet that stands after its rows."""
    bold = book.add_format({"bold": True})
    sheet.add_table(0, 0, 30, 4, {"columns": [{"header": head} for head in ROWS[0]]})
    sheet.conditional_format("C2:C31", {"type": "duplicate", "format": bold})
    sheet.conditional_format("A2:A31", {"type": "data_bar", "data_bar_2010": True})
    sheet.data_validation("E2:E31", {"validate": "list", "source": ["Thôn 1", "Thôn 2"]})
    sheet.merge_range("H1:J2", "Gộp")
    sheet.write_url("H3", "internal:'DS'!A1", string="Về đầu trang")
    sheet.set_column("G:G", 5, None, {"hidden": True})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=DS!$A$2:$A$31"})
    sheet.insert_chart("L2", chart)
    sheet.set_header("&CĐầu trang")
    sheet.freeze_panes(1, 0)
    book.add_worksheet("Trang khác").write(0, 0, "không đụng tới")
    book.define_name("ten", "=DS!$B$2:$B$31")


def noted(_: made.Workbook, sheet: made.Workbook) -> None:
    """Let the user have notes, one of them in a cell that will be marked."""
    sheet.write_comment("C3", "Đã hỏi lại", {"author": "Cán bộ xã"})
    sheet.write_comment("B9", "Người mới", {"author": "Cán bộ xã"})


def protected(_: made.Workbook, sheet: made.Workbook) -> None:
    sheet.protect("mat khau")
    sheet.autofilter(0, 0, 30, 4)


def prefixed() -> bytes:
    """Write the book as some libraries do: every element with a prefix."""
    rows = made.rows_xml(ROWS)
    for tag in ("row", "c", "v", "is", "t"):
        rows = rows.replace(f"<{tag} ", f"<x:{tag} ").replace(f"<{tag}>", f"<x:{tag}>")
        rows = rows.replace(f"</{tag}>", f"</x:{tag}>")
    sheet = (
        f'{made.DECLARED}<x:worksheet xmlns:x="{made.MAIN}"><x:sheetData>{rows}</x:sheetData>'
        '<x:pageMargins left="1" right="1" top="1" bottom="1" header="1" footer="1"/>'
        "</x:worksheet>"
    )
    styles = STYLES.replace("</", "\0").replace("<", "<x:").replace("\0", "</x:")
    styles = styles.replace("<x:?xml", "<?xml").replace("xmlns=", "xmlns:x=")
    parts = made.xlsx_parts(sheet, styles=styles)
    parts["xl/workbook.xml"] = (
        f'<x:workbook xmlns:x="{made.MAIN}"><x:sheets><x:sheet name="DS" sheetId="7" '
        f'd:id="rId1" xmlns:d="{made.REL}"/></x:sheets></x:workbook>'
    )
    return declared(parts)


def without_addresses() -> bytes:
    rows = "".join(
        "<row>" + "".join(f"<c t='str'><v>{cell}</v></c>" for cell in row) + "</row>"
        for row in ROWS
    )
    return by_hand(made.sheet_xml(rows))


def with_gaps() -> bytes:
    """Leave out rows and cells; give formats to rows and columns; write some rows as one tag."""
    rows = (
        made.rows_xml(ROWS[:2])
        + '<row r="3" spans="1:2" s="1" customFormat="1"><c r="B3" t="str"><v>Lê Văn An</v></c>'
        '</row><row r="4" s="2"/><row r="9" spans="1:1"><c r="A9" s="2"/></row>'
    )
    columns = '<cols><col min="2" max="3" width="9" style="1"/></cols>'
    return by_hand(made.sheet_xml(rows, before=columns))


def with_remarks() -> bytes:
    """Hide look-alikes of rows and cells in comments, CDATA and instructions."""
    rows = made.rows_xml(ROWS).replace(
        '<row r="3">', '<!-- <row r="3"><c r="C3"/></row> --><row r="3"><?x <c r="A3"/> ?>'
    )
    rows = rows.replace("<t>Thôn 2</t>", '<t><![CDATA[Thôn <c r="C3"/> 2]]></t>')
    return by_hand(made.sheet_xml(rows, after="<!-- </worksheet> -->"))


def with_controls() -> bytes:
    """Give the sheet a drawing of controls without any note, and an odd way to write tags."""
    vml = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
        '<o:idmap v:ext="edit" data="1,3"/></o:shapelayout><v:shape id="_x0000_s3073">'
        '<x:ClientData ObjectType="Button"/></v:shape></xml>'
    )
    rows = made.rows_xml(ROWS).replace('<c r="C3" ', "<c t='inlineStr'   r = 'C3' s = '1' ", 1)
    rows = rows.replace(
        " t='inlineStr'   r = 'C3' s = '1' t=\"inlineStr\"", ' r="C3"  s = \'1\' t="inlineStr"'
    )
    after = '<legacyDrawing r:id="rId1"/><extLst><ext uri="x"/></extLst>'
    parts = made.xlsx_parts(made.sheet_xml(rows, after=after), styles=STYLES)
    parts["xl/drawings/vmlDrawing1.vml"] = vml
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = made.relationships(
        ("vmlDrawing", "../drawings/vmlDrawing1.vml")
    )
    return declared(parts)


def nested_extensions() -> bytes:
    """Nest parts that may stand after notes inside one that stands before them."""
    after = (
        '<conditionalFormatting sqref="A1"><cfRule type="dataBar" priority="1"><dataBar>'
        '<cfvo type="min"/><cfvo type="max"/><color rgb="FF638EC6"/></dataBar><extLst>'
        '<ext uri="{B025F937-C7B1-47D3-B67F-A62EFF666E3E}"/></extLst></cfRule>'
        '</conditionalFormatting><pageMargins left="1" right="1" top="1" bottom="1" header="1" '
        'footer="1"/><extLst><ext uri="y"/></extLst>'
    )
    return by_hand(made.sheet_xml(made.rows_xml(ROWS), after=after))


def with_macros() -> bytes:
    parts = made.xlsx_parts(made.sheet_xml(made.rows_xml(ROWS)), styles=STYLES)
    return declared(parts | {"xl/vbaProject.bin": b"\xcc\x61" * 50})


def bare_styles() -> bytes:
    """Give styles that lack what may be lacking."""
    styles = (
        f"<styleSheet xmlns='{made.MAIN}'><fonts><font><sz val='11'/><name val='Arial'/></font>"
        "</fonts><fills /><cellXfs><xf/></cellXfs></styleSheet>"
    )
    return by_hand("\ufeff" + made.sheet_xml(made.rows_xml(ROWS)), styles)


BOOKS: Final[dict[str, Callable[[], bytes]]] = {
    "by openpyxl, dressed": lambda: made.openpyxl_book({"DS": ROWS}, dressed),
    "by xlsxwriter": lambda: made.xlsxwriter_book(ROWS),
    "with texts in cells": lambda: made.xlsxwriter_book(ROWS, inline=True),
    "crowded with everything": lambda: by_xlsxwriter(crowded),
    "with notes of its own": lambda: by_xlsxwriter(noted),
    "protected": lambda: by_xlsxwriter(protected),
    "without styles": lambda: by_hand(made.sheet_xml(made.rows_xml(ROWS)), None),
    "with bare styles": bare_styles,
    "with prefixes": prefixed,
    "without addresses": without_addresses,
    "with gaps": with_gaps,
    "with remarks": with_remarks,
    "with controls": with_controls,
    "with nested extensions": nested_extensions,
    "with macros": with_macros,
    "without any row": lambda: by_hand(
        made.sheet_xml("").replace("<sheetData></sheetData>", "<sheetData/>")
    ),
}

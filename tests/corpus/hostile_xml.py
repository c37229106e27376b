"""Workbooks whose XML would harm, hide, or fetch something."""

from collections.abc import Mapping
from typing import Final

from tests.support import sheet_files as made

from .archives import with_part
from .rows import Build, listing

GOOD: Final = made.rows_xml(listing())
POINTER: Final = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'


def sheet(rows: str, **around: str) -> bytes:
    return made.xlsx(made.sheet_xml(rows, **around))


def doctype(inside: str) -> str:
    return f"{made.DECLARED}<!DOCTYPE x [{inside}]>"


def laughs() -> str:
    steps = "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(8))
    return doctype(f'<!ENTITY a "AAAAAAAAAA">{steps}')


def linked(kind: str, target: str) -> bytes:
    links = made.relationships((kind, target), mode="External")
    return with_part("xl/externalLinks/_rels/externalLink1.xml.rels", links)


def deep_page() -> bytes:
    return b"<html><table>" + b"<tr><td><table>" * 40_000


def wide_page() -> bytes:
    cell = '<td colspan="99999999" rowspan="99999999">x</td>'
    return f"<html><table>{('<tr>' + cell * 50 + '</tr>') * 500}</table>".encode()


FILES: Final[Mapping[str, Build]] = {
    "ty-tieng-cuoi.xlsx": lambda: sheet(GOOD, head=laughs()),
    "ty-tieng-cuoi.ods": lambda: made.ods_book(listing(), head='<!DOCTYPE x [<!ENTITY a "b">]>'),
    "xxe-doc-tep.xlsx": lambda: sheet(
        GOOD, head=doctype('<!ENTITY e SYSTEM "file:///etc/passwd">')
    ),
    "dtd-tu-ben-ngoai.xlsx": lambda: sheet(
        GOOD, head=f'{made.DECLARED}<!DOCTYPE x SYSTEM "http://a.invalid/x.dtd">'
    ),
    "dtd-trong-phan-khong-doc.xlsx": lambda: with_part(
        "docProps/app.xml", laughs() + "<Properties/>"
    ),
    "dtd-sau-mot-mb.xlsx": lambda: sheet(GOOD, before=" " * (2**20 - 400) + "<!DOCTYPE x>"),
    "phan-utf16.xlsx": lambda: made.xlsx(
        made.sheet_xml(GOOD).replace("UTF-8", "UTF-16").encode("utf-16")
    ),
    "phan-utf7.xlsx": lambda: with_part(
        "docProps/core.xml", '<?xml version="1.0" encoding="UTF-7"?><a/>'
    ),
    "doi-tuong-ole.xlsx": lambda: with_part("xl/embeddings/oleObject1.bin", b"\xd0\xcf"),
    "ket-noi-du-lieu.xlsx": lambda: with_part("xl/connections.xml", "<a/>"),
    "lien-ket-may-khac.xlsx": lambda: linked("externalLinkPath", "\\\\may-la\\chung\\a.xlsx"),
    "anh-tu-mang.xlsx": lambda: linked("image", "https://a.invalid/a.png"),
    "lien-ket-dde.xlsx": lambda: with_part(
        "xl/externalLinks/externalLink1.xml",
        f'<externalLink xmlns="{made.MAIN}"><ddeLink ddeService="cmd" ddeTopic="/c calc"/>'
        "</externalLink>",
    ),
    "lien-ket-so-tinh-khac.xlsx": lambda: linked("externalLinkPath", "nam-ngoai.xlsx"),
    "dong-lap-lai.xlsx": lambda: sheet(GOOD + made.rows_xml([["a"]], 3)),
    "dong-khong-theo-thu-tu.xlsx": lambda: sheet(
        made.rows_xml(listing()[:1])
        + made.rows_xml(listing()[11:], 12)
        + made.rows_xml(listing()[1:11], 2)
    ),
    "o-lap-lai.xlsx": lambda: sheet(
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'
    ),
    "o-ngoai-luoi.xlsx": lambda: sheet('<row r="1"><c r="XFE1"><v>1</v></c></row>'),
    "dong-ngoai-luoi.xlsx": lambda: sheet(
        GOOD + '<row r="1048577"><c r="A1048577"><v>1</v></c></row>'
    ),
    "o-chi-toi-chuoi-khong-co.xlsx": lambda: made.xlsx(
        made.sheet_xml(POINTER), f'<sst xmlns="{made.MAIN}"/>'
    ),
    "o-kieu-la.xlsx": lambda: sheet('<row r="1"><c r="A1" t="q"><v>1</v></c></row>'),
    "o-so-khong-phai-so.xlsx": lambda: sheet(
        GOOD + '<row r="22"><c r="B22"><v>Trịnh</v></c><c r="C22"><v>1e9e9</v></c></row>'
    ),
    "xml-dut-quang.xlsx": lambda: with_part("xl/workbook.xml", "<workbook"),
    "xml-thieu-the-dong.xlsx": lambda: made.xlsx(made.sheet_xml(GOOD)[:-40]),
    "thieu-phan-trang-tinh.xlsx": lambda: made.zipped(
        {
            name: part
            for name, part in made.xlsx_parts(made.sheet_xml(GOOD)).items()
            if "sheet1" not in name
        }
    ),
    "html-long-sau.xls": deep_page,
    "html-gop-o-khong-lo.xls": wide_page,
}

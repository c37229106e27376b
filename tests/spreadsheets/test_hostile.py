"""A file built to harm is refused for what it is, soon and in little memory; the next one is read.

Each file is one that a good list becomes by a single change; the control beside it is that list.
"""

import struct
import time
from collections.abc import Callable
from typing import IO, Final

import pytest

from ntm_verify.domain.findings import Refused
from ntm_verify.domain.reading import ListFile, ListRefused
from ntm_verify.spreadsheets.reader import ListReader
from tests.support import sheet_files as made
from tests.support.process_tree import PeakWatch

MIB: Final = 2**20
GOOD: Final = made.rows_xml(made.listed(20))
UNSAFE, CORRUPT = Refused.UNSAFE_CONTENT, Refused.CORRUPT_FILE


def refusal(reader: ListReader, content: bytes, name: str = "danh sach.xlsx") -> ListRefused:
    with pytest.raises(ListRefused) as caught:
        reader.read_now([ListFile(name, content)])
    assert caught.value.file == name
    return caught.value


def count(reader: ListReader, content: bytes) -> int:
    return len(reader.read_now([ListFile("danh sach.xlsx", content)]).raw)


def with_part(name: str, part: made.Part) -> bytes:
    return made.zipped(made.xlsx_parts(made.sheet_xml(GOOD)) | {name: part})


def with_sheet(rows: str, **around: str) -> bytes:
    return made.xlsx(made.sheet_xml(rows, **around))


def with_link(kind: str, target: str) -> bytes:
    links = made.relationships((kind, target), mode="External")
    return with_part("xl/externalLinks/_rels/externalLink1.xml.rels", links)


def doctype(inside: str) -> str:
    return f"{made.DECLARED}<!DOCTYPE x [{inside}]>"


def laughs() -> str:
    steps = "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(8))
    return doctype(f'<!ENTITY a "AAAAAAAAAA">{steps}')


def spread(name: str, size: int, piece: bytes) -> Callable[[IO[bytes]], None]:
    def write(member: IO[bytes]) -> None:
        member.write(f'<{name} xmlns="{made.MAIN}">'.encode())
        for _ in range(size):
            member.write(piece)
        member.write(f"</{name}>".encode())

    return write


def three_million_rows(member: IO[bytes]) -> None:
    member.write(f'<worksheet xmlns="{made.MAIN}"><sheetData>'.encode())
    member.write(made.rows_xml(made.listed(3)).encode())
    block = b'<row><c t="inlineStr"><is><t>A</t></is></c></row>' * 20_000
    for _ in range(150):
        member.write(block)
    member.write(b"</sheetData></worksheet>")


def one_string(member: IO[bytes]) -> None:
    member.write(f'<sst xmlns="{made.MAIN}"><si><t>'.encode())
    for _ in range(250):
        member.write(b"A" * 1_000_000)
    member.write(b"</t></si></sst>")


def utf16(text: str) -> bytes:
    return text.replace("UTF-8", "UTF-16").encode("utf-16")


def shared(strings: str, attributes: str = "") -> str:
    return f'<sst xmlns="{made.MAIN}"{attributes}>{strings}</sst>'


POINTER: Final = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'

TWICE: Final = (
    '<row r="%(line)d"><c r="B%(line)d"/><c r="C%(line)d"><v>1</v></c>'
    '<c r="C%(line)d"><v>2</v></c></row>'
)

FORGED: Final[dict[str, tuple[Callable[[], bytes], Refused, str]]] = {
    "three million rows": (lambda: made.xlsx(three_million_rows), Refused.TOO_LARGE, "dòng"),
    "one string of 250 MB": (
        lambda: made.xlsx(made.sheet_xml(POINTER), one_string),
        UNSAFE,
        "quá nhiều chữ",
    ),
    "a part of 300 MB": (
        lambda: with_part("xl/theme/theme1.xml", spread("theme", 300, b" " * MIB)),
        UNSAFE,
        "bung ra",
    ),
    "entities that multiply": (lambda: with_sheet(GOOD, head=laughs()), UNSAFE, "DOCTYPE"),
    "an entity from a file": (
        lambda: with_sheet(GOOD, head=doctype('<!ENTITY e SYSTEM "file:///etc/passwd">')),
        UNSAFE,
        "DOCTYPE",
    ),
    "entities in a part nobody reads": (
        lambda: with_part("docProps/app.xml", laughs() + "<Properties/>"),
        UNSAFE,
        "docProps/app.xml",
    ),
    "entities far inside a part": (
        lambda: with_sheet(GOOD, before=" " * (MIB - 400) + "<!DOCTYPE x>"),
        UNSAFE,
        "DOCTYPE",
    ),
    "a part in UTF-16": (
        lambda: made.xlsx(utf16(made.sheet_xml(GOOD))),
        UNSAFE,
        "bảng mã lạ",
    ),
    "a part in UTF-7": (
        lambda: with_part("docProps/core.xml", '<?xml version="1.0" encoding="UTF-7"?><a/>'),
        UNSAFE,
        "bảng mã lạ",
    ),
    "a part of another workbook": (
        lambda: with_part("xl/media/khac.xlsx", made.xlsxwriter_book(made.listed(2))),
        UNSAFE,
        "tệp nhúng",
    ),
    "an archive under another name": (
        lambda: with_part("xl/media/image1.png", made.zipped({"a": "b"})),
        UNSAFE,
        "tệp nhúng",
    ),
    "an embedded object": (
        lambda: with_part("xl/embeddings/oleObject1.bin", b"\xd0\xcf"),
        UNSAFE,
        "OLE",
    ),
    "a data connection": (lambda: with_part("xl/connections.xml", "<a/>"), UNSAFE, "kết nối"),
    "a link to another machine": (
        lambda: with_link("externalLinkPath", "\\\\may-la\\chung\\a.xlsx"),
        UNSAFE,
        "may-la",
    ),
    "a picture from the network": (
        lambda: with_link("image", "https://example.invalid/a.png"),
        UNSAFE,
        "example.invalid",
    ),
    "a path above the folder": (lambda: with_part("../../etc/cron", "x"), UNSAFE, "đường dẫn"),
    "an absolute path": (lambda: with_part("/etc/cron", "x"), UNSAFE, "đường dẫn"),
    "a row twice": (lambda: with_sheet(GOOD + made.rows_xml([["a"]], 3)), CORRUPT, "dòng 3"),
    "a row twice, far down": (
        lambda: with_sheet(made.rows_xml(made.listed(400)) + made.rows_xml(made.people(1), 300)),
        CORRUPT,
        "lặp lại",
    ),
    "a row far outside the grid": (
        lambda: with_sheet(
            made.rows_xml(made.listed(400)) + made.rows_xml(made.people(1), 1_048_577)
        ),
        CORRUPT,
        "ngoài bảng",
    ),
    "a cell twice": (lambda: with_sheet(GOOD + TWICE % {"line": 40}), CORRUPT, "C40"),
    "a cell twice, far down": (
        lambda: with_sheet(made.rows_xml(made.listed(400)) + TWICE % {"line": 500}),
        CORRUPT,
        "C500",
    ),
    "cells in falling order": (
        lambda: with_sheet(GOOD + '<row r="40"><c r="B40"/><c r="A40"><v>1</v></c></row>'),
        CORRUPT,
        "A40",
    ),
    "a cell outside the grid": (
        lambda: with_sheet('<row r="1"><c r="XFE1"><v>1</v></c></row>'),
        CORRUPT,
        "XFE1",
    ),
    "a row outside the grid": (
        lambda: with_sheet(GOOD + '<row r="1048577"><c r="A1048577"><v>1</v></c></row>'),
        CORRUPT,
        "1048577",
    ),
    "a text that is not in the table": (
        lambda: made.xlsx(made.sheet_xml(POINTER), shared("")),
        CORRUPT,
        "chuỗi",
    ),
    "a cell of an unknown type": (
        lambda: with_sheet('<row r="1"><c r="A1" t="q"><v>1</v></c></row>'),
        CORRUPT,
        "kiểu lạ",
    ),
    "XML that breaks off": (lambda: with_part("xl/workbook.xml", "<workbook"), CORRUPT, "XML"),
}


@pytest.mark.parametrize("kind", FORGED)
def test_a_forged_file_is_refused_for_what_it_is(reader: ListReader, kind: str) -> None:
    build, reason, word = FORGED[kind]
    content = build()
    began = time.monotonic()

    refused = refusal(reader, content)

    assert (refused.reason, word in str(refused)) == (reason, True), str(refused)
    assert time.monotonic() - began < 20
    assert count(reader, with_sheet(GOOD)) == 20


def test_announced_sizes_are_not_believed(reader: ListReader) -> None:
    liar = shared("<si><t>a</t></si>", ' count="4294967295" uniqueCount="4294967295"')

    assert count(reader, made.xlsx(made.sheet_xml(GOOD), liar)) == 20


def test_one_cell_in_the_last_corner_costs_nothing(reader: ListReader) -> None:
    corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    reading = reader.read_now(
        [ListFile("a.xlsx", with_sheet(GOOD + corner, before='<dimension ref="A1:XFD1048576"/>'))]
    )

    assert len(reading.raw) == 20


@pytest.mark.parametrize("size", [512, 1024, 3_000])
def test_a_forged_old_workbook_is_a_broken_file(reader: ListReader, size: int) -> None:
    signature = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header = signature + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    forged = (header + b"\xff" * size)[:size]

    assert refusal(reader, forged).reason is CORRUPT


def test_an_old_workbook_cut_anywhere_is_refused_or_read(reader: ListReader) -> None:
    whole = made.xls_book(made.listed(20))
    for size in range(600, len(whole), len(whole) // 7):
        assert refusal(reader, whole[:size]).reason is CORRUPT


def test_repeated_cells_of_an_open_document_do_not_grow(reader: ListReader) -> None:
    cell = (
        '<table:table-cell table:number-columns-repeated="16384" office:value-type="string">'
        "<text:p>x</text:p></table:table-cell>"
    )
    row = f'</table:table-row><table:table-row table:number-rows-repeated="1048576">{cell}'
    rows = [*made.listed(5), [f"<table:covered-table-cell/>{row}"]]
    began = time.monotonic()

    refused = refusal(reader, made.ods_book(rows), "a.ods")

    assert refused.reason in (CORRUPT, UNSAFE, Refused.TOO_LARGE)
    assert time.monotonic() - began < 20


def test_entities_in_an_open_document_are_refused(reader: ListReader) -> None:
    head = '<!DOCTYPE x [<!ENTITY a "b">]>'

    assert refusal(reader, made.ods_book(made.listed(5), head=head), "a.ods").reason is UNSAFE


@pytest.mark.slow
def test_hostile_files_leave_memory_alone(reader: ListReader) -> None:
    files = [
        FORGED[kind][0]()
        for kind in ("three million rows", "one string of 250 MB", "a part of 300 MB")
    ]
    with PeakWatch() as watch:
        for file in files:
            refusal(reader, file)

    assert 0 < watch.largest < 700 * 2**20

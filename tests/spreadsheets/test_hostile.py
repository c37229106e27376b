"""A file built to harm is refused for what it is, soon and in little memory; the next one is read.

Each file is one that a good list becomes by a single change; the control beside it is that list.
"""

import io
import resource
import struct
import time
import zipfile
from collections.abc import Callable
from typing import IO, Final

import pytest

from ntm_verify.domain.findings import Refused
from ntm_verify.domain.reading import ListFile, ListRefused
from ntm_verify.spreadsheets.reader import ListReader
from tests.support import sheet_files as made

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


def test_many_members_are_refused(reader: ListReader) -> None:
    parts = made.xlsx_parts(made.sheet_xml(GOOD))
    crowd: dict[str, made.Part] = {f"docProps/{n}.xml": "<a/>" for n in range(2_001)}

    assert refusal(reader, made.zipped(parts | crowd)).reason is Refused.TOO_LARGE


def test_two_members_of_one_name_are_refused(reader: ListReader) -> None:
    out = io.BytesIO(with_sheet(GOOD))
    with (
        zipfile.ZipFile(out, "a") as archive,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        archive.writestr("xl/worksheets/sheet1.xml", made.sheet_xml(made.rows_xml([["x"]])))

    refused = refusal(reader, out.getvalue())

    assert (refused.reason, "hai bản" in str(refused)) == (UNSAFE, True)


def test_two_members_that_differ_only_in_capitals_are_refused(reader: ListReader) -> None:
    content = with_part("xl/worksheets/SHEET1.xml", made.sheet_xml(""))

    assert refusal(reader, content).reason is UNSAFE


def locate(content: bytes, name: str) -> tuple[int, int]:
    """Give where a member's local header and its directory entry begin."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        local = archive.getinfo(name).header_offset
        start = archive.start_dir
    return local, content.index(name.encode(), start) - 46


def patched(content: bytes, at: int, form: str, value: int) -> bytes:
    changed = bytearray(content)
    struct.pack_into(form, changed, at, value)
    assert changed != content
    return bytes(changed)


SHEET: Final = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("place", "offset", "form", "value", "reason"),
    [
        ("local", 14, "<L", 1, UNSAFE),  # another checksum
        ("local", 18, "<L", 7, UNSAFE),  # another packed size
        ("local", 8, "<H", 0, UNSAFE),  # another method
        ("entry", 24, "<L", 9, UNSAFE),  # another size in the directory only
        ("entry", 8, "<H", 1, Refused.PASSWORD_PROTECTED),
        ("entry", 38, "<L", 0o120777 << 16, UNSAFE),  # a link
        ("entry", 42, "<L", 5, CORRUPT),  # points into the middle of something
    ],
)
def test_headers_that_disagree_are_refused(
    reader: ListReader, place: str, offset: int, form: str, value: int, reason: Refused
) -> None:
    content = with_sheet(GOOD)
    local, entry = locate(content, SHEET)
    forged = patched(content, (local if place == "local" else entry) + offset, form, value)

    assert refusal(reader, forged).reason is reason


def test_a_size_that_lies_in_both_headers_is_refused(reader: ListReader) -> None:
    content = with_sheet(GOOD)
    local, entry = locate(content, SHEET)
    forged = patched(patched(content, local + 22, "<L", 99), entry + 24, "<L", 99)

    assert refusal(reader, forged).reason is UNSAFE


def test_a_wrong_checksum_is_a_broken_file(reader: ListReader) -> None:
    content = with_sheet(GOOD)
    local, entry = locate(content, SHEET)
    forged = patched(patched(content, local + 14, "<L", 99), entry + 16, "<L", 99)

    assert refusal(reader, forged).reason is CORRUPT


@pytest.mark.parametrize("where", ["before", "between", "after", "comment"])
def test_bytes_outside_the_members_are_refused(reader: ListReader, where: str) -> None:
    content = with_sheet(GOOD)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        directory = archive.start_dir
    forged = {
        "before": b"#!/bin/sh\n" + content,
        "between": content[:directory] + b"hidden" + content[directory:],
        "after": content + b"hidden",
        "comment": content[:-2] + struct.pack("<H", 6) + b"hidden",
    }[where]

    assert refusal(reader, forged).reason in (UNSAFE, Refused.UNSUPPORTED_FORMAT)


@pytest.mark.parametrize("shift", [6, -6])
def test_members_with_gaps_or_overlaps_are_refused(reader: ListReader, shift: int) -> None:
    content = with_sheet(GOOD)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries, directory = archive.infolist(), archive.start_dir
    second = entries[1].header_offset
    moved = bytearray(content)
    for entry in entries[1:]:
        _, place = locate(content, entry.filename)
        struct.pack_into("<L", moved, place + 42, entry.header_offset + shift)
    struct.pack_into("<L", moved, len(moved) - 6, directory + shift)
    if shift > 0:
        moved[second:second] = b"hidden"
    else:
        del moved[second + shift : second]

    assert refusal(reader, bytes(moved)).reason in (UNSAFE, CORRUPT)


def test_a_cut_archive_is_a_broken_file(reader: ListReader) -> None:
    assert refusal(reader, with_sheet(GOOD)[:900]).reason is CORRUPT


def test_members_with_descriptors_are_read(reader: ListReader) -> None:
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]  # any buffer
            self.data += data
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in made.xlsx_parts(made.sheet_xml(GOOD)).items():
            archive.writestr(name, str(part))

    assert count(reader, bytes(pipe.data)) == 20


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
    for kind in ("three million rows", "one string of 250 MB", "a part of 300 MB"):
        refusal(reader, FORGED[kind][0]())

    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 700 * 1024

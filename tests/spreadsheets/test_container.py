"""An archive that two programs would read differently is refused before anything is unpacked."""

import io
import struct
import zipfile
from typing import Final

import pytest

from ntm_verify.domain.findings import Refused
from ntm_verify.domain.reading import ListFile, ListRefused
from ntm_verify.spreadsheets.reader import ListReader
from tests.support import sheet_files as made

GOOD: Final = made.rows_xml(made.listed(20))
UNSAFE, CORRUPT = Refused.UNSAFE_CONTENT, Refused.CORRUPT_FILE


def refusal(reader: ListReader, content: bytes) -> ListRefused:
    with pytest.raises(ListRefused) as caught:
        reader.read_now([ListFile("danh sach.xlsx", content)])
    return caught.value


def count(reader: ListReader, content: bytes) -> int:
    return len(reader.read_now([ListFile("danh sach.xlsx", content)]).raw)


def with_part(name: str, part: made.Part) -> bytes:
    return made.zipped(made.xlsx_parts(made.sheet_xml(GOOD)) | {name: part})


def with_sheet(rows: str) -> bytes:
    return made.xlsx(made.sheet_xml(rows))


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

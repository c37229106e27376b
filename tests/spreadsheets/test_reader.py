"""The same people give the same list, whatever kind of file they come in."""

import asyncio
import csv
import io
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any, Final

import pytest

from ntm_verify.domain.columns import Wordings
from ntm_verify.domain.findings import Check, Field, Refused
from ntm_verify.domain.participant_list import RawList
from ntm_verify.domain.reading import ListFile, ListRefused, Reading, ReadingOptions
from ntm_verify.spreadsheets.limits import Limits
from ntm_verify.spreadsheets.reader import ListReader
from tests.support import sheet_files as made
from tests.support.files import ROOT, read_fixture

FIFTY: Final = made.listed(50)


def windows_1258(text: str) -> bytes:
    """Spell letters that Windows-1258 lacks as a base letter and a tone."""
    out = b""
    for sign in text:
        try:
            out += sign.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", sign)
            tones = "".join(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
            base = "".join(part for part in parts if part not in tones)
            out += (unicodedata.normalize("NFC", base) + tones).encode("cp1258")
    return out


def quoted() -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(FIFTY)
    return out.getvalue().encode("utf-8-sig")


def html_page() -> bytes:
    rows = "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in FIFTY)
    return f"<html><meta charset='utf-8'><body><table>{rows}</table></body></html>".encode()


def with_macros() -> bytes:
    parts = made.xlsx_parts(made.sheet_xml(made.rows_xml(FIFTY)))
    return made.zipped(parts | {"xl/vbaProject.bin": b"\xcc\x61"})


FORMS: Final[dict[str, tuple[str, Callable[[], bytes]]]] = {
    "xlsx by openpyxl": ("xlsx", lambda: made.openpyxl_book({"DS": FIFTY})),
    "xlsx by xlsxwriter": ("xlsx", lambda: made.xlsxwriter_book(FIFTY)),
    "xlsx with texts in cells": ("xlsx", lambda: made.xlsxwriter_book(FIFTY, inline=True)),
    "xlsx by hand": ("xlsx", lambda: made.xlsx(made.sheet_xml(made.rows_xml(FIFTY)))),
    "xlsm": ("xlsm", with_macros),
    "xls": ("xls", lambda: made.xls_book(FIFTY)),
    "xlsb": ("xlsb", lambda: made.xlsb_book(FIFTY)),
    "ods": ("ods", lambda: made.ods_book(FIFTY)),
    "html": ("html", html_page),
    "csv": ("csv", lambda: made.delimited(FIFTY).encode()),
    "csv with a mark": ("csv", lambda: made.delimited(FIFTY).encode("utf-8-sig")),
    "csv in UTF-16": ("csv", lambda: made.delimited(FIFTY).encode("utf-16")),
    "csv in UTF-16 without a mark": ("csv", lambda: made.delimited(FIFTY).encode("utf-16-be")),
    "csv in Windows-1258": ("csv", lambda: windows_1258(made.delimited(FIFTY))),
    "csv with semicolons": ("csv", lambda: made.delimited(FIFTY, ";").encode()),
    "csv with bars": ("csv", lambda: made.delimited(FIFTY, "|").encode()),
    "csv of an old Mac": ("csv", lambda: made.delimited(FIFTY, ",", "\r").encode()),
    "csv, all quoted": ("csv", quoted),
    "csv that names its delimiter": (
        "csv",
        lambda: b"sep=;\n" + made.delimited(FIFTY, ";", "\n").encode(),
    ),
    "tsv": ("tsv", lambda: made.delimited(FIFTY, "\t").encode()),
}


def read(reader: ListReader, content: bytes, encoding: str = "", sheet: str = "") -> Reading:
    files = [ListFile("danh sach", content)]
    return reader.read_now(files, ReadingOptions(encoding=encoding, sheet=sheet))


def texts(raw: RawList) -> dict[str, list[str]]:
    return {name.value: list(column.texts) for name, column in raw.columns.items()}


def names(reading: Reading) -> list[str]:
    return list(reading.raw.columns[Field.NAME].texts)


def noted(reading: Reading) -> list[tuple[Check, int | None, str]]:
    return [(note.check, note.place, note.detail) for note in reading.notes]


@pytest.mark.parametrize("kind", FORMS)
def test_fifty_people_are_the_same_list_in_every_form(reader: ListReader, kind: str) -> None:
    form, build = FORMS[kind]
    content = build()

    reading = read(reader, content)

    expected = {
        name: [row[at] for row in made.people(50)]
        for name, at in (("name", 1), ("id", 2), ("birth", 3), ("hamlet", 4))
    }
    first = 3 if kind == "csv that names its delimiter" else 2
    assert texts(reading.raw) == expected
    assert list(reading.raw.lines) == list(range(first, first + 50))
    assert set("".join(column.kinds for column in reading.raw.columns.values())) == {"t"}
    (facts,) = reading.files
    assert (facts.format, facts.size) == (form, len(content))
    assert facts.sha256 == sha256(content).hexdigest()
    (source,) = reading.raw.sources
    columns = {name.value: at for name, at in source.columns.items()}
    assert columns == {"name": "B", "id": "C", "birth": "D", "hamlet": "E"}
    assert (source.header_row, source.rows_read) == (first - 1, 50)


def test_a_converted_encoding_is_told(reader: ListReader) -> None:
    reading = read(reader, windows_1258(made.delimited(FIFTY)))

    assert noted(reading) == [(Check.ENCODING_CONVERTED, None, "windows-1258")]


def test_hidden_rows_of_an_open_document_are_counted_and_told(reader: ListReader) -> None:
    parts = made.ods_parts(FIFTY)
    rows = str(parts["content.xml"]).split("<table:table-row>")
    mark = '<table:table-row table:visibility="filter">'
    parts["content.xml"] = mark.join(
        ["<table:table-row>".join(rows[:5]), "<table:table-row>".join(rows[5:])]
    )

    reading = read(reader, made.zipped(parts, stored=["mimetype"]))

    assert len(reading.raw) == 50
    assert noted(reading) == [(Check.HIDDEN_ROW, None, "1 (số 5)")]


def test_an_old_book_tells_numbers_and_hidden_sheets(reader: ListReader) -> None:
    rows: list[list[made.Cell]] = [["Họ tên", "Mã số"], ["Lê Văn An", 3800000001], ["Bé", 1.5]]

    reading = read(reader, made.xls_book(rows, hidden=[["x"]]))

    column = reading.raw.columns[Field.ID]
    assert (list(column.texts), column.kinds) == (["3800000001", "1.5"], "nn")
    assert noted(reading) == [(Check.HIDDEN_SHEET, None, "Ẩn")]


def test_macros_are_told_and_ignored(reader: ListReader) -> None:
    assert [note[0] for note in noted(read(reader, with_macros()))] == [Check.MACROS_IGNORED]


def test_numbers_keep_what_the_file_stores(reader: ListReader) -> None:
    rows: list[list[made.Cell]] = [
        ["Họ và tên", "Mã số BHXH"],
        ["Lê Văn An", 380000001],
        ["Lê Văn Bé", 38012345678],
    ]
    xml = made.rows_xml(rows) + '<row r="4"><c r="A4" t="str"><v>Lê Văn Cư</v></c>'
    xml += '<c r="B4"><v>3.8E+09</v></c></row>'

    reading = read(reader, made.xlsx(made.sheet_xml(xml)))

    column = reading.raw.columns[Field.ID]
    assert (list(column.texts), column.kinds) == (["380000001", "38012345678", "3.8E+09"], "nnn")


def test_several_files_are_one_list_and_notes_follow_their_rows(reader: ListReader) -> None:
    first = made.delimited([["Họ tên", "Mã số"], ["Lê Văn An", "0000000001"]]).encode()
    second = made.delimited(
        [["Mã thẻ", "Họ tên", "Thôn"], ["GD4380000000002", 'Lê "Bé', "Thôn 2"], ["GD4380000000003"]]
    )
    second = second.replace('Lê "Bé', '"Lê Bé')

    reading = reader.read_now([ListFile("a", first), ListFile("b", second.encode())])

    raw = reading.raw
    assert texts(raw) == {
        "id": ["0000000001", "GD4380000000002", "GD4380000000003"],
        "name": ["Lê Văn An", '"Lê Bé', ""],
        "hamlet": ["", "Thôn 2", ""],
    }
    assert (list(raw.source_of), [source.file for source in raw.sources]) == ([0, 1, 1], ["a", "b"])
    assert raw.columns[Field.HAMLET].kinds == "-t-"
    assert raw.cell(1, Field.NAME) == "B2"
    assert [(note.check, note.place, note.source) for note in reading.notes] == [
        (Check.CSV_QUOTE_UNBALANCED, 1, 1),
        (Check.ROW_TOO_SHORT, 2, 1),
    ]


def test_the_file_that_is_refused_is_named(reader: ListReader) -> None:
    good = ListFile("tốt.csv", made.delimited(FIFTY).encode())

    with pytest.raises(ListRefused) as caught:
        reader.read_now([good, ListFile("hỏng.csv", b" \r\n ")])

    assert (caught.value.reason, caught.value.file) == (Refused.EMPTY_FILE, "hỏng.csv")


NOT_TABLES: Final[dict[str, tuple[bytes, Refused, str]]] = {
    "nothing": (b"", Refused.EMPTY_FILE, "rỗng"),
    "a mark and nothing": (b"\xef\xbb\xbf\r\n", Refused.EMPTY_FILE, "rỗng"),
    "a paper": (b"%PDF-1.7\n", Refused.UNSUPPORTED_FORMAT, "PDF"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(99), Refused.UNSUPPORTED_FORMAT, "PNG"),
    "noise": (bytes(range(1, 32)) * 99, Refused.UNSUPPORTED_FORMAT, "bảng tính"),
    "a spreadsheet of 2003 as XML": (
        b'<?xml version="1.0"?><Workbook/>',
        Refused.UNSUPPORTED_FORMAT,
        "XML 2003",
    ),
    "a text document": (
        made.zipped({"word/document.xml": "<a/>"}),
        Refused.UNSUPPORTED_FORMAT,
        "Word",
    ),
    "a Numbers book": (
        made.zipped({"Index/Document.iwa": "x"}),
        Refused.UNSUPPORTED_FORMAT,
        "Numbers",
    ),
    "an archive": (made.zipped({"a.txt": "x"}), Refused.UNSUPPORTED_FORMAT, "tệp nén"),
    "an encrypted book": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        Refused.PASSWORD_PROTECTED,
        "mật khẩu",
    ),
    "an old text document": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le"),
        Refused.UNSUPPORTED_FORMAT,
        "Word",
    ),
    "an encrypted open document": (
        made.ods_book(FIFTY, manifest="<manifest:encryption-data/>"),
        Refused.PASSWORD_PROTECTED,
        "mật khẩu",
    ),
    "letters of no known kind": (
        b"H\x8f t\x81n,M\x9d s\x90\r\n" * 9,
        Refused.ENCODING_UNREADABLE,
        "UTF-8",
    ),
    "half a UTF-16 letter": (
        "Họ tên,Mã số\n".encode("utf-16")[:-1],
        Refused.ENCODING_UNREADABLE,
        "UTF-8",
    ),
}


@pytest.mark.parametrize("kind", NOT_TABLES)
def test_what_is_no_table_is_refused_by_its_kind(reader: ListReader, kind: str) -> None:
    content, reason, word = NOT_TABLES[kind]

    with pytest.raises(ListRefused) as caught:
        read(reader, content)

    assert (caught.value.reason, word in str(caught.value)) == (reason, True), str(caught.value)


def test_no_file_at_all_is_an_empty_list(reader: ListReader) -> None:
    with pytest.raises(ListRefused) as caught:
        reader.read_now([])

    assert caught.value.reason is Refused.EMPTY_FILE


def test_a_file_over_the_limit_names_both_sizes(wordings: Wordings) -> None:
    small = ListReader(wordings, replace(Limits(), file_bytes=2_000))

    with pytest.raises(ListRefused) as caught:
        small.read_now([ListFile("a.csv", b"x" * 2_100_000)])

    assert caught.value.reason is Refused.TOO_LARGE
    assert "2,0 MB" in str(caught.value)


FONTS: Final = ("tcvn3", "vni")


def in_font(wordings: Wordings, font: str, text: str) -> str:
    letters = {
        letter: sign for sign, letter in reversed(list(wordings.fonts[font].letters.items()))
    }
    return "".join(letters.get(sign, sign) for sign in text)


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_old_font_is_shown_and_converted_only_when_confirmed(
    reader: ListReader, wordings: Wordings, font: str, form: str
) -> None:
    rows = [[in_font(wordings, font, cell) for cell in row] for row in FIFTY]
    if form == "csv":
        content = made.delimited(rows).encode("cp1252")
    else:
        content = made.openpyxl_book({"DS": rows})

    with pytest.raises(ListRefused) as caught:
        read(reader, content)
    reading = read(reader, content, encoding=font)

    refused = caught.value
    assert (refused.reason, refused.encoding) == (Refused.NAME_LEGACY_FONT, font)
    people = [row[1] for row in made.people(50)]
    assert [after for _, after in refused.preview] == people[:5]
    assert [before for before, _ in refused.preview] == [row[1] for row in rows[1:6]]
    assert names(reading) == people
    assert list(reading.raw.columns[Field.HAMLET].texts[:2]) == ["Thôn 1", "Thôn 2"]
    assert {note.check for note in reading.notes} == {Check.LEGACY_FONT_CONVERTED}


def test_a_font_that_is_never_guessed_can_be_confirmed(
    reader: ListReader, wordings: Wordings
) -> None:
    rows = [[in_font(wordings, "viscii", cell) for cell in row] for row in FIFTY]

    reading = read(reader, made.openpyxl_book({"DS": rows}), encoding="viscii")

    assert names(reading) == [row[1] for row in made.people(50)]


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viscii", "utf-8", "windows-1258"])
def test_a_wrong_confirmation_does_not_damage_a_clean_list(
    reader: ListReader, encoding: str
) -> None:
    content = made.openpyxl_book({"DS": FIFTY})

    reading = read(reader, content, encoding=encoding)

    assert (names(reading), reading.notes) == ([row[1] for row in made.people(50)], ())


def test_a_confirmed_encoding_of_bytes_is_used(reader: ListReader) -> None:
    rows = [["Ho ten", "Ma so"], ["Lê Văn Ấm", "0000000001"]]

    reading = read(reader, windows_1258(made.delimited(rows)), encoding="windows-1258")

    assert names(reading) == ["Lê Văn Ấm"]


@pytest.mark.parametrize("listed", read_fixture("lists/expected.toml")["list"])
def test_lists_of_the_fixtures_have_the_rows_they_should(
    reader: ListReader, listed: dict[str, Any]
) -> None:
    content = (ROOT / "fixtures" / "lists" / listed["file"]).read_bytes()

    assert len(read(reader, content).raw) == listed["rows"]


async def test_a_commune_has_one_turn_at_a_time_and_others_pass(wordings: Wordings) -> None:
    reader = ListReader(wordings)
    finished: list[str] = []
    big = ListFile("a.csv", made.delimited(made.listed(40_000)).encode())
    small = ListFile("b.csv", made.delimited(FIFTY).encode())

    async def one(file: ListFile, turn: str) -> None:
        await reader.read([file], turn=turn)
        finished.append(turn)

    try:
        async with asyncio.timeout(30):
            await asyncio.gather(*(one(big, "A") for _ in range(3)), one(small, "B"))
    finally:
        reader.close()

    assert (finished.index("B") < 2, sorted(finished)) == (True, ["A", "A", "A", "B"])


async def test_reading_refuses_the_same_from_a_coroutine(reader: ListReader) -> None:
    with pytest.raises(ListRefused) as caught:
        await reader.read([ListFile("a.csv", b"")], turn="A")

    assert caught.value.reason is Refused.EMPTY_FILE

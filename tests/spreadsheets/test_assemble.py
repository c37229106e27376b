"""The sheets of a workbook become one list, and whatever is left out is said."""

from collections.abc import Mapping
from typing import Final

import pytest

from ntm_verify.domain.findings import Check, Field, Refused
from ntm_verify.domain.reading import ListFile, ListRefused, Reading, ReadingOptions
from ntm_verify.spreadsheets.reader import ListReader
from tests.support import sheet_files as made

NAMELESS: Final = [row[:4] for row in made.listed(12)]


def read(reader: ListReader, sheets: Mapping[str, made.Rows], sheet: str = "") -> Reading:
    file = ListFile("bhyt xã mẫu.xlsx", made.openpyxl_book(sheets))
    return reader.read_now([file], ReadingOptions(sheet=sheet))


def refusal(reader: ListReader, sheets: Mapping[str, made.Rows]) -> ListRefused:
    with pytest.raises(ListRefused) as caught:
        read(reader, sheets)
    return caught.value


def told(reading: Reading) -> list[tuple[Check, str]]:
    return [(note.check, note.detail) for note in reading.notes]


def hamlets(reading: Reading) -> list[str]:
    return [source.hamlet for source in reading.raw.sources]


def test_sheets_follow_one_another_and_name_their_hamlets(reader: ListReader) -> None:
    second = [row[:4] for row in made.listed(5, 100)]

    reading = read(reader, {"Thôn Đông": NAMELESS, "Đồi Chè": second, "Sheet3": second[:3]})

    assert hamlets(reading) == ["Thôn Đông", "Đồi Chè", ""]
    assert list(reading.raw.source_of) == [0] * 12 + [1] * 5 + [2] * 2
    assert reading.raw.columns[Field.ID].texts[12] == "0000000100"


def test_a_single_sheet_is_no_hamlet_unless_it_is_called_one(reader: ListReader) -> None:
    assert hamlets(read(reader, {"Đồi Chè": NAMELESS})) == [""]
    assert hamlets(read(reader, {"thon 3": NAMELESS})) == ["thon 3"]
    assert hamlets(read(reader, {"Thôn 3": made.listed(3)})) == [""]


def test_the_files_name_may_tell_the_hamlet(reader: ListReader) -> None:
    content = made.delimited(NAMELESS).encode()

    reading = reader.read_now([ListFile("2026/Thôn_Đông-Hà.csv", content)])

    assert hamlets(reading) == ["Thôn Đông Hà"]


def test_a_sheet_handed_in_twice_counts_once(reader: ListReader) -> None:
    reading = read(reader, {"A": made.listed(3), "B": made.listed(3)})

    assert len(reading.raw) == 3
    assert told(reading) == [(Check.DUPLICATE_SHEET, "“A” và “B”")]


def test_two_versions_of_one_list_are_not_chosen_between(reader: ListReader) -> None:
    sheets = {"Cũ": made.listed(30), "Mới": made.listed(30, 5)}

    refused = refusal(reader, sheets)

    assert (refused.reason, "“Cũ”, “Mới”" in str(refused)) == (Refused.AMBIGUOUS_TABLE, True)
    assert len(read(reader, sheets, "Mới").raw) == 30
    assert len(read(reader, {"1": made.listed(30), "2": made.listed(30, 20)}).raw) == 60


def test_annexes_and_tables_of_codes_are_no_lists(reader: ListReader) -> None:
    codes = [["Mã", "Tên"], ["01", "Hà Nội"], ["38", "Thanh Hóa"]]

    reading = read(
        reader,
        {
            "DS": made.listed(3),
            "Bảng kê": made.listed(5, 9),
            "BenhVien": made.listed(4),
            "x": codes,
            "Trống": [[]],
        },
    )

    assert len(reading.raw) == 3
    assert told(reading) == [
        (Check.ROW_SKIPPED, f"trang tính “{name}” không phải danh sách")
        for name in ("BenhVien", "x", "Bảng kê")
    ]


def test_an_annex_alone_is_read(reader: ListReader) -> None:
    assert len(read(reader, {"Bảng kê": made.listed(5)}).raw) == 5


def test_a_sheet_with_a_header_and_nobody_is_said(reader: ListReader) -> None:
    reading = read(reader, {"Thôn 1": made.listed(3), "Thôn 2": made.listed(0)})

    assert told(reading) == [(Check.ROW_SKIPPED, "trang tính “Thôn 2” không có người nào")]


FORM_C70: Final = [["", "Mẫu C70a-HD"], ["Danh sách đề nghị giải quyết hưởng chế độ ốm đau"]]
REFUSED: Final[dict[str, tuple[dict[str, made.Rows], Refused, str]]] = {
    "an empty book": ({"A": [[]], "B": [[]]}, Refused.EMPTY_FILE, "rỗng"),
    "nobody": ({"DS": made.listed(0)}, Refused.NO_ROWS, "không có dòng nào"),
    "only a total": ({"DS": [*made.listed(0), ["", "Tổng cộng", "0"]]}, Refused.NO_ROWS, "dòng"),
    "another form": (
        {"C70a": [*FORM_C70, *made.listed(9)]},
        Refused.NOT_A_LIST,
        "không giống danh sách",
    ),
    "no header": ({"Giá": [["Giá lúa", "9"]]}, Refused.HEADER_NOT_FOUND, "“Giá”"),
    "no number": (
        {"DS": [["Họ và tên", "Ngày sinh", "Số điện thoại"], ["Lê Văn An", "1/1/1980", "09"]]},
        Refused.REQUIRED_COLUMN_MISSING,
        "Thiếu cột mã số BHXH",
    ),
    "no name": (
        {"DS": [["Mã số BHXH", "Ngày sinh"], ["0000000001", "1/1/1980"]]},
        Refused.REQUIRED_COLUMN_MISSING,
        "Thiếu cột họ và tên",
    ),
    "two tables side by side": (
        {"DS": [[*row[1:3], "", *row[1:3]] for row in made.listed(9)]},
        Refused.AMBIGUOUS_TABLE,
        "cạnh nhau",
    ),
    "two tables one below the other": (
        {"DS": [*made.listed(20), ["Mã thẻ BHYT", "Họ tên"], ["GD4380000000001", "Lê Văn An"]]},
        Refused.AMBIGUOUS_TABLE,
        "dòng 22",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_book_without_a_list_is_refused_by_what_it_lacks(reader: ListReader, kind: str) -> None:
    sheets, reason, word = REFUSED[kind]

    refused = refusal(reader, sheets)

    assert (refused.reason, word in str(refused)) == (reason, True), str(refused)


def test_headings_of_hamlets_fill_the_column_that_is_not_there(reader: ListReader) -> None:
    rows = [NAMELESS[0], NAMELESS[1], ["", "Thôn Đông"], *NAMELESS[2:4], ["Thôn Tây"], NAMELESS[4]]

    reading = read(reader, {"DS": rows})

    assert list(reading.raw.columns[Field.HAMLET].texts) == [
        "",
        "Thôn Đông",
        "Thôn Đông",
        "Thôn Tây",
    ]
    assert reading.raw.columns[Field.HAMLET].kinds == "-ttt"
    assert reading.raw.cell(0, Field.HAMLET) == ""


def test_a_chosen_sheet_that_is_not_there_is_said(reader: ListReader) -> None:
    with pytest.raises(ListRefused, match="“Thôn 9”") as caught:
        read(reader, {"Thôn 1": made.listed(3)}, "Thôn 9")

    assert caught.value.reason is Refused.HEADER_NOT_FOUND


def test_the_header_row_and_columns_can_be_chosen(reader: ListReader) -> None:
    rows = [["x", "y", "z"], *[[row[2], "?", row[1]] for row in made.people(5)]]
    options = ReadingOptions(mapping={Field.NAME: "C", Field.ID: "A"}, header_row=1, sheet="DS")

    reading = reader.read_now([ListFile("a", made.openpyxl_book({"DS": rows}))], options)

    assert list(reading.raw.columns[Field.NAME].texts) == [row[1] for row in made.people(5)]
    assert [note.detail for note in reading.notes] == ["B: y"]


def test_reasons_are_counted_and_told(reader: ListReader) -> None:
    rows = [*made.listed(14), ["", "Tổng cộng", "14"], ["", "Người lập"], ["", "Lê Văn Ký"]]

    reading = read(reader, {"DS": rows})

    assert reading.raw.sources[0].dropped == {"total": 1, "signature": 2}
    assert told(reading) == [
        (Check.ROW_SKIPPED, "2 dòng ngày tháng, chữ ký"),
        (Check.ROW_SKIPPED, "1 dòng cộng, tổng cộng"),
    ]

"""A corrected file is the submitter's own: cells typed over, rows emptied, nothing else moves."""

import io
from collections.abc import Callable

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import pytest

from ntm_verify.domain.corrected import CellEdit
from ntm_verify.regulations.columns import load_wordings
from ntm_verify.spreadsheets.annotate_apart import correct_apart
from ntm_verify.spreadsheets.annotate_fresh import Decoding
from ntm_verify.spreadsheets.correct import correct, plain_book
from tests.support import sheet_files as made

TYPED = CellEdit("DS", 3, "C", "0090000009")
GONE = CellEdit("DS", 4, "", None)


def cells(content: bytes, sheet: str = "DS") -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [list(row) for row in book[sheet].iter_rows(values_only=True)]


@pytest.mark.parametrize(
    ("form", "write"),
    [
        ("xlsx", lambda rows: made.openpyxl_book({"DS": rows})),
        ("xlsx", made.xlsxwriter_book),
        ("xlsx", lambda rows: made.xlsxwriter_book(rows, inline=True)),
    ],
)
def test_a_cell_is_typed_over_and_a_row_emptied_in_place(
    form: str, write: Callable[[made.Rows], bytes]
) -> None:
    content = write(made.listed(5))
    before = cells(content)

    after = cells(correct(content, form, [TYPED, GONE]))

    assert after[2][2] == "0090000009"
    assert not any(after[3])
    same = [row for at, row in enumerate(zip(before, after, strict=True)) if at not in {2, 3}]
    assert all(old == new for old, new in same)
    assert (before[2][:2], before[2][3:]) == (after[2][:2], after[2][3:])


def test_formats_and_other_sheets_stay() -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["DS"]["C3"].number_format = "@"
        book["DS"].column_dimensions["C"].width = 33
        book.create_sheet("Khác")["A1"] = "giữ nguyên"

    content = made.openpyxl_book({"DS": made.listed(5)}, change)
    done = correct(content, "xlsx", [TYPED])

    book = openpyxl.load_workbook(io.BytesIO(done))
    assert book["DS"]["C3"].number_format == "@"
    assert book["DS"].column_dimensions["C"].width == 33
    assert book["Khác"]["A1"].value == "giữ nguyên"


def test_what_looks_like_a_formula_is_text_in_every_kind_of_file() -> None:
    hostile = [CellEdit("DS", 3, "B", "=1+1"), CellEdit("", 3, "B", "=1+1")]
    books = {
        "xlsx": made.openpyxl_book({"DS": made.listed(5)}),
        "csv": made.delimited(made.listed(5)).encode(),
    }
    for form, content in books.items():
        done = correct(content, form, hostile)
        book = openpyxl.load_workbook(io.BytesIO(done))
        cell = book.worksheets[0]["B3"]
        assert (cell.value, cell.data_type) == ("=1+1", "s"), form


def test_a_sheet_whose_row_holds_formulas_is_written_anew_with_the_same_rows() -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["DS"]["A4"] = "=A3+1"

    content = made.openpyxl_book({"DS": made.listed(5)}, change)

    after = cells(correct(content, "xlsx", [GONE]))

    assert not any(after[3])
    assert after[4][1] == made.listed(5)[4][1]


def test_other_kinds_of_files_come_back_as_a_workbook() -> None:
    rows = made.listed(5)
    for form, content in (("ods", made.ods_book(rows)), ("csv", made.delimited(rows).encode())):
        done = correct(
            content, form, [CellEdit("", 3, "C", "0090000009"), CellEdit("", 4, "", None)]
        )
        after = [list(r) for r in openpyxl.load_workbook(io.BytesIO(done)).worksheets[0].values]
        assert str(after[2][2]) == "0090000009", form
        assert not any(after[3]), form


def test_letters_of_an_old_font_survive() -> None:
    content = "Hä vµ tªn,M· sè BHXH\nNguyÔn V¨n Toµn,0090000001\n".encode("cp1252")
    decoding = Decoding.of(load_wordings(), "tcvn3")

    done = correct(content, "csv", [CellEdit("", 2, "B", "0090000009")], decoding)

    assert cells(done, "Danh sách")[1] == ["NguyÔn V¨n Toµn", "0090000009"]


def test_it_runs_in_a_process_of_its_own_too() -> None:
    content = made.xlsxwriter_book(made.listed(5))

    assert cells(correct_apart(content, "xlsx", [TYPED]))[2][2] == "0090000009"


def test_a_list_of_its_own_is_all_text() -> None:
    done = plain_book([("Họ và tên", "Mã số"), ("=cmd()", "0090000001")])

    sheet = openpyxl.load_workbook(io.BytesIO(done)).worksheets[0]
    assert [(c.value, c.data_type) for c in sheet[2]] == [("=cmd()", "s"), ("0090000001", "s")]

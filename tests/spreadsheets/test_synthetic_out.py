"""Made-up lists become files that other programs open, the same bytes each time."""

import csv
import warnings
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Final
from zipfile import ZipFile

import openpyxl  # type: ignore[import-untyped]  # it comes without types
import pytest
from python_calamine import CalamineWorkbook

from ntm_verify.domain.synthetic import MARK, Recipe
from ntm_verify.domain.synthetic_lists import FIRST_ROW, MadeList, Order, make_list
from ntm_verify.regulations.synthetic import load_stock
from ntm_verify.spreadsheets.synthetic_out import FORMS, write_list, write_table

RECIPE: Final = Recipe(load_stock(), 7, date(2026, 6, 30))
MADE: Final = make_list(RECIPE, "00002", Order(800, faults=200))


def lines(made: MadeList) -> list[list[str | int]]:
    banner: list[str | int] = [made.banner, *[""] * (len(made.header) - 1)]
    return [banner, list(made.header), *map(list, made.rows)]


@pytest.mark.parametrize("form", FORMS)
def test_the_same_list_is_the_same_bytes(form: str) -> None:
    again = make_list(RECIPE, "00002", Order(800, faults=200))

    assert FORMS[form](MADE) == FORMS[form](again)


def test_a_workbook_holds_every_cell_as_it_is() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sheet = openpyxl.load_workbook(BytesIO(FORMS["xlsx"](MADE))).worksheets[0]

    assert [["" if cell is None else cell for cell in row] for row in sheet.values] == lines(MADE)
    assert any(isinstance(row[1], int) for row in MADE.rows)


def test_another_reader_sees_the_same() -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(FORMS["xlsx"](MADE)))

    assert book.get_sheet_by_index(0).to_python() == lines(MADE)


def test_no_clock_gets_into_a_workbook() -> None:
    with ZipFile(BytesIO(FORMS["xlsx"](MADE))) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(("form", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_text_holds_every_cell_as_it_is(form: str, delimiter: str) -> None:
    text = FORMS[form](MADE).decode("utf-8")
    read = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))

    assert read == [[str(cell) for cell in line] for line in lines(MADE)]
    assert read[FIRST_ROW - 1][0] == MADE.rows[0][0]


def test_an_old_font_is_one_byte_a_sign() -> None:
    made = make_list(RECIPE, "00002", Order(20, font="tcvn3"))

    assert "Hä vµ tªn".encode("latin-1") in FORMS["csv"](made)


def test_files_are_written_where_they_are_wanted(tmp_path: Path) -> None:
    write_list(tmp_path / "a.csv", MADE, "csv")
    write_table(tmp_path / "t.csv", ("commune", "rows"), [("00002", 800)])

    assert (tmp_path / "a.csv").read_bytes() == FORMS["csv"](MADE)
    assert (tmp_path / "t.csv").read_text("utf-8") == f"commune,rows,ghi_chu\n00002,800,{MARK}\n"

"""Delimited text keeps every record under its own number, whatever its quotes do."""

from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_verify.domain.reading import ListRefused
from ntm_verify.spreadsheets.limits import Limits
from ntm_verify.spreadsheets.text_table import find_delimiter, read_table

LIMITS: Final = Limits()
FORTY: Final = [["STT", "Họ tên", "Mã số"]] + [[str(n), "Lê An", f"{n:010d}"] for n in range(40)]


def records(text: str) -> list[list[str]]:
    return read_table(text, LIMITS).records


def lines(rows: list[list[str]], delimiter: str = ",") -> str:
    return "\n".join(delimiter.join(row) for row in rows)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_by_even_rows(delimiter: str) -> None:
    title = "Xã Mẫu, huyện Mẫu, tỉnh Mẫu\n"

    assert find_delimiter(title + lines(FORTY, delimiter)) == delimiter
    assert find_delimiter("một cột\nhai\n") == ","


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_read(end: str) -> None:
    assert records(lines(FORTY).replace("\n", end) + end) == FORTY


def test_blank_lines_keep_their_number() -> None:
    assert records("a,b\n\n1,2\n") == [["a", "b"], [], ["1", "2"]]


def test_quotes_that_close_are_read_across_lines() -> None:
    assert records('a,b\n"x\ny","1,""2"""\n') == [["a", "b"], ["x\ny", '1,"2"']]


@pytest.mark.parametrize("place", [1, 7, 39])
@pytest.mark.parametrize("name", ['"Lê An', 'Lê "An', 'Lê An"', '"Lê" An'])
def test_a_stray_quote_loses_nobody(place: int, name: str) -> None:
    rows = [list(row) for row in FORTY]
    rows[place][1] = name

    table = read_table(lines(rows), LIMITS)

    assert [row[2] for row in table.records] == [row[2] for row in rows]
    assert table.unbalanced == (() if name in ('Lê "An', 'Lê An"') else (place + 1,))


def test_two_stray_quotes_that_seem_to_close_lose_nobody() -> None:
    rows = [list(row) for row in FORTY]
    rows[5][1], rows[30][2] = '"Lê An', '0000000029"'

    table = read_table(lines(rows), LIMITS)

    assert len(table.records) == 41
    assert table.unbalanced == (6,)


def test_zero_signs_stay_visible() -> None:
    assert records("a,b\n1,x\x00y\n") == [["a", "b"], ["1", "x\ufffdy"]]


def test_long_tables_and_long_cells_are_refused() -> None:
    with pytest.raises(ListRefused, match=r"quá 40 dòng"):
        read_table(lines(FORTY), replace(LIMITS, rows=40))
    with pytest.raises(ListRefused, match="quá nhiều chữ"):
        read_table("a,b\n" + "x" * 40_000, LIMITS)


cell = st.text(st.characters(exclude_characters="\r\n\x00", codec="utf-8"), max_size=8)


@given(st.lists(st.tuples(cell, cell, cell), min_size=3, max_size=9))
def test_no_line_disappears(rows: list[tuple[str, str, str]]) -> None:
    text = "STT,Họ tên,Mã số\n" + "\n".join(",".join(row) for row in rows)

    table = read_table(text, LIMITS)
    joined = sum(part.count("\n") for record in table.records for part in record)

    assert len(table.records) + joined == text.count("\n") + 1 - (text.split("\n")[-1] == "")

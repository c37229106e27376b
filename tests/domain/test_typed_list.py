"""Lines from spreadsheets, messages and hands become one table; no text is mended on the way."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_verify.domain.typed_list import HEADER, HEADS, as_table, count_people, has_header

AN = ["Nguyễn Văn An", "0123456789", "Thôn 1"]


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(as_table(text)), delimiter="\t"))


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("Nguyễn Văn An\t0123456789\tThôn 1", AN),
        ("1\tNguyễn Văn An\t0123456789\tThôn 1", AN),
        ("0123456789\tNguyễn Văn An\tThôn 1", AN),
        ("Nguyễn Văn An\t15/03/1985\t0123456789\tThôn 1", AN),
        ("Nguyễn Văn An; 0123456789; Thôn 1", AN),
        ("Nguyễn Văn An, 0123456789, Thôn 1", AN),
        ("12. Nguyễn Văn An - 0123456789 - Thôn 1", AN),
        ("Nguyễn Văn An 0123456789 Thôn 1", AN),
        ("Nguyễn Văn An: 0123456789", [*AN[:2], ""]),
        ("Nguyễn Văn An\tDN4010123456789\tThôn 1", [AN[0], "DN4010123456789", AN[2]]),
        ("Nguyễn Văn An - 0123 456 789 - Thôn 1", [AN[0], "0123 456 789", AN[2]]),
        ("Nguyễn Văn An", [AN[0], "", ""]),
        ("Nguyễn Văn An\t12345\tThôn 1", [AN[0], "12345", AN[2]]),
    ],
)
def test_a_line_is_cut_into_name_number_and_hamlet(line: str, cells: list[str]) -> None:
    head, row = rows(line)
    assert head == list(HEADS)
    assert [*row, ""][:3] == cells


def test_under_a_header_every_column_stays_where_it_is() -> None:
    text = "Thôn\tMã số BHXH\tHọ và tên\tGhi chú\r\nThôn 1\t0123456789\tNguyễn Văn An\tx\r\n"
    assert has_header(text)
    assert rows(text) == [
        ["Thôn", "Mã số BHXH", "Họ và tên", "Ghi chú"],
        ["Thôn 1", "0123456789", "Nguyễn Văn An", "x"],
    ]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("Nguyễn Văn An\t0123456789\tThôn 1", AN),
        ("\t0123456789\tThôn 1", ["", *AN[1:]]),
        ("Nguyễn Văn An\t\tThôn 1", [AN[0], "", AN[2]]),
        ("Nguyễn Văn An\t12a\tThôn 1", [AN[0], "12a", AN[2]]),
        ("1\tNguyễn Văn An\t0123456789\tThôn 1", AN),
        ("0123456789\tNguyễn Văn An\tThôn 1", AN),
        ("12. Nguyễn Văn An - 0123456789 - Thôn 1", AN),
        ("Nguyễn Văn An, 0123456789, Thôn 1", AN),
    ],
)
def test_under_the_page_s_own_names_lines_may_come_from_anywhere(
    line: str, cells: list[str]
) -> None:
    head, row = rows(f"{HEADER}\r\n{line}\r\n")
    assert head == list(HEADS)
    assert row == cells


def test_a_person_on_the_first_line_is_no_header() -> None:
    assert not has_header("Nguyễn Văn Ten\t0123456789\tThôn 1")
    assert has_header(HEADER)


def test_lines_keep_their_order_and_place() -> None:
    text = "A B\t0123456781\n\nC D\t0123456782\n"
    assert [row[:1] for row in rows(text)] == [[HEADS[0]], ["A B"], [""], ["C D"]]
    assert count_people(text) == 2
    assert count_people(HEADER + "\n" + text) == 2
    assert count_people(HEADER) == 0


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t;,"), max_size=99)
)
def test_whatever_is_pasted_gives_a_table(text: str) -> None:
    table = as_table(text)
    assert table.endswith("\n")
    assert 0 <= count_people(text) <= len(text.splitlines())

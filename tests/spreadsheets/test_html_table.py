"""A web page under a spreadsheet's name is read as the table it is."""

from typing import Final

import pytest

from ntm_verify.domain.reading import ListRefused
from ntm_verify.spreadsheets.html_table import read_html
from ntm_verify.spreadsheets.limits import Limits
from ntm_verify.spreadsheets.merges import Merge

LIMITS: Final = Limits(rows=50)


def cells(page: str) -> list[list[tuple[int, dict[int, str]]]]:
    return [
        [(row.line, dict(row.texts)) for row in table.rows] for table in read_html(page, LIMITS)
    ]


def test_rows_and_cells_need_no_end_tags() -> None:
    page = "<table><tr><th>A<th>B<tr><td>1<td>x &amp; y<br>z</table>"

    assert cells(page) == [[(1, {1: "A", 2: "B"}), (2, {1: "1", 2: "x & y z"})]]


def test_cells_over_several_columns_and_rows_shift_the_others() -> None:
    page = (
        "<table><tr><td colspan=2>T<td rowspan='2'>Thôn 1</tr>"
        "<tr><td>1<td>2</tr><tr><td>3<td>4<td>5</tr></table>"
    )

    (table,) = read_html(page, LIMITS)

    assert [dict(row.texts) for row in table.rows] == [
        {1: "T", 3: "Thôn 1"},
        {1: "1", 2: "2"},
        {1: "3", 2: "4", 3: "5"},
    ]
    assert table.merges() == (Merge(3, 1, 3, 2),)


def test_tables_are_numbered_one_below_the_other() -> None:
    page = "<table><tr><td>1</table><p>x</p><table><tr></tr><tr><td>2</table>"

    assert cells(page) == [[(1, {1: "1"})], [(3, {1: "2"})]]


def test_scripts_and_styles_are_no_text() -> None:
    page = "<td>x<table><tr><td><script>a()</script>1<style>b{}</style></td></tr></table></script>"

    assert cells(page) == [[(1, {1: "1"})]]


@pytest.mark.parametrize("span", ["", "0", "-3", "x", "²"])
def test_a_span_that_is_no_number_is_one(span: str) -> None:
    page = f"<table><tr><td colspan='{span}'>1<td rowspan='{span}'>2<tr><td>3</table>"

    assert cells(page) == [[(1, {1: "1", 2: "2"}), (2, {1: "3"})]]


def test_a_span_of_millions_stays_small() -> None:
    page = "<table><tr><td colspan='99999999'>1<td>2</table>"

    assert cells(page) == [[(1, {1: "1", 201: "2"})]]


def test_a_page_without_end_is_refused() -> None:
    with pytest.raises(ListRefused, match="50 dòng"):
        read_html("<table>" + "<tr><td>1" * 52, LIMITS)

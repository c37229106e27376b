"""Fields come together from columns, and what does not come apart stays whole."""

from collections.abc import Sequence
from typing import Final

import pytest

from ntm_verify.domain.findings import Field
from ntm_verify.domain.list_layout import How, Layout, Part
from ntm_verify.domain.list_parts import compose, hamlet_in
from ntm_verify.domain.participant_list import Column
from ntm_verify.regulations.columns import load_wordings

WORDINGS: Final = load_wordings()


def column(*texts: str) -> Column:
    return Column(list(texts), "".join("n" if text else "-" for text in texts))


def composed(
    field: Field, how: How, *columns: Sequence[str], title: str = ""
) -> list[tuple[str, str]]:
    """Compose one field from columns; give its texts and kinds, or nothing if it is left out."""
    places = tuple(range(1, len(columns) + 1))
    layout = Layout(1, 1, {1: title}, {field: Part(places, how)})
    raw = {at: column(*texts) for at, texts in zip(places, columns, strict=True)}
    done = compose(layout, raw, WORDINGS).get(field, Column([], ""))
    return list(zip(done.texts, done.kinds, strict=True))


def test_a_plain_field_is_its_column() -> None:
    assert composed(Field.ID, How.PLAIN, ["1", ""]) == [("1", "n"), ("", "-")]


@pytest.mark.parametrize(
    ("how", "columns", "expected"),
    [
        (How.JOINED, [["Lê Văn", "", "Lê"], ["An", "Bé", ""]], ["Lê Văn An", "Bé", "Lê"]),
        (How.TICKS, [["x", "", "x", ""], ["", "X", "x", ""]], ["Nam", "Nữ", "x x", ""]),
        (How.SEX_BY_COLUMN, [["1980", "", "1", ""], ["", "1981", "1", ""]], ["Nam", "Nữ", "", ""]),
        (How.BIRTH_BY_COLUMN, [["1980", ""], ["", "1981"]], ["1980", "1981"]),
        (
            How.DAY_MONTH_YEAR,
            [["5", "", "0", "05.0"], ["3", "3", "0", "11"], ["1985", "1985", "1985", "1985.0"]],
            ["05/03/1985", "03/1985", "1985", "05/11/1985"],
        ),
        (
            How.MONTHS,
            [
                ["01/2026", "15/01/2026", "31/01/2024", "01/03/2024", "?", "01/2026"],
                ["12", "3", "1", "12.0", "12", "x"],
            ],
            ["31/12/2026", "14/04/2026", "29/02/2024", "28/02/2025", "", ""],
        ),
    ],
)
def test_several_columns_make_one_field(
    how: How, columns: list[list[str]], expected: list[str]
) -> None:
    found = composed(Field.NOTE, how, *columns)

    assert [text for text, _ in found] == expected
    assert [kind for _, kind in found] == ["t" if text else "-" for text in expected]


@pytest.mark.parametrize(
    ("how", "texts", "expected"),
    [
        (
            How.NUMBER_PART,
            ["0000000001 - 31/12/2026", "GD4380000000001 31/12/2026", "1 2", "0000000001"],
            ["0000000001", "GD4380000000001", "1 2", "0000000001"],
        ),
        (
            How.DATE_PART,
            ["0000000001 - 31/12/2026", "15/03/1985 Nam", "1985/Nữ", "0000000001"],
            ["31/12/2026", "15/03/1985", "1985", ""],
        ),
        (How.SEX_PART, ["15/03/1985 Nam", "1985/Nữ", "1985 nu", "1985"], ["Nam", "Nữ", "Nữ", ""]),
        (
            How.LAST_DATE,
            ["01/01/2026 - 31/12/2026", "31/12/2026", "từ 1/2026 đến 12/2026"],
            ["31/12/2026", "31/12/2026", "12/2026"],
        ),
        (
            How.HAMLET_PART,
            ["Số 5, thôn Đông, xã Mẫu", "Xã Mẫu", "Xã Mẫu - Thôn Tây"],
            ["thôn Đông", "", "Thôn Tây"],
        ),
    ],
)
def test_one_column_is_taken_apart(how: How, texts: list[str], expected: list[str]) -> None:
    found = composed(Field.NOTE, how, texts)

    assert [text for text, _ in found] == expected
    assert [kind for _, kind in found] == [
        "n" if text == before else "t" if text else "-"
        for text, before in zip(expected, texts, strict=True)
    ]


def test_a_start_is_told_only_where_there_are_ranges() -> None:
    ranges = composed(Field.VALID_FROM, How.FIRST_DATE, ["01/01/2026 - 31/12/2026", "31/12/2026"])

    assert ranges == [("01/01/2026", "t"), ("", "-")]
    assert composed(Field.VALID_FROM, How.FIRST_DATE, ["31/12/2026"]) == []


def test_ticks_for_women_leave_the_men_blank() -> None:
    assert composed(Field.SEX, How.TICK_FEMALE, ["x", "", "Nam"]) == [
        ("Nữ", "t"),
        ("Nam", "t"),
        ("Nam", "t"),
    ]
    assert composed(Field.SEX, How.TICK_MALE, ["", "1"]) == [("Nữ", "t"), ("Nam", "t")]


def test_a_column_without_any_tick_says_nothing() -> None:
    assert composed(Field.SEX, How.TICK_FEMALE, ["", "?"]) == [("", "-"), ("", "-")]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Giới tính (Nam:1 Nữ:0)", ["Nam", "Nữ", "2"]),
        ("Giới tính (1 = Nam, 2 = Nữ)", ["Nam", "0", "Nữ"]),
        ("Giới tính (x: Nữ)", ["1", "0", "2"]),
        ("Giới tính", ["1", "0", "2"]),
        ("Nam = Nữ", ["1", "0", "2"]),
    ],
)
def test_signs_for_sex_are_read_by_the_legend_of_their_own_column(
    title: str, expected: list[str]
) -> None:
    found = composed(Field.SEX, How.PLAIN, ["1", "0", "2"], title=title)

    assert [text for text, _ in found] == expected


def test_a_hamlet_stands_anywhere_in_an_address() -> None:
    assert hamlet_in("12 Lê Lợi; Tổ dân phố 3", WORDINGS) == "Tổ dân phố 3"
    assert hamlet_in("", WORDINGS) == ""

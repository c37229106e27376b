"""A header proposes which column is what, and the values below it confirm (DỮ LIỆU GIẢ LẬP)."""

from collections.abc import Sequence
from typing import Final

import pytest

from ntm_verify.domain.columns import HeadRow
from ntm_verify.domain.findings import Check, Field, Refused
from ntm_verify.domain.list_layout import How, Layout, Miss, lay_out
from ntm_verify.domain.reading import ReadingOptions
from ntm_verify.regulations.columns import load_wordings

WORDINGS: Final = load_wordings()
NONE: Final = ReadingOptions()
PERSON: Final = ("Lê Văn An", "0000000001")
TEN: Final = [(f"Lê Văn {sign}n", f"000000000{n}") for n, sign in enumerate("ABCDEGHIKL")]


def rows(*lines: Sequence[str]) -> list[HeadRow]:
    return [
        HeadRow(line, {at: text for at, text in enumerate(cells, 1) if text})
        for line, cells in enumerate(lines, 1)
    ]


def laid(*lines: Sequence[str], options: ReadingOptions = NONE) -> Layout:
    found = lay_out(rows(*lines), WORDINGS, options)
    assert isinstance(found, Layout)
    return found


def missed(*lines: Sequence[str], options: ReadingOptions = NONE) -> Miss:
    found = lay_out(rows(*lines), WORDINGS, options)
    assert isinstance(found, Miss)
    return found


def parts(layout: Layout) -> dict[str, tuple[tuple[int, ...], str]]:
    return {name.value: (part.columns, part.how.value) for name, part in layout.parts.items()}


def test_a_plain_list_is_laid_out() -> None:
    layout = laid(["STT", "Họ và tên", "Mã số BHXH", "Thôn"], ["1", *PERSON, "Thôn 1"])

    assert parts(layout) == {
        "name": ((2,), "plain"),
        "id": ((3,), "plain"),
        "hamlet": ((4,), "plain"),
    }
    assert (layout.header_row, layout.last_header_row, layout.notes) == (1, 1, ())
    assert (layout.wanted, layout.of(Field.ID, Field.CARD)) == ((2, 3, 4), (3,))


def test_the_main_number_is_the_first_kind_there_is() -> None:
    three = laid(["Họ tên", "CCCD", "Số thẻ BHYT", "Mã số BHXH"], PERSON)
    two = laid(["Họ tên", "CCCD", "Số thẻ BHYT"], PERSON)
    one = laid(["Họ tên", "CCCD"], PERSON)

    assert [three.parts[name].columns for name in (Field.ID, Field.CARD, Field.PERSONAL)] == [
        (4,),
        (3,),
        (2,),
    ]
    assert (two.parts[Field.ID].columns, two.parts[Field.PERSONAL].columns) == ((3,), (2,))
    assert Field.CARD not in two.parts
    assert (one.parts[Field.ID].columns, Field.PERSONAL in one.parts) == ((2,), False)


def test_a_doubtful_card_column_is_taken_only_with_numbers_in_it() -> None:
    numbers = laid(["Họ tên", "BHYT"], PERSON)
    ticks = missed(["Họ tên", "BHYT", "Giới tính"], ["Lê Văn An", "x", "Nam"])

    assert numbers.parts[Field.ID].columns == (2,)
    assert ticks == Miss(Refused.REQUIRED_COLUMN_MISSING, (Field.ID,))


@pytest.mark.parametrize(
    ("header", "first", "how"),
    [
        (["Họ đệm", "Tên", "Mã số"], ["Lê Văn", "An", "0000000001"], How.JOINED),
        (["Họ và tên", "", "Mã số"], ["Lê Văn", "An", "0000000001"], How.JOINED),
        (["Tên", "", "Mã số"], ["Lê Văn An", "", "0000000001"], How.PLAIN),
        (["Họ và tên", "", "Mã số"], ["Lê Văn An", "", "0000000001"], How.PLAIN),
    ],
)
def test_names_in_two_columns_are_joined(header: list[str], first: list[str], how: How) -> None:
    layout = laid(header, first)

    assert layout.parts[Field.NAME].how is how
    assert layout.parts[Field.NAME].columns == ((1, 2) if how is How.JOINED else (1,))


@pytest.mark.parametrize(
    ("upper", "lower", "expected"),
    [
        (
            ["Họ tên", "Mã số", "Ngày sinh", "", ""],
            ["", "", "Ngày", "Tháng", "Năm"],
            {"birth": ((3, 4, 5), "day_month_year")},
        ),
        (
            ["Họ tên", "Mã số", "Ngày sinh", ""],
            ["", "", "Tháng", "Năm"],
            {"birth": ((3, 4), "day_month_year")},
        ),
        (
            ["Họ tên", "Mã số", "Năm sinh", ""],
            ["", "", "Nam", "Nữ"],
            {"birth": ((3, 4), "birth_by_column"), "sex": ((3, 4), "sex_by_column")},
        ),
        (
            ["Họ tên", "Mã số", "Giới tính", ""],
            ["", "", "Nam", "Nữ"],
            {"sex": ((3, 4), "ticks")},
        ),
        (["Họ tên", "Mã số", "Nữ"], [], {"sex": ((3,), "tick_female")}),
        (["Họ tên", "Mã số", "Nam"], [], {"sex": ((3,), "tick_male")}),
        (["Họ tên", "Mã số", "Nữ", "Giới tính"], [], {"sex": ((4,), "plain")}),
        (
            ["Họ tên", "Mã số", "Ngày sinh / Giới tính"],
            [],
            {"birth": ((3,), "date_part"), "sex": ((3,), "sex_part")},
        ),
        (
            ["Họ tên", "Mã số", "Ngày sinh / Giới tính", "Ngày sinh"],
            [],
            {"birth": ((4,), "plain")},
        ),
        (["Họ tên", "Mã số", "Địa chỉ"], [], {"hamlet": ((3,), "hamlet_part")}),
        (["Họ tên", "Mã số", "Địa chỉ", "Xóm"], [], {"hamlet": ((4,), "plain")}),
        (
            ["Họ tên", "Mã số", "Hạn thẻ"],
            [],
            {"valid_to": ((3,), "last_date"), "valid_from": ((3,), "first_date")},
        ),
        (
            ["Họ tên", "Mã số", "Từ tháng", "Số tháng"],
            [],
            {"valid_from": ((3,), "plain"), "valid_to": ((3, 4), "months")},
        ),
        (["Họ tên", "Mã số", "Từ ngày"], [], {"valid_from": ((3,), "plain")}),
    ],
)
def test_fields_spread_over_columns_are_put_together(
    upper: list[str], lower: list[str], expected: dict[str, tuple[tuple[int, ...], str]]
) -> None:
    header = [upper, lower] if lower else [upper]
    found = parts(laid(*header, PERSON))

    assert {name: part for name, part in found.items() if name not in ("name", "id")} == expected


def test_a_number_and_its_validity_in_one_column_are_taken_apart() -> None:
    layout = laid(["Họ tên", "Mã số & Hạn thẻ BHYT"], PERSON)

    assert parts(layout)["id"] == ((2,), "number_part")
    assert parts(layout)["valid_to"] == ((2,), "date_part")


def test_a_combined_column_beside_a_plain_one_is_left_alone() -> None:
    layout = laid(["Họ tên", "Mã số & Hạn thẻ BHYT", "Mã số BHXH"], PERSON)

    assert parts(layout)["id"] == ((3,), "plain")


def test_the_same_header_twice_is_said_and_the_left_one_taken() -> None:
    layout = laid(["Họ tên", "Mã số BHXH", "Mã số BHXH"], PERSON)

    assert layout.parts[Field.ID].columns == (2,)
    assert layout.notes == ((Check.DUPLICATE_COLUMN, Field.ID, "C: Mã số BHXH"),)


def test_two_tables_side_by_side_are_not_chosen_between() -> None:
    header = ["Họ tên", "Mã số", "Họ tên", "Mã số"]

    assert missed(header, [*PERSON, *PERSON]).reason is Refused.AMBIGUOUS_TABLE
    assert laid(header, [*PERSON, "", ""]).parts[Field.NAME].columns == (1,)


def test_columns_that_are_not_kept_are_named() -> None:
    header = ["STT", "Họ tên", "Mã số", "Số điện thoại", "Nơi làm\nviệc", "Lỗi", "Chủ hộ"]

    layout = laid(header, ["1", *PERSON])

    assert layout.notes == (
        (Check.COLUMN_NOT_KEPT, Field.FILE, "D: Số điện thoại"),
        (Check.COLUMN_NOT_KEPT, Field.FILE, "E: Nơi làm việc"),
        (Check.COLUMN_NOT_KEPT, Field.FILE, "G: Chủ hộ"),
    )


def test_values_that_contradict_their_headers_are_right() -> None:
    swapped = laid(["Họ tên", "Mã số"], *[pair[::-1] for pair in TEN])
    few = laid(["Họ tên", "Mã số"], *[pair[::-1] for pair in TEN[:4]])

    assert (swapped.parts[Field.NAME].columns, swapped.parts[Field.ID].columns) == ((2,), (1,))
    assert swapped.notes == ((Check.COLUMNS_SWAPPED, Field.NAME, "A, B"),)
    assert few.notes == ()
    assert laid(["Họ tên", "Mã số"], *TEN).notes == ()
    assert laid(["Họ tên", "", "Mã số"], *[["Lê", "An", "1"]] * 9).notes == ()


def test_a_list_without_header_is_guessed_and_said() -> None:
    layout = laid(*[("1", *pair, "Thôn 1", "01/01/1980", "Nam") for pair in TEN])

    assert parts(layout) == {"name": ((2,), "plain"), "id": ((3,), "plain")}
    assert (layout.header_row, layout.last_header_row) == (0, 0)
    assert layout.notes == ((Check.HEADER_GUESSED, Field.FILE, "id=C, name=B"),)


def test_a_first_person_with_a_word_of_a_header_is_no_header() -> None:
    assert laid(*[(*pair, "BHYT") for pair in TEN]).last_header_row == 0


def test_a_first_person_without_number_is_no_header() -> None:
    lines = [("1", "Lê Văn An", "", "Nam"), *[("1", *pair, "Nữ") for pair in TEN]]

    assert laid(*lines).last_header_row == 0


def test_one_unknown_header_is_guessed_by_its_values() -> None:
    layout = laid(["Người hưởng", "Mã số BHXH", "Ngày sinh"], *TEN)

    assert parts(layout)["name"] == ((1,), "plain")
    assert layout.notes == ((Check.HEADER_GUESSED, Field.FILE, "birth=C, id=B, name=A"),)


def test_telephone_numbers_are_not_guessed_to_be_the_number() -> None:
    found = missed(["Họ tên", "Số điện thoại"], *TEN)

    assert found == Miss(Refused.REQUIRED_COLUMN_MISSING, (Field.ID,))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], Miss(Refused.NO_ROWS, (Field.NAME, Field.ID))),
        ([["Giá lúa"], ["9.000"]], Miss(Refused.HEADER_NOT_FOUND, (Field.NAME, Field.ID))),
        ([["Họ tên"], ["Lê Văn An"]], Miss(Refused.HEADER_NOT_FOUND, (Field.ID,))),
        (
            [["Mã số BHXH", "Thôn"], ["0000000001", "Thôn 1"]],
            Miss(Refused.REQUIRED_COLUMN_MISSING, (Field.NAME,)),
        ),
        ([["1", "a"], ["2", "b"]], Miss(Refused.HEADER_NOT_FOUND, (Field.NAME, Field.ID))),
    ],
)
def test_what_is_no_list_says_what_it_lacks(lines: list[list[str]], expected: Miss) -> None:
    assert missed(*lines) == expected


def test_a_column_named_by_the_user_is_taken() -> None:
    options = ReadingOptions(mapping={Field.NAME: "b", Field.ID: "C"}, header_row=2)

    layout = laid(["x"], ["a", "b", "c", "Thôn"], ["1", *PERSON], options=options)

    assert parts(layout) == {
        "hamlet": ((4,), "plain"),
        "name": ((2,), "plain"),
        "id": ((3,), "plain"),
    }
    assert (layout.header_row, layout.last_header_row) == (2, 2)


def test_a_header_the_user_points_at_below_the_last_row_gives_nothing() -> None:
    options = ReadingOptions(header_row=9)

    assert missed(["Họ tên", "Mã số"], PERSON, options=options).reason is Refused.HEADER_NOT_FOUND


def test_a_column_named_as_it_was_recognised_is_read_the_same_way() -> None:
    lines = (["Họ", "Tên", "Mã số", "Ngày", "Tháng", "Năm sinh"], ["Lê Văn", "An", "0000000001"])
    free = laid(*lines)
    mapping = {name: "ABCDEF"[part.columns[0] - 1] for name, part in free.parts.items()}

    assert laid(*lines, options=ReadingOptions(mapping=mapping)).parts == free.parts


def test_a_field_said_to_have_no_column_has_none() -> None:
    lines = (["Họ và tên", "Mã số BHXH", "Thôn"], [*PERSON, "Thôn 1"])
    layout = laid(*lines, options=ReadingOptions(mapping={Field.HAMLET: ""}))

    assert Field.HAMLET not in layout.parts

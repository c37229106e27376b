"""Headings are broken into few, even lines, and names of units stay together."""

from hypothesis import given
from hypothesis import strategies as st

from ntm_verify.documents.typeset import POINTS_PER_MM, even_lines, part_lines
from ntm_verify.domain.wording import NBSP

from .reading import the_maker

BOLD = the_maker().faces["bold"]


def lines(text: str, size: float = 12, width: float = 66) -> list[str]:
    return [line.replace(NBSP, " ") for line in even_lines(text, BOLD, size, width)]


def test_the_name_of_the_province_goes_to_the_next_line_as_a_whole() -> None:
    assert lines("BẢO HIỂM XÃ HỘI TỈNH THANH HÓA") == ["BẢO HIỂM XÃ HỘI", "TỈNH THANH HÓA"]
    assert lines("BẢO HIỂM XÃ HỘI THÀNH PHỐ HỒ CHÍ MINH") == [
        "BẢO HIỂM XÃ HỘI",
        "THÀNH PHỐ HỒ CHÍ MINH",
    ]
    assert lines("ỦY BAN NHÂN DÂN XÃ HIỆP THÀNH VÀ") == ["ỦY BAN NHÂN DÂN", "XÃ HIỆP THÀNH VÀ"]


def test_the_breaks_an_office_chose_stay() -> None:
    assert lines("BẢO HIỂM\nXÃ HỘI TỈNH MẪU") == ["BẢO HIỂM", "XÃ HỘI TỈNH MẪU"]


def test_a_short_name_is_one_line_and_nothing_is_none() -> None:
    assert lines("SỞ Y TẾ") == ["SỞ Y TẾ"]
    assert lines(" \n ") == []


def test_an_address_breaks_between_its_parts() -> None:
    address = "Địa chỉ: số 1, đường Giả Lập; điện thoại: 0200 000 0000; thư: a@b.example"
    made = [line.replace(NBSP, " ") for line in part_lines(address, BOLD, 11, 100)]

    assert made == [
        "Địa chỉ: số 1, đường Giả Lập;",
        "điện thoại: 0200 000 0000; thư: a@b.example",
    ]


@given(st.text("ABCĐẾ ỰM\n", max_size=300), st.sampled_from([66.0, 94.0, 160.0]))
def test_no_line_is_too_wide_and_no_letter_is_lost(text: str, width: float) -> None:
    made = even_lines(text, BOLD, 14, width)

    assert all(BOLD.width(line, 14) <= width * POINTS_PER_MM for line in made)
    assert "".join("".join(made).split()) == "".join(text.split())

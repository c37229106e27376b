"""Rows that are no people are left out, each for a reason that is counted (DỮ LIỆU GIẢ LẬP)."""

from collections.abc import Sequence
from typing import Final

import pytest

from ntm_verify.domain.columns import HeadRow
from ntm_verify.domain.list_layout import Layout, lay_out
from ntm_verify.domain.list_rows import Sieve, Sifted, is_clear
from ntm_verify.domain.reading import ReadingOptions
from ntm_verify.regulations.columns import load_wordings

WORDINGS: Final = load_wordings()
HEADER: Final = {1: "STT", 2: "Họ và tên", 3: "Mã số BHXH", 4: "Ghi chú"}
AN: Final = ("1", "Lê Văn An", "0000000001", "")


def layout() -> Layout:
    found = lay_out([HeadRow(1, HEADER)], WORDINGS, ReadingOptions())
    assert isinstance(found, Layout)
    return found


def sift(*rows: Sequence[str], after: int = 0) -> Sifted:
    """Sift rows that stand after some people; all of them are looked at."""
    whole = [AN] * after + [tuple(row) for row in rows]
    doubtful = {
        place: {at: text for at, text in enumerate(row, 1) if text}
        for place, row in enumerate(whole)
    }
    return Sieve(layout(), WORDINGS).sift(range(2, len(whole) + 2), doubtful)


def reasons(*rows: Sequence[str], after: int = 20) -> dict[str, int]:
    return dict(sift(*rows, after=after).dropped)


DROPPED: Final[dict[str, list[tuple[str, ...]]]] = {
    "total": [
        ("", "Tổng cộng", "20"),
        ("Tổng số thẻ BHYT đề nghị cấp: 20",),
        ("", "TONG CONG", ""),
        ("", "Cộng tăng", "20"),
        ("", "Cộng:", "20"),
        ("", "TONG SO", "20"),
    ],
    "signature": [
        ("", "Người lập biểu", "", "Thủ trưởng đơn vị"),
        ("", "", "", "Xã Mẫu, ngày 5 tháng 1 năm 2026"),
        ("", "(Ký, ghi rõ họ tên)"),
    ],
    "section": [
        ("I", "Tăng"),
        ("I.1", "Người tham gia"),
        ("", "Tiền lương"),
        ("A. Hộ nghèo",),
        ("II", "Hộ cận nghèo"),
        ("", "Thôn Đông"),
        ("THON 3",),
    ],
    "legend": [("NAMSINH : x nếu chỉ có năm",)],
    "zero": [("", "0", "0", "0"), ("5", "-", "0"), ("", "0")],
    "number_only": [("7",), ("", "", "", "12.")],
    "no_person": [("", "", "", "Đã đối chiếu"), ("9", "", "", "chưa rõ")],
    "header_again": [("STT", "Họ và tên", "Mã số BHXH"), ("", "HỌ VÀ TÊN", "x")],
    "column_numbers": [("A", "B", "1", "2"), ("(1)", "(2)", "(3)", "(4)")],
}


@pytest.mark.parametrize(
    ("reason", "row"), [(reason, row) for reason, several in DROPPED.items() for row in several]
)
def test_a_row_that_is_no_person_is_counted_by_its_reason(
    reason: str, row: tuple[str, ...]
) -> None:
    sifted = sift(row, after=20)

    assert (dict(sifted.dropped), sifted.out) == ({reason: 1}, {20})


@pytest.mark.parametrize(
    "row",
    [
        ("5", "Tống Thị Bình", ""),
        ("5", "TONG VAN AN", ""),
        ("5", "Cộng Văn Hòa", "0000000002"),
        ("5", "", "0000000002"),
        ("5", "Lê Văn An", "3.8E+09"),
        ("5", "Lê Văn An", "chưa có"),
        ("5", "Thôn Thị Lan", ""),
        ("5", "X Phong", ""),
        ("", "H. Nguyên", ""),
        ("", "I. Tăng " + "mới " * 40, ""),
        ("", "Bản Văn Cả", "0000000002"),
        ("5", "Lê Văn An", "", "I. Tăng mới từ tháng trước"),
        ("5", "Lê Văn Ví Dụ", "0000000002"),
    ],
)
def test_a_person_with_a_flaw_is_kept(row: tuple[str, ...]) -> None:
    assert sift(row, after=20).out == set()


def test_people_without_numbers_are_kept_one_after_the_other() -> None:
    assert sift(("5", "Lê Văn An"), ("6", "Lê Văn An"), ("7", "Lê Văn Bé"), after=20).out == set()


def test_a_blank_row_is_left_out_without_a_word() -> None:
    sifted = sift(("", " ", ""), after=20)

    assert (dict(sifted.dropped), sifted.out) == ({}, {20})


def test_people_under_leaving_are_no_participants() -> None:
    sifted = sift(
        ("I", "Tăng"),
        AN,
        ("", "Cộng tăng", "1"),
        ("II", "Giảm"),
        ("II.1", "Người tham gia"),
        ("1", "Lê Thị Bé", "0000000002"),
        ("2", "Lê Thị Cả", ""),
        ("", "Cộng giảm", "2"),
        ("III", "Điều chỉnh"),
        ("1", "Lê Văn Dự", "0000000003"),
    )

    assert sifted.dropped == {"section": 4, "total": 2, "leaving": 2}
    assert sorted(sifted.out) == [0, 2, 3, 4, 5, 6, 7, 8]


def test_leaving_goes_on_to_the_end_unless_people_join_again() -> None:
    down = sift(("Giảm",), AN, AN)
    up = sift(("Giảm",), AN, ("Tăng",), AN)

    assert (down.dropped["leaving"], up.dropped["leaving"], up.out) == (2, 1, {0, 1, 2})


def test_a_section_of_leavers_with_nobody_in_it_drops_nobody() -> None:
    assert reasons(("II", "Giảm"), ("", "Cộng giảm", "0")) == {"section": 1, "total": 1}


def test_signers_below_a_signature_line_are_no_people() -> None:
    assert reasons(("", "Người lập"), ("", "Lê Văn Ký"), ("1", "Lê Văn An", "0000000001")) == {
        "signature": 2
    }


def test_sample_people_count_only_at_the_top_and_with_sample_numbers() -> None:
    sample = ("1", "Nguyễn Văn A", "0123456789")
    marked = ("Ví dụ", "Lê Văn An", "0000000001")

    assert reasons(sample, marked, after=0) == {"sample": 2}
    assert reasons(sample, marked, after=20) == {}
    assert reasons(("1", "Nguyễn Văn A", "0000000001"), after=0) == {}


def test_headings_with_hamlets_give_their_rows_a_hamlet() -> None:
    sifted = sift(("", "Thôn  Đông"), AN, ("II", "Thôn Tây"), AN)

    assert sifted.hamlets == [(0, "Thôn Đông"), (2, "Thôn Tây")]


def test_a_second_header_with_other_columns_is_a_second_table() -> None:
    sifted = sift(("Họ tên", "Giới tính", "Mã thẻ BHYT"), after=20)

    assert (sifted.second_header, sifted.dropped) == (22, {"header_again": 1})
    assert sift(("STT", "Họ và tên", "Mã số BHXH"), after=20).second_header == 0


@pytest.mark.parametrize(
    ("name", "numbers", "clear"),
    [
        ("Lê Văn An", ["0000000001"], True),
        ("Lê Văn An", ["", "GD4380000000001"], True),
        ("Lê Văn An", ["1564"], True),
        ("Lê Văn An", ["0"], False),
        ("Tổng cộng", ["1564"], False),
        ("TONG CONG", ["1564"], False),
        ("I. Tăng", ["3"], False),
        ("Thôn Đông", ["12"], False),
        ("Họ và tên", ["Mã số 10 số"], False),
        ("Lê Văn An", ["Mã số BHXH"], False),
        ("", ["0000000001"], False),
        ("12", ["12"], False),
    ],
)
def test_most_rows_are_people_at_first_sight(
    name: str,
    numbers: list[str],
    clear: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    assert is_clear(name, numbers, WORDINGS.form_words) is clear

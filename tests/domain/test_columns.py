"""A header is found and read in any order, wording and form (DỮ LIỆU GIẢ LẬP)."""

from typing import Final

import pytest

from ntm_verify.domain.columns import (
    Header,
    HeadRow,
    Role,
    Wordings,
    after_header,
    find_header,
    fold,
    key,
    numbers_columns,
    read_header,
    read_role,
    spoken,
)
from ntm_verify.regulations.columns import load_wordings

WORDINGS: Final = load_wordings()
TITLE: Final = ["ỦY BAN NHÂN DÂN XÃ MẪU"]
HEADER: Final = ["STT", "Họ và tên", "Mã số BHXH", "Ngày sinh", "Địa chỉ"]


def rows(*lines: list[str]) -> list[HeadRow]:
    return [
        HeadRow(line, {at: text for at, text in enumerate(cells, 1) if text})
        for line, cells in enumerate(lines, 1)
    ]


def roles(header: Header | None) -> dict[int, str]:
    return {at: role.value for at, role in header.roles.items()} if header else {}


@pytest.mark.parametrize(
    ("text", "folded", "keyed"),
    [
        ("Họ và tên", "ho va ten", "hovaten"),
        ("HO_TEN", "ho ten", "hoten"),
        ("  Số ĐDCN/CCCD/\nCMND ", "so ddcn cccd cmnd", "soddcncccdcmnd"),
        ("Ðịa chỉ", "dia chi", "diachi"),
        ("Ho\u0323 te\u0302n", "ho ten", "hoten"),
    ],
)
def test_wordings_are_compared_without_accents_case_and_signs(
    text: str, folded: str, keyed: str
) -> None:
    assert (fold(text), key(text)) == (folded, keyed)


def test_words_that_differ_by_accent_alone_stay_apart() -> None:
    assert spoken("TỔNG  cộng:") == "tổng cộng"
    assert spoken("Tống") != spoken("Tổng")


KNOWN: Final = {
    "name": ["Họ và tên", "HO TEN", "HOTEN", "ho_ten", "hoVaTen", "FULL_NAME", "Họ tên Thành viên"],
    "id": ["Mã số BHXH", "ma_so_bhxh", "SOBHXH", "Mã số BHXH ( 2 )", "Số sổ bảo hiểm xã hội"],
    "card": ["Số thẻ BHYT", "maThe", "MA_THE_BHYT", "Số thẻ BHYT (15 số)", "So the BHYT"],
    "personal": ["CCCD", "Số ĐDCN/CCCD/\nCMND", "citizen_id", "Số CCCD/CNTND ĐDCN/hộ chiếu"],
    "birth": ["Ngày sinh", "NAM_SINH", "Ngày sinh (tháng/năm hoặc năm sinh)", "DOB"],
    "sex": ["Giới tính ", "GIOITINH", "gioiTinhHienThi", "Nam/Nữ", "Phái"],
    "hamlet": ["Thôn/Ấp/Khu phố", "Tổ dân phố", "THON_HK", "Khu vực"],
    "address": ["Địa chỉ", "thường chú", "Địa chỉ đang sinh sống"],
    "valid_from": ["Từ ngày", "GT_THE_TU", "Thẻ có giá trị từ"],
    "valid_to": ["HẠN THẺ", "gtTheDen", "Hạn thẻ BHYT đến ngày/tháng/năm", "Giá trị thẻ đến"],
    "other_person": ["Họ và tên chủ hộ", "HOTEN_CHUHO", "Tên cha/mẹ/người giám hộ"],
    "aux": ["STT", "SĐT", "Nơi KCBBĐ"],
    "own": ["Lỗi"],
}


@pytest.mark.parametrize(
    ("role", "text"), [(role, text) for role, texts in KNOWN.items() for text in texts]
)
def test_wordings_in_use_are_known(role: str, text: str) -> None:
    assert read_role(text, WORDINGS) == (Role(role), True)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Họ và tên người tham gia BHYT năm 2026", Role.NAME),
        ("Mã số BHXH đã đồng bộ", Role.ID),
        ("Họ và tên vợ hoặc chồng", None),
        ("Số CCCD ngày cấp", None),
        ("Họ tên " + "viết chữ in hoa có dấu, " * 6, None),
        ("Màu áo", None),
        ("", None),
    ],
)
def test_an_unknown_wording_may_begin_like_a_known_one(text: str, role: Role | None) -> None:
    assert read_role(text, WORDINGS) == (role, False)


def test_a_header_is_found_below_title_blocks() -> None:
    found = find_header(rows(*[TITLE] * 11, HEADER, ["1", "Lê Văn An"]), WORDINGS)

    assert found is not None
    assert found.line == 12
    assert roles(found) == {1: "aux", 2: "name", 3: "id", 4: "birth", 5: "address"}


def test_a_header_below_row_thirty_is_not_looked_for() -> None:
    lines = rows(*[TITLE] * 30, HEADER)

    assert find_header(lines, WORDINGS) is None
    assert roles(find_header(lines, WORDINGS, 31))[2] == "name"


def test_a_pointed_at_row_is_taken_even_if_nothing_is_known_there() -> None:
    lines = rows(["a", "b"], HEADER)

    assert set(roles(find_header(lines, WORDINGS, 1))) == {1, 2, 3, 4, 5}
    assert find_header(rows(["a"], ["b"]), WORDINGS, 1) is not None
    assert find_header(rows(["a"], ["b"]), WORDINGS, 9) is None


def test_of_two_equal_rows_the_upper_one_is_the_header() -> None:
    found = find_header(rows(HEADER, HEADER), WORDINGS)

    assert found is not None
    assert (found.line, found.last_line) == (1, 1)


def test_groups_name_the_columns_below_them() -> None:
    upper = ["STT", "Họ và tên", "Mã số BHXH", "Thời gian tham gia", "", "Hỗ trợ thêm", ""]
    lower = ["", "", "", "Từ tháng", "Số tháng", "NSĐP", "Khác"]

    found = find_header(rows(TITLE, upper, lower, ["1", "Lê Văn An"]), WORDINGS)

    assert found is not None
    assert (found.line, found.last_line) == (2, 3)
    assert roles(found) == {1: "aux", 2: "name", 3: "id", 4: "valid_from", 5: "months"}
    assert found.titles[6] == "Hỗ trợ thêm › NSĐP"


@pytest.mark.parametrize(
    ("group", "below", "expected"),
    [
        ("Ngày sinh", ["Ngày", "Tháng", "Năm"], ["birth_day", "birth_month", "birth_year"]),
        ("NGAY SINH", ["NGAY", "THANG", "NAM"], ["birth_day", "birth_month", "birth_year"]),
        ("Năm sinh", ["Nam", "Nữ"], ["birth_male", "birth_female"]),
        ("Giới tính", ["Nam", "Nữ"], ["male", "female"]),
        ("Họ tên", ["Họ tên"], ["name"]),
    ],
)
def test_short_words_mean_what_their_group_says(
    group: str, below: list[str], expected: list[str]
) -> None:
    upper, lower = rows([group], below)

    assert list(roles(read_header(upper, lower, WORDINGS)).values()) == expected


def test_the_first_person_is_not_taken_for_a_second_header_row() -> None:
    person = ["1", "Lê Văn An", "0000000001", "01/01/1980", "Nam"]

    found = find_header(rows([*HEADER[:4], "Giới tính"], person), WORDINGS)

    assert found is not None
    assert (found.last_line, roles(found)[5]) == (1, "sex")


def test_rows_of_numbers_and_technical_names_belong_to_the_header() -> None:
    numbers = ["A", "B", "1", "2", "3"]
    technical = ["STT", "HOTEN", "SOBHXH", "NGAYSINH", "DIACHI"]
    lines = rows(HEADER, technical, numbers, ["1", "Lê Văn An", "0000000001"])
    found = find_header(lines, WORDINGS)

    assert found is not None
    assert after_header(lines, found, WORDINGS) == 3


def test_a_row_with_other_columns_is_no_repetition() -> None:
    lines = rows(HEADER, ["Họ tên", "CCCD"])
    found = find_header(lines, WORDINGS)

    assert found is not None
    assert after_header(lines, found, WORDINGS) == 1
    assert after_header(lines[:1], found, WORDINGS) == 1


@pytest.mark.parametrize(
    ("texts", "counts"),
    [
        (["A", "B", "1", "2"], True),
        (["(1)", "(2)", "(3)=(1)+(2)", " "], True),
        (["1", "2", "4"], False),
        (["1", "2"], False),
        (["1", "Lê Văn An", "2"], False),
        (["5", "6", "7"], False),
        (["A", "B", "C"], True),
        (["1000", "1001", "1002"], False),
    ],
)
def test_rows_that_number_the_columns_are_told(texts: list[str], counts: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert numbers_columns(texts) is counts


def test_a_wording_under_two_roles_is_a_fault_of_the_data() -> None:
    tables = {"roles": {"name": ["Họ tên"], "id": ["HO_TEN"]}}

    with pytest.raises(ValueError, match="HO_TEN"):
        Wordings.of(tables, {})


def test_an_unknown_role_is_a_fault_of_the_data() -> None:
    with pytest.raises(ValueError, match="nobody"):
        Wordings.of({"roles": {"nobody": ["x"]}}, {})

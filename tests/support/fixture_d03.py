"""A workbook laid out like form D03-TS: letterhead, double header, sections, annexes."""

from datetime import date
from pathlib import Path
from typing import Final

from tests.support.fixture_forms import BANNER, Cell, Sheet, write_workbook
from tests.support.fixture_places import Place

WIDTH: Final = 17
JOINING: Final = 120
RAISED: Final = 14
LEAVING: Final = 9
EMPTY: Final = 40

UPPER: Final[list[Cell]] = [
    "STT",
    "Họ và tên",
    "Mã số BHXH",
    "Ngày tháng năm sinh",
    "Giới tính",
    "Địa chỉ",
    "Nơi đăng ký KCB ban đầu",
    "Mã đối tượng",
    "Tiền lương",
    "Tỷ lệ NSNN hỗ trợ (%)",
    "Hỗ trợ thêm",
    None,
    "Thời gian tham gia",
    None,
    "Số biên lai",
    "Ngày biên lai",
    "Ghi chú",
]
LOWER: Final[list[Cell]] = [*[None] * 10, "NSĐP", "Khác", "Từ tháng", "Số tháng", *[None] * 3]
NUMBERS: Final[list[Cell]] = ["A", "B", *(str(place) for place in range(1, 16))]


def d03(path: Path) -> None:
    """Write the form: people who join, people who go on, people who leave."""
    place = Place.of("00004", date(2024, 12, 31), 3_212, JOINING + RAISED + LEAVING)
    joining = place.chosen[:JOINING]
    raised = place.chosen[JOINING : JOINING + RAISED]
    leaving = place.chosen[JOINING + RAISED :]
    rows = _letterhead(place)
    rows += [UPPER, LOWER, NUMBERS]
    rows += [_section("I", "Tăng"), _section("I.1", "Người tham gia")]
    rows += [_person(place, order, at) for order, at in enumerate(joining, 1)]
    rows += [_section("I.2", "Tiền lương")]
    rows += [_person(place, order, at) for order, at in enumerate(raised, 1)]
    rows += [_section("", "Cộng tăng"), _section("II", "Giảm"), _section("II.1", "Người tham gia")]
    rows += [_person(place, order, at) for order, at in enumerate(leaving, 1)]
    rows += [_section("II.2", "Tiền lương"), _section("", "Cộng giảm")]
    rows += [[0] * WIDTH for _ in range(EMPTY)]
    rows += _signatures()
    sheet = Sheet(
        "D03-TS",
        rows,
        merges=[*_singles(), "K10:L10", "M10:N10"],
        header_rows=(10, 11, 12),
        widths=(6, 28, 18, 14, 9, 20, 14, 10, 10, 10, 8, 8, 10, 8, 10, 12, 14),
    )
    write_workbook(path, [sheet, _import(), _provinces()])


def _letterhead(place: Place) -> list[list[Cell]]:
    right = [None] * 12
    return [
        [BANNER, *[None] * 11, "Mẫu D03-TS"],
        [f"Tên đơn vị: UBND {place.people.name.upper()}"],
        ["Mã đơn vị: MAU0004Z", *right],
        [f"Địa chỉ: {place.people.name}, tỉnh Mẫu"],
        [*[None] * 6, "DANH SÁCH NGƯỜI CHỈ THAM GIA BẢO HIỂM Y TẾ"],
        [*[None] * 6, "Số: 04 tháng 12 năm 2024"],
        ["Đối tượng tham gia: hộ gia đình"],
        ["Nguồn kinh phí: người dân đóng"],
        [],
    ]


def _singles() -> list[str]:
    letters = [
        chr(ord("A") + place) for place, text in enumerate(UPPER) if place not in range(10, 14)
    ]
    return [f"{letter}10:{letter}11" for letter in letters]


def _section(sign: str, words: str) -> list[Cell]:
    return [sign or None, words]


def _person(place: Place, order: int, at: int) -> list[Cell]:
    """Lay out one person: every third number is a card, every seventh a personal number."""
    people = place.people
    number = people.numbers[at]
    if order % 7 == 0:
        number = people.personal[at]
    elif order % 3 == 0:
        number = place.card(at)
    birth = people.births[at]
    return [
        order,
        people.names[at],
        number,
        f"0/0/{birth}" if len(birth) == 4 else birth,
        "x" if people.sexes[at] == "f" else None,
        place.hamlet(at),
        "38-000",
        "GD",
        None,
        30,
        None,
        None,
        "07/2024",
        12,
        f"BL{order:05d}",
        "25/06/2024",
        None,
    ]


def _signatures() -> list[list[Cell]]:
    return [
        [None, f"Tổng số thẻ BHYT đề nghị cấp: {JOINING}"],
        [None, "Ghi chú: dữ liệu giả lập, không có giá trị pháp lý."],
        [*[None] * 12, "Xã Mẫu, ngày 31 tháng 12 năm 2024"],
        [None, "Người lập biểu", *[None] * 10, "Thủ trưởng đơn vị"],
        [None, "(Ký, ghi rõ họ tên)", *[None] * 10, "(Ký, ghi rõ họ tên, đóng dấu)"],
    ]


def _import() -> Sheet:
    """Give the sheet of technical names, with its legend and without people."""
    head: list[Cell] = ["STT", "HOTEN", "SOBHXH", "NGAYSINH", "GIOITINH", "TUTHANG", "SOTHANG"]
    legend: list[list[Cell]] = [
        [None, "HOTEN : họ và tên viết hoa chữ đầu"],
        [None, "SOBHXH : mã số BHXH 10 số"],
        [None, "NGAYSINH : dd/mm/yyyy, chỉ có năm thì ghi 0/0/yyyy"],
        [None, "GIOITINH : x = nữ, để trống = nam"],
        [None, "TUTHANG : mm/yyyy"],
    ]
    return Sheet("import", [head, *[[] for _ in range(9)], *legend], header_rows=(1,))


def _provinces() -> Sheet:
    """Give a code sheet: provinces of issue, as far as the form shows them."""
    rows: list[list[Cell]] = [
        ["Mã", "Tên"],
        ["01", "Hà Nội"],
        ["38", "Thanh Hóa"],
        ["79", "Hồ Chí Minh"],
    ]
    return Sheet("Tinh", [[BANNER], *rows], header_rows=(2,))

"""Where the header stands, in how many rows, and what stands around the people."""

from collections.abc import Mapping
from typing import Final

from tests.support import sheet_files as made

from .rows import Build, Cell, Rows, book, listing, people, xlsx

PEOPLE: Final = people(20)
TITLE: Final[Rows] = [
    ["ỦY BAN NHÂN DÂN XÃ MẪU"],
    ["DANH SÁCH NGƯỜI THAM GIA BHYT"],
    ["DỮ LIỆU GIẢ LẬP"],
    [],
]
SIGNED: Final[Rows] = [
    ["", "Tổng cộng", "20"],
    [],
    ["", "", "", "Xã Mẫu, ngày 30 tháng 6 năm 2026"],
    ["", "Người lập biểu", "", "Chủ tịch UBND xã"],
    ["", "(Ký, ghi rõ họ tên)"],
    ["", "Hoàng Thị Ký", "", "Lê Văn Duyệt"],
]


def names_in_two() -> Rows:
    return [
        ["STT", "Họ đệm", "Tên", "Mã số BHXH"],
        *([row[0], row[1].rpartition(" ")[0], row[1].rpartition(" ")[2], row[2]] for row in PEOPLE),
    ]


def births_in_three() -> bytes:
    rows: Rows = [
        ["Họ và tên", "Mã số BHXH", "Ngày sinh", None, None],
        [None, None, "Ngày", "Tháng", "Năm"],
        *([row[1], row[2], *row[3].split("/")] for row in PEOPLE),
    ]

    def merge(workbook: made.Workbook) -> None:
        for place in ("C1:E1", "A1:A2", "B1:B2"):
            workbook["DS"].merge_cells(place)

    return book({"DS": rows}, merge)


def grouped() -> bytes:
    """Write a header of two rows, groups above columns, and a row that numbers the columns."""
    rows: Rows = [
        *TITLE,
        ["STT", "Họ và tên", "Mã số BHXH", "Thời gian tham gia", None, "Thôn"],
        [None, None, None, "Từ tháng", "Số tháng", None],
        ["A", "B", "1", "2", "3", "4"],
        *([row[0], row[1], row[2], "01/2026", "12", row[4]] for row in PEOPLE),
        *SIGNED,
    ]

    def merge(workbook: made.Workbook) -> None:
        for place in ("A5:A6", "B5:B6", "C5:C6", "D5:E5", "F5:F6"):
            workbook["DS"].merge_cells(place)

    return book({"DS": rows}, merge)


def d03() -> Rows:
    """Give people who come, and people who leave, under sections like those of form D03-TS."""

    def section(mark: str, name: str) -> list[Cell]:
        return [mark, name]

    return [
        *TITLE,
        list(made.HEADER),
        section("I", "Tăng"),
        section("I.1", "Người tham gia"),
        *([*row] for row in PEOPLE[:12]),
        section("", "Cộng tăng"),
        section("II", "Giảm"),
        section("II.1", "Người tham gia"),
        *([*row] for row in PEOPLE[12:15]),
        section("", "Cộng giảm"),
        *SIGNED[1:],
    ]


def vnpt() -> bytes:
    """Write a filled import form: instructions, technical names, a sample, a thousand zeros."""
    head: Rows = [
        ["Hướng dẫn: nhập đủ các cột có dấu (*); không xóa cột; ngày theo dạng dd/mm/yyyy. " * 3],
        ["STT", "Họ và tên (*)", "Mã số BHXH (*)", "Ngày sinh\n(dd/mm/yyyy)", "Tên thôn"],
        ["STT", "HOTEN", "SOBHXH", "NGAYSINH", "THON_HK"],
        ["1", "Nguyễn Văn A", "0123456789", "01/01/1990", "Thôn 1"],
    ]
    zeros: Rows = [[0, 0, 0, 0, 0] for _ in range(1_079)]
    hospitals: Rows = [
        ["Mã", "Tên bệnh viện"],
        *([str(n), f"Bệnh viện số {n}"] for n in range(1_450)),
    ]
    return book({"Dữ Liệu": [*head, *PEOPLE, *zeros], "BenhVien": hospitals})


def with_letterhead(lines: int) -> Rows:
    return [*([f"Dòng mở đầu {n}"] for n in range(1, lines + 1)), *listing()]


def repeated_head() -> Rows:
    head = list(made.HEADER)
    return [*TITLE, head, *([*row] for row in PEOPLE[:10]), head, *([*row] for row in PEOPLE[10:])]


def legends() -> Rows:
    notes: Rows = [
        ["", "NAMSINH : ghi đủ bốn chữ số"],
        ["", "GIOITINH : 1 là nam, 0 là nữ"],
        ["Ghi chú: dòng này không phải là người"],
    ]
    return [*listing(), [""], *notes]


FILES: Final[Mapping[str, Build]] = {
    "tieu-de-hai-dong.xlsx": grouped,
    "tieu-de-dong-25.xlsx": lambda: xlsx(with_letterhead(24)),
    "tieu-de-xuong-dong-trong-o.xlsx": lambda: xlsx(
        [["STT", "Họ và\ntên", "Mã số\nBHXH/\nSố CCCD"], *([*row[:3]] for row in PEOPLE)]
    ),
    "tieu-de-khong-dau.csv": lambda: made.delimited(
        [["TT", "HO_TEN", "MA_SO_BHXH"], *(row[:3] for row in PEOPLE)]
    ).encode(),
    "tieu-de-lap-moi-trang.xlsx": lambda: xlsx(repeated_head()),
    "ngay-sinh-ba-cot.xlsx": births_in_three,
    "ho-dem-va-ten-rieng.xlsx": lambda: xlsx(names_in_two()),
    "dong-cong-va-chu-ky.xlsx": lambda: xlsx(
        [*TITLE, list(made.HEADER), *([*row] for row in PEOPLE), *SIGNED]
    ),
    "phan-tang-phan-giam.xlsx": lambda: xlsx(d03()),
    "mau-vnpt.xlsx": vnpt,
    "dong-chu-giai.xlsx": lambda: xlsx(legends()),
    "dong-trong-xen-giua.xlsx": lambda: xlsx(
        [
            list(made.HEADER),
            *([*row] if n % 2 else [] for n, row in enumerate(people(40))),
        ]
    ),
    "khong-co-tieu-de.xlsx": lambda: xlsx([[*row] for row in PEOPLE]),
    "tieu-de-la.xlsx": lambda: xlsx(
        [["Cột một", "Cột hai", "Cột ba"], *([row[0], row[1], row[4]] for row in PEOPLE)]
    ),
    "thieu-cot-ma-so.xlsx": lambda: xlsx(
        [["STT", "Họ và tên", "Ngày sinh"], *([row[0], row[1], row[3]] for row in PEOPLE)]
    ),
    "thieu-cot-ho-ten.xlsx": lambda: xlsx(
        [["STT", "Mã số BHXH", "Ngày sinh"], *([row[0], row[2], row[3]] for row in PEOPLE)]
    ),
    "hai-bang-canh-nhau.xlsx": lambda: xlsx(
        [
            ["Họ và tên", "Mã số BHXH", None, "Họ và tên", "Mã số BHXH"],
            *(
                [*left[1:3], None, *right[1:3]]
                for left, right in zip(PEOPLE[:10], PEOPLE[10:], strict=True)
            ),
        ]
    ),
    "hai-bang-noi-tiep.xlsx": lambda: xlsx(
        [
            *listing(clean=10),
            [],
            ["Số thẻ BHYT", "Họ tên", "Ghi chú"],
            *([f"GD438{row[2]}", row[1], ""] for row in people(20)[10:]),
        ]
    ),
    "mau-c70a.xlsx": lambda: xlsx(
        [["Mẫu C70a-HD"], ["DANH SÁCH ĐỀ NGHỊ GIẢI QUYẾT HƯỞNG CHẾ ĐỘ ỐM ĐAU"], *listing()]
    ),
    "chi-co-tieu-de.xlsx": lambda: xlsx([list(made.HEADER)]),
    "chi-co-dong-cong.xlsx": lambda: xlsx([list(made.HEADER), *SIGNED]),
    "trang-trang.xlsx": lambda: xlsx([]),
}

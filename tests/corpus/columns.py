"""Which columns there are, and what stands over them."""

from collections.abc import Mapping
from typing import Final

from tests.support import sheet_files as made

from .rows import Build, Rows, book, listing, people, with_numbers, xlsx

PEOPLE: Final = people(20)


def swapped() -> Rows:
    return [["STT", "Mã số BHXH", "Họ và tên", "Ngày sinh", "Thôn"], *PEOPLE]


def shifted() -> Rows:
    """Give a list whose numbers slipped one row down the column beside: most are dates."""
    return [
        ["STT", "Họ và tên", "Mã số BHXH", "Ngày sinh"],
        *([row[0], row[1], row[3] if n > 2 else row[2], row[2]] for n, row in enumerate(PEOPLE)),
    ]


def wrong_years() -> Rows:
    """Give personal numbers that belong to other rows: births differ everywhere."""
    return [
        ["STT", "Họ và tên", "Số CCCD", "Ngày sinh"],
        *(
            [row[0], row[1], f"2900{85 + n % 9}{n:06d}", "01/01/1970"]
            for n, row in enumerate(PEOPLE)
        ),
    ]


def merged_hamlets() -> bytes:
    rows: Rows = [
        ["STT", "Họ và tên", "Mã số BHXH", "Thôn"],
        *([*row[:3], f"Thôn {n // 10 + 1}" if n % 10 == 0 else ""] for n, row in enumerate(PEOPLE)),
    ]

    def merge(workbook: made.Workbook) -> None:
        workbook["DS"].merge_cells("D2:D11")
        workbook["DS"].merge_cells("D12:D21")

    return book({"DS": rows}, merge)


FILES: Final[Mapping[str, Build]] = {
    "cot-dao-nguoc.xlsx": lambda: xlsx(swapped()),
    "cot-lech-ca-bang.xlsx": lambda: xlsx(shifted()),
    "so-dinh-danh-lech-dong.xlsx": lambda: xlsx(wrong_years()),
    "cot-ten-chu-ho-ben-canh.xlsx": lambda: xlsx(
        [
            ["Họ và tên chủ hộ", "Họ và tên", "Mã số BHXH"],
            *([f"Chủ Hộ {n // 4}", *row[1:3]] for n, row in enumerate(PEOPLE)),
        ]
    ),
    "cot-trung-tieu-de.xlsx": lambda: xlsx(
        [
            ["Họ và tên", "Mã số BHXH", "Mã số BHXH"],
            *([row[1], row[2], ""] for row in PEOPLE),
        ]
    ),
    "cot-khong-can.xlsx": lambda: xlsx(
        [
            ["Họ và tên", "Mã số BHXH", "Số điện thoại", "Màu sắc ưa thích"],
            *([row[1], row[2], "0912 000 000", "xanh"] for row in PEOPLE),
        ]
    ),
    "cot-loi-cua-ban-tra-ve.xlsx": lambda: xlsx(
        [[*row, "Lỗi" if n == 0 else "Mã số phải có 10 số"] for n, row in enumerate(listing())]
    ),
    "cot-dia-chi-co-thon.xlsx": lambda: xlsx(
        [
            ["Họ và tên", "Mã số BHXH", "Địa chỉ"],
            *([row[1], row[2], f"Số 5, {row[4]}, xã Mẫu"] for row in PEOPLE),
        ]
    ),
    "cot-thon-gop-o.xlsx": merged_hamlets,
    "cot-the-va-cot-so-dinh-danh.xlsx": lambda: xlsx(
        [
            ["Họ và tên", "Số thẻ BHYT", "Số CCCD"],
            *([row[1], f"GD438{row[2]}", f"29008500{n:04d}"] for n, row in enumerate(PEOPLE)),
        ]
    ),
    "cot-bhyt-danh-dau.xlsx": lambda: xlsx(
        [["Họ và tên", "Mã số BHXH", "BHYT"], *([row[1], row[2], "x"] for row in PEOPLE)]
    ),
    "loi-qua-nua-so-dong.xlsx": lambda: xlsx(
        [[*row[:2], "12345", *row[3:]] if n > 9 else row for n, row in enumerate(listing())]
    ),
    "khong-ai-co-ma.xlsx": lambda: xlsx(
        [[*row[:2], "", *row[3:]] if n else row for n, row in enumerate(listing())]
    ),
    "mot-nghin-cot.xlsx": lambda: xlsx(
        [[*row, *[f"{n}"] * (1_000 * (n > 0))] for n, row in enumerate(with_numbers())]
    ),
}

"""What stands in the other columns: births, sex, validity, notes; and cells that hold no value."""

from collections.abc import Mapping
from typing import Final

from tests.support import sheet_files as made

from .numbers import personal
from .rows import GUESTS, Build, Rows, listing, people, plain, spare, wide, xlsx


def births(*births: str | int) -> Rows:
    return listing(*([GUESTS[n], spare(n), text, "Thôn 1"] for n, text in enumerate(births)))


def by_sex(title: str, man: str, woman: str) -> Rows:
    """Give men and women with personal numbers, their sex in signs of its own."""
    men, women = personal(10), personal(10, "29018500")
    named = people(20)
    return [
        ["Họ và tên", "Mã số BHXH", title],
        *([named[n][1], number, man] for n, number in enumerate(men)),
        *([named[n + 10][1], number, woman] for n, number in enumerate(women)),
    ]


def errors() -> bytes:
    """Write a name and a birth date that are errors, and a name whose formula has no result."""
    rows = made.rows_xml(
        listing(["", spare(0), "", "Thôn 1"], ["", spare(1), "", "Thôn 1"], ["", spare(2), "", ""])
    )
    odd = (
        '<c r="B22" t="e"><v>#REF!</v></c>',
        '<c r="B23"><f>A1</f></c>',
        '<c r="B24" t="str"><f>"Cao Đức "&amp;"Toàn"</f><v>Cao Đức Toàn</v></c>',
    )
    for line, cell in enumerate(odd, 22):
        rows = rows.replace(f'<c r="C{line}"', f'{cell}<c r="C{line}"')
    return made.xlsx(made.sheet_xml(rows))


FILES: Final[Mapping[str, Build]] = {
    "ten-o-loi.xlsx": errors,
    "ngay-sinh-du-kieu.xlsx": lambda: xlsx(
        births("1980", "02/1980", "1980-02-01", "1.2.1980", "01-02-1980", "01/02/1980 00:00:00")
    ),
    "ngay-sinh-kieu-my.xlsx": lambda: xlsx(births("12/31/1980")),
    "ngay-sinh-hai-chu-so.xlsx": lambda: xlsx(births("01/02/80")),
    "ngay-sinh-khong-co-that.xlsx": lambda: xlsx(births("31/02/1980", "00/00/1980")),
    "ngay-sinh-khong-gach.xlsx": lambda: xlsx(births("01021980", "không rõ")),
    "ngay-sinh-so-thu-tu.xlsx": lambda: xlsx(births(29252)),
    "ngay-sinh-tuong-lai.xlsx": lambda: xlsx(births("01/07/2026", "01/01/1900")),
    "tuoi-thay-nam-sinh.csv": lambda: plain(
        [
            ["Họ và tên", "Mã số BHXH", "Năm sinh"],
            *([row[1], row[2], str(20 + n)] for n, row in enumerate(people(20))),
        ]
    ),
    "sai-nam-sinh.xlsx": lambda: xlsx(
        wide(
            {"number": "290085000001", "birth": "03/04/1958"},
            {"number": "290185000002", "birth": "1985"},
        )
    ),
    "sai-gioi-tinh.xlsx": lambda: xlsx(
        wide(
            {"number": "290085000001", "birth": "1985", "sex": "Nữ"},
            {"number": "290185000002", "birth": "1985", "sex": "nữ "},
        )
    ),
    "gioi-tinh-co-chu-giai.xlsx": lambda: xlsx(by_sex("Giới tính (Nam:1 Nữ:0)", "1", "0")),
    "gioi-tinh-khong-chu-giai.xlsx": lambda: xlsx(by_sex("Giới tính", "2", "1")),
    "gioi-tinh-danh-dau-nu.xlsx": lambda: xlsx(by_sex("Nữ", "", "x")),
    "the-het-han.xlsx": lambda: xlsx(wide({"end": "29/06/2026"}, {"end": "12/2025"})),
    "the-het-han-dung-ngay-chot.xlsx": lambda: xlsx(wide({"end": "30/06/2026"})),
    "the-sap-het-han.xlsx": lambda: xlsx(wide({"end": "31/07/2026"}, {"end": "29/08/2026"})),
    "the-chua-toi-han.xlsx": lambda: xlsx(wide({"start": "01/07/2026", "end": "30/06/2027"})),
    "han-the-khong-doc-duoc.xlsx": lambda: xlsx(wide({"end": "cuối năm"}, {"start": "đầu năm"})),
    "han-the-la-khoang.xlsx": lambda: xlsx(
        [
            ["Họ và tên", "Mã số BHXH", "Hạn thẻ"],
            *([row[1], row[2], "01/01/2026 - 31/12/2026"] for row in people(19)),
            ["Trịnh Văn Khang", "0000000900", "01/01/2025 - 31/12/2025"],
        ]
    ),
    "han-the-theo-so-thang.xlsx": lambda: xlsx(
        [
            ["Họ và tên", "Mã số BHXH", "Từ ngày", "Số tháng"],
            *([row[1], row[2], "01/01/2026", "12"] for row in people(19)),
            ["Trịnh Văn Khang", "0000000900", "01/01/2026", "3"],
        ]
    ),
    "ma-va-han-the-mot-o.xlsx": lambda: xlsx(
        [
            ["Họ và tên", "Mã số & Hạn thẻ BHYT"],
            *([row[1], f"{row[2]} - 31/12/2026"] for row in people(19)),
            ["Trịnh Văn Khang", "0000000900 31/12/2025"],
        ]
    ),
    "nguoi-da-mat.xlsx": lambda: xlsx(
        wide({"note": "đã mất"}, {"note": "Chết 3/2026"}, {"note": "mất thẻ"}, {"note": "mới sinh"})
    ),
}

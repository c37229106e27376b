"""What stands in a column of insurance, card or personal numbers, right or wrong."""

from collections.abc import Mapping
from typing import Final

from tests.support import sheet_files as made

from .rows import GUESTS, Build, Rows, listing, people, plain, with_numbers, xlsx

WOMAN: Final = "079101"
"""Where the numbers begin of women born in 1901 in what was Sài Gòn."""


def personal(count: int, start: str = "29008500", first: int = 1) -> list[str]:
    """Give made-up numbers of twelve digits, of men born in 1985 if nothing else is said."""
    return [f"{start}{n:0{12 - len(start)}d}" for n in range(first, first + count)]


def column(numbers: list[str | int | float]) -> Rows:
    """Give a list without birth dates whose people bear these numbers."""
    named = people(50)
    return [
        ["STT", "Họ và tên", "Mã số BHXH"],
        *([n + 1, named[n][1], number] for n, number in enumerate(numbers)),
    ]


def two_numbers(*planted: tuple[str, str]) -> Rows:
    """Give a list with two columns of numbers: BHXH and personal."""
    rows = [[row[1], row[2], number] for row, number in zip(people(20), personal(20), strict=True)]
    extra = [[name, *pair] for name, pair in zip(GUESTS, planted, strict=False)]
    return [["Họ và tên", "Mã số BHXH", "Số CCCD"], *rows, *extra]


def kinds() -> bytes:
    """Write numbers in cells of the wrong kind: true, an error, a formula without a result."""
    rows = made.rows_xml(with_numbers("", "", "", ""))
    odd = (
        '<c r="C22" t="b"><v>1</v></c>',
        '<c r="C23" t="e"><v>#N/A</v></c>',
        '<c r="C24"><f>VLOOKUP(B24,X1:Y9,2,0)</f></c>',
        '<c r="C25" t="str"><f>"00000009"&amp;"03"</f><v>0000000903</v></c>',
    )
    for line, cell in enumerate(odd, 22):
        rows = rows.replace(f'</c><c r="E{line}"', f'</c>{cell}<c r="E{line}"')
    return made.xlsx(made.sheet_xml(rows))


FILES: Final[Mapping[str, Build]] = {
    "ma-bo-trong.xlsx": lambda: xlsx(with_numbers("", "chưa có", "-", "không", "0")),
    "ma-chin-so.xlsx": lambda: xlsx(with_numbers("123456789", "12345678")),
    "ma-muoi-mot-so-la-chu.xlsx": lambda: xlsx(with_numbers("00000009001", "79101000001")),
    "ma-mat-mot-so-0.xlsx": lambda: xlsx(column([*personal(20), 79101000001, 79101000002])),
    "ma-mat-hai-so-0.xlsx": lambda: xlsx(column([*personal(20), 1101000001])),
    "ma-mat-so-0-cot-10-so.xlsx": lambda: xlsx(
        column([*(row[2] for row in people(20)), 300000001, 300000002])
    ),
    "ma-mot-so-10-chu-so-kho-doan.xlsx": lambda: xlsx(
        column([*personal(8), *(row[2] for row in people(20)), 1101000001])
    ),
    "ma-dang-khoa-hoc.xlsx": lambda: xlsx(with_numbers("3.8E+09", "2.90085E+11")),
    "ma-dang-khoa-hoc-du-chu-so.xlsx": lambda: xlsx(column([*personal(5), "2.90085000006E+11"])),
    "ma-qua-dai-lam-tron.xlsx": lambda: xlsx(with_numbers("", 1234567890123456789)),
    "ma-cham-khong.csv": lambda: plain(with_numbers("0000000900.0", "290085000001.00")),
    "ma-dau-nhay.csv": lambda: plain(with_numbers("'0000000900", "\u20190000000901")),
    "ma-dau-cach-an.xlsx": lambda: xlsx(
        with_numbers(
            "0000 000\u00a0900",
            "0000-000-901",
            "0000.000.902",
            "\u200b0000000903\ufeff",
            "\uff10\uff10\uff10\uff10\uff10\uff10\uff10\uff19\uff10\uff14",
        )
    ),
    "ma-so-0-dau.csv": lambda: plain(column([*personal(10, WOMAN)])),
    "ma-chu-o-thay-so-0.xlsx": lambda: xlsx(with_numbers("OO00000900", "000000090l")),
    "ma-kem-ghi-chu.xlsx": lambda: xlsx(
        with_numbers("0000000900 (mới cấp)", "BHXH: 0000000901", "số 0000000902")
    ),
    "ma-hai-so-mot-o.xlsx": lambda: xlsx(
        with_numbers("0000000900; 0000000901", "0000000902/290085000001")
    ),
    "ma-so-mau.xlsx": lambda: xlsx(
        with_numbers("1111111111", "1234567890", "222222222222", "GD4380123456789")
    ),
    "ma-ky-tu-la.xlsx": lambda: xlsx(with_numbers("00000#0900", "không nhớ số", "ABCDEFGHIJ")),
    "ma-the-15-ky-tu.xlsx": lambda: xlsx(
        with_numbers("GD4380000000900", "ht3380000000901", "TE1 38 00 00000902", "QN5970000000903")
    ),
    "ma-the-sai-cau-truc.xlsx": lambda: xlsx(
        with_numbers("GD9380000000900", "GDA380000000901", "4GD380000000902")
    ),
    "ma-the-nhom-la.xlsx": lambda: xlsx(with_numbers("ZZ4380000000900")),
    "ma-the-tinh-la.xlsx": lambda: xlsx(with_numbers("GD4000000000900", "GD4990000000901")),
    "ma-dinh-danh-tinh-la.xlsx": lambda: xlsx(with_numbers("000085000001", "400085000001")),
    "ma-dinh-danh-sai-the-ky.xlsx": lambda: xlsx(with_numbers("290785000001", "290299000001")),
    "ma-la-so-dien-thoai.xlsx": lambda: xlsx(column([f"09{n:08d}" for n in range(30)])),
    "ma-tre-so-sinh.xlsx": lambda: xlsx(
        listing(
            ["Trịnh Văn Khang", "TE138NN000001", "01/05/2026", "Thôn 1"],
            ["Mai Thị Loan", "trẻ sơ sinh", "10/2025", "Thôn 1"],
            ["Cao Đức Toàn", "TE138NN000002", "01/05/1990", "Thôn 1"],
        )
    ),
    "hai-cot-so.xlsx": lambda: xlsx(two_numbers()),
    "trung-qua-so-dinh-danh.xlsx": lambda: xlsx(
        [
            *two_numbers(("0000000900", "290085000099")),
            ["Trịnh Văn Khang", "", "290085000099"],
        ]
    ),
    "hai-cot-so-mot-cot-hong.xlsx": lambda: xlsx(two_numbers(("0000000900", "29008500"))),
    "ma-o-sai-kieu.xlsx": kinds,
    "ma-la-so.xls": lambda: made.xls_book(column([*personal(20), 290085000021, 79101000001])),
}

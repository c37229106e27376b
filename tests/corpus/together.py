"""What shows only with other rows in view."""

from collections.abc import Mapping
from typing import Final

from tests.support import sheet_files as made

from .rows import Build, listing, plain, spare, wide, xlsx

KHANG: Final = ["Trịnh Văn Khang", spare(0), "01/02/1980", "Thôn 1"]


FILES: Final[Mapping[str, Build]] = {
    "trung-ca-dong.xlsx": lambda: xlsx(listing(KHANG, KHANG, KHANG)),
    "trung-cach-bo-dau.xlsx": lambda: xlsx(
        listing(
            ["Trịnh Thị Hòa", spare(0), "01/02/1980", "Thôn 1"],
            ["TRỊNH THỊ HOÀ", spare(0), "01/02/1980", "Thôn 2"],
        )
    ),
    "trung-the-va-ma-so.xlsx": lambda: xlsx(
        listing(KHANG, ["Trịnh Văn Khang", f"GD438{spare(0)}", "1980", "Thôn 1"])
    ),
    "trung-the-cu-the-moi.xlsx": lambda: xlsx(
        wide({"end": "31/12/2025"}, {"name": "Trịnh Văn Khang", "number": spare(0)})
    ),
    "mot-ma-hai-ten.xlsx": lambda: xlsx(listing(KHANG, ["Mai Thị Loan", spare(0), "", "Thôn 1"])),
    "mot-ma-ten-khong-dau.xlsx": lambda: xlsx(
        listing(KHANG, ["Trinh Van Khang", spare(0), "01/02/1980", "Thôn 1"])
    ),
    "trung-ten-khac-ma.xlsx": lambda: xlsx(
        listing(KHANG, ["Trịnh Văn Khang", spare(1), "03/04/1980", "Thôn 2"])
    ),
    "trung-ten-khac-nam-sinh.xlsx": lambda: xlsx(
        listing(KHANG, ["Trịnh Văn Khang", spare(1), "01/02/1981", "Thôn 2"])
    ),
    "trung-voi-xa-khac.csv": lambda: plain(listing(KHANG, ["", spare(1), "", "Thôn 1"])),
    "xa-ben-canh.csv": lambda: plain(
        [
            list(made.HEADER),
            ["1", "Trịnh Văn Khang", f"GD438{spare(0)}", "01/02/1980", "Thôn 9"],
            ["2", "Người Khác", spare(1), "01/02/1980", "Thôn 9"],
            ["3", "", "0000000003", "01/02/1980", "Thôn 9"],
        ]
    ),
}

"""Books of several sheets, some of them hidden, copied, or no lists."""

from collections.abc import Mapping
from typing import Final

from tests.support import sheet_files as made

from .rows import Build, Rows, book, listing, people, xlsx

HEAD: Final = ["Họ và tên", "Mã số BHXH"]


def hamlet(first: int, count: int) -> Rows:
    return [list(HEAD), *([row[1], row[2]] for row in people(count, first))]


def hidden(*names: str) -> bytes:
    sheets = {"DS": listing(), "Nháp": hamlet(30, 5)}

    def hide(workbook: made.Workbook) -> None:
        for name in names:
            workbook[name].sheet_state = "veryHidden"

    return book(sheets, hide)


def hidden_rows() -> bytes:
    def hide(workbook: made.Workbook) -> None:
        for line in (5, 6, 7):
            workbook["DS"].row_dimensions[line].hidden = True

    return book({"DS": listing()}, hide)


def hidden_columns() -> bytes:
    def hide(workbook: made.Workbook) -> None:
        workbook["DS"].column_dimensions["D"].hidden = True

    return book({"DS": listing()}, hide)


def many(count: int) -> bytes:
    return book({f"Thôn {n + 1}": hamlet(2 * n, 2) for n in range(count)})


FILES: Final[Mapping[str, Build]] = {
    "moi-thon-mot-trang.xlsx": lambda: book(
        {"Thôn Đông": hamlet(0, 8), "Thôn Tây": hamlet(10, 7), "Tổng hợp": [["Thôn", "Số người"]]}
    ),
    "250-trang.xlsx": lambda: many(250),
    "qua-400-trang.xlsx": lambda: many(401),
    "trang-an.xlsx": lambda: hidden("Nháp"),
    "trang-an.xls": lambda: made.xls_book(listing(), hamlet(30, 5)),
    "dong-an.xlsx": hidden_rows,
    "cot-an.xlsx": hidden_columns,
    "trang-chep-lai.xlsx": lambda: book({"Thôn Đông": hamlet(0, 20), "Bản sao": hamlet(0, 20)}),
    "hai-ban-gan-giong.xlsx": lambda: book({"Bản 1": hamlet(0, 20), "Bản 2": hamlet(3, 20)}),
    "trang-danh-muc.xlsx": lambda: book(
        {
            "Xa": [["Mã", "Tên xã"], *([f"{n:05d}", f"Xã số {n}"] for n in range(1_110))],
            "DS": listing(),
            "Dân tộc": [["Mã", "Tên"], ["01", "Kinh"]],
        }
    ),
    "trang-dau-trong.xlsx": lambda: book({"Trang1": [], "DS": listing()}),
    "tat-ca-trang-an.xlsx": lambda: made.zipped(_all_hidden()),
    "xom-dong.xlsx": lambda: xlsx(hamlet(0, 20)),
}


def _all_hidden() -> dict[str, made.Part]:
    parts = made.xlsx_parts(made.sheet_xml(made.rows_xml(listing())))
    frame = str(parts["xl/workbook.xml"])
    return parts | {"xl/workbook.xml": frame.replace('name="DS"', 'name="DS" state="hidden"')}

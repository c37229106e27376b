"""The blank list for a period (tệp mẫu của kỳ), as workbook and as CSV (F1).

A template names its period and version twice: in a property of the file, and in a line that
people can read. Either is enough to tell an old one, whatever program it was saved with.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # it ships no types

from .annotate_fresh import NO_TIME, OPTIONS
from .annotate_safe import csv_bytes, legal
from .template_mark import LAYOUT, PROPERTY

HEADS: Final = (
    "STT",
    "Họ và tên",
    "Mã số BHXH",
    "Thôn",
    "Ngày sinh",
    "Giới tính",
    "Giá trị thẻ đến",
)
_SAMPLE: Final = (
    "Ví dụ",
    "Nguyễn Văn A",
    "0123456789",
    "Thôn 1",
    "15/03/1985",
    "Nam",
    "31/12/2026",
)
_WIDTHS: Final = (8, 30, 20, 22, 14, 11, 17)
_TITLE: Final = "DANH SÁCH NGƯỜI THAM GIA BẢO HIỂM Y TẾ"
_HOW: Final = (
    "Cách điền: mỗi người một dòng, ghi ngay dưới dòng ví dụ. Bắt buộc có Họ và tên và Mã số BHXH "
    "(10 chữ số, hoặc 15 ký tự của thẻ, hoặc 12 số định danh), giữ đủ số 0 ở đầu. Các cột khác có "
    "thì ghi. Không đổi tên cột, không ghi số điện thoại hay địa chỉ."
)
_HOW_CSV: Final = (
    " Khi mở bằng Excel: vào Dữ liệu, chọn Từ Văn bản/CSV và để cột mã số ở kiểu Văn bản."
)
_SHEET: Final = "Danh sách"
_CODES: Final = "Danh mục"
_HEAD_LINE, _SAMPLE_LINE, _FIRST_LINE = 3, 4, 5
_LAST_LINE: Final = 200_000
_NAME, _NUMBER, _HAMLET, _BIRTH, _SEX, _LAST_DAY = 1, 2, 3, 4, 5, 6
_SHORTEST_NUMBER, _LONGEST_NUMBER = 10, 15
_LONGEST_CHOICE: Final = 250
_A4: Final = 9


@dataclass(frozen=True, slots=True)
class Template:
    """Which blank list it is (tệp mẫu): the period as offices call it ("2026", "Quý III/2026").

    `version` counts the layouts of one period. `hamlets` are offered for choosing, "" for none;
    `commune` is printed under the title.
    """

    period: str
    version: int = LAYOUT
    commune: str = ""
    hamlets: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """What `template_mark` reads back: "2026/1"."""
        return f"{self.period}/{self.version}"

    @property
    def line(self) -> str:
        """The line that people read."""
        return f"Mẫu kỳ {self.period}, phiên bản {self.version}"


def list_template(template: Template) -> bytes:
    """Write the blank list as .xlsx: how to fill it in, the head, one example, text columns."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, dict(OPTIONS))
    book.set_properties({"title": template.line, "created": NO_TIME})
    book.set_custom_property(PROPERTY, template.mark, "text")
    sheet = book.add_worksheet(_SHEET)
    _write_rows(book, sheet, template)
    _restrict(book, sheet, template)
    sheet.freeze_panes(_HEAD_LINE + 1, 0)
    sheet.set_paper(_A4)
    sheet.repeat_rows(_HEAD_LINE)
    sheet.fit_to_pages(1, 0)
    sheet.ignore_errors({"number_stored_as_text": "A1:G1048576"})
    book.close()
    return target.getvalue()


def _write_rows(book: xlsxwriter.Workbook, sheet: Worksheet, template: Template) -> None:
    text = book.add_format({"num_format": "@"})
    bold = book.add_format({"num_format": "@", "bold": True, "font_size": 13})
    wrapped = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    head = book.add_format(
        {"num_format": "@", "bold": True, "bg_color": "#E7E6E6", "border": 1, "text_wrap": True}
    )
    sample = book.add_format({"num_format": "@", "italic": True, "font_color": "#595959"})
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width, text)
    title = f"{_TITLE} – {template.commune}" if template.commune else _TITLE
    sheet.write_string(0, 0, title, bold)
    sheet.write_string(1, 0, template.line, text)
    sheet.merge_range(2, 0, 2, len(HEADS) - 1, "", wrapped)
    sheet.write_string(2, 0, _HOW, wrapped)
    sheet.set_row(2, 48)
    for column, value in enumerate(HEADS):
        sheet.write_string(_HEAD_LINE, column, value, head)
    for column, value in enumerate(_SAMPLE):
        sheet.write_string(_SAMPLE_LINE, column, value, sample)


def _restrict(book: xlsxwriter.Workbook, sheet: Worksheet, template: Template) -> None:
    """Say at the cell what belongs there; a warning may be overruled, nothing is blocked."""
    number = {
        "validate": "length",
        "criteria": "between",
        "minimum": _SHORTEST_NUMBER,
        "maximum": _LONGEST_NUMBER,
        "input_title": "Mã số BHXH",
        "input_message": "10 chữ số, 15 ký tự của thẻ hoặc 12 số định danh; giữ đủ số 0 ở đầu.",
        "error_title": "Mã số chưa đúng độ dài",
        "error_message": "Mã số BHXH có 10 chữ số, thẻ có 15 ký tự, số định danh có 12 chữ số.",
        "error_type": "warning",
    }
    sex = {"validate": "list", "source": ["Nam", "Nữ"], "error_type": "warning"}
    day = {
        "validate": "any",
        "input_title": "Ngày",
        "input_message": "Ghi dd/mm/yyyy, ví dụ 15/03/1985.",
    }
    choices = [(_NUMBER, number), (_SEX, sex), (_BIRTH, day), (_LAST_DAY, day)]
    if template.hamlets:
        choices.append((_HAMLET, _hamlets(book, template.hamlets)))
    for column, choice in choices:
        sheet.data_validation(_FIRST_LINE, column, _LAST_LINE, column, choice)


def _hamlets(book: xlsxwriter.Workbook, hamlets: Sequence[str]) -> dict[str, object]:
    """Offer the hamlets: in the rule itself, or from a sheet where they are too many."""
    if sum(len(one) + 1 for one in hamlets) <= _LONGEST_CHOICE and "," not in "".join(hamlets):
        return {"validate": "list", "source": list(hamlets), "error_type": "warning"}
    codes = book.add_worksheet(_CODES)
    for line, one in enumerate(hamlets):
        codes.write_string(line, 0, legal(one))
    codes.hide()
    source = f"='{_CODES}'!$A$1:$A${len(hamlets)}"
    return {"validate": "list", "source": source, "error_type": "warning"}


def list_template_csv(template: Template) -> bytes:
    """Write the blank list as CSV: the same rows, as far as CSV can say them."""
    title = f"{_TITLE} – {template.commune}" if template.commune else _TITLE
    blank = [""] * (len(HEADS) - 1)
    rows = ([title, *blank], [template.line, *blank], [_HOW + _HOW_CSV, *blank], HEADS, _SAMPLE)
    return csv_bytes(rows)

"""A fresh workbook with the rows of any file (sổ tính mới), where the file cannot carry marks.

Every cell stands where it stood, as the kind of value it was: text stays text whatever it looks
like, a number keeps its digits, so that reading the copy gives the same list.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from python_calamine import CalamineError
from xlsxwriter.format import Format as CellFormat  # type: ignore[import-untyped]  # it ships no types
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # it ships no types

from ntm_verify.domain.columns import Wordings
from ntm_verify.domain.legacy_text import Font
from ntm_verify.domain.participant_list import Kind

from .annotate_safe import is_hostile, legal
from .calamine_book import read_calamine
from .cells import CellReader
from .container import open_container
from .grid import Row
from .html_table import read_html
from .limits import Limits
from .refusing import corrupt
from .shared_strings import read_strings
from .sheet_rows import RowParser, parse_whole
from .sniff import Format
from .text_encoding import decode
from .text_table import read_table
from .workbook import Parts, read_book

OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_date_format": "dd/mm/yyyy",
}
"""How every workbook of this service is written: a text is never taken for anything else."""

NO_TIME: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a constant, so that equal books are equal bytes
_UNNAMED: Final = "Danh sách"
_ILLEGAL_NAME: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME: Final = 31
_EXACT: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,10})?")
_EXACT_DIGITS: Final = 15
_DAY: Final = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")
_WIDTH: Final = 22


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of any file (một bảng): its name and its filled rows."""

    name: str
    rows: Iterable[Row]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Decoding:
    """How the letters of a text file are read (cách giải mã): old fonts, confirmed encoding."""

    fonts: Mapping[str, Font]
    encoding: str = ""

    @classmethod
    def of(cls, wordings: Wordings, encoding: str = "") -> "Decoding":
        """Take the fonts of the wordings that lists are read with."""
        return cls(wordings.fonts, encoding)


def read_tables(content: bytes, form: Format, decoding: Decoding, limits: Limits) -> list[Table]:
    """Read every sheet of a file in full.

    Raises:
        ListRefused: the file is broken or unsafe.

    """
    if form in (Format.XLSX, Format.XLSM):
        return list(_read_xlsx(content, limits))
    if form in (Format.XLS, Format.XLSB, Format.ODS):
        return list(_read_calamine(content, form, limits))
    text = decode(content, decoding.fonts, decoding.encoding).text
    if form is Format.HTML:
        return [Table(one.name, one.rows, one.hidden) for one in read_html(text, limits)]
    records = read_table(text, limits).records
    return [Table("", (_record(line, cells) for line, cells in enumerate(records, 1)))]


def _read_calamine(content: bytes, form: Format, limits: Limits) -> Iterator[Table]:
    try:
        for one in read_calamine(content, form, limits):
            yield Table(one.name, one.rows, one.hidden)
    except CalamineError:
        raise corrupt() from None


def _record(line: int, cells: list[str]) -> Row:
    texts = {at: cell for at, cell in enumerate(cells, 1) if cell}
    return Row(line, texts, dict.fromkeys(texts, Kind.TEXT))


def _read_xlsx(content: bytes, limits: Limits) -> Iterator[Table]:
    parts = Parts(content, open_container(content, limits), limits)
    book = read_book(parts)
    strings = read_strings(parts.read(book.strings), limits) if book.strings else []
    cells = CellReader(strings, book.styles, is_1904=book.starts_1904)
    for sheet in book.sheets:
        rows = parse_whole(parts.read(sheet.path), RowParser(cells, limits))
        yield Table(sheet.name, rows, sheet.hidden)


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a table went (nơi ghi mới): its old and new name, its first and last row."""

    old: str
    new: str
    first: int
    last: int


def fresh_book(tables: Iterable[Table]) -> tuple[bytes, tuple[Moved, ...]]:
    """Write tables into a new workbook; tell where each of them went."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, dict(OPTIONS))
    book.set_properties({"created": NO_TIME})
    moved: list[Moved] = []
    formats = _Formats(book)
    for table in tables:
        name = _free_name(table.name, {one.new for one in moved})
        sheet = book.add_worksheet(name)
        sheet.set_column(0, 30, _WIDTH)
        if table.hidden:
            sheet.hide()
        lines = [0]
        for row in table.rows:
            formats.write_row(sheet, row)
            lines.append(row.line)
        moved.append(Moved(table.name, name, min(lines[1:], default=0), max(lines)))
    book.close()
    return target.getvalue(), tuple(moved)


class _Formats:
    """The few formats of a fresh workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.text: CellFormat = book.add_format({"num_format": "@"})
        self.quoted: CellFormat = book.add_format({"num_format": "@", "quote_prefix": True})
        self.number: CellFormat = book.add_format({"num_format": "0"})
        self.decimal: CellFormat = book.add_format({})
        self.day: CellFormat = book.add_format({"num_format": "dd/mm/yyyy"})

    def write_row(self, sheet: Worksheet, row: Row) -> None:
        for at in sorted(row.texts):
            self._write(sheet, row.line - 1, at - 1, legal(row.texts[at]), row.kinds[at])

    def _write(self, sheet: Worksheet, line: int, column: int, text: str, kind: str) -> None:
        value: Any = text
        if kind == Kind.NUMBER and is_exact(text):
            whole = "." not in text
            value = int(text) if whole else float(text)
            sheet.write_number(line, column, value, self.number if whole else self.decimal)
        elif kind == Kind.BOOLEAN:
            sheet.write_boolean(line, column, text == "TRUE")
        elif kind == Kind.DATE and (day := _day(text)):
            sheet.write_datetime(line, column, day, self.day)
        elif text:
            sheet.write_string(line, column, text, self.quoted if is_hostile(text) else self.text)


def is_exact(text: str) -> bool:
    """Say whether a spreadsheet keeps every digit of a number."""
    digits = len(text.lstrip("-").replace(".", ""))
    return bool(_EXACT.fullmatch(text)) and digits <= _EXACT_DIGITS and repr_of(text) == text


def repr_of(text: str) -> str:
    """Give a number as it will be read back."""
    return text if "." not in text else repr(float(text))


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    try:
        day = date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None
    return day if day and day.year > 1900 else None  # noqa: PLR2004 - the calendar of spreadsheets


def _free_name(name: str, taken: set[str]) -> str:
    """Give a name that a sheet may bear, as near to the old one as possible."""
    base = _ILLEGAL_NAME.sub(" ", name).strip().strip("'")[:_LONGEST_NAME] or _UNNAMED
    known = {one.casefold() for one in taken} | {"history"}
    tries = (base, *(f"{base[: _LONGEST_NAME - 5]} ({nth})" for nth in range(2, len(taken) + 3)))
    return next(one for one in tries if one.casefold() not in known)

"""A sheet as rows of text, whatever it is about (bảng bất kỳ); runs inside the child only."""

from collections.abc import Sequence
from typing import Final

from ntm_verify.domain.columns import Wordings

from .calamine_book import read_calamine
from .cells import CellReader
from .container import open_container
from .grid import Sheet, Wanted
from .html_table import read_html
from .limits import Limits
from .refusing import empty
from .shared_strings import read_strings
from .sniff import Format
from .task import Task
from .text_encoding import decode
from .text_table import read_table
from .wire import Answer
from .workbook import Parts, read_book
from .xlsx_sheet import XlsxSheet

COLUMNS: Final = 16
LONGEST_CELL: Final = 500


def plain_answer(task: Task, wordings: Wordings, limits: Limits) -> Answer:
    """Give the filled rows of the first sheet that shows any, sixteen columns of each.

    Raises:
        ListRefused: the file is unsafe, broken or empty.

    """
    for sheet in _sheets(task, wordings, limits):
        if not sheet.hidden and (rows := _rows(sheet)):
            return Answer(task.format.value, (), [], {}, (), tuple(rows))
    raise empty()


def _sheets(task: Task, wordings: Wordings, limits: Limits) -> Sequence[Sheet]:
    if task.format in (Format.XLSX, Format.XLSM):
        parts = Parts(task.content, open_container(task.content, limits), limits)
        book = read_book(parts)
        strings = read_strings(parts.read(book.strings), limits) if book.strings else []
        cells = CellReader(strings, book.styles, is_1904=book.starts_1904)
        return [XlsxSheet(part, parts, cells, limits) for part in book.sheets]
    if task.format in (Format.XLS, Format.XLSB, Format.ODS):
        return list(read_calamine(task.content, task.format, limits))
    decoded = decode(task.content, wordings.fonts, task.options.encoding)
    if task.format is Format.HTML:
        return list(read_html(decoded.text, limits))
    return [read_table(decoded.text, limits)]


def _rows(sheet: Sheet) -> list[tuple[int, tuple[str, ...]]]:
    wanted = Wanted(tuple(range(1, COLUMNS + 1)), (), (), 0)
    sheet.head()
    taken = sheet.take(wanted)
    columns = [taken.texts[at] for at in wanted.columns]
    rows = ((line, [text[at] for text in columns]) for at, line in enumerate(taken.lines))
    return [
        (line, tuple(text.strip()[:LONGEST_CELL] for text in texts))
        for line, texts in rows
        if any(text.strip() for text in texts)
    ]

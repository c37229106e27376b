"""One file's bytes into one list (đọc một tệp); runs inside the child process only."""

from collections.abc import Callable, Iterable, Sequence

from ntm_verify.domain.columns import Wordings
from ntm_verify.domain.findings import Check, Field
from ntm_verify.domain.participant_list import Column, Finding, Kind, Source

from .assemble import FileList, assemble, renumber
from .beat import Beat
from .calamine_book import read_calamine
from .cells import CellReader
from .container import open_container
from .grid import Sheet
from .html_table import read_html
from .limits import Limits
from .plain_rows import plain_answer
from .shared_strings import read_strings
from .sniff import Format
from .task import Task
from .text_encoding import WINDOWS, decode
from .text_table import read_table
from .wire import Answer
from .workbook import Book, Parts, read_book
from .xlsx_sheet import XlsxSheet


class BookReader:
    """Read files with one set of wordings and limits (bộ đọc tệp)."""

    def __init__(
        self,
        wordings: Wordings,
        limits: Limits,
        tell: Callable[[int, int], None] | None = None,
    ) -> None:
        """Take what holds for every file; `tell` is told how far one was read."""
        self.wordings = wordings
        self.limits = limits
        self.tell = tell

    def read(self, task: Task) -> Answer:
        """Read one file.

        Raises:
            ListRefused: the file is unsafe, broken, no list, or waits for a confirmation.

        """
        if task.is_plain:
            return plain_answer(task, self.wordings, self.limits)
        if task.format in (Format.XLSX, Format.XLSM):
            return self._read_xlsx(task)
        if task.format in (Format.XLS, Format.XLSB, Format.ODS):
            tables = list(read_calamine(task.content, task.format, self.limits))
            return self._answer(self._assemble(tables, task), task.format)
        return self._read_text(task)

    def _read_xlsx(self, task: Task) -> Answer:
        beat = Beat(self.tell, self.limits.beat_seconds) if self.tell else None
        parts = Parts(task.content, open_container(task.content, self.limits), self.limits, beat)
        book = read_book(parts)
        parts.beat.total = sum(parts.size(part.path) for part in book.sheets)
        strings = read_strings(parts.read(book.strings), self.limits) if book.strings else []
        cells = CellReader(strings, book.styles, is_1904=book.starts_1904)
        sheets = [XlsxSheet(part, parts, cells, self.limits) for part in book.sheets]
        read = self._assemble(sheets, task)
        for sheet in sheets:
            sheet.look_through()
        read.notes += _book_notes(book)
        return self._answer(read, Format.XLSM if book.has_macros else Format.XLSX)

    def _read_text(self, task: Task) -> Answer:
        decoded = decode(task.content, self.wordings.fonts, task.options.encoding)
        if task.format is Format.HTML:
            read, form = self._assemble(read_html(decoded.text, self.limits), task), Format.HTML
        else:
            table = read_table(decoded.text, self.limits)
            read = self._assemble([table], task)
            form = Format.TSV if table.delimiter == "\t" else Format.CSV
        if decoded.encoding == WINDOWS:
            read.notes.append(Finding(Check.ENCODING_CONVERTED, Field.FILE, detail=WINDOWS))
        return self._answer(read, form)

    def _assemble(self, sheets: Sequence[Sheet], task: Task) -> FileList:
        return assemble(sheets, task.name, self.wordings, task.options)

    def _answer(self, read: FileList, form: Format) -> Answer:
        notes = list(read.notes)
        names = sorted({name for one in read.sheets for name in one.columns})
        texts: dict[Field, list[str]] = {name: [] for name in names}
        kinds: dict[Field, list[str]] = {name: [] for name in names}
        sources: list[Source] = []
        lines: list[int] = []
        for one in read.sheets:
            notes += renumber(one.notes, len(sources), len(lines))
            for name in names:
                column = one.columns.get(name) or _blank(len(one.lines))
                texts[name].extend(column.texts)
                kinds[name].append(column.kinds)
            sources.append(one.source)
            lines += one.lines
        columns = {name: Column(texts[name], "".join(kinds[name])) for name in names}
        heads = tuple(read.heads)
        return Answer(form.value, tuple(sources), lines, columns, tuple(notes), heads=heads)


def _blank(size: int) -> Column:
    return Column([""] * size, Kind.EMPTY * size)


def _book_notes(book: Book) -> Iterable[Finding]:
    if book.has_macros:
        yield Finding(Check.MACROS_IGNORED, Field.FILE)
    for link in book.links:
        yield Finding(Check.HIDDEN_CONTENT, Field.FILE, detail=f"liên kết tới sổ tính “{link}”")

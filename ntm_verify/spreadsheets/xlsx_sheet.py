"""A sheet of an .xlsx book, read fast where its XML is regular (trang tính .xlsx).

Once it is known which columns are wanted, one pattern made for this sheet matches a whole row at
a time, and each match must begin where the last one ended: so every sign between the first row
and the last has been read by the pattern, or by the XML parser that takes each row the pattern
does not fit. A sheet with prefixes or comments goes to the parser as a whole.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, islice
from typing import Final

from ntm_verify.domain.cell_shapes import letters

from .cells import LAST_ROW, CellReader
from .grid import HEAD_ROWS, Cells, Gatherer, Row, Taken, Wanted
from .limits import Limits
from .merges import Merge, read_merges
from .refusing import corrupt, too_many, unsafe
from .sheet_rows import RowParser, hidden_span, parse_fragment, parse_whole
from .workbook import Parts, SheetPart

_OPEN: Final = b"<sheetData>"
_CLOSE: Final = b"</sheetData>"
_ROW_END: Final = b"</row>"
_SLICE: Final = 2**20
_COLUMNS_IN_PATTERN: Final = 120
_LONGEST_RUN: Final = 4_096
_WIDE_HEAD: Final = 4
_SIGNS_OF_DECLARATION: Final = 2
_HIDDEN_COLUMN: Final = re.compile(rb'<col [^<>]*hidden="(?:1|true)"[^<>]*>')
_SPAN: Final = re.compile(rb'\b(min|max)="([0-9]+)"')
_MERGED: Final = re.compile(rb'<mergeCell ref="([A-Z0-9:]+)"')
_HIDDEN_ROW: Final = re.compile(r'\bhidden="(?:1|true)"')

_VALUE: Final = r"(?:<v>|<is><t(?: xml:space=\"preserve\")?+>)%s</(?:v|t></is)></c>"
_FORMULA: Final = r"(?:<f(?: [^<>]*+)?+(?:(?<=/)>|>[^<]*+</f>))?+"
_TAKEN: Final = r'(?:<c r="%s\1"([^<>/]*+)(?:/>|>' + _FORMULA + _VALUE % "([^<]*+)" + "))?+"
_PASSED: Final = r'(?:<c r="%s\1"[^<>/]*+(?:/>|>' + _FORMULA + _VALUE % "[^<]*+" + "))?+"


class XlsxSheet:
    """One sheet of an .xlsx or .xlsm book."""

    def __init__(self, part: SheetPart, parts: Parts, cells: CellReader, limits: Limits) -> None:
        """Keep where the sheet is; it is unpacked when it is first looked at."""
        self.name = part.name
        self.hidden = part.hidden
        self._path = part.path
        self._parts = parts
        self.cells = cells
        self.limits = limits
        self._after_head = 0
        self._head: list[Row] = []
        self._merges: Sequence[Merge] = ()

    @cached_property
    def _data(self) -> bytearray:
        return self._parts.read(self._path)

    @cached_property
    def _body(self) -> tuple[int, int]:
        """Where the rows begin and end; (0, 0) where the sheet has to be parsed as a whole."""
        data = self._data
        start, stop = data.find(_OPEN), data.rfind(_CLOSE)
        if not 0 < start < stop or (b"!" in data and b"<!" in data):
            return 0, 0
        if data.count(b"?") > _SIGNS_OF_DECLARATION and data.count(b"<?") > 1:
            return 0, 0
        return start + len(_OPEN), stop

    @cached_property
    def _whole(self) -> Iterator[Row]:
        self._parser = RowParser(self.cells, self.limits)
        return parse_whole(self._data, self._parser)

    @cached_property
    def hidden_columns(self) -> frozenset[int]:
        """The columns the spreadsheet program hides."""
        if not self._body[1]:
            self.head()
            return frozenset(self._parser.hidden_columns)
        hidden: set[int] = set()
        for found in _HIDDEN_COLUMN.findall(bytes(self._data[: self._body[0]])):
            span = dict(_SPAN.findall(found))
            hidden |= hidden_span(span.get(b"min", b"").decode(), span.get(b"max", b"").decode())
        return frozenset(hidden)

    def merges(self) -> Sequence[Merge]:
        """Give the merged ranges; known once the rows were taken."""
        return self._merges

    def look_through(self) -> None:
        """Unpack the sheet even if nobody reads it: what it hides counts."""
        if self.hidden or not self._head:
            _ = self._data
        self.__dict__.pop("_data", None)

    def head(self) -> Sequence[Row]:
        """Give the first rows in full."""
        if self._head:
            return self._head
        start, stop = self._body
        if not stop:
            self._head = list(islice(self._whole, HEAD_ROWS))
            return self._head
        at = start
        for _ in range(HEAD_ROWS):
            found = self._data.find(_ROW_END, at, stop)
            if found < 0:
                at = stop
                break
            at = found + len(_ROW_END)
        self._after_head = at
        if at - start > self.limits.row_bytes * _WIDE_HEAD:
            raise unsafe("dòng quá dài")
        fragment = self._decode(start, at)
        self._head = parse_fragment(fragment, self.cells, self.limits, 0)
        return self._head

    def take(self, wanted: Wanted) -> Taken:
        """Give the wanted columns of all rows below the header.

        Raises:
            ListRefused: broken, out of order, or over a limit.

        """
        head = self.head()
        gatherer = Gatherer(wanted)
        gatherer.add_rows(head)
        if self._body[1]:
            self._take_rest(gatherer, head)
        else:
            gatherer.add_rows(self._counted(self._whole, len(head)))
        self._merges, _ = self._read_merges(), self.hidden_columns
        self.__dict__.pop("_data", None)
        return gatherer.taken

    def _read_merges(self) -> Sequence[Merge]:
        if not self._body[1]:
            return read_merges(self._parser.merges)
        refs = _MERGED.findall(bytes(self._data[self._body[1] :]))
        return read_merges(ref.decode() for ref in refs)

    def _counted(self, rows: Iterator[Row], seen: int) -> Iterator[Row]:
        for count, row in enumerate(rows, seen + 1):
            if count > self.limits.rows:
                raise too_many("dòng", self.limits.rows)
            yield row

    def require_moderate(self) -> None:
        """Count the rows of a sheet that reads slowly, before all of it is read.

        Raises:
            ListRefused: more rows than a list may have.

        """
        if self._data.count(b"<row") > self.limits.rows:
            raise too_many("dòng", self.limits.rows)

    def _decode(self, start: int, stop: int) -> str:
        try:
            return self._data[start:stop].decode("utf-8")
        except UnicodeDecodeError:
            raise corrupt("chữ không phải UTF-8") from None

    def _take_rest(self, gatherer: Gatherer, head: Sequence[Row]) -> None:
        start, stop = self._after_head, self._body[1]
        line = max((row.line for row in head), default=0)
        block = _Block(self, gatherer, _pattern(gatherer.wanted, head))
        while start < stop:
            end = self._data.find(_ROW_END, min(start + _SLICE, stop), stop)
            end = stop if end < 0 else end + len(_ROW_END)
            if end - start > self.limits.row_bytes:
                raise unsafe("dòng quá dài")
            line = block.read(self._decode(start, end), line)
            start = end


class _Block:
    """Read stretches of rows by pattern, and by parser what the pattern does not fit."""

    def __init__(self, sheet: XlsxSheet, gatherer: Gatherer, pattern: re.Pattern[str]) -> None:
        self.sheet = sheet
        self.cells = sheet.cells
        self.limits = sheet.limits
        self.gatherer = gatherer
        self.pattern = pattern
        self.run = 1

    def read(self, text: str, line: int) -> int:
        """Read one stretch of whole rows; give the number of its last row."""
        at = 0
        while at < len(text):
            rows: list[tuple[str, ...]] = []
            scanner = self.pattern.scanner(text, at)  # type: ignore[attr-defined] # stable, unlisted
            for found in iter(scanner.match, None):
                rows.append(found.groups(""))
            if rows:
                stop = found.end()
                line = self._add(rows, text[at:stop], line)
                at = stop
                self.run = 1
            if at < len(text):
                at, line = self._parse_some(text, at, line)
        return line

    def _add(self, rows: list[tuple[str, ...]], text: str, line: int) -> int:
        columns = list(zip(*rows, strict=True))
        lines = list(map(int, columns[0]))
        rising = all(map(int.__lt__, chain((line,), lines), lines))
        if not rising or lines[-1] > LAST_ROW:
            raise corrupt("dòng lặp lại hoặc nằm ngoài bảng")
        self._require_room(len(lines))
        wanted = self.gatherer.wanted.columns
        values = {
            at: self.cells.column(columns[2 + 2 * nth], columns[3 + 2 * nth])
            for nth, at in enumerate(wanted)
        }
        first = len(self.gatherer.taken.lines)
        if "hidden=" in text:
            attributes = enumerate(columns[1], first)
            hidden = {nth for nth, said in attributes if _HIDDEN_ROW.search(said)}
            self.gatherer.taken.hidden |= hidden
        self.gatherer.add_block(lines, values, _Looker(self, text, lines))
        return lines[-1]

    def _parse_some(self, text: str, at: int, line: int) -> tuple[int, int]:
        """Read rows the pattern does not fit by parser: one, then two, four … in a row."""
        stop = at
        for _ in range(self.run):
            found = text.find("</row>", stop)
            if found < 0:
                stop = len(text)
                break
            stop = found + len("</row>")
        if self.run < _LONGEST_RUN <= self.run * 2:
            self.sheet.require_moderate()
        self.run = min(self.run * 2, _LONGEST_RUN)
        rows = parse_fragment(text[at:stop], self.cells, self.limits, line)
        self._require_room(len(rows))
        self.gatherer.add_rows(rows)
        return stop, (rows[-1].line if rows else line)

    def _require_room(self, more: int) -> None:
        if len(self.gatherer.taken.lines) + more > self.limits.rows:
            raise too_many("dòng", self.limits.rows)


class _Looker:
    """Give all cells of some rows of a block, which are found again by their numbers."""

    def __init__(self, block: _Block, text: str, lines: Sequence[int]) -> None:
        self.block = block
        self.text = text
        self.lines = lines
        self.at = 0

    def __call__(self, some: Sequence[int]) -> Iterable[Cells]:
        """Parse the rows that hold values, all together; a row of empty cells needs no parser."""
        rows = [self._row(nth) for nth in some]
        filled = [row for row in rows if "<v>" in row or "<is>" in row]
        parsed = parse_fragment(
            "".join(filled), self.block.cells, self.block.limits, self.lines[0] - 1
        )
        cells = iter(parsed)
        return [next(cells).shown if "<v>" in row or "<is>" in row else {} for row in rows]

    def _row(self, nth: int) -> str:
        start = self.text.index(f'<row r="{self.lines[nth]}"', self.at)
        self.at = self.text.index("</row>", start) + len("</row>")
        return self.text[start : self.at]


def _pattern(wanted: Wanted, head: Sequence[Row]) -> re.Pattern[str]:
    """Make the pattern of this sheet's rows: wanted cells taken, known others passed over."""
    seen = {at for row in head for at in row.texts} | set(wanted.columns)
    last = max(seen, default=1)
    known = sorted(seen | set(range(1, last + 2)))[:_COLUMNS_IN_PATTERN]
    known = sorted({*known, *wanted.columns})
    cells = "".join((_TAKEN if at in wanted.columns else _PASSED) % letters(at) for at in known)
    return re.compile(r'<row r="([1-9][0-9]{0,6}+)"([^<>/]*+)>' + cells + "</row>")

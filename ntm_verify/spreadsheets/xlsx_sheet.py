"""A sheet of an .xlsx book, read fast where its XML is regular (trang tính .xlsx).

Once it is known which columns are wanted, the rows are read stretch by stretch by patterns made
for this sheet (`sheet_block`). A sheet with prefixes or comments goes to the parser as a whole.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import Final

from .cells import CellReader
from .grid import HEAD_ROWS, Gatherer, Row, Taken, Wanted
from .limits import Limits
from .merges import Merge, read_merges
from .refusing import corrupt, too_many, unsafe
from .sheet_block import BlockReader
from .sheet_rows import RowParser, hidden_span, parse_fragment, parse_whole
from .workbook import Parts, SheetPart

_OPEN: Final = b"<sheetData>"
_CLOSE: Final = b"</sheetData>"
_ROW_END: Final = b"</row>"
_SLICE: Final = 2**20
_WIDE_HEAD: Final = 4
_SIGNS_OF_DECLARATION: Final = 2
_HIDDEN_COLUMN: Final = re.compile(rb'<col [^<>]*hidden="(?:1|true)"[^<>]*>')
_SPAN: Final = re.compile(rb'\b(min|max)="([0-9]+)"')
_MERGED: Final = re.compile(rb'<mergeCell ref="([A-Z0-9:]+)"')


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
        block = BlockReader(gatherer, head, self.cells, self.limits, self.require_moderate)
        while start < stop:
            end = self._data.find(_ROW_END, min(start + _SLICE, stop), stop)
            end = stop if end < 0 else end + len(_ROW_END)
            if end - start > self.limits.row_bytes:
                raise unsafe("dòng quá dài")
            line = block.read(self._decode(start, end), line)
            self._parts.beat.add(end - start)
            start = end

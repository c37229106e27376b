"""The submitter's own file with its corrections (tệp đã sửa): cells are typed over, nothing else.

A workbook of today's kind is changed in place; everything else, and a workbook whose formulas
hang on the cells, is written anew with the same rows. What is typed over is text to every program.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ntm_verify.domain.cell_shapes import column_number
from ntm_verify.domain.corrected import CellEdit
from ntm_verify.domain.participant_list import Kind

from .annotate_book import sheets_of
from .annotate_fresh import Decoding, Table, fresh_book, read_tables
from .annotate_package import Package
from .annotate_sheet import Restyle, SheetPatch
from .annotate_xml import CannotPatch, Element, text
from .grid import Row
from .limits import Limits
from .sniff import Format

_FORMULAS: Final = (b"<f", b":f>", b":f ")
_WHOLE_ROW: Final = 0


def correct(
    content: bytes,
    form: str,
    edits: Sequence[CellEdit],
    decoding: Decoding | None = None,
    limits: Limits | None = None,
) -> bytes:
    """Give the file as .xlsx (or .xlsm) with texts typed over and rows emptied.

    Raises:
        ListRefused: the file is broken or unsafe.

    """
    allowed, told = limits or Limits(), Format(form)
    if told in (Format.XLSX, Format.XLSM):
        try:
            return _in_place(content, edits, allowed)
        except CannotPatch:
            pass
    tables = read_tables(content, told, decoding or Decoding({}), allowed)
    book, _ = fresh_book([_retyped(table, edits) for table in tables])
    return book


def plain_book(rows: Sequence[Sequence[str]]) -> bytes:
    """Write rows as a workbook of its own, every cell text (danh sách đã sửa)."""
    made = []
    for line, cells in enumerate(rows, 1):
        texts = {at: cell for at, cell in enumerate(cells, 1) if cell}
        made.append(Row(line, texts, dict.fromkeys(texts, Kind.TEXT.value)))
    book, _ = fresh_book([Table("Danh sách", made)])
    return book


def _retyped(table: Table, edits: Sequence[CellEdit]) -> Table:
    wanted = _by_line(edits, table.name)
    rows = []
    for row in table.rows:
        cells = wanted.pop(row.line, None)
        rows.append(row if cells is None else _retyped_row(row, cells))
    return replace(table, rows=rows)


def _retyped_row(row: Row, cells: Mapping[int, str | None]) -> Row:
    if _WHOLE_ROW in cells:
        return Row(row.line, {}, {}, row.hidden)
    texts, kinds = dict(row.texts), dict(row.kinds)
    for at, value in cells.items():
        texts[at], kinds[at] = value or "", Kind.TEXT.value
    return Row(row.line, texts, kinds, row.hidden)


def _by_line(edits: Sequence[CellEdit], sheet: str) -> dict[int, dict[int, str | None]]:
    """Give texts by line and column of one sheet; column 0 stands for the whole row."""
    wanted: dict[int, dict[int, str | None]] = {}
    for one in edits:
        if one.sheet in {"", sheet}:
            at = _WHOLE_ROW if one.text is None else column_number(one.letters)
            wanted.setdefault(one.line, {})[at] = one.text
    return wanted


# ---- in place


@dataclass(frozen=True, slots=True)
class _Typed:
    """How a cell is written: its own format kept, its text new."""

    text: str

    def __call__(self, base: int) -> int:
        return base


class _Typist(SheetPatch):
    """Types over cells of one sheet."""

    def _new_cell(self, line: int, column: int, how: Restyle, columns: Mapping[int, int]) -> bytes:
        bare = super()._new_cell(line, column, how, columns)
        return self._filled(bare, how.text) if isinstance(how, _Typed) else bare

    def _restyle_cell(self, cell: Element, how: Restyle) -> None:
        if not isinstance(how, _Typed):
            super()._restyle_cell(cell, how)
            return
        self._require_plain(cell)
        kept = b"".join(
            b' %s="%s"' % (name, cell.attributes[name])
            for name in (b"r", b"s")
            if name in cell.attributes
        )
        bare = b"<" + self.prefix + b"c" + kept + b"/>"
        self.edits.append((cell.start, cell.stop, self._filled(bare, how.text)))

    def _filled(self, bare: bytes, value: str) -> bytes:
        if not value:
            return bare
        p = self.prefix
        opened = bare.removesuffix(b"/>") + b' t="inlineStr">'
        inside = b'<%sis><%st xml:space="preserve">%s</%st></%sis>' % (p, p, text(value), p, p)
        return opened + inside + b"</" + p + b"c>"

    def _require_plain(self, cell: Element) -> None:
        """Leave sheets whose formulas hang together to a fresh copy."""
        inside = self.data[cell.inner : cell.inner_stop]
        if any(sign in inside for sign in _FORMULAS):
            raise CannotPatch("a formula stands in the cell")

    def cells_of(self, line: int) -> Mapping[int, str]:
        """Give the columns of a row that are filled, each to be emptied."""
        starts = self._starts([line])
        if starts is None:
            raise CannotPatch("row not found")
        start = self._tag_at(starts[line])
        if start[4].endswith(b"/"):
            return {}
        stop = self.seen.find(b"</" + start[2] + b"row", start.end(), self.rows.inner_stop)
        return {column: "" for column, _ in self._cells(start.end(), stop)}


def _in_place(content: bytes, edits: Sequence[CellEdit], limits: Limits) -> bytes:
    package = Package(content, limits)
    for name, path in sheets_of(package):
        wanted = _by_line(edits, name)
        if not wanted:
            continue
        typist = _Typist(package.read(path))
        texts: dict[int, Mapping[int, Restyle]] = {}
        for line, cells in wanted.items():
            these = typist.cells_of(line) if _WHOLE_ROW in cells else cells
            if these:
                texts[line] = {at: _Typed(value or "") for at, value in these.items()}
        typist.restyle(texts)
        package.write_pieces(path, typist.pieces())
    return package.to_bytes()

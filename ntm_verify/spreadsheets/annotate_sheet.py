"""Cells of a sheet marked in place (tô màu ô tại chỗ): only their `s=` changes, or they appear.

The sheet is gone through once, row tag by row tag; only rows with a mark are looked into. Every
other byte is handed on as it is.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from ntm_verify.domain.cell_shapes import column_number, letters

from .annotate_package import OFFICE, Piece
from .annotate_xml import (
    TAG,
    CannotPatch,
    Element,
    attributes,
    blank_hidden,
    children,
    insertion,
    pieces,
    plain,
    whole,
    with_attributes,
)

Edit = tuple[int, int, bytes]
Restyle = Callable[[int], int]
"""A cell's own format → the format to give it."""

_ROW: Final = re.compile(rb'<(?:[\w.-]+:)?row(?=[\s/>])(?:\s+r="([0-9]{1,7})")?')
_AFTER_NOTES: Final = frozenset(
    {
        b"legacyDrawingHF",
        b"drawingHF",
        b"picture",
        b"oleObjects",
        b"controls",
        b"AlternateContent",
        b"webPublishItems",
        b"tableParts",
        b"extLst",
    }
)
_ADDRESS: Final = re.compile(rb"([A-Z]{1,3})([0-9]{1,7})")
_STYLE: Final = re.compile(rb"""\ss\s*=\s*["']([0-9]+)["']""")


class SheetPatch:
    """One sheet being changed."""

    def __init__(self, data: bytes) -> None:
        """Take the sheet's bytes.

        Raises:
            CannotPatch: there is no place for rows.

        """
        self.data = data
        self.seen = blank_hidden(data)
        self.edits: list[Edit] = []
        start = re.search(rb"<((?:[\w.-]+:)?)sheetData((?:[\s/][^<>]*)?)>", self.seen)
        if start is None:
            raise CannotPatch("no rows")
        self.prefix = start[1]
        close = b"</" + self.prefix + b"sheetData"
        bare = start[2].endswith(b"/")
        stop = start.end() if bare else self.seen.rfind(close)
        if stop < start.end():
            raise CannotPatch("rows do not end")
        self.rows = Element(self.prefix, b"sheetData", start.start(), start.end(), stop, stop, {})
        self.tail = stop if bare else self.seen.index(b">", stop) + 1
        if not bare:
            self.rows = Element(
                self.prefix, b"sheetData", start.start(), start.end(), stop, self.tail, {}
            )

    # ---- rows

    def restyle(self, wanted: Mapping[int, Mapping[int, Restyle]]) -> None:
        """Give cells another format: line → column → how; absent cells and rows are added.

        Raises:
            CannotPatch: rows or cells are not in rising order.

        """
        columns = self._column_styles()
        starts = self._starts(sorted(wanted))
        if starts is not None:
            for line, start in starts.items():
                self._restyle_row(start, line, wanted[line], columns)
            return
        self._walk(wanted, columns)

    def _starts(self, lines: Sequence[int]) -> Mapping[int, int] | None:
        """Give where rows begin if all are there, in order and plainly written; else None."""
        starts: dict[int, int] = {}
        at = self.rows.inner
        for line in lines:
            tag = b'<%srow r="%d"' % (self.prefix, line)
            at = self.seen.find(tag, at, self.rows.inner_stop)
            if at < 0:
                return None
            starts[line] = at
        return starts

    def _walk(
        self, wanted: Mapping[int, Mapping[int, Restyle]], columns: Mapping[int, int]
    ) -> None:
        """Go through all rows, and add those that are not there."""
        left = sorted(wanted, reverse=True)
        line = 0
        for row in _ROW.finditer(self.seen, self.rows.inner, self.rows.inner_stop):
            before = line
            line = self._line(row, before)
            if line <= before:
                raise CannotPatch("rows out of order")
            while left and left[-1] < line:
                number = left.pop()
                self._insert(row.start(), self._new_row(number, wanted[number], columns))
            if left and left[-1] == line:
                self._restyle_row(row.start(), line, wanted[left.pop()], columns)
            if not left:
                return
        added = b"".join(self._new_row(number, wanted[number], columns) for number in left[::-1])
        if added:
            self.edits.append(insertion(self.data, self.rows, added))

    def _insert(self, at: int, added: bytes) -> None:
        self.edits.append((at, at, added))

    def _line(self, row: re.Match[bytes], before: int) -> int:
        if row[1]:
            return int(row[1])
        said = attributes(self._tag_at(row.start())[4]).get(b"r", b"")
        return whole(said) if said else before + 1

    def _tag_at(self, start: int) -> re.Match[bytes]:
        tag = TAG.match(self.seen, start)
        if tag is None:
            raise CannotPatch("broken tag")
        return tag

    def _column_styles(self) -> Mapping[int, int]:
        """Give the format of empty cells by column."""
        styles: dict[int, int] = {}
        head = self.seen[: self.rows.start]
        for col in re.finditer(rb"<(?:[\w.-]+:)?col(?=\s)([^<>]*)>", head):
            said = attributes(col[1])
            first, last = whole(said.get(b"min")), whole(said.get(b"max"))
            for at in range(first, min(last, first + 16_384) + 1):
                styles[at] = whole(said.get(b"style"))
        return styles

    def _new_row(
        self, line: int, wanted: Mapping[int, Restyle], columns: Mapping[int, int]
    ) -> bytes:
        cells = b"".join(self._new_cell(line, at, wanted[at], columns) for at in sorted(wanted))
        p = self.prefix
        return b'<%srow r="%d">%s</%srow>' % (p, line, cells, p)

    def _new_cell(self, line: int, column: int, how: Restyle, columns: Mapping[int, int]) -> bytes:
        style = how(columns.get(column, 0))
        address = f"{letters(column)}{line}".encode()
        return b'<%sc r="%s" s="%d"/>' % (self.prefix, address, style)

    def _restyle_row(
        self, start: int, line: int, wanted: Mapping[int, Restyle], columns: Mapping[int, int]
    ) -> None:
        tag = self._tag_at(start)
        said = attributes(tag[4].removesuffix(b"/"))
        if said.get(b"customFormat") in (b"1", b"true") and b"s" in said:
            columns = dict.fromkeys(wanted, whole(said[b"s"]))
        left = sorted(wanted, reverse=True)
        bare = tag[4].endswith(b"/")
        stop = tag.end()
        if not bare:
            stop = self.seen.find(b"</" + tag[2] + b"row", tag.end(), self.rows.inner_stop)
        if stop < 0:
            raise CannotPatch("row does not end")
        added = False
        at = tag.end()
        for column, cell in self._cells(tag.end(), stop):
            while left and left[-1] < column:
                number = left.pop()
                self._insert(cell.start, self._new_cell(line, number, wanted[number], columns))
                added = True
            if left and left[-1] == column:
                self._restyle_cell(cell, wanted[left.pop()])
            at = cell.stop
        rest = b"".join(
            self._new_cell(line, number, wanted[number], columns) for number in left[::-1]
        )
        self._finish_row(tag, at, rest, widened=bool(added or rest))

    def _finish_row(self, tag: re.Match[bytes], at: int, rest: bytes, *, widened: bool) -> None:
        """Add the last cells, open a row written as one tag, and let go of a stale `spans`."""
        opening = with_attributes(tag[0], {b"spans": None}) if widened else tag[0]
        if rest and tag[4].endswith(b"/"):
            close = b"</" + tag[2] + b"row>"
            self.edits.append((tag.start(), tag.end(), opening[:-2].rstrip() + b">" + rest + close))
            return
        if opening != tag[0]:
            self.edits.append((tag.start(), tag.end(), opening))
        if rest:
            self._insert(at, rest)

    def _cells(self, start: int, stop: int) -> Iterator[tuple[int, Element]]:
        column = 0
        for cell in children(self.seen, start, stop):
            if cell.name != b"c":
                continue
            said = _ADDRESS.fullmatch(cell.attributes.get(b"r", b""))
            at = column_number(said[1].decode()) if said else column + 1
            if at <= column:
                raise CannotPatch("cells out of order")
            column = at
            yield column, cell

    def _restyle_cell(self, cell: Element, how: Restyle) -> None:
        style = how(whole(cell.attributes.get(b"s")))
        tag = self.data[cell.start : cell.inner]
        self.edits.append((cell.start, cell.inner, with_attributes(tag, {b"s": b"%d" % style})))

    # ---- notes

    def notes_drawing(self) -> str:
        """Give the relation id of the drawing that holds notes, or ""."""
        for one in self._tail():
            if one.name == b"legacyDrawing":
                named = [v for k, v in one.attributes.items() if k.rpartition(b":")[2] == b"id"]
                return plain(named[0]) if named else ""
        return ""

    def add_notes_drawing(self, relation: str) -> None:
        """Name the drawing that holds notes, at its place among the sheet's parts."""
        at = next((one.start for one in self._tail() if one.name in _AFTER_NOTES), -1)
        if at < 0:
            at = self.seen.rfind(b"</")
        p = self.prefix
        added = f'legacyDrawing xmlns:r="{OFFICE}" r:id="{relation}"/>'.encode()
        self._insert(at, b"<" + p + added)

    def _tail(self) -> Iterator[Element]:
        return children(self.seen, self.tail, self.seen.rfind(b"</"))

    def pieces(self) -> list[Piece]:
        """Give the changed sheet.

        Raises:
            CannotPatch: two changes concern the same place.

        """
        return list(pieces(self.data, self.edits))


def highest_style(data: bytes) -> int:
    """Give the highest number of a format that a sheet uses."""
    return max(map(int, _STYLE.findall(data)), default=0)

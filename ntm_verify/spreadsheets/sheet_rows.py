"""Rows of a sheet read in full by the XML parser (dòng đọc đầy đủ).

The careful way: any order of attributes, prefixes, comments, formulas, formatted text. Rows and
cells must come in rising order and lie inside the grid; a second one at the same place is a file
that shows different things to different programs.
"""

import re
from collections.abc import Iterator
from typing import Final
from xml.parsers import expat

from ntm_verify.domain.participant_list import Kind

from .cells import LAST_COLUMN, LAST_ROW, CellReader
from .grid import Row
from .limits import Limits
from .refusing import corrupt, too_many, unsafe
from .xml_parts import local, parser, unescape

_ADDRESS: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_PIECE: Final = 2**18
_NO_MEMORY: Final = 1  # of expat


class RowParser:
    """Collect the rows of `<sheetData>` while the XML comes in."""

    def __init__(self, cells: CellReader, limits: Limits, *, line: int = 0) -> None:
        """Begin below a row number; rows without one are counted on."""
        self.cells = cells
        self.limits = limits
        self.done: list[Row] = []
        self.line = line
        self.filled = 0
        self.hidden_columns: set[int] = set()
        self.merges: list[str] = []
        self._hidden = False
        self._column = 0
        self._cell: dict[str, str] = {}
        self._pieces: list[str] = []
        self._reading = False
        self._phonetic = 0
        self._formula = False  # a formula was seen, and no result yet
        self._texts: dict[int, str] = {}
        self._kinds: dict[int, str] = {}
        self._xml = parser()
        self._xml.StartElementHandler = self._start
        self._xml.EndElementHandler = self._end
        self._xml.CharacterDataHandler = self._text

    def feed(self, data: bytes, *, last: bool = False) -> None:
        """Take the next piece of XML.

        Raises:
            ListRefused: not well-formed, out of order, outside the grid, over a limit.

        """
        try:
            self._xml.Parse(data, last)
        except expat.ExpatError as broken:
            if broken.code == _NO_MEMORY:
                raise MemoryError from None
            raise corrupt("XML của trang tính") from None

    def close(self) -> None:
        """Let go of the parser, which holds on to this reader."""
        self._xml.StartElementHandler = None
        self._xml.EndElementHandler = None
        self._xml.CharacterDataHandler = None

    def rows(self) -> Iterator[Row]:
        """Hand over the rows that are complete."""
        done, self.done = self.done, []
        yield from done

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = local(name)
        if tag == "c":
            self._begin_cell(attributes)
        elif tag in ("v", "t"):
            self._reading = not self._phonetic
            self._formula = False
        elif tag == "f":
            self._formula = True
        elif tag == "row":
            self._begin_row(attributes)
        elif tag == "rPh":
            self._phonetic += 1
        elif tag in ("col", "mergeCell"):
            self._note(tag, attributes)

    def _note(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "mergeCell":
            self.merges.append(attributes.get("ref", ""))
        elif attributes.get("hidden") in ("1", "true"):
            self.hidden_columns |= hidden_span(attributes.get("min", ""), attributes.get("max", ""))

    def _begin_row(self, attributes: dict[str, str]) -> None:
        line = attributes.get("r", str(self.line + 1))
        if self.line == LAST_ROW and "r" not in attributes:
            raise too_many("dòng", LAST_ROW)
        if not line.isdigit() or not self.line < int(line) <= LAST_ROW:
            raise corrupt(f"dòng {line[:10]} lặp lại hoặc nằm ngoài bảng")
        self.line = int(line)
        self._hidden = attributes.get("hidden") in ("1", "true")
        self._column = 0
        self._texts, self._kinds = {}, {}

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        column = self._column + 1
        address = attributes.get("r")
        if address is not None:
            found = _ADDRESS.fullmatch(address)
            column = _number_of(found[1]) if found and int(found[2]) == self.line else 0
        if not self._column < column <= LAST_COLUMN:
            raise corrupt(f"ô {(address or '')[:12]} lặp lại hoặc nằm ngoài bảng")
        self._column, self._cell = column, attributes
        self._pieces, self._formula = [], False

    def _text(self, text: str) -> None:
        if self._reading:
            self._pieces.append(text)

    def _end(self, name: str) -> None:
        tag = local(name)
        self._reading = False
        if tag == "c":
            self._end_cell()
        elif tag == "row":
            self.done.append(Row(self.line, self._texts, self._kinds, self._hidden))
        elif tag == "rPh":
            self._phonetic -= 1

    def _end_cell(self) -> None:
        stored = "".join(self._pieces)
        meaning = self.cells.meaning_of(self._cell.get("t", "n"), self._cell.get("s", "0"))
        if stored:
            self._keep(meaning.kind, self._read(stored))
        elif self._formula:
            self._keep(Kind.FORMULA, "")

    def _read(self, stored: str) -> str:
        if len(stored) > self.limits.text_length * 7:
            raise unsafe("ô có quá nhiều chữ")
        kind = self._cell.get("t", "n")
        if kind in ("str", "inlineStr", "e"):
            return unescape(stored)
        return self.cells.meaning_of(kind, self._cell.get("s", "0")).read(stored)

    def _keep(self, kind: str, text: str) -> None:
        self.filled += 1
        if self.filled > self.limits.cells:
            raise too_many("ô", self.limits.cells)
        if text or kind == Kind.FORMULA:
            self._texts[self._column] = text
            self._kinds[self._column] = kind


def _number_of(letters: str) -> int:
    number = 0
    for sign in letters:
        number = number * 26 + ord(sign) - 64
    return number


def hidden_span(first: str, last: str) -> set[int]:
    """Give the columns from first to last, inside the grid."""
    if not (first.isdigit() and last.isdigit()):
        return set()
    return set(range(int(first), min(int(last), LAST_COLUMN) + 1))


def parse_whole(data: bytes | bytearray, made: RowParser) -> Iterator[Row]:
    """Parse a sheet from end to end, handing over rows as they come."""
    for at in range(0, len(data), _PIECE):
        made.feed(bytes(data[at : at + _PIECE]))
        yield from made.rows()
    made.feed(b"", last=True)
    made.close()
    yield from made.rows()


def parse_fragment(fragment: str, cells: CellReader, limits: Limits, line: int) -> list[Row]:
    """Parse some whole rows cut out of a sheet, the first of which comes after row `line`."""
    made = RowParser(cells, limits, line=line)
    try:
        made.feed(b"<sheetData>" + fragment.encode() + b"</sheetData>", last=True)
    finally:
        made.close()
    return made.done

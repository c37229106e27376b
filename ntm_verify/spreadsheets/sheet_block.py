"""Stretches of rows of an .xlsx sheet, read by patterns made for the sheet (đọc nhanh từng đoạn).

A pattern matches a whole row at a time, and each match must begin where the last one ended: so
every sign between the first row and the last has been read by a pattern, or by the XML parser
that takes each row no pattern fits. Two patterns are tried: one that knows by heart how the cells
of each wanted column are written in this file, and one that takes attributes as they come.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, islice
from typing import Final

from ntm_verify.domain.cell_shapes import letters

from .cells import LAST_ROW, CellReader
from .grid import Cells, Gatherer, Row, Wanted
from .limits import Limits
from .refusing import corrupt, too_many
from .sheet_rows import parse_fragment

_COLUMNS_IN_PATTERN: Final = 120
_LONGEST_RUN: Final = 4_096
_SAMPLE: Final = 64
_MOST_WAYS: Final = 4
_MOST_FAILURES: Final = 32
_HIDDEN_ROW: Final = re.compile(r'\bhidden="(?:1|true)"')

_ROW: Final = r'<row r="([1-9][0-9]{0,6}+)"([^<>/]*+)>'
_INLINE: Final = (r"<is><t(?: xml:space=\"preserve\")?+>", "</t></is>")
_STORED: Final = ("<v>", "</v>")
_VALUE: Final = r"(?:<v>|<is><t(?: xml:space=\"preserve\")?+>)%s</(?:v|t></is)></c>"
_FORMULA: Final = r"(?:<f(?: [^<>]*+)?+(?:(?<=/)>|>[^<]*+</f>))?+"
_TAKEN: Final = r'(?:<c r="%s\1"([^<>/]*+)(?:/>|>' + _FORMULA + _VALUE % "([^<]*+)" + "))?+"
_PASSED: Final = r'(?:<c r="%s\1"[^<>/]*+(?:/>|>' + _FORMULA + _VALUE % "[^<]*+" + "))?+"

Rows = list[tuple[str, ...]]


class BlockReader:
    """Read stretches of rows by patterns, and by parser what no pattern fits (đọc từng đoạn).

    `require_moderate` is asked before many rows go to the parser.
    """

    def __init__(
        self,
        gatherer: Gatherer,
        head: Sequence[Row],
        cells: CellReader,
        limits: Limits,
        require_moderate: Callable[[], None],
    ) -> None:
        """Make the pattern that fits any regular row; the other one is learnt from the first."""
        self.gatherer = gatherer
        self.cells = cells
        self.limits = limits
        self.require_moderate = require_moderate
        self.columns = _known_columns(gatherer.wanted, head)
        self.pattern = _any_row(gatherer.wanted, self.columns)
        self.usual: _Usual | None = None
        self.failures = 0
        self.run = 1
        self.odd = 1

    def read(self, text: str, line: int) -> int:
        """Read one stretch of whole rows below row `line`; give the number of its last row.

        Raises:
            ListRefused: broken, out of order, or over a limit.

        """
        if self.usual is None:
            self.usual = self._learn(text)
        at = 0
        while at < len(text):
            before = at
            at, line = self._read_usual(text, at, line)
            if at < len(text):
                at, line = self._read_any(text, at, line)
            if at == before:
                at, line = self._parse_some(text, at, line)
            else:
                self.run = 1
        return line

    def _learn(self, text: str) -> "_Usual | None":
        """Learn from the first rows how cells are written; None where nothing can be learnt."""
        rows, stop = _match(self.pattern, text, 0, _SAMPLE)
        if not rows:
            return None
        groups = list(zip(*rows, strict=True))
        wanted = self.gatherer.wanted.columns
        attributes: dict[int, str] = {}
        parts: list[str] = []
        for at in self.columns:
            if at not in wanted:
                parts.append(_PASSED % letters(at))
                continue
            nth = 2 + 2 * wanted.index(at)
            filled, empty = _ways(groups[nth], groups[nth + 1], self.cells)
            attributes[at] = filled[0] if filled else ""
            parts.append(_usual_cell(letters(at), filled, empty, formulas="<f" in text[:stop]))
        return _Usual(re.compile(f"{_ROW}{''.join(parts)}</row>"), attributes)

    def _read_usual(self, text: str, at: int, line: int) -> tuple[int, int]:
        """Read rows whose cells are written as in the sample."""
        usual = self.usual
        if usual is None or self.failures > _MOST_FAILURES:
            return at, line
        rows, stop = _match(usual.pattern, text, at)
        if not rows:
            self.failures += 1
            return at, line
        self.failures, self.odd = 0, 1 if len(rows) > self.odd else self.odd
        columns = list(zip(*rows, strict=True))
        values = {
            column: self.cells.uniform(attributes, columns[2 + nth])
            for nth, (column, attributes) in enumerate(usual.attributes.items())
        }
        return stop, self._add(columns, values, text[at:stop], line)

    def _read_any(self, text: str, at: int, line: int) -> tuple[int, int]:
        """Read rows with attributes as they come: one, then two, four … in a row."""
        most = None if self.failures > _MOST_FAILURES else self.odd
        self.odd = min(self.odd * 2, _LONGEST_RUN)
        rows, stop = _match(self.pattern, text, at, most)
        if not rows:
            return at, line
        columns = list(zip(*rows, strict=True))
        values = {
            column: self.cells.column(columns[2 + 2 * nth], columns[3 + 2 * nth])
            for nth, column in enumerate(self.gatherer.wanted.columns)
        }
        return stop, self._add(columns, values, text[at:stop], line)

    def _add(
        self,
        columns: Sequence[tuple[str, ...]],
        values: dict[int, tuple[list[str], str]],
        text: str,
        line: int,
    ) -> int:
        lines = list(map(int, columns[0]))
        rising = all(map(int.__lt__, chain((line,), lines), lines))
        if not rising or lines[-1] > LAST_ROW:
            raise corrupt("dòng lặp lại hoặc nằm ngoài bảng")
        self._require_room(len(lines))
        first = len(self.gatherer.taken.lines)
        if "hidden=" in text:
            attributes = enumerate(columns[1], first)
            hidden = {nth for nth, said in attributes if _HIDDEN_ROW.search(said)}
            self.gatherer.taken.hidden |= hidden
        self.gatherer.add_block(lines, values, _Looker(self, text, lines))
        return lines[-1]

    def _parse_some(self, text: str, at: int, line: int) -> tuple[int, int]:
        """Read rows no pattern fits by parser: one, then two, four … in a row."""
        stop = at
        for _ in range(self.run):
            found = text.find("</row>", stop)
            if found < 0:
                stop = len(text)
                break
            stop = found + len("</row>")
        if self.run < _LONGEST_RUN <= self.run * 2:
            self.require_moderate()
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

    def __init__(self, block: BlockReader, text: str, lines: Sequence[int]) -> None:
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


# ---- patterns


class _Usual:
    """How the cells of each wanted column are written in this file, by their attributes."""

    def __init__(self, pattern: re.Pattern[str], attributes: dict[int, str]) -> None:
        self.pattern = pattern
        self.attributes = attributes


def _match(
    pattern: re.Pattern[str], text: str, at: int, most: int | None = None
) -> tuple[Rows, int]:
    """Match row after row from a place on, without a gap; give them and where the last one ends."""
    rows: Rows = []
    scanner = pattern.scanner(text, at)  # type: ignore[attr-defined] # stable, unlisted
    for found in islice(iter(scanner.match, None), most):
        rows.append(found.groups(""))
    return rows, found.end() if rows else at


def _known_columns(wanted: Wanted, head: Sequence[Row]) -> list[int]:
    """Give the columns a row of this sheet may have."""
    seen = {at for row in head for at in row.texts} | set(wanted.columns)
    last = max(seen, default=1)
    known = sorted(seen | set(range(1, last + 2)))[:_COLUMNS_IN_PATTERN]
    return sorted({*known, *wanted.columns})


def _any_row(wanted: Wanted, columns: Iterable[int]) -> re.Pattern[str]:
    """Make the pattern of any regular row: wanted cells taken, known others passed over."""
    cells = ((_TAKEN if at in wanted.columns else _PASSED) % letters(at) for at in columns)
    return re.compile(f"{_ROW}{''.join(cells)}</row>")


def _ways(
    said: Iterable[str], values: Iterable[str], cells: CellReader
) -> tuple[list[str], list[str]]:
    """Give the attributes of filled cells that mean what most of them do, and of empty ones."""
    pairs = Counter((way, bool(value)) for way, value in zip(said, values, strict=True))
    by_use = sorted(pairs, key=lambda pair: pairs[pair], reverse=True)
    filled = [way for way, is_filled in by_use if is_filled]
    alike = [way for way in filled if cells.meaning(way) == cells.meaning(filled[0])]
    empty = [way for way, is_filled in by_use if way and not is_filled]
    return alike[:_MOST_WAYS], empty[:_MOST_WAYS]


def _usual_cell(column: str, filled: Sequence[str], empty: Sequence[str], *, formulas: bool) -> str:
    """Make the part of a pattern that takes one cell written in a known way, or its absence."""
    ways = []
    if filled:
        start, end = _INLINE if 't="inlineStr"' in filled[0] else _STORED
        formula = _FORMULA if formulas else ""
        ways.append(f"(?:{_either(filled)})>{formula}{start}([^<]*+){end}</c>")
    if empty:
        ways.append(f"(?:{_either(empty)})/>")
    if not ways:
        return "()"
    cell = f'(?:<c r="{column}\\1"(?:{"|".join(ways)}))?+'
    return cell if filled else f"{cell}()"


def _either(ways: Iterable[str]) -> str:
    return "|".join(map(re.escape, ways))

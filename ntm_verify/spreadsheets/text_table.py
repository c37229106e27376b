"""Delimited text (CSV, TSV) as a sheet (bảng dạng văn bản).

Every record is kept: the row number is that of the record, as a spreadsheet program shows it.
A quote that is never closed is not allowed to swallow the rest of the file.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ntm_verify.domain.findings import Check
from ntm_verify.domain.participant_list import Kind

from .grid import HEAD_ROWS, Gatherer, Row, Taken, Wanted
from .limits import Limits
from .merges import Merge
from .refusing import too_many, unsafe

DELIMITERS: Final = (",", ";", "\t", "|")
_SAMPLE_LINES: Final = 60
_MOST_JOINED: Final = 8
csv.field_size_limit(2**30)  # cells are measured here, and sooner than by csv


@dataclass(frozen=True, slots=True)
class TextTable:
    """Records of a delimited text, all in memory (bảng văn bản)."""

    records: list[list[str]]
    delimiter: str
    unbalanced: tuple[int, ...]
    name: str = ""
    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()

    def head(self) -> Sequence[Row]:
        """Give the first records in full."""
        return [_row(line, record) for line, record in self._some(0, HEAD_ROWS)]

    def _some(self, start: int, stop: int | None = None) -> Iterator[tuple[int, list[str]]]:
        return enumerate(self.records[start:stop], start + 1)

    def merges(self) -> Sequence[Merge]:
        """Give none: text knows no merged cells."""
        return ()

    def take(self, wanted: Wanted) -> Taken:
        """Give the wanted columns of all records below the header."""
        gatherer = Gatherer(wanted)
        top = max(HEAD_ROWS, wanted.below)
        gatherer.add_rows(_row(line, record) for line, record in self._some(0, top))
        rest = self.records[top:]
        lines = list(range(top + 1, len(self.records) + 1))
        columns = {at: _column(rest, at - 1) for at in wanted.columns}
        gatherer.add_block(lines, columns, lambda some: [_row(0, rest[nth]).texts for nth in some])
        self._point_out(gatherer.taken, wanted)
        return gatherer.taken

    def _point_out(self, taken: Taken, wanted: Wanted) -> None:
        """Point at records that end before the columns a person needs, or hold an open quote."""
        last = max((*wanted.names, *wanted.numbers), default=0)
        records = self.records[wanted.below :]
        for place, record in enumerate(records):
            if 0 < len(record) < last:
                taken.flaws[place] = Check.ROW_TOO_SHORT
        for line in self.unbalanced:
            if line > wanted.below:
                taken.flaws[line - wanted.below - 1] = Check.CSV_QUOTE_UNBALANCED


def _row(line: int, record: Sequence[str]) -> Row:
    texts = {at: text for at, text in enumerate(record, 1) if text}
    return Row(line, texts, dict.fromkeys(texts, Kind.TEXT))


def _column(records: Sequence[Sequence[str]], at: int) -> tuple[list[str], str]:
    texts = [record[at] if at < len(record) else "" for record in records]
    if all(texts):
        return texts, Kind.TEXT * len(texts)
    return texts, "".join([Kind.TEXT if text else Kind.EMPTY for text in texts])


def read_table(text: str, limits: Limits) -> TextTable:
    """Split a text into records by its own delimiter.

    Raises:
        ListRefused: more rows or longer cells than a list may have.

    """
    text = text.removeprefix("\ufeff").replace("\x00", "\ufffd")
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=,"):
        records, unbalanced = _records(rest, first.strip()[-1], limits)
        return TextTable([[], *records], first.strip()[-1], tuple(n + 1 for n in unbalanced))
    delimiter = find_delimiter(text)
    records, unbalanced = _records(text, delimiter, limits)
    return TextTable(records, delimiter, tuple(unbalanced))


def find_delimiter(text: str) -> str:
    """Give the delimiter that cuts the first lines most often and most evenly."""
    lines = [line for line in text[:65_536].splitlines()[:_SAMPLE_LINES] if line.strip()]
    best, most = ",", (0, 0)
    for delimiter in DELIMITERS:
        counts = [len(next(csv.reader([line], delimiter=delimiter))) for line in lines]
        usual = max(set(counts), key=lambda size: (counts.count(size), size), default=0)
        score = (counts.count(usual) if usual > 1 else 0, usual)
        if score > most:
            best, most = delimiter, score
    return best


def _records(text: str, delimiter: str, limits: Limits) -> tuple[list[list[str]], list[int]]:
    """Give all records, and the numbers of those in which a quote is never closed."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    if plain.count("\n") >= limits.rows:
        raise too_many("dòng", limits.rows)
    lines = plain.split("\n")
    if '"' not in plain:
        records = [line.split(delimiter) if line else [] for line in lines]
        unbalanced: list[int] = []
    else:
        records, unbalanced = _quoted(plain, lines, delimiter)
    if max(map(len, lines)) > limits.text_length:
        longest = max(len(cell) for record in records for cell in record)
        if longest > limits.text_length:
            raise unsafe("ô có quá nhiều chữ")
    return records, unbalanced


def _quoted(plain: str, lines: list[str], delimiter: str) -> tuple[list[list[str]], list[int]]:
    try:
        records = list(csv.reader(io.StringIO(plain, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return _line_by_line(lines, delimiter)
    usual = max(map(len, records), default=0)
    odd = any(
        len(record) != usual or sum(cell.count("\n") for cell in record) > _MOST_JOINED
        for record in records
        if any("\n" in cell for cell in record)
    )
    return _line_by_line(lines, delimiter) if odd else (records, [])


def _line_by_line(lines: list[str], delimiter: str) -> tuple[list[list[str]], list[int]]:
    """Join lines only where that closes a quote within a few lines and gives a full record."""
    records: list[list[str]] = []
    unbalanced: list[int] = []
    usual = max((line.count(delimiter) + 1 for line in lines[:_SAMPLE_LINES]), default=1)
    at = 0
    while at < len(lines):
        record, used = _one_record(lines, at, delimiter, usual)
        if record is None:
            unbalanced.append(len(records) + 1)
            record = lines[at].split(delimiter)
        records.append(record)
        at += used
    return records, unbalanced


def _one_record(
    lines: list[str], at: int, delimiter: str, usual: int
) -> tuple[list[str] | None, int]:
    """Read the record that begins at a line: its cells or None, and how many lines it takes."""
    for used in range(1, _MOST_JOINED + 2):
        joined = "\n".join(lines[at : at + used])
        try:
            (record,) = csv.reader(
                io.StringIO(joined, newline=""), delimiter=delimiter, strict=True
            )
        except (csv.Error, ValueError):
            if joined:
                continue
            record = []
        if used == 1 or len(record) == usual:
            return record, used
    return None, 1

"""A commune's list as it was handed in, and what the checks make of it (danh sách tham gia BHYT).

A list is kept by column, so that it goes into a data frame without a detour, and read by row.
Every cell is text together with its `Kind`: the kind decides what may be repaired (eleven digits
in a number cell lost a zero; eleven digits of text are a typing error).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from .errors import InvalidInput
from .findings import Check, Field


class Kind(StrEnum):
    """What a cell held in the file, one letter each (kiểu ô)."""

    EMPTY = "-"
    TEXT = "t"
    NUMBER = "n"
    DATE = "d"
    BOOLEAN = "b"
    ERROR = "e"
    FORMULA = "f"  # a formula whose result the file does not hold


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list (một cột): the text of each cell, and one letter of `Kind` each."""

    texts: Sequence[str]
    kinds: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a stretch of rows comes from (nguồn của các dòng): one sheet of one file.

    `columns` names the column letter of each field ("B"); `header_row` and the rows' numbers
    are those that the spreadsheet program shows. `dropped` counts rows that are no people, by
    reason. `hamlet` is the hamlet that the sheet stands for when no column names one.
    """

    file: str
    sheet: str
    header_row: int
    columns: Mapping[Field, str]
    rows_read: int
    hamlet: str = ""
    dropped: Mapping[str, int] = field(default_factory=dict)


class UnevenList(InvalidInput):
    """The columns do not make up rows (danh sách không đều cột)."""

    code = "uneven_list"


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as it was handed in (một dòng của danh sách); absent columns read as empty."""

    place: int
    line: int
    texts: Mapping[Field, str]
    kinds: Mapping[Field, str]


@dataclass(frozen=True, slots=True)
class RawList:
    """A list as it was handed in, kept by column and read by row (danh sách).

    Rows stand in the order of their sources; `source_of` gives each row its place in `sources`
    and `lines` the row number that the spreadsheet program shows.
    """

    sources: tuple[Source, ...]
    source_of: Sequence[int]
    lines: Sequence[int]
    columns: Mapping[Field, Column]

    def __post_init__(self) -> None:
        """Refuse columns of unequal length.

        Raises:
            UnevenList: a column has more or fewer cells than there are rows.

        """
        sizes = {len(self.source_of)}
        sizes |= {size for c in self.columns.values() for size in (len(c.texts), len(c.kinds))}
        if sizes - {len(self.lines)}:
            raise UnevenList("Các cột của danh sách không có cùng số dòng.")

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.lines)

    def rows(self) -> Iterator[RawRow]:
        """Read row after row."""
        for place, line in enumerate(self.lines):
            texts = {name: column.texts[place] for name, column in self.columns.items()}
            kinds = {name: column.kinds[place] for name, column in self.columns.items()}
            yield RawRow(place, line, texts, kinds)

    def cell(self, place: int, name: Field) -> str:
        """Give the address of a field's cell ("C12"), or "" when the list has no such column."""
        letters = self.sources[self.source_of[place]].columns.get(name, "")
        return f"{letters}{self.lines[place]}" if letters else ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with, or repaired in, one row or one source (một phát hiện).

    It points and does not quote: `place` is the row's place in the list (None: it is about a
    whole source or file), `first` the place of the row it repeats. `detail` carries what the
    sentence needs and the list does not hold: a sheet's name, a count.
    """

    check: Check
    field: Field
    place: int | None = None
    first: int | None = None
    source: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CheckedList:
    """What the rules say of a list, row by row (danh sách đã kiểm tra).

    All sequences are as long as the list. `keys` is the number that stands for the person (10
    or 12 digits, "" if there is none), `id_kinds` one of b (10 digits), c (card), p (12 digits)
    or -; `sexes` one of m, f or ?. `counted` and `doubtful` hold one byte a row, 1 or 0.
    `findings` is cut where one code has too many; `counts` holds the exact number of each code
    and field.
    """

    findings: tuple[Finding, ...]
    names: Sequence[str]
    keys: Sequence[str]
    id_kinds: str
    sexes: str
    counted: bytes
    doubtful: bytes
    counts: Mapping[tuple[Check, Field], int] = field(default_factory=dict)

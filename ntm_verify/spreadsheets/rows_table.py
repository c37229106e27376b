"""Rows that are all in memory, as a sheet (bảng nằm sẵn trong bộ nhớ)."""

from collections.abc import Sequence
from dataclasses import dataclass

from .grid import HEAD_ROWS, Gatherer, Row, Taken, Wanted
from .merges import Merge


@dataclass(frozen=True, slots=True)
class RowsTable:
    """A sheet of a kind of file that is read whole (bảng)."""

    name: str
    rows: Sequence[Row]
    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Merge, ...] = ()

    def head(self) -> Sequence[Row]:
        """Give the first rows in full."""
        return self.rows[:HEAD_ROWS]

    def merges(self) -> Sequence[Merge]:
        """Give the merged ranges."""
        return self.merged

    def take(self, wanted: Wanted) -> Taken:
        """Give the wanted columns of all rows below the header."""
        gatherer = Gatherer(wanted)
        gatherer.add_rows(self.rows)
        return gatherer.taken

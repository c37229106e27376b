"""What every kind of file is read into first (lưới ô): a sheet's head, then its wanted columns."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from ntm_verify.domain.columns import HeadRow
from ntm_verify.domain.findings import Check
from ntm_verify.domain.list_rows import is_clear
from ntm_verify.domain.participant_list import Column, Kind

from .merges import Merge

HEAD_ROWS: Final = 230
"""Rows that are read in full before it is known which columns are wanted."""

LOOKED_AT: Final = 12
"""The first rows below a header are looked at closely whatever they hold: samples stand there."""

Cells = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One row in full (một dòng đầy đủ): texts and kinds of its filled cells, by column."""

    line: int
    texts: Mapping[int, str]
    kinds: Mapping[int, str]
    hidden: bool = False

    @property
    def head(self) -> HeadRow:
        """The row as the header recogniser sees it."""
        return HeadRow(self.line, self.texts)

    @property
    def shown(self) -> Cells:
        """The filled cells; "=" stands for a formula whose result is not in the file."""
        return {at: text or "=" for at, text in self.texts.items()}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which columns to take (cột cần lấy), below which row, and which of them tell a person."""

    columns: tuple[int, ...]
    names: tuple[int, ...]
    numbers: tuple[int, ...]
    below: int
    form_words: frozenset[str] = frozenset()


@dataclass(slots=True)
class Taken:
    """The wanted columns of a sheet (các cột đã lấy), and the rows that need a closer look.

    `doubtful` holds every filled cell of a row that lacks a name or a number, `flaws` what is
    wrong with a row's text, both by place.
    """

    lines: list[int] = field(default_factory=list)
    texts: dict[int, list[str]] = field(default_factory=dict)
    kinds: dict[int, list[str]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    doubtful: dict[int, Cells] = field(default_factory=dict)
    flaws: dict[int, Check] = field(default_factory=dict)

    def column(self, at: int) -> Column:
        """Give one column whole."""
        return Column(self.texts[at], "".join(self.kinds[at]))


class Sheet(Protocol):
    """One sheet of any kind of file (trang tính)."""

    @property
    def name(self) -> str:
        """The sheet's name, "" where the file has none."""
        ...

    @property
    def hidden(self) -> bool:
        """Whether the spreadsheet program hides the sheet."""
        ...

    @property
    def hidden_columns(self) -> frozenset[int]:
        """Columns the spreadsheet program hides."""
        ...

    def head(self) -> Sequence[Row]:
        """Give the first rows in full."""
        ...

    def take(self, wanted: Wanted) -> Taken:
        """Give the wanted columns of all rows below the header."""
        ...

    def merges(self) -> Sequence[Merge]:
        """Give the merged ranges; known once the rows were taken."""
        ...


class Gatherer:
    """Collect wanted columns row by row or block by block (gom cột)."""

    def __init__(self, wanted: Wanted) -> None:
        """Start with nothing."""
        self.wanted = wanted
        self.taken = Taken()
        for at in wanted.columns:
            self.taken.texts[at] = []
            self.taken.kinds[at] = []

    def add_rows(self, rows: Iterable[Row]) -> None:
        """Take rows that were read in full."""
        taken, wanted = self.taken, self.wanted
        for row in rows:
            if row.line <= wanted.below:
                continue
            place = len(taken.lines)
            taken.lines.append(row.line)
            for at in wanted.columns:
                taken.texts[at].append(row.texts.get(at, ""))
                taken.kinds[at].append(row.kinds.get(at, Kind.EMPTY))
            if row.hidden:
                taken.hidden.add(place)
            name = "".join([row.texts.get(at, "") for at in wanted.names])
            numbers = [row.texts.get(at, "") for at in wanted.numbers]
            if place < LOOKED_AT or not is_clear(name, numbers, wanted.form_words):
                taken.doubtful[place] = row.shown

    def add_block(
        self,
        lines: Sequence[int],
        columns: Mapping[int, tuple[list[str], str]],
        look: Callable[[Sequence[int]], Iterable[Cells]],
    ) -> None:
        """Take a block of rows by column; `look` gives all cells of some of its rows, in order."""
        taken, wanted = self.taken, self.wanted
        first = len(taken.lines)
        taken.lines.extend(lines)
        for at in wanted.columns:
            texts, kinds = columns[at]
            taken.texts[at].extend(texts)
            taken.kinds[at].append(kinds)
        unclear = self._unclear(columns, len(lines))
        for nth, cells in zip(unclear, look(unclear) if unclear else (), strict=True):
            taken.doubtful[first + nth] = cells

    def _unclear(self, columns: Mapping[int, tuple[list[str], str]], count: int) -> list[int]:
        names = [columns[at][0] for at in self.wanted.names]
        numbers = [columns[at][0] for at in self.wanted.numbers]
        if len(names) == len(numbers) == 1:
            some: Iterable[int] = [
                nth
                for nth, (name, number) in enumerate(zip(names[0], numbers[0], strict=True))
                if not (name and number[8:].isdigit())
            ]
        else:
            some = range(count)
        words = self.wanted.form_words
        return [
            nth
            for nth in some
            if not is_clear("".join([n[nth] for n in names]), [n[nth] for n in numbers], words)
        ]

"""Corrected columns, remembered by the wording of the header (ghi nhớ cách đọc cột của xã, F6).

A commune corrects a mapping once; the next list whose header row is worded alike, in whatever
order, is read the same way. A row that holds somebody's number is no header and is never kept.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from .cell_shapes import is_number_like
from .columns import fold
from .findings import Field
from .reading import SheetHead

CHOOSABLE: Final = (
    *(Field.NAME, Field.ID, Field.HAMLET, Field.CARD, Field.PERSONAL),
    *(Field.BIRTH, Field.SEX, Field.VALID_FROM, Field.VALID_TO, Field.NOTE),
)
"""Fields whose column somebody may name."""
_FEWEST: Final = 2
_BY_LETTER: Final = "@"


@dataclass(frozen=True, slots=True)
class ColumnMemory:
    """How a commune's lists with a header of this wording are read (cách đọc đã ghi nhớ).

    `key` is the digest of the header's wordings; `columns` names the wording of each field's
    column, "@C" for a column without one, "" for a field that has no column.
    """

    commune: str
    key: str
    columns: tuple[tuple[Field, str], ...]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """Which columns hold what (cách đọc cột): letters by field, header row, sheet; 0, "" = any."""

    mapping: tuple[tuple[Field, str], ...] = ()
    header_row: int = 0
    sheet: str = ""


def header_key(cells: Mapping[str, str]) -> str:
    """Give the digest of a header row's wordings, "" for a row that is none."""
    if any(is_number_like(text) for text in cells.values()):
        return ""
    wordings = sorted(filter(None, map(fold, cells.values())))
    return sha256("\n".join(wordings).encode()).hexdigest() if len(wordings) >= _FEWEST else ""


def keys_of(heads: Iterable[SheetHead]) -> frozenset[str]:
    """Give the digests of all rows that may be a header."""
    rows = (cells for head in heads for _, cells in head.rows)
    return frozenset(filter(None, map(header_key, rows)))


def _wordings(cells: Mapping[str, str]) -> dict[str, str]:
    """Name each column by its wording, the second of a kind by its number too."""
    met: Counter[str] = Counter()
    named: dict[str, str] = {}
    for at, text in cells.items():
        wording = fold(text)
        met[wording] += 1
        named[at] = wording if met[wording] == 1 else f"{wording}#{met[wording]}"
    return named


def remember(
    head: SheetHead, choice: ColumnChoice, *, commune: str, by: str, at: datetime
) -> ColumnMemory | None:
    """Give what to remember of a corrected mapping; None where there is no header to know it by."""
    cells = next((cells for line, cells in head.rows if line == head.header_row), {})
    key = header_key(cells)
    if not key:
        return None
    named = _wordings(cells)
    columns = tuple(
        (name, named.get(letter, f"{_BY_LETTER}{letter}") if letter else "")
        for name, letter in choice.mapping
    )
    return ColumnMemory(commune, key, columns, by, at)


def recall(memories: Sequence[ColumnMemory], heads: Sequence[SheetHead]) -> ColumnChoice | None:
    """Give the choice that is remembered for these sheets; None where there is none.

    Letters hold for all sheets and files of a list: where they would differ, nothing is taken
    over unasked.
    """
    known = {memory.key: memory for memory in memories}
    choices = [_of_head(head, known) for head in heads if head.columns or len(heads) == 1]
    if not choices or None in choices or len(set(choices)) > 1:
        return None
    return choices[0]


def _of_head(head: SheetHead, known: Mapping[str, ColumnMemory]) -> ColumnChoice | None:
    for line, cells in head.rows:
        memory = known.get(header_key(cells))
        if memory is None:
            continue
        letters = {wording: at for at, wording in _wordings(cells).items()}
        mapping = tuple((name, _letter(wording, letters)) for name, wording in memory.columns)
        return ColumnChoice(mapping, 0 if line == head.header_row else line)
    return None


def _letter(wording: str, letters: Mapping[str, str]) -> str:
    if wording.startswith(_BY_LETTER):
        return wording.removeprefix(_BY_LETTER)
    return letters.get(wording, "")


def _changes(choice: ColumnChoice, head: SheetHead) -> bool:
    read = {name: letter for name, letter in choice.mapping if letter}
    gone = {name for name, letter in choice.mapping if not letter}
    same = all(head.columns.get(name) == letter for name, letter in read.items())
    return bool(choice.header_row) or not same or bool(gone & head.columns.keys())

"""Corrections as cells of the file they were made for (tệp đã sửa)."""

from collections.abc import Sequence
from dataclasses import dataclass

from .corrections import Correction
from .findings import Field
from .participant_list import RawList, Source
from .person_name import clean_name
from .roster import Roster


@dataclass(frozen=True, slots=True)
class CellEdit:
    """One cell's new text (một ô đã sửa); `text` None empties the whole row."""

    sheet: str
    line: int
    letters: str
    text: str | None


def cell_edits(
    sources: Sequence[Source], kept: Sequence[Correction], file: str
) -> tuple[CellEdit, ...]:
    """Give what changes in the cells of one file: the last word on a cell, rows taken out once.

    A correction whose field has no column in the file is left out: `is_faithful` tells.
    """
    last: dict[tuple[int, int, Field], str | None] = {}
    gone = {(one.source, one.line) for one in kept if one.value is None}
    for one in kept:
        if (one.source, one.line) not in gone:
            last[one.source, one.line, one.field] = one.value
    edits = [
        CellEdit(sources[at].sheet, line, sources[at].columns.get(name, ""), value)
        for (at, line, name), value in last.items()
        if at < len(sources) and sources[at].file == file
    ]
    edits += [
        CellEdit(sources[at].sheet, line, "", None)
        for at, line in sorted(gone)
        if at < len(sources) and sources[at].file == file
    ]
    return tuple(one for one in edits if one.letters or one.text is None)


def is_faithful(raw: RawList, roster: Roster) -> bool:
    """Say whether a corrected file, read again, holds the rows of the kept list (đọc lại đúng)."""
    if Field.NAME not in raw.columns or [row.line for row in roster.rows] != list(raw.lines):
        return False
    names = raw.columns[Field.NAME].texts
    return all(clean_name(n) == row.name for n, row in zip(names, roster.rows, strict=True))


def plain_rows(roster: Roster) -> tuple[tuple[str, ...], ...]:
    """Lay a kept list out as a sheet of its own: header, then name, number and hamlet."""
    head = ("Họ và tên", "Mã số", "Thôn")
    return (head, *((row.name, row.number, row.hamlet) for row in roster.rows))

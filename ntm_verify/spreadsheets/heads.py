"""The first rows of a sheet as people see them who correct how it is read (phần đầu trang tính)."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from ntm_verify.domain.cell_shapes import letters
from ntm_verify.domain.columns import LONGEST_HEADER, SCANNED, HeadRow
from ntm_verify.domain.findings import Field
from ntm_verify.domain.list_layout import Layout, Miss
from ntm_verify.domain.reading import SheetHead

BELOW: Final = 4
"""So many rows below the header show what its columns hold."""
MOST_COLUMNS: Final = 60


def head_of(name: str, rows: Sequence[HeadRow], found: Layout | Miss) -> SheetHead:
    """Give a sheet's first rows, cut short, and what was recognised in them."""
    last = found.last_header_row if isinstance(found, Layout) else 0
    shown = [row for row in rows if row.line <= max(SCANNED, last + BELOW)]
    cells = tuple((row.line, _cells(row.texts)) for row in shown)
    if isinstance(found, Miss):
        return SheetHead("", name, 0, {}, {}, cells)
    columns = {name: letters(part.columns[0]) for name, part in found.parts.items()}
    return SheetHead("", name, found.header_row, _cells(found.titles), columns, cells)


def _cells(texts: Mapping[int, str]) -> dict[str, str]:
    filled = [at for at in sorted(texts) if texts[at].strip()]
    return {letters(at): _short(texts[at]) for at in filled if at <= MOST_COLUMNS}


def _short(text: str) -> str:
    return " ".join(text.split())[:LONGEST_HEADER]


def pack_head(head: SheetHead) -> list[Any]:
    """Turn a head into plain data for the way out of the child."""
    columns = {name.value: at for name, at in head.columns.items()}
    return [head.file, head.sheet, head.header_row, head.titles, columns, head.rows]


def unpack_head(said: Sequence[Any]) -> SheetHead:
    """Turn plain data back into a head; nothing of it is believed to be anything but text."""
    file, sheet, header_row, titles, columns, rows = said
    return SheetHead(
        str(file),
        str(sheet),
        int(header_row),
        {str(at): str(text) for at, text in titles.items()},
        {Field(name): str(at) for name, at in columns.items()},
        tuple((int(line), {str(at): str(t) for at, t in cells.items()}) for line, cells in rows),
    )

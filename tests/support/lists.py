"""Lists made up for tests (DỮ LIỆU GIẢ LẬP), from rows of plain cells."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from ntm_verify.domain.findings import Check, Field
from ntm_verify.domain.list_facts import Context
from ntm_verify.domain.list_rules import check_list
from ntm_verify.domain.participant_list import CheckedList, Column, Kind, RawList, Source
from ntm_verify.regulations.catalogue import load_catalogue, load_codes

AS_OF: Final = date(2026, 6, 30)
CODES: Final = load_codes()
CONTEXT: Final = Context(AS_OF, CODES, load_catalogue())
LETTERS: Final = {field: chr(ord("A") + place) for place, field in enumerate(Field)}
Cell = str | tuple[str, Kind]
AN, BINH = ("Nguyễn Văn An", "3823456701"), ("Trần Thị Bình", "3823456702")
MEN: Final = [f"03808500123{n}" for n in range(6)]
WOMEN: Final = [f"03818500123{n}" for n in range(6)]


def lay_out(
    columns: Mapping[Field, Sequence[Cell]], source_of: Sequence[int] = (), hamlets: str = ""
) -> RawList:
    """Lay out columns of cells: plain text, or text with its kind; sheets are T0, T1 and so on."""
    size = max(map(len, columns.values()), default=0)
    whole = list(source_of) or [0] * size
    sources = tuple(
        Source(
            "danhsach.xlsx", f"T{n}", 1, LETTERS, whole.count(n), f"{hamlets}{n}" if hamlets else ""
        )
        for n in range(max(whole, default=0) + 1)
    )
    return RawList(
        sources,
        whole,
        range(2, size + 2),
        {field: Column(*_column(cells)) for field, cells in columns.items()},
    )


def people(*rows: tuple[Cell, Cell]) -> RawList:
    """Lay out (name, number) pairs, counted from row 2 as under a header."""
    return lay_out({Field.NAME: [row[0] for row in rows], Field.ID: [row[1] for row in rows]})


def found(checked: CheckedList) -> list[tuple[int | None, Check]]:
    """Give what was found where, without details."""
    return [(finding.place, finding.check) for finding in checked.findings]


def check(raw: RawList) -> CheckedList:
    """Check a list by the plain rules."""
    return check_list(raw, CONTEXT)


def one(**cells: Cell) -> CheckedList:
    """Check a list of one good row with further cells."""
    columns = {Field.NAME: [AN[0]], Field.ID: [AN[1]]}
    return check(lay_out({**columns, **{Field(name): [cell] for name, cell in cells.items()}}))


def codes(checked: CheckedList) -> list[Check]:
    """Give the codes of what was found."""
    return [finding.check for finding in checked.findings]


def names(count: int) -> list[Cell]:
    """Make up names, each another."""
    return [f"Nguyễn Văn {chr(0x41 + n // 26)}{chr(0x61 + n % 26)}na" for n in range(count)]


def column_of(cells: Sequence[Cell], field: Field = Field.ID) -> CheckedList:
    """Check a list that has one number column."""
    return check(lay_out({Field.NAME: names(len(cells)), field: cells}))


def sexes(cells: Sequence[Cell], numbers: Sequence[Cell]) -> CheckedList:
    """Check a list with a column of the sex."""
    return check(lay_out({Field.NAME: names(len(cells)), Field.ID: numbers, Field.SEX: cells}))


def phones(prefix: str, count: int) -> list[Cell]:
    """Make up numbers of ten digits with one prefix."""
    return [f"{prefix}{n:08d}" for n in range(12345600, 12345600 + count)]


def _column(cells: Sequence[Cell]) -> tuple[list[str], str]:
    pairs = [cell if isinstance(cell, tuple) else (cell, _kind(cell)) for cell in cells]
    return [text for text, _ in pairs], "".join(kind.value for _, kind in pairs)


def _kind(text: str) -> Kind:
    return Kind.TEXT if text else Kind.EMPTY

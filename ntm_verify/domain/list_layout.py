"""Which columns make up which field of a list (bố cục danh sách), and how sure that is.

A header only proposes: the values below it confirm. What is taken from where can be shown in
one line, corrected by naming a column, and is remembered by the caller.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from .cell_shapes import column_number, is_full_name, is_name_like, is_number_like, letters
from .columns import (
    NAMES,
    NUMBERS,
    Header,
    HeadRow,
    Role,
    Wordings,
    after_header,
    find_header,
    key,
)
from .findings import Check, Field, Refused
from .reading import ReadingOptions

_ENOUGH: Final = 5
_FEWEST: Final = 3
_MOST: Final = 0.8
_HALF: Final = 0.5

Test = Callable[[str], bool]


class How(StrEnum):
    """How a field is taken from its columns (cách lấy)."""

    PLAIN = "plain"
    JOINED = "joined"
    TICKS = "ticks"
    TICK_FEMALE = "tick_female"
    TICK_MALE = "tick_male"
    SEX_BY_COLUMN = "sex_by_column"
    BIRTH_BY_COLUMN = "birth_by_column"
    DAY_MONTH_YEAR = "day_month_year"
    NUMBER_PART = "number_part"
    DATE_PART = "date_part"
    SEX_PART = "sex_part"
    LAST_DATE = "last_date"
    FIRST_DATE = "first_date"
    MONTHS = "months"
    HAMLET_PART = "hamlet_part"


@dataclass(frozen=True, slots=True)
class Part:
    """The columns of one field (các cột của một trường), counted from 1, and how they are read."""

    columns: tuple[int, ...]
    how: How = How.PLAIN


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a sheet's fields are (bố cục của một trang).

    `header_row` is 0 where there is no header; data begin below `last_header_row`. `notes` are
    what the user is told: code, field, detail.
    """

    header_row: int
    last_header_row: int
    titles: Mapping[int, str]
    parts: Mapping[Field, Part]
    notes: tuple[tuple[Check, Field, str], ...] = ()

    @property
    def wanted(self) -> tuple[int, ...]:
        """The columns that are read at all, in order."""
        return tuple(sorted({column for part in self.parts.values() for column in part.columns}))

    def of(self, *fields: Field) -> tuple[int, ...]:
        """Give the columns behind some fields."""
        parts = [self.parts[name] for name in fields if name in self.parts]
        return tuple(sorted({column for part in parts for column in part.columns}))


@dataclass(frozen=True, slots=True)
class Miss:
    """Why a sheet is no list (không phải danh sách), and which fields it lacks."""

    reason: Refused
    missing: tuple[Field, ...] = ()


def lay_out(rows: Sequence[HeadRow], wordings: Wordings, options: ReadingOptions) -> Layout | Miss:
    """Find the header and say which columns are read, or why the sheet is no list."""
    header = find_header(rows, wordings, options.header_row)
    if header is None or not (options.header_row or _is_header(header)):
        header = Header(options.header_row, options.header_row, {}, {})
    last = after_header(rows, header, wordings) if header.titles else header.last_line
    below = [row for row in rows if row.line > last]
    picked = _Picker(header, below).pick()
    if isinstance(picked, Miss):
        return picked
    parts = _forced(picked, options.mapping)
    layout = Layout(header.line, last, header.titles, parts, ())
    if Field.NAME not in parts or Field.ID not in parts:
        guessed = _guess(layout, header, rows, below)
        if isinstance(guessed, Miss):
            return guessed
        layout = guessed
    return _explain(_unswap(layout, below), header)


def _forced(picked: Mapping[Field, Part], mapping: Mapping[Field, str]) -> dict[Field, Part]:
    """Lay the named columns over the recognised ones; one that is the same is read the same way."""
    parts = dict(picked)
    for name, at in mapping.items():
        column = column_number(at)
        if not at:
            parts.pop(name, None)
        elif name not in parts or parts[name].columns[0] != column:
            parts[name] = Part((column,))
    return parts


def _is_header(header: Header) -> bool:
    """Say whether a row heads a list: by a name or number column, or by two known wordings."""
    return bool(header.found & (NAMES | NUMBERS | {Role.FAMILY})) or len(header.sure) > 1


class _Picker:
    """Turn the roles of a header into parts (chọn cột)."""

    def __init__(self, header: Header, below: Sequence[HeadRow]) -> None:
        self.header = header
        self.below = below

    def pick(self) -> dict[Field, Part] | Miss:
        """Give the parts, or say that there are two tables side by side."""
        if self._doubled():
            return Miss(Refused.AMBIGUOUS_TABLE)
        parts = {**self._simple(), **self._birth(), **self._sex(), **self._numbers()}
        for name, part in (self._name() | self._hamlet() | self._validity()).items():
            parts.setdefault(name, part)
        return parts

    def columns(self, role: Role) -> list[int]:
        """Give a role's columns: known wordings first, then from the left, empty ones last."""
        found = [column for column, its in self.header.roles.items() if its is role]
        return sorted(found, key=lambda column: (column not in self.header.sure, column))

    def first(self, *roles: Role) -> int:
        """Give the first column of the first role that has one, or 0."""
        return next((column for role in roles for column in self.columns(role)[:1]), 0)

    def filled(self, column: int) -> int:
        """Count the cells of a column that hold something."""
        return sum(bool(row.texts.get(column, "").strip()) for row in self.below)

    def _doubled(self) -> bool:
        """Two columns of names and two of the same number, all in use, are two tables."""
        names = [column for column in self.columns(Role.NAME) if self.filled(column)]
        numbers = [
            [column for column in self.columns(role) if self.filled(column)]
            for role in (Role.ID, Role.CARD)
        ]
        return len(names) > 1 and any(
            len(several) > 1 and names[0] < several[0] < names[1] < several[1]
            for several in numbers
        )

    def _simple(self) -> dict[Field, Part]:
        plain = {
            Field.BIRTH: Role.BIRTH,
            Field.SEX: Role.SEX,
            Field.HAMLET: Role.HAMLET,
            Field.VALID_FROM: Role.VALID_FROM,
            Field.NOTE: Role.NOTE,
        }
        found = {name: self.first(role) for name, role in plain.items()}
        return {name: Part((column,)) for name, column in found.items() if column}

    def _name(self) -> dict[Field, Part]:
        name = self.first(Role.NAME)
        family, given = self.first(Role.FAMILY), self.first(Role.GIVEN)
        if name and self._goes_on(name):
            return {Field.NAME: Part((name, name + 1), How.JOINED)}
        if not name and family and given:
            return {Field.NAME: Part((family, given), How.JOINED)}
        return {Field.NAME: Part((name or given,))} if name or given else {}

    def _goes_on(self, name: int) -> bool:
        """Say whether a merged "Họ và tên" stands over two columns: middle names, given name."""
        if self.header.titles.get(name + 1):
            return False
        cells = [row.texts.get(name + 1, "").strip() for row in self.below if name in row.texts]
        given = [cell for cell in cells if is_name_like(cell) and " " not in cell]
        return len(given) > len(cells) * _MOST and bool(cells)

    def _numbers(self) -> dict[Field, Part]:
        combined, number = self.first(Role.ID_VALID), self.first(Role.ID)
        doubtful = self.first(Role.CARD_IF_FILLED)
        card, personal = self.first(Role.CARD), self.first(Role.PERSONAL)
        if doubtful and not card and share(self.below, doubtful, is_number_like) > _HALF:
            card = doubtful
        ranked = [(Field.ID, number or combined), (Field.CARD, card), (Field.PERSONAL, personal)]
        present = [(name, column) for name, column in ranked if column]
        parts = {name: Part((column,)) for name, column in present}
        if present and Field.ID not in parts:
            parts[Field.ID] = parts.pop(present[0][0])
        if combined and not number:
            parts[Field.ID] = Part((combined,), How.NUMBER_PART)
        return parts

    def _birth(self) -> dict[Field, Part]:
        three = [self.first(r) for r in (Role.BIRTH_DAY, Role.BIRTH_MONTH, Role.BIRTH_YEAR)]
        men, women = self.first(Role.BIRTH_MALE), self.first(Role.BIRTH_FEMALE)
        both = self.first(Role.BIRTH_SEX)
        if three[2] and (three[0] or three[1]):
            return {Field.BIRTH: Part(tuple(filter(None, three)), How.DAY_MONTH_YEAR)}
        if men and women:
            return {
                Field.BIRTH: Part((men, women), How.BIRTH_BY_COLUMN),
                Field.SEX: Part((men, women), How.SEX_BY_COLUMN),
            }
        if both and not self.first(Role.BIRTH):
            return {
                Field.BIRTH: Part((both,), How.DATE_PART),
                Field.SEX: Part((both,), How.SEX_PART),
            }
        return {}

    def _sex(self) -> dict[Field, Part]:
        men, women = self.first(Role.MALE), self.first(Role.FEMALE)
        if self.first(Role.SEX) or not (men or women):
            return {}
        if men and women:
            return {Field.SEX: Part((men, women), How.TICKS)}
        return {Field.SEX: Part((men or women,), How.TICK_MALE if men else How.TICK_FEMALE)}

    def _hamlet(self) -> dict[Field, Part]:
        address = self.first(Role.ADDRESS)
        return {Field.HAMLET: Part((address,), How.HAMLET_PART)} if address else {}

    def _validity(self) -> dict[Field, Part]:
        start, months = self.first(Role.VALID_FROM), self.first(Role.MONTHS)
        last = self.first(Role.VALID_TO)
        if last:
            ranges = {Field.VALID_TO: Part((last,), How.LAST_DATE)}
            return ranges | {Field.VALID_FROM: Part((last,), How.FIRST_DATE)}
        if start and months:
            return {Field.VALID_TO: Part((start, months), How.MONTHS)}
        combined = self.first(Role.ID_VALID)
        return {Field.VALID_TO: Part((combined,), How.DATE_PART)} if combined else {}


def share(rows: Iterable[HeadRow], column: int, test: Test) -> float:
    """Give the share of a column's filled cells that pass a test; 0 when all are empty."""
    cells = [text for row in rows if (text := row.texts.get(column, "").strip())]
    return sum(map(test, cells)) / len(cells) if cells else 0.0


def _unswap(layout: Layout, below: Sequence[HeadRow]) -> Layout:
    """Where the values contradict the headers of name and number, the values are right."""
    name, number = layout.parts[Field.NAME], layout.parts[Field.ID]
    if len(below) < _ENOUGH or {name.how, number.how} != {How.PLAIN}:
        return layout
    crossed = (
        share(below, name.columns[0], is_number_like) > _MOST
        and share(below, number.columns[0], is_name_like) > _MOST
    )
    if not crossed:
        return layout
    parts = {**layout.parts, Field.NAME: number, Field.ID: name}
    detail = f"{letters(name.columns[0])}, {letters(number.columns[0])}"
    note = (Check.COLUMNS_SWAPPED, Field.NAME, detail)
    return replace(layout, parts=parts, notes=(*layout.notes, note))


def _guess(
    layout: Layout, header: Header, rows: Sequence[HeadRow], below: Sequence[HeadRow]
) -> Layout | Miss:
    """Find a missing name or number column by its values, where its header says nothing else."""
    spare = [
        column
        for column in sorted({column for row in below for column in row.texts})
        if column not in header.roles and column not in layout.wanted
    ]
    parts = dict(layout.parts)
    for name, test in ((Field.NAME, is_full_name), (Field.ID, is_number_like)):
        fits = [column for column in spare if name not in parts and _fits(below, column, test)]
        if fits:
            parts[name] = Part((fits[0],))
            spare.remove(fits[0])
    missing = tuple(name for name in (Field.NAME, Field.ID) if name not in parts)
    if missing:
        return _miss(header, rows, missing)
    detail = ", ".join(f"{name.value}={letters(parts[name].columns[0])}" for name in sorted(parts))
    note = (Check.HEADER_GUESSED, Field.FILE, detail)
    return replace(layout, parts=parts, notes=(*layout.notes, note))


def _fits(below: Sequence[HeadRow], column: int, test: Test) -> bool:
    filled = sum(bool(row.texts.get(column, "").strip()) for row in below)
    enough = filled >= _FEWEST and filled * 2 >= len(below)
    return enough and share(below, column, test) > _MOST


def _miss(header: Header, rows: Sequence[HeadRow], missing: tuple[Field, ...]) -> Miss:
    if header.found & (NAMES | NUMBERS | {Role.FAMILY}) and len(header.found) > 1:
        return Miss(Refused.REQUIRED_COLUMN_MISSING, missing)
    return Miss(Refused.HEADER_NOT_FOUND if rows else Refused.NO_ROWS, missing)


_SHOWN: Final = {
    Role.NAME: Field.NAME,
    Role.ID: Field.ID,
    Role.CARD: Field.CARD,
    Role.PERSONAL: Field.PERSONAL,
    Role.BIRTH: Field.BIRTH,
    Role.SEX: Field.SEX,
    Role.HAMLET: Field.HAMLET,
    Role.VALID_FROM: Field.VALID_FROM,
    Role.VALID_TO: Field.VALID_TO,
}


def _explain(layout: Layout, header: Header) -> Layout:
    """Name the columns that are not taken: doubles, and those never kept."""
    notes = list(layout.notes)
    for column, title in sorted(header.titles.items()):
        role = header.roles.get(column)
        if column in layout.wanted or role is Role.OWN or not title or key(title) in _COUNTERS:
            continue
        detail = f"{letters(column)}: {' '.join(title.split())}"[:120]
        doubled = role in _SHOWN and _SHOWN[role] in layout.parts
        check = Check.DUPLICATE_COLUMN if doubled else Check.COLUMN_NOT_KEPT
        notes.append((check, _SHOWN[role] if role and doubled else Field.FILE, detail))
    return replace(layout, notes=tuple(notes))


_COUNTERS: Final = frozenset({"stt", "tt", "sott", "sothutu"})

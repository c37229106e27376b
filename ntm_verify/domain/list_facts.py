"""What the cells of a list say, before any of it is judged (đọc từng dòng của danh sách).

Some cells can be read only with their whole column in view: a number that lost its zeros, a bare
digit for the sex, an age instead of a birth date. A column is one source's: sheets differ.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from .codes import Codes, Limits
from .dates import ListedDate, is_age, is_blank, read_date, read_span
from .findings import Catalogue, Check, Field
from .insurance_number import (
    CARD,
    NINE,
    TEN,
    TWELVE,
    Cell,
    Evidence,
    Number,
    Reading,
    is_personal,
    lost_one_zero,
    lost_two_zeros,
    matches,
    read_number,
    sex,
    write_plainly,
)
from .participant_list import Kind, RawList, RawRow
from .person_name import NameCell, clean_name, fold_key, name_trouble

NUMBER_FIELDS: Final = (Field.ID, Field.CARD, Field.PERSONAL)
KIND_ORDER: Final = "bcp"
TICKS: Final = frozenset({"x", "v"})


@dataclass(frozen=True, slots=True)
class Context:
    """What a list is checked by (căn cứ kiểm tra): cut-off date, code tables, catalogue.

    Of one code at most `most_findings` are kept; their number stays exact.
    """

    as_of: date
    codes: Codes
    catalogue: Catalogue
    most_findings: int = 200_000


@dataclass(frozen=True, slots=True)
class Span:
    """Two dates as far as they could be read (từ ngày - đến ngày)."""

    first: ListedDate | None = None
    last: ListedDate | None = None
    first_unread: bool = False
    last_unread: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What one row says (nội dung một dòng).

    `lead` is the number column that speaks for the row: the first that is not left empty.
    `number` stands for the person, `personal` is a 12-digit number of the row with its column.
    """

    place: int
    source: int
    name: NameCell
    name_trouble: Check | None
    readings: Mapping[Field, Reading]
    lead: Field
    number: Number | None
    personal: tuple[Field, str] | None
    birth: ListedDate | None
    birth_unread: bool
    sex_token: str
    span: Span
    note: str
    hamlet: str

    @property
    def trouble(self) -> Check | None:
        """What speaks against the number of the row."""
        return self.readings[self.lead].trouble

    @property
    def key(self) -> str:
        """The digits that stand for the person, or ""."""
        return self.number.key if self.number else ""


# ---- whole columns


def shape(cell: Cell, as_of: date, codes: Codes) -> str:
    """Say how a cell weighs for its column: ten, thin, twelve, card, nine, or ""."""
    bare, is_number = cell.bare, cell.kind == Kind.NUMBER
    if matches(TEN, bare):
        return "thin" if is_number and lost_two_zeros(bare, as_of, codes) else "ten"
    if matches(TWELVE, bare):
        return "twelve" if is_personal(bare, as_of, codes) else ""
    if matches(CARD, bare):
        return "card"
    if is_number and lost_one_zero(bare, as_of, codes):
        return "twelve"
    return "nine" if is_number and matches(NINE, bare) else ""


def weigh(shapes: Mapping[str, int], limits: Limits) -> Evidence:
    """Judge a column by how many cells of each shape it has (bằng chứng từ cả cột)."""
    tens, twelves = shapes.get("ten", 0) + shapes.get("thin", 0), shapes.get("twelve", 0)
    sure = shapes.get("ten", 0) + twelves + shapes.get("card", 0)
    least, clear = limits.evidence_least_cells, limits.evidence_clear_percent
    twelve = twelves >= least and 100 * twelves >= clear * sure
    mixed = twelves >= least and 100 * twelves >= limits.evidence_possible_percent * sure
    ten = tens >= least and 100 * tens >= clear * (sure + shapes.get("thin", 0))
    ten = ten and not twelve and shapes.get("nine", 0) <= tens
    return Evidence(ten=ten, twelve=twelve, mixed=mixed and not twelve)


def holds_ages(cells: Iterable[tuple[str, str]], limits: Limits) -> bool:
    """Say whether a birth column holds ages (cột tuổi): nearly all have up to three digits."""
    written = [text for text, kind in cells if not is_blank(text, kind)]
    return 100 * sum(map(is_age, written)) >= limits.age_percent * len(written) > 0


def sex_token(text: str, codes: Codes) -> str:
    """Bring a cell to m, f, a bare code ("1", "x"), "" for an empty one, or ? (giới tính)."""
    word = fold_key(clean_name(text)).removesuffix(".0")
    if word in codes.words.male:
        return "m"
    if word in codes.words.female:
        return "f"
    return word if word in codes.words.sex_codes or not word else "?"


def learn_sex(votes: Mapping[tuple[str, str], int], limits: Limits) -> dict[str, str]:
    """Learn what bare codes mean from rows whose personal number tells the sex (giới tính).

    `votes` counts (code, sex told by the number). An empty cell means something only beside a
    tick that means the other sex.
    """
    meaning = {"m": "m", "f": "f"}
    for token in sorted({token for token, _ in votes} - {"m", "f", "?"}):
        men, women = votes.get((token, "m"), 0), votes.get((token, "f"), 0)
        most, total = max(men, women), men + women
        if total >= limits.sex_least_cells and 100 * most >= limits.sex_percent * total:
            meaning[token] = "m" if men > women else "f"
    ticked = {meaning[tick] for tick in TICKS if tick in meaning}
    if "" in meaning and ticked != {"f" if meaning[""] == "m" else "m"}:
        del meaning[""]
    return meaning


# ---- rows


def read_rows(raw: RawList, context: Context) -> Iterator[Facts]:
    """Read every row, with its columns in view."""
    fields = [name for name in NUMBER_FIELDS if name in raw.columns] or [Field.ID]
    evidence = _evidence(raw, fields, context)
    ages = _age_columns(raw, context.codes.limits)
    for row in raw.rows():
        source = raw.source_of[row.place]
        readings = {
            name: read_number(
                _cell(row, name), evidence[source, name], context.as_of, context.codes
            )
            for name in fields
        }
        yield _facts(row, source, readings, ages, context)


def _cell(row: RawRow, name: Field) -> Cell:
    return write_plainly(row.texts.get(name, ""), row.kinds.get(name, Kind.EMPTY))


def _evidence(
    raw: RawList, fields: list[Field], context: Context
) -> dict[tuple[int, Field], Evidence]:
    shapes: dict[tuple[int, Field], Counter[str]] = {}
    for row in raw.rows():
        for name in fields:
            column = shapes.setdefault((raw.source_of[row.place], name), Counter())
            column[shape(_cell(row, name), context.as_of, context.codes)] += 1
    return {column: weigh(counts, context.codes.limits) for column, counts in shapes.items()}


def _age_columns(raw: RawList, limits: Limits) -> set[int]:
    cells: dict[int, list[tuple[str, str]]] = {}
    if Field.BIRTH not in raw.columns:
        return set()
    for row in raw.rows():
        column = cells.setdefault(raw.source_of[row.place], [])
        column.append((row.texts[Field.BIRTH], row.kinds[Field.BIRTH]))
    return {source for source, column in cells.items() if holds_ages(column, limits)}


def _facts(
    row: RawRow, source: int, readings: Mapping[Field, Reading], ages: set[int], context: Context
) -> Facts:
    text, kind = row.texts.get(Field.NAME, ""), row.kinds.get(Field.NAME, Kind.EMPTY)
    name = NameCell(text, clean_name(text), kind)
    birth, unread = read_birth(
        row.texts.get(Field.BIRTH, ""),
        row.kinds.get(Field.BIRTH, Kind.EMPTY),
        in_ages=source in ages,
    )
    filled = [field for field, said in readings.items() if said.trouble is not Check.ID_MISSING]
    return Facts(
        place=row.place,
        source=source,
        name=name,
        name_trouble=name_trouble(name, context.codes),
        readings=readings,
        lead=filled[0] if filled else next(iter(readings)),
        number=_number(readings.values()),
        personal=_personal(readings),
        birth=birth,
        birth_unread=unread,
        sex_token=sex_token(row.texts.get(Field.SEX, ""), context.codes),
        span=_span(row),
        note=clean_name(row.texts.get(Field.NOTE, "")),
        hamlet=clean_name(row.texts.get(Field.HAMLET, "")),
    )


def _number(readings: Iterable[Reading]) -> Number | None:
    """Choose the number that stands for the person: BHXH, else card, else personal number."""
    numbers = [reading.number for reading in readings if reading.number]
    return min(numbers, key=lambda number: KIND_ORDER.index(number.kind), default=None)


def _personal(readings: Mapping[Field, Reading]) -> tuple[Field, str] | None:
    for field, reading in reversed(list(readings.items())):
        number = reading.number
        if number and number.kind == "p":
            return field, number.key
    return None


def personal_sex(facts: Facts) -> str:
    """Give the sex that the row's personal number tells, or ?."""
    return sex(facts.personal[1]) if facts.personal else "?"


def read_birth(text: str, kind: str, *, in_ages: bool) -> tuple[ListedDate | None, bool]:
    """Read a birth cell: the date if any, and whether something unreadable is written."""
    if is_blank(text, kind) or (in_ages and is_age(text)):
        return None, False
    read = read_date(text, kind)
    return read, read is None


def read_validity(text: str, kind: str) -> tuple[ListedDate | None, ListedDate | None, bool]:
    """Read a validity cell: one date twice, or two dates; and whether it is unreadable."""
    if is_blank(text, kind):
        return None, None, False
    if span := read_span(text, kind):
        return *span, False
    read = read_date(text, kind)
    return read, read, read is None


def last_day(from_text: str, from_kind: str, to_text: str, to_kind: str) -> date | None:
    """Give the last day of validity that a row's two validity cells tell (ngày hết hạn thẻ).

    None: they are empty, cannot be read, or can be read in two ways.
    """
    texts = {Field.VALID_FROM: from_text, Field.VALID_TO: to_text}
    kinds = {Field.VALID_FROM: from_kind, Field.VALID_TO: to_kind}
    last = _span(RawRow(0, 0, texts, kinds)).last
    return last.last if last else None


def _span(row: RawRow) -> Span:
    first, end, first_unread = read_validity(
        row.texts.get(Field.VALID_FROM, ""), row.kinds.get(Field.VALID_FROM, Kind.EMPTY)
    )
    text, kind = row.texts.get(Field.VALID_TO, ""), row.kinds.get(Field.VALID_TO, Kind.EMPTY)
    start, last, last_unread = read_validity(text, kind)
    if first is None and start is not last:
        first = start
    if last is None and not last_unread and end is not first:
        last = end
    return Span(first, last, first_unread, last_unread)

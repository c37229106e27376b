"""Lists that a made-up commune hands in (danh sách giả lập), with every planted fault on record."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Final

from .synthetic import (
    MARK,
    RESERVED_OLD,
    People,
    Recipe,
    block_for,
    make_neighbours,
    make_people,
)
from .synthetic_faults import FAULTS, Draft, Needs, Value, plantable
from .synthetic_fonts import in_old_font

FIRST_ROW: Final = 3
"""The spreadsheet's number of the first person: the mark stands above the header."""

HEADER: Final = ("Họ và tên", "Mã số BHXH", "Thôn")
MORE: Final = ("Ngày sinh", "Giới tính", "Thẻ có giá trị từ", "Thẻ có giá trị đến", "Ghi chú")
BANNER: Final = f"{MARK} – không có người nào trong danh sách này là người thật"

PLAIN_MARK: Final = "DU LIEU GIA LAP"
"""The mark as it can be read in any font."""

LOWEST_RATE: Final = 820
HIGHEST_RATE: Final = 990
"""Participants per thousand people, between which communes are drawn."""

SHARED: Final = 20
"""Of so many faults, one more person is claimed by two communes."""

SHARE_OF_TEN: Final = 0.8
SHARE_OF_ALL_BUT_CARDS: Final = 0.95
AGES: Final = {5: "child", 17: "pupil", 22: "student", 59: "adult", 200: "elder"}
"""The last year of age of each table of groups."""
SEXES: Final = {"m": "Nam", "f": "Nữ"}


@dataclass(frozen=True, slots=True)
class Order:
    """What kind of lists is wanted (yêu cầu tạo danh sách).

    `rows` people to a list; `faults` planted in a thousand rows; `more_columns` adds birth date,
    sex, validity and note; `number_cells` says that the file can hold number cells; `font` is an
    old font, or "".
    """

    rows: int
    faults: int = 0
    more_columns: bool = False
    number_cells: bool = True
    font: str = ""

    @property
    def needs(self) -> frozenset[Needs]:
        """What faults may need of a file like this."""
        met = {
            Needs.NOTHING: True,
            Needs.NUMBER_CELLS: self.number_cells,
            Needs.MORE_COLUMNS: self.more_columns,
            Needs.UNICODE: not self.font,
        }
        return frozenset(need for need, holds in met.items() if holds)

    def block(self, communes: int) -> int:
        """Say how many numbers each of so many communes needs (see `block_for`)."""
        return block_for(communes, self.rows * 1000 // LOWEST_RATE + 1)


@dataclass(frozen=True, slots=True)
class Label:
    """One planted row (nhãn): where it stands, what was done, and the code it must be found by.

    `code` is "" where nothing is wrong with the row, however it looks.
    """

    row: int
    fault: str
    code: str


@dataclass(frozen=True, slots=True)
class MadeList:
    """One commune's list and what is true of it (danh sách đã tạo).

    `banner` is the line that stands above the header and says that nobody here exists.
    `counted` are the people who count by themselves. `from_previous` and `to_next` are rows of
    people who are also on the list of the commune before or after, if that one is made too.
    """

    code: str
    name: str
    on: date
    population: int
    male: int
    female: int
    counted: int
    banner: str
    header: tuple[str, ...]
    font: str
    rows: list[tuple[Value, ...]] = field(repr=False)
    labels: tuple[Label, ...] = field(repr=False)
    from_previous: range = range(0)
    to_next: range = range(0)


def choose(people: People, count: int, random: Random, sex: str = "mf") -> list[int]:
    """Choose so many people of a sex, everybody alike likely, in their order (chọn người tham gia).

    Raises:
        ValueError: there are not so many.

    """
    candidates = [place for place, letter in enumerate(people.sexes) if letter in sex]
    if count > len(candidates):
        raise ValueError(f"{count} people wanted, {len(candidates)} there")
    draw = random.random
    chosen: list[int] = []
    left = len(candidates)
    for place in candidates:
        if draw() * left < count - len(chosen):
            chosen.append(place)
        left -= 1
    return chosen


def make_list(recipe: Recipe, code: str, order: Order) -> MadeList:
    """Make the list of one commune (tạo danh sách của một xã), the same for the same recipe.

    Raises:
        TooManyPeople: the commune's block of numbers is too small.

    """
    random = recipe.random(code, "list")
    rate = LOWEST_RATE + int(random.random() * (HIGHEST_RATE - LOWEST_RATE))
    people = make_people(recipe, code, -(-order.rows * 1000 // rate))
    shared = min(order.rows // 4, -(-order.rows * order.faults // (1000 * SHARED)))
    before = shared if int(code) > 1 else 0
    chosen = choose(people, order.rows - shared - before, random)
    rows = _clean_rows(recipe, people, chosen, order)
    labels, lost = _plant(_Field(recipe, people, chosen, order), rows, random)
    guests = FIRST_ROW + len(rows)
    for owner, count in ((int(code) - 1, before), (int(code), shared)):
        neighbours = make_neighbours(recipe, f"{owner:05d}", count)
        rows += _clean_rows(recipe, neighbours, range(count), order)
    header = HEADER + (MORE if order.more_columns else ())
    return MadeList(
        code=code,
        name=people.name,
        on=recipe.on,
        population=len(people),
        male=people.sexes.count("m"),
        female=people.sexes.count("f"),
        counted=len(rows) - lost,
        banner=_banner(people.name, recipe.on, order.font),
        header=tuple(in_old_font(title, order.font) for title in header),
        font=order.font,
        rows=_in_font(rows, order.font),
        labels=labels,
        from_previous=range(guests, guests + before),
        to_next=range(guests + before, guests + before + shared),
    )


def card_group(recipe: Recipe, people: People, at: int) -> str:
    """Give group letters and benefit digit that fit a person's age (mã đối tượng, mức hưởng)."""
    age = recipe.on.year - people.years[at]
    groups = recipe.stock.groups[next(name for last, name in AGES.items() if age <= last)]
    return groups[int(people.numbers[at][-5:]) % len(groups)]


def _clean_rows(
    recipe: Recipe, people: People, places: Sequence[int], order: Order
) -> list[tuple[Value, ...]]:
    """Write people down with nothing wrong: 10 digits mostly, sometimes 12, or a card."""
    draw = recipe.random(people.code, f"numbers of {len(people)}").random
    kinds = [draw() for _ in places]
    numbers = [
        people.numbers[at] if kind < SHARE_OF_TEN else people.personal[at]
        for kind, at in zip(kinds, places, strict=True)
    ]
    for place, (kind, at) in enumerate(zip(kinds, places, strict=True)):
        if kind >= SHARE_OF_ALL_BUT_CARDS:
            numbers[place] = f"{card_group(recipe, people, at)}38{people.numbers[at]}"
    hamlets = [
        f"{recipe.stock.hamlet} {hamlet}" for hamlet in range(max(people.hamlets, default=0) + 1)
    ]
    names = [people.names[at] for at in places]
    where = [hamlets[people.hamlets[at]] for at in places]
    if not order.more_columns:
        return list(zip(names, numbers, where, strict=True))
    spans = _spans(recipe.on)
    return [
        (
            name,
            number,
            hamlet,
            people.births[at],
            SEXES[people.sexes[at]],
            *spans[at % len(spans)],
            "",
        )
        for name, number, hamlet, at in zip(names, numbers, where, places, strict=True)
    ]


def _spans(on: date) -> list[tuple[str, str]]:
    """Give the days from and to which cards are valid: a year, ending well after the day."""
    lasts = [on + timedelta(days=days) for days in range(90, 360, 15)]
    return [(f"{last - timedelta(days=364):%d/%m/%Y}", f"{last:%d/%m/%Y}") for last in lasts]


@dataclass(frozen=True, slots=True)
class _Field:
    """Where faults are planted: the people of a list, in its order."""

    recipe: Recipe
    people: People
    chosen: list[int]
    order: Order

    def draft(self, place: int, turn: int, rows: list[tuple[Value, ...]]) -> Draft:
        """Take up the row at a place; `turn` counts the faults of the list."""
        recipe, people, at = self.recipe, self.people, self.chosen[place]
        cell, tail = recipe.block // 100, recipe.block // 20
        return Draft(
            cells=list(rows[place]),
            above=rows[place - 1],
            digits=people.numbers[at],
            personal=people.personal[at],
            old=f"{RESERVED_OLD}{int(people.code) * cell + turn % cell:06d}",
            spare=recipe.number(people.code, 18 * tail + turn % tail),
            group=card_group(recipe, people, at),
            long_ago=f"{recipe.on - timedelta(days=200):%d/%m/%Y}",
            lately=f"{recipe.on - timedelta(days=60):%d/%m/%Y}",
        )


def _plant(
    where: _Field, rows: list[tuple[Value, ...]], random: Random
) -> tuple[tuple[Label, ...], int]:
    """Change rows by weight, never two that touch; say where, and how many no longer count."""
    order = where.order
    urn = plantable(where.recipe.stock.faults, order.needs)
    draw = random.random
    cells, wanted = len(rows) // 2, len(rows) * order.faults // 1000
    labels: list[Label] = []
    turn = lost = 0
    for cell in range(cells):
        if draw() * (cells - cell) >= wanted - turn:
            continue
        place = 2 * cell + 1
        name = urn[int(draw() * len(urn))]
        fault = FAULTS[name]
        draft = where.draft(place, turn, rows)
        fault.change(draft)
        rows[place] = tuple(draft.cells)
        turn += 1
        lost += fault.lost
        lines = range(FIRST_ROW + place + 1 - fault.labelled, FIRST_ROW + place + 1)
        labels += [Label(line, name, code) for line in lines for code in fault.codes or ("",)]
    return tuple(labels), lost


def _banner(commune: str, on: date, font: str) -> str:
    banner = in_old_font(f"{BANNER} – {commune}, ngày {on:%d/%m/%Y}", font)
    return f"{PLAIN_MARK} - {banner.replace('–', '-')}" if font else banner


def _in_font(rows: list[tuple[Value, ...]], font: str) -> list[tuple[Value, ...]]:
    """Write every text in an old font, or leave all as it is."""
    if not font:
        return rows
    return [
        tuple(in_old_font(cell, font) if isinstance(cell, str) else cell for cell in row)
        for row in rows
    ]

"""People who do not exist, for demonstrations, tests and load (dữ liệu giả lập).

A commune is made from the seed and its own code alone: any commune by itself, in any order, by
several processes at once; one more commune changes no other. Only `random.Random.random` is
used, whose sequence Python keeps from version to version.

Numbers lie in reserved ranges, so that none can be a real person's:

* 10 digits begin with `00`, which is no province that ever issued a number; cards of 15
  characters end in such a number.
* 12 digits begin with `290`, births registered in the Vatican City State (country list of
  Thông tư 07/2016/TT-BCA), or, where a leading zero is needed, belong to a birth in 1901:
  nobody alive is that old. The layout is right, so the checks take both for numbers. Nothing in
  the layout itself is set aside for tests: this is the narrowest choice there is, no guarantee
  of an office.
"""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from random import Random
from typing import Final

from .errors import InvalidInput
from .synthetic_stock import Stock

MARK: Final = "DỮ LIỆU GIẢ LẬP"
"""Stands in sight in every file that is made from these people."""

RESERVED: Final = "00"
"""First two digits of every 10-digit number made up here."""

RESERVED_PERSONAL: Final = "290"
"""First three digits of every 12-digit number made up here."""

RESERVED_OLD: Final = "079101"
"""How the 12-digit numbers begin that must have a leading zero: women born in 1901."""

LARGEST: Final = 90_000
"""The most people a commune may have in the ordinary layout of numbers."""

OLDEST: Final = 100
_CELLS: Final = 100
_STEP: Final = 61_803  # shares no factor with 10, so that it walks through every number once
_DAYS: Final = tuple(
    f"{day:02d}/{month:02d}"
    for month, days in enumerate((31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1)
    for day in range(1, days + 1)
)


class TooManyPeople(InvalidInput):
    """The reserved numbers do not suffice (không đủ dải số dành riêng)."""

    code = "too_many_people"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a population is made by (công thức tạo dữ liệu).

    `on` is the day of which the population is; `block` says how many numbers are set aside for
    each commune (a power of ten).
    """

    stock: Stock
    seed: int
    on: date
    block: int = 100_000

    def random(self, code: str, purpose: str) -> Random:
        """Give the random numbers of one commune for one purpose, apart from all others."""
        digest = sha256(f"{self.seed}\n{code}\n{purpose}".encode()).digest()
        return Random(int.from_bytes(digest))  # noqa: S311 - repeatable is what is wanted

    def number(self, code: str, index: int) -> str:
        """Give the 10-digit number of the index-th person of a commune (mã số BHXH giả lập)."""
        start = int(code) * self.block
        return f"{RESERVED}{start + index * _STEP % self.block:08d}"


def block_for(communes: int, people: int) -> int:
    """Say how many numbers to set aside for each commune (dải số cho mỗi xã).

    Raises:
        TooManyPeople: so many communes of this size do not fit into the reserved range.

    """
    for block in (100_000, 1_000_000, 10_000):
        if people <= block * 9 // 10 and communes < 10**8 // block:
            return block
    raise TooManyPeople(
        f"{communes} xã, mỗi xã {people} người: vượt dải số dành riêng cho dữ liệu giả lập. "
        "Giảm số xã hoặc số người của mỗi xã."
    )


@dataclass(frozen=True, slots=True)
class People:
    """Everybody who lives in a made-up commune, by column (dân số giả lập).

    `births` are "dd/mm/yyyy", or "yyyy" for those who know no more; `sexes` one letter each, m
    or f; `hamlets` and `households` count from 1. `numbers` has 10 digits, `personal` 12.
    """

    code: str
    name: str
    names: list[str]
    births: list[str]
    years: list[int]
    sexes: str
    hamlets: list[int]
    households: list[int]
    numbers: list[str]
    personal: list[str]

    def __len__(self) -> int:
        """Count the people."""
        return len(self.names)


def make_people(recipe: Recipe, code: str, size: int) -> People:
    """Make everybody of one commune (tạo dân số của một xã).

    Args:
        recipe: seed, day, names and weights.
        code: the commune's code, digits only; it chooses the block of numbers.
        size: how many people, households being cut off at the end.

    Raises:
        TooManyPeople: the commune's block of numbers is too small.

    """
    if size > recipe.block * 9 // 10 or int(code) >= 10**8 // recipe.block:
        raise TooManyPeople(f"Xã {code}: {size} người vượt dải số dành riêng.")
    sexes, ages, households = _households(recipe, code, size)
    names = _names(recipe, code, sexes, households)
    years, personal = _personal_numbers(recipe, int(code), ages, sexes)
    hamlets = max(1, round(size / recipe.stock.people_per_hamlet))
    per_hamlet = (households[-1] // hamlets + 1) if households else 1
    return People(
        code=code,
        name=recipe.stock.commune_name(int(code)),
        names=names,
        births=_births(recipe, code, years),
        years=years,
        sexes=sexes,
        hamlets=[place // per_hamlet + 1 for place in households],
        households=households,
        numbers=[recipe.number(code, index) for index in range(size)],
        personal=personal,
    )


def make_neighbours(recipe: Recipe, code: str, count: int) -> People:
    """Make people of a commune whom the next commune claims too (người có tên ở hai xã).

    They come from the end of the commune's block of numbers, so that either commune can name them
    without making the other.

    Raises:
        TooManyPeople: more than the end of the block holds.

    """
    if count > recipe.block // 20:
        raise TooManyPeople(f"Xã {code}: {count} người trùng vượt dải số dành riêng.")
    other = f"{code}/neighbours"
    sexes, ages, households = _households(recipe, other, count)
    years = [recipe.on.year - age for age in ages]
    numbers = [recipe.number(code, recipe.block - 1 - index) for index in range(count)]
    return People(
        code=code,
        name=recipe.stock.commune_name(int(code)),
        names=_names(recipe, other, sexes, households),
        births=_births(recipe, other, years),
        years=years,
        sexes=sexes,
        hamlets=[1] * count,
        households=households,
        numbers=numbers,
        personal=numbers,
    )


def _households(recipe: Recipe, code: str, size: int) -> tuple[str, list[int], list[int]]:
    """Draw sex and age of each person and number the households they live in."""
    draw = recipe.random(code, "households").random
    sizes, heads = recipe.stock.household_sizes, recipe.stock.head_ages
    sexes: list[str] = []
    ages: list[int] = []
    households: list[int] = []
    place = 0
    while len(ages) < size:
        place += 1
        members = sizes[int(draw() * len(sizes))]
        head = heads[int(draw() * len(heads))] + int(draw() * 5)
        sexes.append("mmmf"[int(draw() * 4)])
        ages.append(head)
        if members > 1:
            sexes.append("f" if sexes[-1] == "m" else "m")
            ages.append(max(18, head - 4 + int(draw() * 8)))
        youngest = max(0, head - 40)
        span = max(1, head - 20 - youngest)
        for _ in range(members - 2 - (members > 4)):  # noqa: PLR2004 - a large household
            sexes.append("m" if draw() < 0.52 else "f")  # noqa: PLR2004 - boys among children
            ages.append(youngest + int(draw() * span))
        if members > 4:  # noqa: PLR2004 - a grandmother or a grandfather lives with them
            sexes.append("ffm"[int(draw() * 3)])
            ages.append(min(OLDEST, head + 22 + int(draw() * 10)))
        households.extend([place] * members)
    return "".join(sexes[:size]), ages[:size], households[:size]


def _names(recipe: Recipe, code: str, sexes: str, households: list[int]) -> list[str]:
    """Name everybody: children after the first of the household, others by a family of their own.

    A household is of one descent. Within it the second person (the spouse) and the last of a
    large household bear another family name.
    """
    draw = recipe.random(code, "names").random
    folks = recipe.stock.folks
    known: dict[tuple[str, str, str], tuple[tuple[str, ...], str]] = {}
    names: list[str] = []
    before, place = 0, 0
    folk, family = folks[0], ""
    for sex, household in zip(sexes, households, strict=True):
        if household != before:
            before, place = household, 0
            folk = folks[int(draw() * len(folks))]
            family = own = folk.families[int(draw() * len(folk.families))]
        else:
            place += 1
            own = family if place in {2, 3} else folk.families[int(draw() * len(folk.families))]
        key = (folk.name, own, sex)
        around = known.get(key)
        if around is None:
            around = known[key] = folk.around(sex, own)
        starts, end = around
        givens = folk.givens[sex]
        names.append(starts[int(draw() * len(starts))] + givens[int(draw() * len(givens))] + end)
    return names


def _personal_numbers(
    recipe: Recipe, ordinal: int, ages: list[int], sexes: str
) -> tuple[list[int], list[str]]:
    """Give years of birth, and 12-digit numbers that fit sex and year, each once.

    Every sex and year has its own run of serials; where a commune uses one up, the next person
    is made a year older.
    """
    cell = recipe.block // _CELLS
    start = ordinal * cell
    used: dict[tuple[str, int], int] = {}
    years: list[int] = []
    numbers: list[str] = []
    this_year = recipe.on.year
    for age, sex in zip(ages, sexes, strict=True):
        year = this_year - age
        taken = used.get((sex, year), 0)
        while taken >= cell:
            year -= 1
            taken = used.get((sex, year), 0)
        used[sex, year] = taken + 1
        century = 2 * (year // 100 - 19) + (sex == "f")
        serial = start + taken * _STEP % cell
        years.append(year)
        numbers.append(f"{RESERVED_PERSONAL}{century}{year % 100:02d}{serial:06d}")
    return years, numbers


def _births(recipe: Recipe, code: str, years: list[int]) -> list[str]:
    """Draw the day of each birth, never after the population's; some know only the year."""
    draw = recipe.random(code, "births").random
    last = recipe.on.year
    so_far = max(1, _DAYS.index(f"{min(recipe.on.day, 28):02d}/{recipe.on.month:02d}"))
    births = []
    for year in years:
        if draw() < (0.15 if last - year > 60 else 0.01):  # noqa: PLR2004 - old people's papers
            births.append(str(year))
        else:
            days = so_far if year == last else len(_DAYS)
            births.append(f"{_DAYS[int(draw() * days)]}/{year}")
    return births

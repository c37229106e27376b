"""Made-up lists of the sizes that are measured (DỮ LIỆU GIẢ LẬP), written once into a folder."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from ntm_verify.domain.across import Listed
from ntm_verify.domain.synthetic import Recipe
from ntm_verify.domain.synthetic_lists import Order, make_list
from ntm_verify.regulations.synthetic import load_stock
from ntm_verify.spreadsheets.synthetic_out import FORMS

ON: Final = date(2026, 6, 30)
COMMUNE: Final = 12_000
"""A usual commune."""
SIZES: Final = (300, COMMUNE, 100_000, 1_000_000)
BLOCK: Final = 10_000_000
WIDEST: Final = 100_000
"""Longer lists have three columns instead of eight."""


@dataclass(frozen=True, slots=True)
class Made:
    """A list on disk: how many rows it has, and how many people live there."""

    file: Path
    rows: int
    people: int


def write_list(folder: Path, rows: int, *, wide: bool | None = None) -> Made:
    """Write a clean list of so many rows as a workbook, with eight columns or with three."""
    order = Order(rows, more_columns=rows <= WIDEST if wide is None else wide)
    made = make_list(Recipe(load_stock(), 7, ON, BLOCK), "00001", order)
    file = folder / f"{rows}.xlsx"
    file.write_bytes(FORMS["xlsx"](made))
    return Made(file, rows, made.population)


def province(communes: int, people: int, shared: int) -> list[Listed]:
    """Give the keys of a province's lists; neighbours share some people, each way round.

    Numbers come from the reserved range, spread as if drawn by chance.
    """
    lists: list[Listed] = []
    for commune in range(1, communes + 1):
        first = commune * people
        own = [_key(first + place) for place in range(people - shared)]
        before = [_key(first - people + place) for place in range(shared)]
        lists.append((f"{commune:05d}", own + before))
    return lists


def _key(place: int) -> str:
    return f"00{place * 61_803 % 100_000_000:08d}"

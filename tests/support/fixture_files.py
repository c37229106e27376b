"""Write `fixtures/lists` anew, always the same: `python -m tests.support.fixture_files`."""

import csv
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from ntm_verify.domain.synthetic import Recipe, make_people
from ntm_verify.domain.synthetic_lists import choose
from tests.support.files import ROOT
from tests.support.fixture_d03 import d03
from tests.support.fixture_dirty import dirty
from tests.support.fixture_forms import BANNER, Cell, Sheet, title, write_workbook
from tests.support.fixture_hamlets import by_hamlet
from tests.support.fixture_places import SEED, STOCK, Place

LISTS: Final = ROOT / "fixtures" / "lists"
HEADER: Final[list[Cell]] = ["STT", "Họ và tên", "Mã số BHXH", "Thôn"]


def four_columns(place: Place, numbers: Callable[[int], str], header: list[Cell] = HEADER) -> Sheet:
    """Lay out number in the list, name, number and hamlet."""
    people = place.people
    rows: list[Sequence[Cell]] = [*title(people.name, place.day), header]
    rows += [
        [order, people.names[at], numbers(at), place.hamlet(at)]
        for order, at in enumerate(place.chosen, 1)
    ]
    return Sheet("DS", rows, header_rows=(6,))


def clean(path: Path, code: str, on: date, population: int, participants: int) -> None:
    place = Place.of(code, on, population, participants)
    write_workbook(path, [four_columns(place, place.people.numbers.__getitem__)])


def two_columns(path: Path) -> None:
    place = Place.of("00002", date(2019, 12, 31), 10_162, 8_705)
    people = place.people
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([BANNER, ""])
        writer.writerow(["Họ và tên", "Mã số BHXH"])
        writer.writerows([people.names[at], people.numbers[at]] for at in place.chosen)


def hamlet_of_1564(path: Path) -> None:
    """Write the population list of one hamlet: 353 households, some without a card."""
    place = Place.of("00005", date(2024, 12, 31), 1_564, 1_538)
    people = place.people
    head = {at * 353 // 1_564: people.names[at] for at in range(1_563, -1, -1)}
    rows: list[Sequence[Cell]] = [
        *title(f"{people.name} – Thôn Mẫu 5: 353 hộ, 1.564 người", place.day),
        ["STT hộ", "Họ và tên chủ hộ", "STT", "Họ và tên\nthành viên", "Mã số BHXH", "Thôn"],
    ]
    rows += [
        [home + 1, head[home], order, people.names[at], people.numbers[at], "Thôn Mẫu 5"]
        for order, at in enumerate(place.chosen, 1)
        for home in [at * 353 // 1_564]
    ]
    write_workbook(
        path, [Sheet("Thôn Mẫu 5", rows, header_rows=(6,), widths=(8, 28, 7, 28, 16, 14))]
    )


def by_sex(path: Path, code: str, men: int, women: int) -> None:
    """Write a list of personal numbers of so many men and women, of 3,105 and 3,135."""
    recipe = Recipe(STOCK, SEED, date(2024, 12, 31))
    people = make_people(recipe, code, 7_000)
    random = recipe.random(code, "list")
    chosen = sorted(choose(people, men, random, "m") + choose(people, women, random, "f"))
    place = Place(people, chosen, recipe)
    header: list[Cell] = ["STT", "Họ và tên", "Số định danh/CCCD", "Thôn"]
    write_workbook(path, [four_columns(place, people.personal.__getitem__, header)])


def of_2026(path: Path) -> None:
    place = Place.of("00009", date(2026, 6, 30), 7_413, 6_871)
    people = place.people
    mixed = [
        number if at % 9 < 5 else people.personal[at] for at, number in enumerate(people.numbers)
    ]
    header: list[Cell] = ["STT", "Họ và tên", "Mã số BHXH/Số định danh", "Thôn"]
    write_workbook(path, [four_columns(place, mixed.__getitem__, header)])


def write_all(folder: Path) -> None:
    """Write every list into a folder that exists."""
    clean(folder / "xa-9669.xlsx", "00001", date(2019, 12, 31), 9_669, 8_481)
    two_columns(folder / "xa-10162.csv")
    clean(folder / "xa-thieu-mot.xlsx", "00003", date(2019, 12, 31), 20_001, 17_000)
    hamlet_of_1564(folder / "thon-1564.xlsx")
    by_sex(folder / "xa-2024-nam-nu.xlsx", "00007", 2_801, 2_830)
    by_sex(folder / "xa-2024-nu-thieu.xlsx", "00008", 2_830, 2_815)
    of_2026(folder / "xa-2026.xlsx")
    d03(folder / "d03-ts.xlsx")
    by_hamlet(folder / "xa-theo-thon.xlsx")
    dirty(folder / "xa-loi.xlsx")


if __name__ == "__main__":
    write_all(LISTS)

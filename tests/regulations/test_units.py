"""The country's units as they are kept: counts, changes, successors, and that nothing overlaps."""

import tomllib
from collections import Counter
from datetime import date
from hashlib import sha256
from itertools import pairwise
from typing import Final

import pytest

from ntm_verify.domain.units import Register, UnitKind
from ntm_verify.regulations.units import load_register
from tests.support.files import ROOT
from tests.support.fixture_units import KINDS

MERGED, TODAY = date(2025, 7, 1), date(2026, 7, 25)
EVE: Final = date(2025, 6, 30)
LOWEST: Final = (UnitKind.COMMUNE, UnitKind.WARD, UnitKind.SPECIAL)
COUNTS: Final = """
01 75 51 0, 04 53 3 0, 08 117 7 0, 11 42 3 0, 12 36 2 0, 14 67 8 0, 15 89 10 0, 19 77 15 0,
20 61 4 0, 22 22 30 2, 24 66 33 0, 25 133 15 0, 31 67 45 2, 33 93 11 0, 37 97 32 0, 38 147 19 0,
40 119 11 0, 42 60 9 0, 44 69 8 1, 46 19 21 0, 48 70 23 1, 51 86 9 1, 52 110 25 0, 56 48 16 1,
66 88 14 0, 68 103 20 1, 75 62 33 0, 79 54 113 1, 80 82 14 0, 82 82 20 0, 86 105 19 0, 91 85 14 3,
92 72 31 0, 96 55 9 0
"""
"""Communes, wards and special zones of each province since 30/4/2026."""
MADE_OF: Final = """
08 02 08, 15 10 15, 19 06 19, 24 24 27, 25 17 25 26, 31 30 31, 33 33 34, 37 35 36 37, 44 44 45,
48 48 49, 51 51 62, 52 52 64, 56 56 58, 66 54 66, 68 60 67 68, 75 70 75, 79 74 77 79, 80 72 80,
82 82 87, 86 83 84 86, 91 89 91, 92 92 93 94, 96 95 96
"""


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register()


def kinds(register: Register, day: date, *asked: UnitKind) -> Counter[str]:
    return Counter(unit.kind.value for unit in register.standing(day, *asked))


def test_the_tables_are_those_that_the_builder_wrote() -> None:
    folder = ROOT / "fixtures" / "units"
    told = tomllib.loads((folder / "source.toml").read_text("utf-8"))

    assert told["built"] == {
        name: sha256((folder / name).read_bytes()).hexdigest()
        for name in ("units.tsv", "successors.tsv")
    }


def test_provinces_communes_and_wards_are_as_many_as_the_lists_say(register: Register) -> None:
    assert kinds(register, MERGED, *UnitKind) == {
        "province": 34,
        "commune": 2621,
        "ward": 687,
        "special": 13,
    }
    assert kinds(register, TODAY, *LOWEST) == {"commune": 2611, "ward": 697, "special": 13}
    old = kinds(register, EVE, *UnitKind)
    assert (old["province"], old["district"], old["special"]) == (63, 696, 0)
    assert old["commune"] + old["ward"] + old["town"] == 10_035


def test_every_province_has_its_communes_and_wards(register: Register) -> None:
    for told in COUNTS.split(","):
        code, *counts = told.split()
        found = Counter(unit.kind for unit in register.below(code, TODAY))
        assert [found[kind] for kind in LOWEST] == [int(n) for n in counts], code


def test_every_old_province_went_into_one_new(register: Register) -> None:
    made = {code: olds for code, *olds in (told.split() for told in MADE_OF.split(","))}
    for unit in register.standing(TODAY, UnitKind.PROVINCE):
        came = sorted(link.old.removeprefix("~") for link in register.came_from(unit.key))
        assert came == made.get(unit.key, [unit.key])


def test_ten_communes_became_wards_in_2026_under_their_own_number(register: Register) -> None:
    changed = [
        (before.code, before.kind, after.kind, after.document, after.first_day)
        for key in {unit.key for unit in register.standing(MERGED, *LOWEST)}
        for before, after in pairwise(register.periods(key))
    ]

    assert len(changed) == 10
    kind = (UnitKind.COMMUNE, UnitKind.WARD, "237/NQ-UBTVQH16", date(2026, 4, 30))
    assert {facts[1:] for facts in changed} == {kind}
    city = register.on("75", TODAY)
    assert (city and city.name, len(register.periods("75"))) == ("Thành phố Đồng Nai", 2)


def test_every_old_commune_has_successors_and_every_new_one_came_from_somewhere(
    register: Register,
) -> None:
    lowest = (UnitKind.COMMUNE, UnitKind.WARD, UnitKind.TOWN)
    olds = [unit.key for unit in register.standing(EVE, *lowest)]
    asked = sum(register.became(key).must_ask for key in olds)

    assert all(register.became(key).choices for key in olds)
    assert (len(olds), asked) == (10_035, 471)
    assert all(register.came_from(unit.key) for unit in register.standing(MERGED, *LOWEST))


def test_known_successors_are_told_and_a_divided_commune_asks(register: Register) -> None:
    (islands,) = register.resolve("Huyện Lý Sơn", EVE, "~51")
    assert [unit.name for unit in register.became(islands.key).choices] == ["Đặc khu Lý Sơn"]
    (truc_bach,) = register.find("truc bach", province="~01")
    one = register.became(truc_bach.key).one
    assert one is not None
    assert register.full_name(one) == "Phường Ba Đình, Thành phố Hà Nội"
    tan_thanh = next(
        unit
        for unit in register.resolve("Xã Tân Thạnh", EVE, "~92")
        if "Thới Lai" in register.full_name(unit)
    )
    assert {unit.name for unit in register.became(tan_thanh.key).choices} == {
        "Xã Tân Thạnh",
        "Xã Trường Thành",
    }


def test_nothing_overlaps_and_parents_stand_as_long_as_their_children(register: Register) -> None:
    for unit in register.units:
        assert unit.name.startswith((*KINDS, "Huyện", "Quận", "Thị xã")), unit
        for other in register.periods(unit.key):
            day = unit.first_day or date.min
            assert other is unit or not other.stands_on(day), unit
        for day in (unit.first_day or EVE, unit.last_day or TODAY):
            assert not unit.parent or register.on(unit.parent, day), unit

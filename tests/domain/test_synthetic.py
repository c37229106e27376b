"""Made-up people: the same for the same seed, each commune by itself, and nobody's numbers."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from ntm_verify.domain.synthetic import (
    RESERVED,
    RESERVED_OLD,
    RESERVED_PERSONAL,
    People,
    Recipe,
    TooManyPeople,
    block_for,
    make_neighbours,
    make_people,
)
from ntm_verify.regulations.catalogue import load_codes
from ntm_verify.regulations.synthetic import load_stock

ON: Final = date(2026, 6, 30)
RECIPE: Final = Recipe(load_stock(), 7, ON)
PEOPLE: Final = make_people(RECIPE, "00012", 9_000)


def test_the_same_seed_makes_the_same_people() -> None:
    assert make_people(Recipe(load_stock(), 7, ON), "00012", 9_000) == PEOPLE


def test_another_seed_makes_others() -> None:
    assert make_people(replace(RECIPE, seed=8), "00012", 9_000).names != PEOPLE.names


def test_a_commune_does_not_depend_on_the_communes_made_before_it() -> None:
    for code in ("00001", "00002", "00003"):
        make_people(RECIPE, code, 50)

    assert make_people(RECIPE, "00012", 9_000) == PEOPLE


def test_a_few_figures_stay_what_they_were() -> None:
    few = make_people(RECIPE, "00001", 3)

    assert list(zip(few.names, few.births, few.sexes, few.numbers, few.personal, strict=True)) == [
        ("Nguyễn Thị Ngọc Hằng", "14/07/1984", "f", "0000100000", "290184001000"),
        ("Trần Đức Quý", "05/03/1982", "m", "0000161803", "290082001000"),
        ("Nguyễn Thanh Thành", "04/01/2010", "m", "0000123606", "290210001000"),
    ]


def test_every_column_has_everybody() -> None:
    columns = (
        PEOPLE.names,
        PEOPLE.births,
        PEOPLE.years,
        PEOPLE.sexes,
        PEOPLE.hamlets,
        PEOPLE.households,
        PEOPLE.numbers,
        PEOPLE.personal,
    )

    assert {len(column) for column in columns} == {9_000} == {len(PEOPLE)}


def test_ten_digits_come_from_the_reserved_range_and_no_two_are_alike() -> None:
    others = make_people(RECIPE, "00013", 9_000)

    assert all(re.fullmatch(f"{RESERVED}[0-9]{{8}}", number) for number in PEOPLE.numbers)
    assert len({*PEOPLE.numbers, *others.numbers}) == 18_000


def test_the_reserved_range_is_no_province() -> None:
    codes = load_codes()

    assert RESERVED not in codes.card_province_digits(ON)
    assert RESERVED not in codes.phone_prefixes


def test_twelve_digits_come_from_the_reserved_range_and_no_two_are_alike() -> None:
    others = make_people(RECIPE, "00013", 9_000)

    assert all(re.fullmatch(f"{RESERVED_PERSONAL}[0-9]{{9}}", number) for number in PEOPLE.personal)
    assert len({*PEOPLE.personal, *others.personal}) == 18_000


def test_the_checks_take_the_reserved_prefixes_for_a_place_of_birth() -> None:
    known = load_codes().personal_prefixes(ON)

    assert {RESERVED_PERSONAL, RESERVED_OLD[:3]} <= known


def test_whoever_needs_a_leading_zero_would_be_older_than_anybody() -> None:
    oldest_ever = 122

    assert ON.year - (1900 + int(RESERVED_OLD[4:6])) > oldest_ever


def test_personal_numbers_fit_sex_and_year() -> None:
    for personal, sex, year in zip(PEOPLE.personal, PEOPLE.sexes, PEOPLE.years, strict=True):
        century = 2 * (year // 100 - 19) + (sex == "f")
        assert personal[3:6] == f"{century}{year % 100:02d}"


def test_birth_dates_fit_the_years_and_none_lies_ahead() -> None:
    for birth, year in zip(PEOPLE.births, PEOPLE.years, strict=True):
        assert re.fullmatch(r"(?:\d\d/\d\d/)?\d{4}", birth)
        assert int(birth[-4:]) == year
        if len(birth) > 4:
            assert date(year, int(birth[3:5]), int(birth[:2])) <= ON


def test_some_know_only_the_year_of_their_birth() -> None:
    assert 50 < sum(len(birth) == 4 for birth in PEOPLE.births) < 900


def test_a_family_lives_in_one_hamlet() -> None:
    homes: dict[int, set[int]] = {}
    for household, hamlet in zip(PEOPLE.households, PEOPLE.hamlets, strict=True):
        homes.setdefault(household, set()).add(hamlet)

    assert all(len(hamlets) == 1 for hamlets in homes.values())
    assert set(PEOPLE.hamlets) == set(range(1, 11))


def test_ages_and_sexes_are_those_of_a_commune() -> None:
    ages = [ON.year - year for year in PEOPLE.years]

    assert min(ages) == 0
    assert 85 < max(ages) <= 101
    assert 0.15 < sum(age < 15 for age in ages) / 9_000 < 0.35
    assert 0.45 < PEOPLE.sexes.count("m") / 9_000 < 0.55


def test_names_are_of_many_peoples_and_namesakes_are_normal() -> None:
    families = Counter(name.split()[0] for name in PEOPLE.names)

    assert families.most_common(1)[0][0] == "Nguyễn"
    assert any(name.startswith("H'") for name in PEOPLE.names)
    assert any("-" in name for name in PEOPLE.names)
    assert any(len(name.split()) == 1 for name in PEOPLE.names)
    assert any(len(name.split()) >= 6 for name in PEOPLE.names)
    assert {"Bùi", "Lò", "Giàng"} <= set(families)
    assert len(set(PEOPLE.names)) < len(PEOPLE.names)
    assert all(name == " ".join(name.split()) for name in PEOPLE.names)


def test_where_serials_run_out_the_next_person_is_a_year_older() -> None:
    people = make_people(replace(RECIPE, block=1_000), "00001", 900)
    wide = make_people(replace(RECIPE, block=100_000), "00001", 900)
    cells = Counter(zip(people.years, people.sexes, strict=True))

    assert max(Counter(zip(wide.years, wide.sexes, strict=True)).values()) > 10
    assert max(cells.values()) == 10
    assert len(set(people.personal)) == 900


def test_nobody_lives_in_an_empty_commune() -> None:
    assert len(make_people(RECIPE, "00001", 0)) == 0


@pytest.mark.parametrize(("code", "size"), [("00001", 90_001), ("01000", 1)])
def test_more_than_the_reserved_numbers_is_refused(code: str, size: int) -> None:
    with pytest.raises(TooManyPeople):
        make_people(RECIPE, code, size)


@pytest.mark.parametrize(
    ("communes", "people", "block"),
    [(333, 12_000, 100_000), (1, 250_000, 1_000_000), (3_321, 9_000, 10_000)],
)
def test_the_blocks_grow_with_what_is_wanted(communes: int, people: int, block: int) -> None:
    assert block_for(communes, people) == block


def test_a_country_of_large_communes_does_not_fit() -> None:
    with pytest.raises(TooManyPeople):
        block_for(3_321, 30_000)


def test_neighbours_are_nobody_else_of_the_commune() -> None:
    shared = make_neighbours(RECIPE, "00012", 40)

    assert len(shared) == 40
    assert not {*shared.numbers} & {*PEOPLE.numbers}
    assert shared == make_neighbours(RECIPE, "00012", 40)


def test_too_many_neighbours_are_refused() -> None:
    with pytest.raises(TooManyPeople):
        make_neighbours(RECIPE, "00012", 5_001)


def test_people_of_the_first_day_of_a_year_were_born_on_it_or_before() -> None:
    people: People = make_people(replace(RECIPE, on=date(2026, 1, 1)), "00001", 5_000)

    newborn = {birth for birth in people.births if birth.endswith("/2026")}
    assert newborn == {"01/01/2026"}

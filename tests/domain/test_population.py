"""A population is what a commune can have, and its sexes add up."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_verify.domain.population import BASES, LARGEST, Population, WrongPopulation


@pytest.mark.parametrize(
    ("total", "others", "why"),
    [
        (0, {}, "từ 1 đến"),
        (-1, {}, "từ 1 đến"),
        (LARGEST + 1, {}, "từ 1 đến"),
        (10, {"male": 5}, "cả nam và nữ"),
        (10, {"female": 5}, "cả nam và nữ"),
        (10, {"male": 5, "female": 6}, "không bằng tổng 10"),
        (10, {"male": 5, "female": 4}, "không bằng tổng 10"),
        (10, {"male": 11, "female": -1}, "không bằng tổng 10"),
        (10, {"male": -1, "female": 11}, "không bằng tổng 10"),
        (10, {"basis": "guessed"}, "“guessed”"),
    ],
)
def test_what_no_commune_can_have_is_refused(total: int, others: dict[str, Any], why: str) -> None:
    with pytest.raises(WrongPopulation, match=why):
        Population(total, **others)


@given(male=st.integers(0, 5_000_000), female=st.integers(0, 5_000_000))
def test_men_and_women_who_add_up_are_taken(male: int, female: int) -> None:
    total = male + female
    if not total:
        return

    population = Population(total, male=male, female=female)

    assert (population.total, population.male, population.female) == (total, male, female)


@pytest.mark.parametrize("total", [1, LARGEST])
def test_the_smallest_and_the_largest_commune_are_taken(total: int) -> None:
    assert Population(total).male is None


@pytest.mark.parametrize("basis", BASES)
def test_every_way_to_count_has_its_words(basis: str) -> None:
    assert Population(1, basis=basis).basis == basis
    assert BASES[basis].strip()

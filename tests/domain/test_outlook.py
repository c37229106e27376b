"""People are compared in whole numbers, unknown stays unknown, and sums are sums of hamlets."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm_verify.domain.endings import Ending, known_and_ended
from ntm_verify.domain.horizons import Ahead, Horizon
from ntm_verify.domain.outcome import HamletCount, Outcome
from ntm_verify.domain.outlook import (
    FALL_LABELS,
    Fall,
    Prospect,
    commune_outlook,
    province_outlook,
    speaking,
)
from ntm_verify.domain.rollup import DossierFact
from ntm_verify.domain.steps import Status
from ntm_verify.regulations.outlook import load_outlook
from tests.domain.test_rollup import a_fact, a_unit
from tests.support.builders import an_outcome

TODAY = date(2026, 11, 22)
HORIZONS = load_outlook().horizons(TODAY)
SOON = Horizon(TODAY, Ahead.TODAY, 0)


@pytest.mark.parametrize(
    ("ended", "unknown", "required", "fall", "missing"),
    [
        (5, 0, 95, Fall.STANDS, 0),
        (6, 0, 95, Fall.FALLS, 1),
        (0, 5, 95, Fall.STANDS, 0),
        (0, 6, 95, Fall.UNCLEAR, 0),
        (6, 94, 95, Fall.FALLS, 1),
        (0, 0, 101, Fall.BELOW, 1),
        (100, 0, None, Fall.NO_RULE, None),
    ],
)
def test_a_commune_of_a_hundred_falls_exactly_when_one_is_missing(
    ended: int, unknown: int, required: int | None, fall: Fall, missing: int | None
) -> None:
    one = Prospect(SOON, 100, ended, unknown, required)

    assert (one.fall, one.missing) == (fall, missing)
    assert one.spare == (None if required is None else max(0, 100 - ended - required))
    assert set(FALL_LABELS) == set(Fall)


def an_outcome_of(parts: dict[str, int]) -> Outcome:
    hamlets = tuple(HamletCount(name, counted, counted + 1) for name, counted in parts.items())
    return replace(an_outcome(sum(parts.values())), hamlets=hamlets)


DAYS = st.integers(-400, 400).map(lambda days: TODAY + timedelta(days))
COMMUNES = st.lists(
    st.dictionaries(
        st.sampled_from(["", "Thôn 1", "Thôn 2", "Thôn Hòa"]),
        st.tuples(st.dictionaries(DAYS, st.integers(1, 9), max_size=6), st.integers(0, 9)),
        min_size=1,
    ),
    min_size=1,
    max_size=4,
)


@given(COMMUNES)
def test_hamlets_add_up_to_communes_and_communes_to_the_province(
    communes: list[dict[str, tuple[dict[date, int], int]]],
) -> None:
    """Hold the three sums against one flat count over single people."""
    units = [a_unit(f"{place:03d}") for place in range(len(communes))]
    facts, figures, persons = [], {}, []
    for unit, hamlets in zip(units, communes, strict=True):
        parts = {name: sum(ends.values()) + more for name, (ends, more) in hamlets.items()}
        kept = [
            Ending(name, day, people)
            for name, (ends, _) in hamlets.items()
            for day, people in ends.items()
        ]
        fact = a_fact(unit.code, Status.CERTIFIED, sum(parts.values()))
        facts.append(fact)
        figures[fact.id] = known_and_ended(kept, [one.day for one in HORIZONS])
        persons += [(unit.code, one.day) for one in kept for _ in range(one.people)]
        mine = commune_outlook(an_outcome_of(parts), fact.required, kept, HORIZONS)
        for place, seen in enumerate(mine.prospects):
            of_hamlets = [one.ended[place] for one in mine.hamlets]
            known = [day for code, day in persons if code == unit.code]
            assert seen.ended == sum(of_hamlets) == sum(day < seen.horizon.day for day in known)
            assert seen.insured == sum(parts.values())
            assert seen.covered == sum(one.left(place) for one in mine.hamlets)
            assert seen.unknown == seen.insured - len(known)
            assert seen.least <= seen.covered <= seen.insured

    whole = province_outlook(units, speaking(facts, TODAY), figures, HORIZONS)

    assert whole.insured == sum(fact.insured for fact in facts)
    assert whole.unknown == whole.insured - len(persons)
    for place, horizon in enumerate(HORIZONS):
        assert whole.ended(place) == sum(day < horizon.day for _, day in persons)
        assert sum(whole.count(place, fall) for fall in Fall) == len(units)


def test_a_list_without_hamlets_is_one_part_and_without_days_wholly_unknown() -> None:
    outcome = replace(an_outcome(10), hamlets=())

    found = commune_outlook(outcome, 9, [Ending("", TODAY, 4)], HORIZONS)

    (part,) = found.hamlets
    assert (part.hamlet, part.insured, part.unknown) == ("", 10, 6)
    assert part.ended == (0, 4, 4, 4, 4, 4)
    assert found.knows_days
    assert not commune_outlook(outcome, 9, (), HORIZONS).knows_days


def test_the_newest_list_handed_in_speaks_and_a_returned_one_does_not() -> None:
    facts = [
        a_fact("a", Status.CERTIFIED, 960, as_of=date(2025, 12, 31)),
        a_fact("a", Status.SUBMITTED, 950, as_of=date(2026, 6, 30)),
        a_fact("a", Status.RETURNED, 940, as_of=date(2026, 9, 30)),
        a_fact("a", Status.CERTIFIED, 930, as_of=date(2026, 12, 31)),
        a_fact("b", Status.SUBMITTED, 910, as_of=date(2026, 6, 30)),
        a_fact("b", Status.CERTIFIED, 920, as_of=date(2026, 6, 30)),
    ]

    found = {commune: fact.insured for commune, fact in speaking(facts, TODAY).items()}

    assert found == {"a": 950, "b": 920}


def a_speaking_fact(code: str) -> DossierFact:
    return a_fact(code, Status.CERTIFIED, 960)


def test_wards_ended_units_and_silent_communes_are_told_apart() -> None:
    units = [
        a_unit("a"),
        a_unit("b", "ward"),
        a_unit("c"),
        replace(a_unit("d"), last_day=TODAY - timedelta(1)),
    ]
    fact = a_speaking_fact("a")
    figures = {fact.id: (960, 0, 5, 11, 11, 20, 900)}

    found = province_outlook(units, {"a": fact}, figures, HORIZONS)

    assert [line.unit.code for line in found.lines] == ["a", "c"]
    assert (found.silent, found.insured, found.unknown) == (1, 960, 0)
    first = found.lines[0].first_fall()
    assert first is HORIZONS[2]
    assert found.lines[1].first_fall() is None
    assert [found.count(place, Fall.FALLS) for place in range(6)] == [0, 0, 1, 1, 1, 1]

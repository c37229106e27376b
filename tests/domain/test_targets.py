"""Plan targets: cited, typed by base, dated, and never a threshold."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from ntm_verify.domain.ratios import Base
from ntm_verify.domain.targets import (
    Actual,
    Citation,
    Measure,
    Standing,
    Target,
    TargetNotUsable,
    document_key,
    falling,
    in_force,
    standings,
)
from tests.support.files import read_fixture

CASES = {case["id"]: case for case in read_fixture("golden/figures.toml")["case"]}
PAPER = Citation("Nghị quyết", "02-NQ/TU", date(2021, 1, 15), "Tỉnh ủy")
DAY = date(2023, 12, 31)


def plan(measure: Measure, people: int, base: Base = Base.PLAN_TOTAL) -> Target:
    return Target("01", measure, 2023, base, PAPER, date(2023, 1, 1), people=people)


def share(year: int, percent: str, measure: Measure = Measure.HEALTH) -> Target:
    base = Base.POPULATION if measure is Measure.HEALTH else Base.WORKFORCE
    return Target("01", measure, year, base, PAPER, PAPER.day, percent=Decimal(percent))


def road_map() -> list[Target]:
    measures = (Measure.SOCIAL, Measure.UNEMPLOYMENT, Measure.HEALTH)
    return [
        share(int(year), f"{value // 10}.{value % 10}", measure)
        for year, values in CASES["G14"]["per_mille"].items()
        for measure, value in zip(measures, values, strict=True)
    ]


def test_the_road_map_of_the_resolution_reads_as_printed_and_never_falls() -> None:
    path = road_map()
    printed = {
        (int(year), place): text
        for year, texts in CASES["G14"]["printed"].items()
        for place, text in enumerate(texts)
    }

    for place, target in enumerate(path):
        text = f"{target.percent:f}".removesuffix(".0").replace(".", ",") + "%"
        assert text == printed[target.year, place % 3]
    assert falling(path) == ()
    assert falling([*path[:-1], replace(path[-1], percent=Decimal(90))])[0].year == 2025


def test_a_number_printed_two_ways_is_one_document() -> None:
    one, two = CASES["G14"]["document_number_as_printed"]

    assert document_key(one) == document_key(two) == "02 NQ TU"
    assert document_key("20-NQ/TU") != document_key(one)


@pytest.mark.parametrize(
    ("total", "inside", "target", "printed"),
    [
        (11_661, 6_569, plan(Measure.COMPULSORY, 11_136), "104.7"),
        (4_748, None, plan(Measure.VOLUNTARY, 5_018), "94.6"),
        (154_621, 148_722, plan(Measure.HEALTH, 147_821, Base.PLAN_IN_PROVINCE), "100.6"),
        (154_621, 148_722, plan(Measure.HEALTH, 147_821), "104.6"),
    ],
)
def test_the_year_of_the_district_comes_out_on_its_typed_base(
    total: int, inside: int | None, target: Target, printed: str
) -> None:
    outside = None if inside is None else total - inside
    actual = Actual("01", target.measure, DAY, total, "báo cáo", inside, outside)

    (found,) = standings([target], [actual], DAY)

    assert found.of_target is not None
    assert found.of_target.truncated(1) == printed
    assert found.of_target.base is target.base
    assert actual.adds_up in {True, None}
    assert replace(actual, outside=1).adds_up in {False, None}


def test_a_share_wants_people_and_gap_and_pace_are_people() -> None:
    people = Actual("01", Measure.POPULATION, date(2023, 6, 30), 10_007, "Công an xã")
    actual = Actual("01", Measure.HEALTH, date(2023, 11, 30), 9_006, "báo cáo")

    (found,) = standings([share(2023, "93")], [actual, people], date(2023, 11, 30))

    assert (found.wanted, found.gap) == (9_307, 301)
    assert found.coverage is not None
    assert found.coverage.truncated() == "89.99"
    assert found.pace(date(2023, 11, 30)) == -(-301 * 7 // 31)
    assert found.pace(DAY) is None
    unknown = Standing(share(2023, "93"), actual)
    assert (unknown.wanted, unknown.gap) == (None, None)
    assert unknown.coverage is not None
    assert unknown.coverage.exact is None


def test_an_amended_figure_counts_from_its_day_and_earlier_reports_keep_theirs() -> None:
    old = share(2023, "93")
    new = replace(old, percent=Decimal(94), valid_from=date(2023, 7, 1))

    assert in_force([old, new], date(2023, 6, 30)) == (old,)
    assert in_force([new, old], date(2023, 7, 1)) == (new,)
    assert in_force([old], date(2020, 1, 1)) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"people": 5},
        {"percent": None},
        {"percent": Decimal(101)},
        {"percent": Decimal(0)},
        {"base": Base.PLAN_TOTAL},
        {"year": 21},
        {"measure": Measure.POPULATION},
        {"percent": None, "people": 0, "base": Base.PLAN_TOTAL},
    ],
)
def test_a_target_that_no_document_can_mean_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(TargetNotUsable):
        replace(share(2023, "93"), **wrong)  # type: ignore[arg-type] # a field each


def test_a_target_without_its_document_is_refused() -> None:
    for missing in ({"kind": " "}, {"number": "-/"}, {"issuer": ""}):
        with pytest.raises(TargetNotUsable, match="chưa có căn cứ"):
            replace(PAPER, **missing)  # type: ignore[arg-type] # a field each

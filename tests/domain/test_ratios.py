"""Every printed figure of the source documents comes out as printed, or is said not to."""

import tomllib
from fractions import Fraction
from typing import Any

import pytest

from ntm_verify.domain.ratios import (
    Base,
    Finding,
    NotAShare,
    PrintedShare,
    Ratio,
    implied_part,
    implied_target,
    implied_wholes,
    recheck,
    union_bounds,
)
from tests.support.files import SHARED, read_fixture

CASES = {case["id"]: case for case in read_fixture("golden/figures.toml")["case"]}


def of(kind: str) -> list[dict[str, Any]]:
    return [case for case in CASES.values() if case["kind"] == kind]


def test_the_kept_figures_are_those_of_the_sources() -> None:
    file = SHARED / "domain" / "golden.toml"
    if not file.is_file():
        pytest.skip("the reference figures do not lie beside the project")
    told = {case["id"]: case for case in tomllib.loads(file.read_text("utf-8"))["case"]}
    words = {"source", "note", "mark"}

    assert {
        name: {key: value for key, value in case.items() if key not in words}
        for name, case in CASES.items()
    } == {
        name: {key: value for key, value in case.items() if key not in words}
        for name, case in told.items()
    }


@pytest.mark.parametrize("case", of("plan_ratio") + of("threshold"), ids=lambda case: case["id"])
def test_a_ratio_is_written_cut_and_rounded_as_the_sources_say(case: dict[str, Any]) -> None:
    ratio = Ratio(case["numerator"], case["denominator"], Base(case["base"]))
    decimals = case["printed_decimals"]

    assert ratio.truncated(decimals).replace(".", ",") == case["truncated"]
    assert ratio.half_up(decimals).replace(".", ",") == case["half_up"]
    assert PrintedShare.read(case["printed"]).fits(ratio) is case["reproduces"]


def test_health_insurance_of_the_district_prints_only_on_those_inside_the_province() -> None:
    total, inside = CASES["G04"], CASES["G05"]
    as_written = Ratio(total["numerator"], total["denominator"], Base.PLAN_TOTAL)
    other = Ratio(inside["numerator"], inside["denominator"], Base.PLAN_IN_PROVINCE)

    found = recheck(total["printed"], as_written, (other,))

    assert found.finding is Finding.ON_ANOTHER_BASE
    assert found.fitting == other
    assert recheck(total["printed"], as_written).finding is Finding.DOES_NOT
    assert recheck(CASES["G07"]["printed"], Ratio(10_803, None, Base.PLAN_TOTAL)).finding is (
        Finding.CANNOT
    )


@pytest.mark.parametrize("name", ["G02", "G06", "G07"])
def test_inside_and_outside_add_up(name: str) -> None:
    case = CASES[name]

    assert sum(case["parts"].values()) == case["sum"] == case.get("printed_total", case["sum"])


def test_a_plain_sum_is_no_number_of_people() -> None:
    case = CASES["G08"]

    bounds = union_bounds(tuple(case["parts"].values()))

    assert list(bounds) == case["union_bounds"]
    assert bounds[1] == case["plain_sum"]
    assert bounds[0] <= case["printed_total"] <= bounds[1]


@pytest.mark.parametrize("name", ["G07", "G11", "G12", "G15", "G16"])
def test_the_base_that_a_source_leaves_out_is_bounded(name: str) -> None:
    case = CASES[name]
    parts = {"plan_in_province": case.get("parts", {}).get("in_province")}

    for base, (least, greatest) in case["implied_denominator"].items():
        part = parts.get(base) or case["numerator"]
        assert implied_wholes(part, case["printed"]) == (least, greatest)
        for whole, prints in ((least - 1, False), (least, True), (greatest + 1, False)):
            text = Ratio(part, whole, Base(base)).half_up(
                PrintedShare.read(case["printed"]).decimals
            )
            assert (text.replace(".", ",") + " %" == case["printed"]) is prints


def test_more_than_is_a_bound_and_no_figure() -> None:
    case, hamlet = CASES["G09"], CASES["G13"]

    for part, most in case["implied_denominator_max"].items():
        assert implied_wholes(case["numerators"][part], case["printed"]) == (None, most)
    for text, least in zip(
        hamlet["printed"], hamlet["implied_numerator_min"].values(), strict=True
    ):
        assert implied_part(hamlet["denominator"], text) == least
        assert PrintedShare.read(text).fits(Ratio(least, hamlet["denominator"], Base.POPULATION))
        assert not PrintedShare.read(text).fits(
            Ratio(least - 1, hamlet["denominator"], Base.POPULATION)
        )


@pytest.mark.parametrize("name", ["G10", "G18"])
def test_coverage_and_share_of_target_tell_the_target(name: str) -> None:
    case = CASES[name]

    value, *bounds = implied_target(case["coverage_printed"], case["of_target_printed"])

    assert value.replace(".", ",") == case["implied_target_coverage"]
    assert [bound.replace(".", ",") for bound in bounds] == case["implied_target_bounds"]


@pytest.mark.parametrize("name", ["G11", "G12"])
def test_the_same_day_a_year_before_is_people_first(name: str) -> None:
    case = CASES[name]
    before = case["numerator"] - case["increase_over_year"]

    assert before == case["previous_year"]
    if "year_on_year_exact_2" in case:
        share = Ratio(case["increase_over_year"], before, Base.YEAR_BEFORE)
        assert share.half_up(2).replace(".", ",") == case["year_on_year_exact_2"]


def test_another_population_moves_the_rate_of_the_same_people() -> None:
    case = CASES["G16"]
    other = case["alternative_denominator"]

    share = Ratio(case["numerator"], other["census_2019_04_01"], Base.POPULATION)

    assert share.half_up(2).replace(".", ",") == other["half_up"]


def test_a_plan_may_be_exceeded_and_coverage_may_not() -> None:
    assert Ratio(101, 100, Base.PLAN_TOTAL).is_possible
    assert not Ratio(101, 100, Base.POPULATION).is_possible
    assert Ratio(1, 0, Base.POPULATION).exact is None
    assert Ratio(1, None, Base.PLAN_TOTAL).truncated() == ""
    assert Ratio(9_006, 10_007, Base.POPULATION).truncated() == "89.99"
    assert Ratio(1, 1_000, Base.POPULATION).truncated() == "0.10"
    assert Ratio(1, 3, Base.POPULATION).exact == Fraction(100, 3)


@pytest.mark.parametrize("text", ["", "90", "khoảng 90 %", "90.5 %", "٩٠ %"])
def test_what_prints_no_share_is_refused(text: str) -> None:
    with pytest.raises(NotAShare):
        PrintedShare.read(text)

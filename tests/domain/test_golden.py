"""What real sources print holds or fails as recorded, recomputed in whole numbers."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise
from math import ceil, floor
from typing import Any, Final

import pytest

from ntm_verify.domain.coverage import Assessment, Tally, Threshold, Verdict, truncated_percent
from ntm_verify.domain.population import Population
from tests.support.files import read_fixture

FIGURES: Final = read_fixture("golden/figures.toml")
CASES: Final[dict[str, dict[str, Any]]] = {case["id"]: case for case in FIGURES["case"]}
KINDS: Final = {
    "plan_ratio",
    "sum",
    "implied_range",
    "implied_ratio",
    "threshold",
    "road_map",
    "count",
    "not_checkable",
}

Rounding = Callable[[Fraction], int]


def half_up(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


def number(text: str) -> Fraction:
    """Read "104,7 %" exactly."""
    return Fraction(Decimal(text.replace("%", "").replace(",", ".").strip()))


def printed(part: int, whole: int, decimals: int, rounding: Rounding) -> str:
    scaled = rounding(Fraction(100 * part * 10**decimals, whole))
    digits = f"{scaled:0{decimals + 1}d}"
    return f"{digits[:-decimals]},{digits[-decimals:]}" if decimals else digits


def of_kind(*kinds: str) -> list[Any]:
    return [pytest.param(case, id=name) for name, case in CASES.items() if case["kind"] in kinds]


def denominators(case: dict[str, Any], part: int) -> Iterator[int]:
    """Search every whole number that prints the case's percentage, and one step round it."""
    target = number(case["printed"]) / 100
    middle = round(part / target)
    width = max(4, middle // 20)
    shown = case["printed"].replace("%", "").strip()
    for whole in range(middle - width, middle + width + 1):
        if printed(part, whole, case.get("printed_decimals", 0), half_up) == shown:
            yield whole


def test_every_case_is_of_a_known_kind_and_there_are_twenty() -> None:
    assert list(CASES) == [f"G{place:02d}" for place in range(1, 21)]
    assert {case["kind"] for case in CASES.values()} == KINDS


def test_every_case_names_its_source_and_how_sure_it_is() -> None:
    assert {case["mark"] for case in CASES.values()} <= {"official", "press", "unconfirmed"}
    assert all(case["source"].strip() for case in CASES.values())


@pytest.mark.parametrize("case", of_kind("plan_ratio", "threshold"))
def test_a_ratio_prints_as_recorded_under_both_roundings(case: dict[str, Any]) -> None:
    part, whole, decimals = case["numerator"], case["denominator"], case["printed_decimals"]

    assert printed(part, whole, decimals, half_up) == case["half_up"]
    assert printed(part, whole, decimals, floor) == case["truncated"]
    assert printed(part, whole, 3, half_up) == case["exact_3"]
    shown = case["printed"].removesuffix("%").strip()
    assert case["reproduces"] is (shown in {case["half_up"], case["truncated"]})


@pytest.mark.parametrize("case", of_kind("sum"))
def test_the_parts_add_up(case: dict[str, Any]) -> None:
    total = sum(case["parts"].values())

    assert (total, case["reproduces"]) == (case["sum"], total == case["printed_total"])


@pytest.mark.parametrize("name", ["G11", "G12", "G15", "G16"])
def test_a_printed_share_leaves_exactly_these_denominators(name: str) -> None:
    case = CASES[name]
    ((_, (least, most)),) = case["implied_denominator"].items()

    assert list(denominators(case, case["numerator"])) == list(range(least, most + 1))
    assert case["reproduces"] in {True, "range"}


@pytest.mark.parametrize(("base", "part"), [("plan_total", 10803), ("plan_in_province", 5828)])
def test_without_the_plan_a_share_leaves_a_range_for_each_base(base: str, part: int) -> None:
    case = CASES["G07"]
    least, most = case["implied_denominator"][base]

    assert sum(case["parts"].values()) == case["sum"] == case["numerator"]
    assert list(denominators(case, part)) == list(range(least, most + 1))


@pytest.mark.parametrize("name", ["G11", "G12"])
def test_growth_over_a_year_gives_the_year_before(name: str) -> None:
    case = CASES[name]

    assert case["numerator"] - case["increase_over_year"] == case["previous_year"]


def test_growth_in_per_cent_is_exact() -> None:
    case = CASES["G11"]
    grown = printed(case["increase_over_year"], case["previous_year"], 2, half_up)

    assert grown == case["year_on_year_exact_2"]


def test_a_share_that_only_half_up_prints() -> None:
    case = CASES["G12"]
    (least, most) = case["implied_denominator"]["plan_unspecified"]

    assert least == most
    assert printed(case["numerator"], least, 2, half_up) == case["half_up"] == "85,78"
    assert printed(case["numerator"], least, 2, floor) == case["truncated"] == "85,77"


def test_people_of_several_schemes_cannot_be_added_up() -> None:
    case = CASES["G08"]
    parts = list(case["parts"].values())
    sums = {sum(some) for size in range(1, 5) for some in combinations(parts, size)}

    assert sum(parts) == case["plain_sum"]
    assert [max(parts), sum(parts)] == case["union_bounds"]
    assert case["printed_total"] not in sums
    assert max(parts) <= case["printed_total"] <= sum(parts)


def test_more_than_ninety_per_cent_bounds_the_population() -> None:
    case = CASES["G09"]

    for base, part in case["numerators"].items():
        most = case["implied_denominator_max"][base]
        assert 100 * part > 90 * most
        assert 100 * part <= 90 * (most + 1)


def test_more_than_so_many_per_cent_of_a_hamlet_bounds_the_participants() -> None:
    case = CASES["G13"]

    for percent, key in ((92, "over_92"), (95, "over_95")):
        least = case["implied_numerator_min"][key]
        assert 100 * least > percent * case["denominator"] >= 100 * (least - 1)


@pytest.mark.parametrize("name", ["G10", "G18"])
def test_two_printed_shares_imply_a_target(name: str) -> None:
    case = CASES[name]
    coverage, of_target = number(case["coverage_printed"]), number(case["of_target_printed"])
    step = Fraction(1, 200)
    least = 100 * (coverage - step) / (of_target + step)
    most = 100 * (coverage + step) / (of_target - step)
    low, high = (number(bound) for bound in case["implied_target_bounds"])

    assert abs(100 * coverage / of_target - number(case["implied_target_coverage"])) <= step
    assert abs(low - least) <= Fraction(1, 1000)
    assert abs(high - most) <= Fraction(1, 1000)


def test_a_road_map_rises_every_year_and_prints_as_given() -> None:
    case = CASES["G14"]
    years = list(case["per_mille"].values())

    assert all(
        before < after
        for one, next_one in pairwise(years)
        for before, after in zip(one, next_one, strict=True)
    )
    for year, shares in case["per_mille"].items():
        assert [10 * number(text) for text in case["printed"][year]] == shares


def test_a_citation_printed_two_ways_is_one_document() -> None:
    digits_and_letters = {
        "".join(sorted(text.replace("/", "-").split("-")))
        for text in CASES["G14"]["document_number_as_printed"]
    }

    assert len(digits_and_letters) == 1


def test_the_choice_of_the_denominator_moves_the_rate() -> None:
    case = CASES["G16"]
    other = case["alternative_denominator"]

    assert printed(case["numerator"], other["census_2019_04_01"], 2, half_up) == other["half_up"]


def test_the_counts_name_as_many_districts_as_they_say() -> None:
    case = CASES["G17"]

    assert len(set(case["district_names"])) == case["districts"]
    assert case["communes"] == 333


@pytest.mark.parametrize(
    ("case", "verdict"),
    [
        pytest.param(case, verdict, id=f"{name} at {verdict['threshold']} %")
        for name, case in CASES.items()
        for verdict in case.get("verdicts", ())
    ],
)
def test_the_rule_judges_whole_people(case: dict[str, Any], verdict: dict[str, Any]) -> None:
    threshold = Threshold("ANY", "15.1", "any", Decimal(verdict["threshold"]), "0" * 64)
    people, residents = case["numerator"], case["denominator"]

    assessment = Assessment(Tally.of(people), Population(residents), threshold)

    expected = Verdict.MET if verdict["pass"] else Verdict.NOT_MET
    assert assessment.verdict is expected
    assert assessment.required == verdict["required"]
    assert assessment.shortfall == verdict["shortfall"]
    share = Fraction(verdict["threshold"]) * residents / 100
    assert (assessment.required, people >= share) == (ceil(share), verdict["pass"])


@pytest.mark.parametrize(("name", "own"), [("G19", "87.71"), ("G20", "85.66")])
def test_our_own_print_is_cut_and_never_rounded(name: str, own: str) -> None:
    case = CASES[name]

    assert truncated_percent(case["numerator"], case["denominator"]) == own

"""One table over every printed figure: each is asserted by the product's own arithmetic.

A checker reads the figures of its kind of case; a figure that no checker reads, a new kind and a
new case without a reason for its finding are red.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Any, Final

import pytest

from ntm_verify.domain.coverage import Assessment, Tally, Threshold, Verdict
from ntm_verify.domain.population import Population
from ntm_verify.domain.ratios import (
    Base,
    Finding,
    PrintedShare,
    Ratio,
    implied_part,
    implied_target,
    implied_wholes,
    recheck,
    union_bounds,
)
from ntm_verify.domain.target_sheet import read_share
from ntm_verify.domain.targets import document_key
from tests.support.files import read_fixture

CASES: Final[dict[str, dict[str, Any]]] = {
    case["id"]: case for case in read_fixture("golden/figures.toml")["case"]
}
WORDS: Final = frozenset({"id", "kind", "source", "mark", "note", "scheme", "rounding"})
"""What a case says in words; everything else is a figure and has to be read by a checker."""
WHY: Final = {
    "G04": "as written",
    "G07": "plan not printed",
    "G08": "people counted once",
    "G09": "population not printed",
    "G10": "bounds follow from half-up rounding",
    "G12": "only under half-up",
    "G13": "hamlet-level",
    "G20": "only under half-up",
}
"""Which words of a case give the reason why its figure does not print as it reads."""


class Told(Mapping[str, Any]):
    """A case that remembers which of its figures were read."""

    def __init__(self, case: Mapping[str, Any]) -> None:
        self.case = case
        self.read: set[str] = set()

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401 - a table of any values
        self.read.add(key)
        return self.case[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.case)

    def __len__(self) -> int:
        return len(self.case)


def comma(text: str) -> str:
    return text.replace(".", ",")


def ratio_of(case: Told) -> Ratio:
    return Ratio(case["numerator"], case["denominator"], Base(case["base"]))


def prints(case: Told) -> None:
    ratio, decimals = ratio_of(case), case["printed_decimals"]
    ways = comma(ratio.half_up(decimals)), comma(ratio.truncated(decimals))

    assert PrintedShare.read(case["printed"]).decimals == decimals
    assert ways == (case["half_up"], case["truncated"])
    assert comma(ratio.half_up(3)) == case["exact_3"]
    finding = recheck(case["printed"], ratio).finding
    assert finding is (Finding.REPRODUCES if case["reproduces"] else Finding.DOES_NOT)


def judges(case: Told) -> None:
    people, residents = case["numerator"], case["denominator"]
    for told in case["verdicts"]:
        threshold = Threshold("ANY", "15.1", "any", Decimal(told["threshold"]), "0" * 64)
        found = Assessment(Tally.of(people), Population(residents), threshold)
        assert found.verdict is (Verdict.MET if told["pass"] else Verdict.NOT_MET)
        assert (found.required, found.shortfall) == (told["required"], told["shortfall"])


def adds_up(case: Told) -> None:
    total = sum(case["parts"].values())

    assert total == case["sum"]
    if "printed_total" in case:
        assert case["reproduces"] is (total == case["printed_total"])


def implies_a_base(case: Told) -> None:
    parts = case.get("parts", {})
    decimals = PrintedShare.read(case["printed"]).decimals
    assert case.get("printed_decimals", decimals) == decimals
    for base, (least, most) in case["implied_denominator"].items():
        part = parts.get(base.removeprefix("plan_"), case["numerator"])
        assert implied_wholes(part, case["printed"]) == (least, most)
        texts = [
            comma(Ratio(part, whole, Base(base)).half_up(decimals))
            for whole in (least - 1, least, most, most + 1)
        ]
        shown = case["printed"].removesuffix(" %")
        assert [text == shown for text in texts] == [False, True, True, False]
        assert Base(case.get("base", base)) is Base(base)
        is_one = least == most
        expected = {True} if is_one else {"range", "not_checkable"}
        assert case["reproduces"] in expected
        if "truncated" in case:
            only = Ratio(part, least, Base(base))
            ways = comma(only.half_up(decimals)), comma(only.truncated(decimals))
            assert ways == (case["half_up"], case["truncated"])


def another_population(case: Told) -> None:
    other = case["alternative_denominator"]
    share = Ratio(case["numerator"], other["census_2019_04_01"], Base.POPULATION)

    assert comma(share.half_up()) == other["half_up"]
    assert not PrintedShare.read(case["printed"]).fits(share)


def grows(case: Told) -> None:
    more, before = case["increase_over_year"], case["previous_year"]

    assert case["numerator"] == before + more
    if "year_on_year_exact_2" in case:
        share = Ratio(more, before, Base.YEAR_BEFORE)
        assert comma(share.half_up()) == case["year_on_year_exact_2"]


def bounds_a_base(case: Told) -> None:
    """Bound the population by a share with "trên", which is no figure."""
    for base, part in case["numerators"].items():
        most = case["implied_denominator_max"][base]
        assert implied_wholes(part, case["printed"]) == (None, most)
        shares = [Ratio(part, whole, Base(case["base"])) for whole in (most, most + 1)]
        assert [PrintedShare.read(case["printed"]).fits(one) for one in shares] == [True, False]
    unknown = Ratio(part, None, Base(case["base"]))
    assert recheck(case["printed"], unknown).finding is Finding.CANNOT
    assert case["reproduces"] == "not_checkable"


def bounds_a_part(case: Told) -> None:
    people = case["denominator"]
    leasts = case["implied_numerator_min"]
    assert case["households"] < people
    for text, least in zip(case["printed"], leasts.values(), strict=True):
        assert implied_part(people, text) == least
        shares = [Ratio(part, people, Base(case["base"])) for part in (least - 1, least)]
        assert [PrintedShare.read(text).fits(one) for one in shares] == [False, True]
    assert case["reproduces"] == "not_checkable"


def implies_a_target(case: Told) -> None:
    value, *bounds = implied_target(case["coverage_printed"], case["of_target_printed"])

    assert comma(value) == case["implied_target_coverage"]
    assert [comma(bound) for bound in bounds] == case["implied_target_bounds"]
    assert case["reproduces"] == "consistency_only"
    if "other_of_target_printed" in case:
        others = [PrintedShare.read(text) for text in case["other_of_target_printed"].values()]
        assert all(not one.is_lower_bound and one.decimals == 2 for one in others)
        assert max(one.value for one in others) < PrintedShare.read(case["of_target_printed"]).value


def follows_the_path(case: Told) -> None:
    years = case["per_mille"]
    for year, shares in years.items():
        assert [10 * read_share(text) for text in case["printed"][year]] == shares
    rises = all(
        late > early
        for one, two in pairwise(years.values())
        for early, late in zip(one, two, strict=True)
    )
    assert case["strictly_increasing"] is case["reproduces"] is rises
    grounds = {"lực lượng lao động trong độ tuổi": Base.WORKFORCE, "dân số": Base.POPULATION}
    named = dict(zip(case["schemes"], (grounds[base] for base in case["bases"]), strict=True))
    assert named == {"BHXH": Base.WORKFORCE, "BHTN": Base.WORKFORCE, "BHYT": Base.POPULATION}
    assert len({document_key(text) for text in case["document_number_as_printed"]}) == 1


def counts_districts(case: Told) -> None:
    named, planned = case["district_names"], case["districts_planned_2020"]

    assert (case["communes"], case["districts"]) == (333, len(set(named)))
    assert len(planned) == 2
    assert not set(planned) & set(named)
    assert case["reproduces"] is True


def counts_people_once(case: Told) -> None:
    parts = tuple(case["parts"].values())

    assert list(union_bounds(parts)) == case["union_bounds"]
    assert sum(parts) == case["plain_sum"]
    assert min(case["union_bounds"]) <= case["printed_total"] <= max(case["union_bounds"])
    some = {sum(few) for size in range(1, 5) for few in combinations(parts, size)}
    assert case["printed_total"] not in some
    assert case["reproduces"] == "not_checkable"


CHECKERS: Final[dict[str, tuple[Callable[[Told], None], ...]]] = {
    **dict.fromkeys(("G01", "G03", "G04", "G05"), (prints,)),
    **dict.fromkeys(("G02", "G06"), (adds_up,)),
    "G07": (adds_up, implies_a_base),
    "G08": (counts_people_once,),
    "G09": (bounds_a_base,),
    **dict.fromkeys(("G10", "G18"), (implies_a_target,)),
    **dict.fromkeys(("G11", "G12"), (implies_a_base, grows)),
    "G13": (bounds_a_part,),
    "G14": (follows_the_path,),
    "G15": (implies_a_base,),
    "G16": (implies_a_base, another_population),
    "G17": (counts_districts,),
    **dict.fromkeys(("G19", "G20"), (prints, judges)),
}


def unread(case: Mapping[str, Any]) -> set[str]:
    """Run the checkers of a case, and give the figures that none of them read."""
    told = Told(case)
    for check in CHECKERS[case["id"]]:
        check(told)
    return set(case) - told.read - WORDS


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_every_figure_of_a_case_is_asserted(case: dict[str, Any]) -> None:
    assert unread(case) == set()


def test_a_case_without_its_checkers_or_a_figure_that_nobody_reads_is_red() -> None:
    assert set(CHECKERS) == set(CASES)
    assert unread({**CASES["G01"], "one_more": 1}) == {"one_more"}


def test_what_does_not_print_as_it_reads_says_why() -> None:
    doubtful = {
        name for name, case in CASES.items() if case["reproduces"] in {False, "not_checkable"}
    }

    assert doubtful <= set(WHY)
    for name, words in WHY.items():
        assert words in CASES[name]["note"]


def test_the_one_wrong_figure_prints_on_those_inside_the_province_alone() -> None:
    """G04 as written is 104,6 %; the printed 100,6 % counts those inside the province (G05)."""
    assert [name for name, case in CASES.items() if case["reproduces"] is False] == ["G04"]
    total, inside = (ratio_of(Told(CASES[name])) for name in ("G04", "G05"))

    found = recheck(CASES["G04"]["printed"], total, (inside,))

    assert (found.finding, found.fitting) == (Finding.ON_ANOTHER_BASE, inside)
    assert total.part - inside.part == CASES["G06"]["parts"]["out_of_province"]

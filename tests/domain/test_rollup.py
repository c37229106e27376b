"""Sums of a province are sums of its papers, and nobody is left out unsaid."""

from datetime import date
from random import Random
from uuid import UUID

from ntm_verify.domain.coverage import Verdict
from ntm_verify.domain.rollup import DossierFact, Progress, overview, trend, year_before
from ntm_verify.domain.steps import Status
from ntm_verify.domain.unit import Unit
from tests.support.files import read_fixture

DAY = date(2026, 11, 20)
BEGIN = date(2019, 1, 1)


def a_unit(code: str, kind: str = "commune") -> Unit:
    return Unit(code, f"Đơn vị {code}", kind, "38", BEGIN)


def a_fact(code: str, status: Status, insured: int = 950, **more: object) -> DossierFact:
    told = {"as_of": date(2026, 10, 31), "people": 1_000, "required": 950, **more}
    met = Verdict.MET if insured >= 950 else Verdict.NOT_MET
    number = Random(f"{code}{told['as_of']}{status}").getrandbits(128)  # noqa: S311 - made up
    return DossierFact(UUID(int=number), code, status=status, insured=insured, verdict=met, **told)  # type: ignore[arg-type] # as the fields are named


def test_appraised_sums_are_those_of_papers_in_force_alone() -> None:
    units = [a_unit(code) for code in "abcde"]
    facts = [
        a_fact("a", Status.CERTIFIED, 960),
        a_fact("b", Status.CERTIFIED, 900),
        a_fact("c", Status.SUBMITTED, 940),
        a_fact("d", Status.REVOKED, 999),
    ]

    found = overview(units, facts, DAY).whole

    assert (found.appraised, found.insured, found.people, found.met) == (2, 1_860, 2_000, 1)
    assert (found.waiting, found.waiting_insured) == (1, 940)
    assert (found.communes, found.below, found.shortfall) == (5, 2, 60)
    assert found.coverage.truncated() == "93.00"
    assert not found.all_met


def test_areas_add_up_to_the_province_whatever_stands_in_them() -> None:
    chance = Random("vùng")  # noqa: S311 - made up
    units = [a_unit(f"{number:03d}") for number in range(166)]
    statuses = list(Status)
    facts = [
        a_fact(unit.code, chance.choice(statuses), chance.randrange(800, 1_000)) for unit in units
    ]
    areas = {unit.code: f"Huyện {int(unit.code) % 7}" for unit in units}

    found = overview(units, facts, DAY, areas=areas)

    for name in ("communes", "appraised", "met", "insured", "people", "waiting", "shortfall"):
        assert sum(getattr(area, name) for area in found.areas) == getattr(found.whole, name)
    papers = [fact for fact in facts if fact.status is Status.CERTIFIED]
    assert found.whole.insured == sum(fact.insured for fact in papers)


def test_every_commune_of_the_programme_has_one_state() -> None:
    told = {
        "a": (Status.CERTIFIED, Progress.CERTIFIED),
        "b": (Status.UNDER_APPRAISAL, Progress.IN_HAND),
        "c": (Status.RETURNED, Progress.RETURNED),
        "d": (Status.REFUSED, Progress.REFUSED),
        "e": (Status.DRAFT, Progress.NOT_HANDED_IN),
    }
    units = [*(a_unit(code) for code in told), a_unit("p", "ward")]
    facts = [a_fact(code, status) for code, (status, _) in told.items()]

    found = overview(units, facts, DAY)

    assert {line.unit.code: line.progress for line in found.lines if line.is_in_programme} == {
        code: progress for code, (_, progress) in told.items()
    }
    assert sum(found.count(progress) for progress in Progress) == found.whole.communes == 5
    late = overview(units, facts, DAY, due=date(2026, 11, 10))
    assert (late.count(Progress.LATE), late.count(Progress.NOT_HANDED_IN)) == (1, 0)
    assert overview(units, facts, DAY, due=DAY).count(Progress.LATE) == 0


def test_a_paper_in_force_goes_before_a_newer_list_without_one() -> None:
    old = a_fact("a", Status.CERTIFIED, 950, as_of=date(2026, 3, 31))
    new = a_fact("a", Status.SUBMITTED, 990, as_of=date(2026, 10, 31))

    line = overview([a_unit("a")], [new, old], DAY).lines[0]

    assert line.fact == old
    assert overview([a_unit("a")], [new, old], date(2026, 3, 1)).lines[0].fact is None


def test_a_year_before_is_compared_over_communes_known_then_and_now() -> None:
    then = date(2025, 10, 31)
    facts = [
        a_fact("a", Status.CERTIFIED, 960),
        a_fact("a", Status.CERTIFIED, 900, as_of=then),
        a_fact("b", Status.CERTIFIED, 970),
    ]

    found = overview([a_unit("a"), a_unit("b")], facts, DAY).whole

    assert (found.matched, found.increase) == (1, 60)
    assert overview([a_unit("b")], facts, DAY).whole.increase is None
    assert year_before(date(2024, 2, 29)) == date(2023, 2, 28)
    days = (date(2025, 12, 31), DAY)
    assert [whole.insured for _, whole in trend([a_unit("a")], facts, days)] == [900, 960]


def test_old_districts_stay_countable() -> None:
    """Thanh Hóa: 333 communes appraised, four districts proposed (G17)."""
    case = next(c for c in read_fixture("golden/figures.toml")["case"] if c["id"] == "G17")
    names, when = case["district_names"], date(2019, 6, 30)
    units = [a_unit(f"{number:03d}") for number in range(case["communes"])]
    areas = {u.code: names[i] if i < 4 else f"Huyện {i % 23}" for i, u in enumerate(units)}
    facts = [
        a_fact(unit.code, Status.CERTIFIED, 950 if areas[unit.code] in names else 900, as_of=when)
        for unit in units
    ]

    found = overview(units, facts, date(2019, 7, 31), areas=areas)

    assert found.whole.appraised == 333
    assert {area.name for area in found.areas if area.all_met} == set(names)

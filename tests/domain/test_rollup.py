"""Sums of a province are sums of its papers, and nobody is left out unsaid."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from ntm_verify.domain.commune_line import Earlier, Origin, Shown
from ntm_verify.domain.coverage import Verdict
from ntm_verify.domain.people import Actor, Role
from ntm_verify.domain.rollup import Around, DossierFact, Progress, overview, trend, year_before
from ntm_verify.domain.steps import Status
from ntm_verify.domain.targets import Actual, Measure
from ntm_verify.domain.unit import Unit
from ntm_verify.domain.unit_change import ChangeKind, Known, NewUnit, UnitOrder, planned
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

    found = overview(units, facts, DAY, Around(areas=areas))

    named = ("communes", "appraised", "met", "insured", "people", "waiting", "shortfall")
    for name in (*named, "absent", "returned"):
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
    late = overview(units, facts, DAY, Around(due=date(2026, 11, 10)))
    assert (late.count(Progress.LATE), late.count(Progress.NOT_HANDED_IN)) == (1, 0)
    assert overview(units, facts, DAY, Around(due=DAY)).count(Progress.LATE) == 0


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

    found = overview(units, facts, date(2019, 7, 31), Around(areas=areas))

    assert found.whole.appraised == 333
    assert {area.name for area in found.areas if area.all_met} == set(names)


def merged(day: date) -> Known:
    """Let a, b and c become n on a day; n takes the number of a."""
    parts = [a_unit(code) for code in "abc"]
    known = Known("38", {unit.code: unit for unit in (*parts, a_unit("d"))})
    order = UnitOrder(ChangeKind.MERGE, ("a", "b", "c"), (NewUnit("a", "Xã Mới"),), day, "NQ")
    by = Actor("u-1", Role.ADMINISTRATOR, "38", "38")
    change = planned(order, known, (UUID(int=1), by, datetime(2026, 12, 1, tzinfo=UTC)))
    rows = {unit.code: unit for unit in change.rows}
    return replace(known, units={**known.units, **rows}, changes=(change,))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b", "c", "d", "a-2"]),
            st.sampled_from([Status.CERTIFIED, Status.SUBMITTED, Status.RETURNED]),
            st.integers(800, 1_000),
            st.dates(date(2025, 1, 1), date(2026, 12, 31)),
        ),
        max_size=14,
    ),
    st.dates(date(2026, 1, 2), date(2026, 12, 31)),
)
def test_a_merger_changes_no_total_and_totals_are_sums_of_papers(
    told: list[tuple[str, Status, int, date]], day: date
) -> None:
    known = merged(day)
    facts = [
        a_fact(code, status, insured, as_of=as_of)
        for code, status, insured, as_of in told
        if (as_of >= day) is (code == "a-2") or code == "d"
    ]
    around = Around(known=known, areas=dict.fromkeys(known.units, "Huyện"))
    eve, end = day - timedelta(1), date(2026, 12, 31)

    before, after, last = (overview((), facts, on, around) for on in (eve, day, end))

    until = [fact for fact in facts if fact.as_of <= eve]
    at_change = overview((), until, day, around)
    assert at_change.whole.insured == before.whole.insured
    assert at_change.whole.people == before.whole.people
    assert (before.whole.communes, after.whole.communes) == (4, 2)
    for found in (before, after, last):
        papers = [line.fact for line in (*found.lines, *found.ended) if line.fact]
        certified = [fact for fact in papers if fact.is_appraised]
        assert found.whole.insured == sum(fact.insured for fact in certified)
        assert found.whole.people == sum(fact.people for fact in certified)
        assert all(fact in facts for fact in papers)
        assert sum(area.insured for area in found.areas) == found.whole.insured
        assert {unit.code for unit in known.units.values()} >= {fact.commune for fact in papers}
    own = {f.commune for f in facts if f.is_appraised and f.as_of.year == 2026}
    assert bool(last.ended) is ("a-2" not in own and bool(own & {"a", "b", "c"}))


def test_a_merged_commune_shows_the_sum_of_its_parts_and_a_missing_one_is_no_zero() -> None:
    day = date(2026, 7, 1)
    around = Around(known=merged(day), percent=Decimal("92.5"))
    facts = [
        a_fact(code, Status.CERTIFIED, insured, as_of=date(year, 6, 30))
        for year, more in ((2025, 0), (2026, 10))
        for code, insured in (("a", 900 + more), ("b", 950 + more), ("c", 930 + more))
    ]

    new = overview((), facts, DAY, around).lines[-1]

    assert new.unit.official == "a"
    assert new.shown == Shown(2_810, 3_000, 2_775, Origin.ADDED_UP, ", , ")
    assert new.fact is None
    own = [*facts, a_fact("a-2", Status.CERTIFIED, 2_900, people=3_000)]
    line = overview((), own, DAY, around).lines[-1]
    assert (line.before, line.increase) == (Earlier(2_780, 3_000, is_added_up=True), 120)
    without = [fact for fact in own if (fact.commune, fact.as_of.year) != ("b", 2025)]
    assert overview((), without, DAY, around).lines[-1].before is None
    few = [fact for fact in facts if fact.commune != "b"]
    assert overview((), few, DAY, around).lines[-1].shown is None


def test_counts_of_a_table_are_shown_and_added_up_nowhere() -> None:
    reports = tuple(
        Actual("a", measure, date(2026, 9, 30), total, "Báo cáo tháng 9")
        for measure, total in ((Measure.HEALTH, 910), (Measure.POPULATION, 1_000))
    )

    found = overview([a_unit("a")], [], DAY, Around(reports=reports, percent=Decimal(95)))

    line = found.lines[0]
    assert line.shown == Shown(910, 1_000, 950, Origin.TABLE, "Báo cáo tháng 9")
    assert (line.fact, line.progress) == (None, Progress.NOT_HANDED_IN)
    assert (found.whole.insured, found.whole.waiting, found.whole.shortfall) == (0, 0, 0)

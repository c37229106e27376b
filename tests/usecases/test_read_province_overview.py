"""The province's sums are those of its papers, in every world, and for province staff alone."""

from dataclasses import replace
from datetime import date

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.old_districts import district_of
from ntm_verify.domain.people import Reach, WrongOffice
from ntm_verify.domain.rollup import Progress
from ntm_verify.usecases.read_province_overview import (
    ReadProvinceOverview,
    month_ends,
    read_province_overview,
)
from tests.support.builders import (
    A_COMMUNE,
    APPRAISER,
    AUDITOR,
    CLERK,
    COMMUNE,
    OTHER_COMMUNE,
    OTHER_PROVINCE,
    UNITS,
    an_appraisal,
    an_id,
    an_outcome,
)
from tests.support.scenes import must_refuse
from tests.support.worlds import World

DAY = date(2019, 12, 31)
WHOLE = ReadProvinceOverview(DAY)


async def seeded(world: World) -> None:
    told = (
        (COMMUNE, Status.CERTIFIED, 1_500, date(2019, 8, 31)),
        (COMMUNE, Status.CERTIFIED, 1_400, date(2018, 8, 31)),
        (OTHER_COMMUNE, Status.RETURNED, 1_200, date(2019, 7, 31)),
        (OTHER_COMMUNE, Status.DRAFT, 1_563, date(2019, 9, 30)),
    )
    await world.holds(*UNITS, replace(A_COMMUNE, code=OTHER_COMMUNE, name="Xã Giả Lập"))
    for number, (commune, status, insured, as_of) in enumerate(told):
        dossier = an_appraisal(status=status, id=an_id(40 + number), commune=commune, as_of=as_of)
        outcome = an_outcome(insured) if dossier.outcome else None
        await world.holds(replace(dossier, outcome=outcome))
    foreign = an_appraisal(status=Status.CERTIFIED, id=an_id(60))
    await world.holds(replace(foreign, province=OTHER_PROVINCE, commune=COMMUNE))


async def test_sums_equal_those_of_the_papers_and_drafts_count_for_nobody(world: World) -> None:
    await seeded(world)
    before = len(await world.audit_log())

    seen = await read_province_overview(world.ports, APPRAISER, WHOLE)

    whole = seen.found.whole
    assert (whole.appraised, whole.insured, whole.people) == (1, 1_500, 1_564)
    assert (whole.waiting, whole.waiting_insured) == (1, 1_200)
    assert (whole.matched, whole.increase) == (1, 100)
    assert [total.insured for _, total in seen.years] == [0, 1_400, 1_500]
    assert [total.insured for _, total in seen.months][6:9] == [0, 1_500, 1_500]
    states = {line.unit.code: line.progress for line in seen.found.lines}
    assert states[COMMUNE] is Progress.CERTIFIED
    assert states[OTHER_COMMUNE] is Progress.RETURNED
    assert len(await world.audit_log()) == before
    other = replace(A_COMMUNE, code=OTHER_COMMUNE)
    districts = [district_of(unit, world.ports.register()) for unit in (A_COMMUNE, other)]
    assert [area.name for area in seen.found.areas] == districts
    assert [(a.insured, a.absent, a.returned) for a in seen.found.areas] == [
        (1_500, 0, 0),
        (0, 0, 1),
    ]


async def test_a_commune_looked_at_closely_shows_the_hamlets_of_its_paper(world: World) -> None:
    await seeded(world)

    asked = replace(WHOLE, commune=COMMUNE)
    seen = await read_province_overview(world.ports, APPRAISER, asked)

    dossier = an_outcome(1_500)
    assert seen.hamlets == dossier.hamlets
    assert (await read_province_overview(world.ports, APPRAISER, WHOLE)).hamlets == ()


async def test_an_auditor_sees_what_he_was_let_in_for(world: World) -> None:
    await seeded(world)
    narrow = replace(AUDITOR, reach=Reach(communes=frozenset({OTHER_COMMUNE})))

    seen = await read_province_overview(world.ports, narrow, replace(WHOLE, commune=COMMUNE))

    assert (seen.found.whole.insured, seen.found.whole.waiting_insured) == (0, 1_200)
    assert seen.hamlets == ()


async def test_only_staff_of_the_province_look(world: World) -> None:
    await must_refuse(world, read_province_overview, CLERK, WHOLE, WrongOffice)


def test_twelve_months_end_on_the_day() -> None:
    months = month_ends(date(2024, 3, 15), 3)

    assert months == (date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 15))

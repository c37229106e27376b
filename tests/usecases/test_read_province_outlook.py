"""The province's figures are the sums of its communes', in every world, and without persons."""

from dataclasses import replace
from datetime import date

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.outlook import Fall
from ntm_verify.domain.people import Reach, WrongOffice
from ntm_verify.usecases.read_outlook import ReadOutlook, read_outlook
from ntm_verify.usecases.read_province_outlook import ReadProvinceOutlook, read_province_outlook
from ntm_verify.usecases.submit_list import SubmitList, submit_list
from tests.support.ahead import DATED, dated
from tests.support.builders import (
    A_COMMUNE,
    APPRAISER,
    AUDITOR,
    CLERK,
    COMMUNE,
    OTHER_CLERK,
    OTHER_COMMUNE,
    OTHER_PROVINCE,
    an_appraisal,
    an_id,
)
from tests.support.scenes import must_refuse
from tests.support.worlds import World

WHOLE = ReadProvinceOutlook(date(2019, 9, 25))


async def seeded(world: World) -> tuple[ReadOutlook, ...]:
    """Hand in two lists; a third stays a draft's, a fourth is another province's."""
    found = []
    for actor, rows in ((CLERK, DATED), (OTHER_CLERK, DATED[2:6])):
        made = await dated(world, rows, by=actor)
        asked = SubmitList(made.id, made.version, declared=True)
        sent = await submit_list(world.ports, actor, asked)
        found.append(ReadOutlook(sent.id, WHOLE.day))
    await dated(world, DATED[:3], as_of=date(2019, 9, 10))
    await world.holds(replace(A_COMMUNE, code=OTHER_COMMUNE, name="Xã Giả Lập"))
    foreign = an_appraisal(status=Status.CERTIFIED, id=an_id(60))
    await world.holds(replace(foreign, province=OTHER_PROVINCE, commune=COMMUNE))
    return tuple(found)


async def test_sums_equal_those_of_the_communes_and_the_look_is_no_entry(world: World) -> None:
    asked = await seeded(world)
    before = len(await world.audit_log())

    seen = (await read_province_outlook(world.ports, APPRAISER, WHOLE)).found

    parts = [(await read_outlook(world.ports, APPRAISER, one)).found.prospects for one in asked]
    assert [line.prospects for line in seen.lines if line.prospects] == parts
    for place in range(len(seen.horizons)):
        assert seen.ended(place) == sum(part[place].ended for part in parts)
    assert [seen.ended(place) for place in range(6)] == [1, 3, 3, 4, 4, 8]
    assert (seen.insured, seen.unknown, seen.silent) == (10, 2, 0)
    assert seen.count(0, Fall.FALLS) == 1
    assert seen.count(0, Fall.BELOW) == 1
    assert len(await world.audit_log()) == before


async def test_an_auditor_sees_what_he_was_let_in_for(world: World) -> None:
    await seeded(world)
    narrow = replace(AUDITOR, reach=Reach(communes=frozenset({OTHER_COMMUNE})))

    seen = (await read_province_outlook(world.ports, narrow, WHOLE)).found

    assert (seen.insured, seen.silent) == (4, 1)


async def test_only_staff_of_the_province_look(world: World) -> None:
    await must_refuse(world, read_province_outlook, CLERK, WHOLE, WrongOffice)


async def test_today_is_the_day_where_none_is_named(world: World) -> None:
    await seeded(world)

    seen = await read_province_outlook(world.ports, APPRAISER, ReadProvinceOutlook())

    assert seen.found.horizons[0].day == date(2019, 9, 25)

"""A commune sees by hamlet whose cards end when; what was not written stays unknown."""

from datetime import date

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.endings import Ending
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.outlook import Fall
from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.decide_waiver import decide_waiver
from ntm_verify.usecases.read_outlook import ReadOutlook, read_outlook
from ntm_verify.usecases.submit_list import SubmitList, submit_list
from tests.support.ahead import dated
from tests.support.builders import APPRAISER, CLERK, OPERATOR, OTHER_CLERK, SIGNER, an_appraisal
from tests.support.scenes import must_refuse
from tests.support.waivers import asked, granting
from tests.support.worlds import World

DAY = date(2019, 9, 25)


async def test_hamlets_lose_people_as_cards_end_and_the_look_is_no_entry(world: World) -> None:
    mine = await dated(world)
    before = len(await world.audit_log())

    seen = await read_outlook(world.ports, CLERK, ReadOutlook(mine.id, DAY))

    days = [horizon.day for horizon in seen.found.horizons]
    assert days == [
        *(date(2019, 9, 25), date(2019, 10, 1), date(2019, 10, 25)),
        *(date(2019, 11, 24), date(2019, 12, 24), date(2020, 1, 1)),
    ]
    told = {one.hamlet: (one.insured, one.unknown, one.ended) for one in seen.found.hamlets}
    assert told == {
        "Thôn 1": (2, 0, (1, 2, 2, 2, 2, 2)),
        "Thôn 2": (4, 1, (0, 0, 0, 1, 1, 3)),
    }
    whole = seen.found.prospects
    assert [one.covered for one in whole] == [5, 4, 4, 3, 3, 1]
    assert (whole[0].insured, whole[0].unknown) == (6, 1)
    assert seen.near is None
    assert len(await world.audit_log()) == before


async def test_it_is_held_against_the_dossiers_own_pinned_rule(world: World) -> None:
    mine = await dated(world)
    required = mine.assessment.required if mine.assessment else None

    seen = await read_outlook(world.ports, CLERK, ReadOutlook(mine.id))

    assert seen.found.required == required == 6
    assert [one.fall for one in seen.found.prospects] == [Fall.FALLS] * 6


async def test_a_list_checked_again_has_new_counts_and_one_without_dates_has_none(
    world: World,
) -> None:
    mine = await dated(world)
    rows = ("Bùi Văn Mẫu,0090000001,Thôn 1,", "Đỗ Thị Lập,0090000002,Thôn 1,31/12/2019")

    again = await dated(world, rows, of=mine)

    (part,) = (await read_outlook(world.ports, CLERK, ReadOutlook(again.id, DAY))).found.hamlets
    assert (part.insured, part.unknown, part.ended[-1]) == (2, 1, 1)
    bare = await dated(world, (rows[0],), of=again)
    assert not (await read_outlook(world.ports, CLERK, ReadOutlook(bare.id))).found.knows_days


async def test_the_province_sees_it_once_handed_in_and_no_other_commune_does(
    world: World,
) -> None:
    mine = await dated(world, as_of=date(2019, 9, 20))
    await must_refuse(world, read_outlook, OTHER_CLERK, ReadOutlook(mine.id), NotFound)
    await must_refuse(world, read_outlook, APPRAISER, ReadOutlook(mine.id), NotFound)
    await must_refuse(world, read_outlook, OPERATOR, ReadOutlook(mine.id), WrongOffice)

    sent = await submit_list(world.ports, CLERK, SubmitList(mine.id, mine.version, declared=True))

    seen = await read_outlook(world.ports, APPRAISER, ReadOutlook(sent.id))
    assert seen.near is world.ports.outlook.cliffs[0]


async def test_a_waiver_leaves_no_hamlet_with_more_known_days_than_people(world: World) -> None:
    before = await asked(world)
    day = date(2030, 12, 31)
    kept = (Ending("Thôn 1", day, 2), Ending("Thôn 2", day, 4))
    async with world.ports.transaction() as tx:
        await tx.card_endings.replace(before, kept)

    await decide_waiver(world.ports, SIGNER, granting(before))

    async with world.ports.reading() as tx:
        assert await tx.card_endings.of(before.id) == kept[:1]


async def test_a_dossier_without_a_checked_list_has_no_outlook(world: World) -> None:
    draft = an_appraisal(status=Status.DRAFT)
    await world.holds(draft)

    await must_refuse(world, read_outlook, CLERK, ReadOutlook(draft.id), NotFound)

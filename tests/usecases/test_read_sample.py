"""The people of a sample are shown to who holds the dossier, and the look is on record."""

from ntm_verify.domain.appraisal import NotYourStep, Status
from ntm_verify.domain.audit import Action
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import WrongOffice
from ntm_verify.domain.roster import read_roster
from ntm_verify.usecases.draw_sample import DrawSample, draw_sample
from ntm_verify.usecases.read_sample import ReadSample, read_sample
from tests.support.builders import AN_ID, APPRAISER, CLERK, SECOND_APPRAISER, an_id
from tests.support.scenes import a_dossier, a_list, acts, must_refuse
from tests.support.worlds import World


async def test_the_sheet_shows_the_people_behind_the_numbers(world: World) -> None:
    dossier = await a_dossier(world, Status.UNDER_APPRAISAL, a_list(10, missing=1))
    before = await read_sample(world.ports, APPRAISER, ReadSample(AN_ID))
    sample = await draw_sample(world.ports, APPRAISER, DrawSample(AN_ID, 1))

    sheet = await read_sample(world.ports, APPRAISER, ReadSample(AN_ID))

    assert (before.sample, before.people) == (None, ())
    async with world.ports.reading() as tx:
        assert dossier.outcome
        roster = read_roster(await tx.blobs.get(dossier.outcome.roster_sha256))
    counted = [row for row in roster.rows if row.counted]
    assert [p.row for p in sheet.people] == [counted[n - 1] for n in sample.numbers]
    assert sheet.reading is not None
    assert sheet.reading.asked == 0
    looks = [event for event in await acts(world) if event.action is Action.RECORD_VIEWED]
    assert [look.after for look in looks] == [
        {"view": "sample", "rows": 0},
        {"view": "sample", "rows": len(sample.numbers)},
    ]


async def test_nobody_else_sees_them(world: World) -> None:
    await a_dossier(world, Status.UNDER_APPRAISAL)

    await must_refuse(world, read_sample, SECOND_APPRAISER, ReadSample(AN_ID), NotYourStep)
    await must_refuse(world, read_sample, CLERK, ReadSample(AN_ID), WrongOffice)
    await must_refuse(world, read_sample, APPRAISER, ReadSample(an_id(9)), NotFound)

"""The term of a list begins with the last act on its dossier, not with the last look at it."""

from datetime import timedelta

from ntm_verify.domain.appraisal import Status
from ntm_verify.usecases.falling_due import what_falls_due
from ntm_verify.usecases.read_appraisal import ReadAppraisal, read_appraisal
from tests.support.builders import AN_ID, AUDITOR, PROVINCE
from tests.support.purges import ten_years_pass
from tests.support.scenes import a_dossier
from tests.support.worlds import World


async def test_a_look_at_a_dossier_does_not_keep_its_list(world: World) -> None:
    await a_dossier(world, Status.REFUSED)
    ended = world.outside.now
    await ten_years_pass(world)
    await read_appraisal(world.ports, AUDITOR, ReadAppraisal(AN_ID))

    async with world.ports.reading() as tx:
        plan = await what_falls_due(world.ports, tx, PROVINCE)

    (due,) = plan.due
    assert (due.id, due.ended_at - ended < timedelta(minutes=1)) == (AN_ID, True)


async def test_another_province_s_term_says_nothing_here(world: World) -> None:
    await a_dossier(world, Status.REFUSED)
    await ten_years_pass(world)

    async with world.ports.reading() as tx:
        plan = await what_falls_due(world.ports, tx, "99")

    assert (plan.people, plan.due, plan.openings) == (None, (), 0)

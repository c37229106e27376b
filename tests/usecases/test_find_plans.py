"""What an interruption left is found by those who can go on with it."""

from dataclasses import replace

import pytest

from ntm_verify.domain.alarm import Alarm
from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.find_plans import FindPlans, find_plans
from ntm_verify.usecases.issue_certificate import IssueCertificate, issue_certificate
from ntm_verify.usecases.ports import Unavailable
from ntm_verify.usecases.read_alarms import ReadAlarms, read_alarms
from tests.support.builders import AN_ID, CLERK, OPERATOR, OTHER_PROVINCE, SIGNER
from tests.support.scenes import a_dossier, must_refuse
from tests.support.worlds import World


async def test_a_plan_is_found_until_its_paper_is_issued(world: World) -> None:
    await a_dossier(world, Status.APPROVED)
    world.outside.prevents = Unavailable("máy in bận")
    with pytest.raises(Unavailable):
        await issue_certificate(world.ports, SIGNER, IssueCertificate(AN_ID, 1))
    world.outside.prevents = None
    world.outside.pass_time(minutes=11)

    (plan,) = await find_plans(world.ports, SIGNER, FindPlans())
    elsewhere = replace(SIGNER, province=OTHER_PROVINCE, unit=OTHER_PROVINCE)
    found = await read_alarms(world.ports, OPERATOR, ReadAlarms())

    assert (plan.appraisal_id, plan.number) == (AN_ID, 1)
    assert await find_plans(world.ports, OPERATOR, FindPlans()) == (plan,)
    assert await find_plans(world.ports, elsewhere, FindPlans()) == ()
    assert (found.load.plans.waiting, found.load.plans.oldest) == (1, plan.planned_at)
    assert Alarm.PLAN_OLD in found.alarms
    await must_refuse(world, find_plans, CLERK, FindPlans(), WrongOffice)

    await issue_certificate(world.ports, SIGNER, IssueCertificate(AN_ID, 1))
    assert await find_plans(world.ports, SIGNER, FindPlans()) == ()

"""A commune takes its dossier back at any time before a decision; it stays readable."""

from dataclasses import replace
from typing import Final

import pytest

from ntm_verify.domain.appraisal import UNDECIDED, Status, WrongStatus
from ntm_verify.domain.errors import NotFound, StaleRecord
from ntm_verify.usecases.withdraw_submission import WithdrawSubmission, withdraw_submission
from tests.support.builders import AN_ID, APPRAISER, CHAIR, CLERK, OTHER_CLERK, an_appraisal, an_id
from tests.support.scenes import must_refuse, told
from tests.support.worlds import World

WITHDRAW: Final = WithdrawSubmission(AN_ID, 1, "Nhầm kỳ")


async def test_a_dossier_is_withdrawn_from_every_state_before_a_decision(world: World) -> None:
    dossiers = [an_appraisal(status=s, id=an_id(n)) for n, s in enumerate(sorted(UNDECIDED))]
    await world.holds(*dossiers)

    for dossier in dossiers:
        request = replace(WITHDRAW, appraisal_id=dossier.id)
        gone = await withdraw_submission(world.ports, CHAIR, request)
        assert gone == await world.find(dossier)
        assert (gone.status, gone.version, gone.note) == (Status.WITHDRAWN, 2, "Nhầm kỳ")

    assert await told(world) == [
        ("submission.withdrawn", CHAIR.id, str(dossier.id)) for dossier in dossiers
    ]


@pytest.mark.parametrize("status", [s for s in Status if s not in UNDECIDED])
async def test_what_is_decided_is_not_withdrawn(world: World, status: Status) -> None:
    await world.holds(an_appraisal(status=status))

    await must_refuse(world, withdraw_submission, CLERK, WITHDRAW, WrongStatus)


async def test_a_dossier_is_withdrawn_by_its_own_commune_alone(world: World) -> None:
    await world.holds(an_appraisal(status=Status.CHECKED))

    await must_refuse(world, withdraw_submission, OTHER_CLERK, WITHDRAW, NotFound)
    await must_refuse(world, withdraw_submission, APPRAISER, WITHDRAW, NotFound)
    await must_refuse(world, withdraw_submission, CLERK, replace(WITHDRAW, seen=0), StaleRecord)
    missing = replace(WITHDRAW, appraisal_id=an_id(9))
    await must_refuse(world, withdraw_submission, CLERK, missing, NotFound)

"""For whom somebody decides follows the delegation in force on the day of the act."""

from datetime import timedelta

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.delegation import told
from ntm_verify.usecases.on_behalf import on_behalf
from tests.support.builders import (
    APPRAISER,
    NOON,
    SECOND_APPRAISER,
    a_delegation,
    an_appraisal,
)
from tests.support.worlds import World


async def test_a_delegate_acts_for_the_holder_as_long_as_it_was_handed_on(world: World) -> None:
    dossier = an_appraisal(status=Status.UNDER_APPRAISAL)
    made = a_delegation()
    async with world.ports.transaction() as tx:
        assert await on_behalf(tx, SECOND_APPRAISER, dossier, NOON) == ""
        await tx.delegations.save(made, told(None, made, APPRAISER))

    async with world.ports.reading() as tx:
        assert await on_behalf(tx, SECOND_APPRAISER, dossier, NOON) == dossier.appraised_by
        assert await on_behalf(tx, APPRAISER, dossier, NOON) == ""
        assert await on_behalf(tx, SECOND_APPRAISER, dossier, NOON + timedelta(60)) == ""

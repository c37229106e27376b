"""The offices of a province see who acts for whom, and nobody else's."""

from ntm_verify.domain.delegation import told
from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.find_delegations import FindDelegations, find_delegations
from tests.support.builders import (
    APPRAISER,
    CLERK,
    OTHER_APPRAISER,
    SIGNER,
    a_delegation,
    an_account,
)
from tests.support.scenes import must_refuse
from tests.support.worlds import World


async def test_a_province_sees_its_own(world: World) -> None:
    await world.holds(an_account(APPRAISER), an_account(CLERK))
    made = a_delegation()
    async with world.ports.transaction() as tx:
        kept = await tx.delegations.save(made, told(None, made, APPRAISER))

    mine = await find_delegations(world.ports, SIGNER, FindDelegations())
    theirs = await find_delegations(world.ports, OTHER_APPRAISER, FindDelegations())

    assert mine.delegations == (kept,)
    assert [one.id for one in mine.people] == [APPRAISER.id]
    assert (theirs.delegations, theirs.people) == ((), ())
    await must_refuse(world, find_delegations, CLERK, FindDelegations(), WrongOffice)

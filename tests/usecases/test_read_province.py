"""An administrator sees figures and accounts of the own province, and of no other."""

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.read_province import ProvinceFile, ReadProvince, read_province
from tests.support.builders import (
    ADMINISTRATOR,
    APPRAISER,
    CLERK,
    PROVINCE,
    a_figure,
    an_account,
)
from tests.support.scenes import acts, must_refuse
from tests.support.worlds import World


async def test_figures_and_accounts_of_the_own_province_are_given(world: World) -> None:
    event = AuditEvent(Action.CONFIG_CHANGED, ADMINISTRATOR, Subject("threshold", "x", 1))
    async with world.ports.transaction() as tx:
        for figure in (a_figure("90"), a_figure("95", province="99")):
            await tx.figures.add(figure, event)
        for account in (an_account(CLERK), an_account(APPRAISER, province="99")):
            granted = AuditEvent(
                Action.ROLE_GRANTED, ADMINISTRATOR, Subject("account", account.id, 1)
            )
            await tx.accounts.save(account, granted)

    found = await read_province(world.ports, ADMINISTRATOR, ReadProvince())

    assert isinstance(found, ProvinceFile)
    assert found.figures == (a_figure("90"),)
    assert [account.id for account in found.accounts] == [CLERK.id]
    assert (await acts(world))[-1] == AuditEvent(
        Action.RECORD_VIEWED,
        ADMINISTRATOR,
        Subject("province", PROVINCE),
        after={"accounts": 1, "figures": 1},
    )


async def test_no_other_office_is_told(world: World) -> None:
    for actor in (CLERK, APPRAISER):
        await must_refuse(world, read_province, actor, ReadProvince(), WrongOffice)

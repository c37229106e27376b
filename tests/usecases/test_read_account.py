"""An administrator sees the accounts of the own province, and each look is on record."""

from ntm_verify.domain.audit import Action
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.read_account import ReadAccount, read_account
from ntm_verify.usecases.reset_account import ResetAccount, reset_account
from tests.support.access import an_administrator, found, let_in
from tests.support.builders import (
    ADMINISTRATOR,
    CLERK,
    OPERATOR,
    OTHER_APPRAISER,
    SIGNER,
    UNITS,
)
from tests.support.scenes import must_refuse, told
from tests.support.worlds import World


async def test_an_account_is_shown_with_its_invitation_and_the_look_is_an_entry(
    world: World,
) -> None:
    await an_administrator(world)
    account = await found(world)
    reset = ResetAccount(CLERK.id, account.version)
    invited = await reset_account(world.ports, ADMINISTRATOR, reset)

    shown = await read_account(world.ports, ADMINISTRATOR, ReadAccount(CLERK.id))

    assert shown.account == invited.account
    assert shown.invitation is not None
    assert shown.invitation.expires_at == invited.expires_at
    assert shown.can_change
    assert {unit.code for unit in shown.units} == {unit.code for unit in UNITS}
    assert (await told(world))[-1] == (Action.RECORD_VIEWED, ADMINISTRATOR.id, CLERK.id)


async def test_ones_own_and_an_operator_s_are_shown_and_not_to_be_changed(world: World) -> None:
    await let_in(world, ADMINISTRATOR)
    await let_in(world, OPERATOR)
    for whose in (ADMINISTRATOR, OPERATOR):
        shown = await read_account(world.ports, ADMINISTRATOR, ReadAccount(whose.id))
        assert not shown.can_change


async def test_without_a_name_there_are_the_units_to_choose_from(world: World) -> None:
    await an_administrator(world)

    shown = await read_account(world.ports, ADMINISTRATOR, ReadAccount())

    assert (shown.account, shown.invitation, shown.can_change) == (None, None, True)
    assert len(shown.units) == len(UNITS)
    assert await told(world) == []


async def test_a_foreign_account_is_not_there(world: World) -> None:
    await an_administrator(world)
    await let_in(world, OTHER_APPRAISER)
    for wanted in (OTHER_APPRAISER.id, "u-unknown"):
        await must_refuse(world, read_account, ADMINISTRATOR, ReadAccount(wanted), NotFound)


async def test_nobody_else_looks_into_accounts(world: World) -> None:
    await must_refuse(world, read_account, SIGNER, ReadAccount(CLERK.id), WrongOffice)

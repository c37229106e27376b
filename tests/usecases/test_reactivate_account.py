"""An account that had ended opens again by a new link, never by its old password."""

import pytest

from ntm_verify.domain.account import WrongCredentials
from ntm_verify.domain.audit import Action
from ntm_verify.domain.errors import NotFound, StaleRecord
from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.accept_invitation import AcceptInvitation, accept_invitation
from ntm_verify.usecases.reactivate_account import ReactivateAccount, reactivate_account
from ntm_verify.usecases.sign_in import SignIn, sign_in
from tests.support.access import HERE, NEW, found, let_in, opened
from tests.support.builders import ADMINISTRATOR, CLERK, OTHER_APPRAISER, SIGNER
from tests.support.scenes import acts, must_refuse
from tests.support.worlds import World


async def test_the_new_link_opens_what_the_old_password_does_not(world: World) -> None:
    await let_in(world, ADMINISTRATOR)
    account = await let_in(world, active=False)

    asked = ReactivateAccount(CLERK.id, account.version)
    invited = await reactivate_account(world.ports, ADMINISTRATOR, asked)

    assert invited.account.active
    with pytest.raises(WrongCredentials):
        await opened(world, account)
    await accept_invitation(world.ports, HERE, AcceptInvitation(invited.token, NEW))
    assert (await sign_in(world.ports, HERE, SignIn(account.username, NEW))).account.active
    granted = (await acts(world))[0]
    assert granted.action is Action.ROLE_GRANTED
    assert granted.before == {"role": "commune", "unit": CLERK.unit, "active": False}


async def test_what_is_in_use_or_foreign_or_has_changed_stays(world: World) -> None:
    await let_in(world, ADMINISTRATOR)
    await let_in(world)
    await let_in(world, OTHER_APPRAISER, active=False)
    for whose in (CLERK, OTHER_APPRAISER):
        account = await found(world, whose)
        asked = ReactivateAccount(whose.id, account.version)
        await must_refuse(world, reactivate_account, ADMINISTRATOR, asked, NotFound)


async def test_an_account_that_changed_meanwhile_is_not_opened(world: World) -> None:
    await let_in(world, ADMINISTRATOR)
    account = await let_in(world, active=False)

    asked = ReactivateAccount(CLERK.id, account.version + 1)
    await must_refuse(world, reactivate_account, ADMINISTRATOR, asked, StaleRecord)


async def test_nobody_else_opens_accounts(world: World) -> None:
    await must_refuse(
        world, reactivate_account, SIGNER, ReactivateAccount(CLERK.id, 1), WrongOffice
    )

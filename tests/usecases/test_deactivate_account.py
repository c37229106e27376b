"""An ended account lets nobody in from that very moment, and keeps its name."""

from dataclasses import replace

import pytest

from ntm_verify.domain.account import API, NotSignedIn, WrongCredentials
from ntm_verify.domain.api_token import Scope
from ntm_verify.domain.audit import Action
from ntm_verify.domain.errors import NotFound, StaleRecord
from ntm_verify.domain.people import Actor, WrongOffice
from ntm_verify.usecases.deactivate_account import DeactivateAccount, deactivate_account
from ntm_verify.usecases.end_token import EndToken, end_token
from ntm_verify.usecases.make_token import MakeToken, make_token
from ntm_verify.usecases.recognise_visitor import RecogniseVisitor, recognise_visitor
from tests.support.access import HERE, Left, an_administrator, found, left, let_in, opened
from tests.support.builders import (
    ADMINISTRATOR,
    CLERK,
    OPERATOR,
    OTHER_APPRAISER,
    SIGNER,
)
from tests.support.scenes import acts, must_refuse
from tests.support.worlds import World


async def ended(world: World) -> None:
    account = await found(world)
    asked = DeactivateAccount(CLERK.id, account.version)
    await deactivate_account(world.ports, ADMINISTRATOR, asked)


async def test_sessions_and_tokens_end_with_the_account(world: World) -> None:
    await an_administrator(world)
    account = await found(world)
    browser, program = await opened(world, account), await opened(world, account, scope=API)
    made = await make_token(world.ports, CLERK, MakeToken("một cửa", frozenset({Scope.READ}), 30))

    await ended(world)

    assert await left(world) == Left(0, 0, invitation=False, factor=False)
    for token, scope in ((browser.token, "web"), (program.token, API), (made.secret, API)):
        with pytest.raises(NotSignedIn):
            await recognise_visitor(world.ports, HERE, RecogniseVisitor(token, scope))
    with pytest.raises(WrongCredentials):
        await opened(world, account)


async def test_the_name_stays_and_the_log_tells_who_ended_it(world: World) -> None:
    await an_administrator(world)
    await make_token(world.ports, CLERK, MakeToken("một cửa", frozenset({Scope.READ}), 30))

    await ended(world)

    assert ((await found(world)).name, (await found(world)).active) == (CLERK.name, False)
    revoked, token = (await acts(world))[1:]
    assert (revoked.action, revoked.actor) == (Action.ROLE_REVOKED, ADMINISTRATOR)
    assert revoked.before == {"role": "commune", "unit": CLERK.unit}
    assert revoked.after == {"role": "commune", "unit": CLERK.unit, "active": False}
    assert token.action is Action.TOKEN_ENDED


async def test_an_account_that_changed_meanwhile_is_not_ended(world: World) -> None:
    await an_administrator(world)
    account = await found(world)
    stale = DeactivateAccount(CLERK.id, account.version + 1)

    await must_refuse(world, deactivate_account, ADMINISTRATOR, stale, StaleRecord)


@pytest.mark.parametrize(
    "whose", [ADMINISTRATOR, OPERATOR, OTHER_APPRAISER], ids=["own", "operator", "foreign"]
)
async def test_ones_own_an_operator_s_and_a_foreign_account_are_out_of_reach(
    world: World, whose: Actor
) -> None:
    await let_in(world, ADMINISTRATOR)
    if whose != ADMINISTRATOR:
        await let_in(world, whose)
    account = await found(world, whose)

    asked = DeactivateAccount(whose.id, account.version)
    await must_refuse(world, deactivate_account, ADMINISTRATOR, asked, NotFound)


async def test_an_ended_account_is_not_ended_again(world: World) -> None:
    await let_in(world, ADMINISTRATOR)
    await let_in(world, active=False)

    asked = DeactivateAccount(CLERK.id, 1)
    await must_refuse(world, deactivate_account, ADMINISTRATOR, asked, NotFound)


async def test_nobody_else_ends_accounts(world: World) -> None:
    await an_administrator(world)

    asked = DeactivateAccount(CLERK.id, 1)
    await must_refuse(world, deactivate_account, replace(SIGNER), asked, WrongOffice)


async def test_a_token_that_had_ended_is_not_ended_again(world: World) -> None:
    await an_administrator(world)
    made = await make_token(world.ports, CLERK, MakeToken("một cửa", frozenset({Scope.READ}), 30))
    await end_token(world.ports, CLERK, EndToken(made.token.id))

    await ended(world)

    told = [event.action for event in await acts(world)]
    assert told.count(Action.TOKEN_ENDED) == 1

"""Whoever lost a password or a telephone begins anew, and nobody gets in meanwhile."""

import pytest

from ntm_verify.domain.account import NotSignedIn, WrongCredentials
from ntm_verify.domain.api_token import Scope
from ntm_verify.domain.audit import Action
from ntm_verify.domain.errors import NotFound, StaleRecord
from ntm_verify.domain.people import Actor, WrongOffice
from ntm_verify.usecases.end_token import EndToken, end_token
from ntm_verify.usecases.make_token import MakeToken, make_token
from ntm_verify.usecases.recognise_visitor import RecogniseVisitor, recognise_visitor
from ntm_verify.usecases.reset_account import ResetAccount, reset_account
from tests.support.access import (
    HERE,
    Left,
    an_administrator,
    enrolled,
    found,
    left,
    let_in,
    opened,
)
from tests.support.builders import ADMINISTRATOR, CLERK, OPERATOR, SIGNER
from tests.support.scenes import acts, must_refuse
from tests.support.worlds import World


async def test_the_old_password_the_sessions_and_the_tokens_are_worth_nothing(
    world: World,
) -> None:
    await an_administrator(world)
    account = await found(world)
    there = await opened(world, account)
    await make_token(world.ports, CLERK, MakeToken("một cửa", frozenset({Scope.READ}), 30))

    await reset_account(world.ports, ADMINISTRATOR, ResetAccount(CLERK.id, account.version))

    assert await left(world) == Left(0, 0, invitation=True, factor=False)
    with pytest.raises(NotSignedIn):
        await recognise_visitor(world.ports, HERE, RecogniseVisitor(there.token, "web"))
    with pytest.raises(WrongCredentials):
        await opened(world, account)


@pytest.mark.parametrize("forget", [True, False])
async def test_the_second_factor_goes_only_when_it_is_lost(world: World, *, forget: bool) -> None:
    await let_in(world, ADMINISTRATOR)
    account = await enrolled(world)

    asked = ResetAccount(CLERK.id, account.version, forget)
    invited = await reset_account(world.ports, ADMINISTRATOR, asked)

    assert invited.account.has_factor is not forget
    assert (await left(world)).factor is not forget
    (event,) = await acts(world)
    assert event.action is Action.ACCOUNT_INVITED
    assert event.after is not None
    assert ("factor" in event.after) is not forget


@pytest.mark.parametrize("whose", [ADMINISTRATOR, OPERATOR], ids=["own", "operator"])
async def test_ones_own_and_an_operator_s_account_are_out_of_reach(
    world: World, whose: Actor
) -> None:
    await let_in(world, ADMINISTRATOR)
    if whose != ADMINISTRATOR:
        await let_in(world, whose)
    account = await found(world, whose)

    asked = ResetAccount(whose.id, account.version)
    await must_refuse(world, reset_account, ADMINISTRATOR, asked, NotFound)


async def test_an_account_that_changed_meanwhile_is_not_reset(world: World) -> None:
    await an_administrator(world)
    account = await found(world)

    asked = ResetAccount(CLERK.id, account.version + 1)
    await must_refuse(world, reset_account, ADMINISTRATOR, asked, StaleRecord)


async def test_nobody_else_resets_accounts(world: World) -> None:
    await must_refuse(world, reset_account, SIGNER, ResetAccount(CLERK.id, 1), WrongOffice)


async def test_a_token_that_had_ended_is_not_ended_again(world: World) -> None:
    await an_administrator(world)
    made = await make_token(world.ports, CLERK, MakeToken("một cửa", frozenset({Scope.READ}), 30))
    await end_token(world.ports, CLERK, EndToken(made.token.id))

    asked = ResetAccount(CLERK.id, (await found(world)).version)
    await reset_account(world.ports, ADMINISTRATOR, asked)

    told = [event.action for event in await acts(world)]
    assert told.count(Action.TOKEN_ENDED) == 1

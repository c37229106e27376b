"""Before a decision somebody shows a code, or the password where there is no second factor."""

import asyncio
from datetime import timedelta
from typing import Final

import pytest

from ntm_verify.domain.account import API, ConfirmationWrong, NotSignedIn
from ntm_verify.domain.api_token import Scope
from ntm_verify.domain.audit import Action
from ntm_verify.usecases.confirm_identity import ConfirmIdentity, confirm_identity
from ntm_verify.usecases.finish_sign_in import FinishSignIn, finish_sign_in
from ntm_verify.usecases.guessing import TooManyAttempts
from ntm_verify.usecases.make_token import MakeToken, make_token
from ntm_verify.usecases.recognise_visitor import RecogniseVisitor, recognise_visitor
from tests.support.access import (
    HERE,
    PASSWORD,
    another_code,
    code_of,
    enrolled,
    let_in,
    opened,
    session_of,
    sessions,
)
from tests.support.builders import APPRAISER, CLERK, NOON, SIGNER
from tests.support.scenes import told
from tests.support.worlds import World

WITHIN: Final = timedelta(minutes=10)


async def test_a_session_is_fresh_for_a_while_after_sign_in_and_after_each_confirmation(
    world: World,
) -> None:
    here = await opened(world, await let_in(world))
    session = await session_of(world, here.token)
    assert session is not None
    assert session.is_fresh(NOON, WITHIN)
    assert not session.is_fresh(NOON + WITHIN, WITHIN)

    world.outside.now = NOON + WITHIN
    token = await confirm_identity(world.ports, CLERK, ConfirmIdentity(here.token, PASSWORD))

    renewed = await session_of(world, token)
    assert renewed is not None
    assert renewed.is_fresh(NOON + WITHIN, WITHIN)
    assert (renewed.csrf, renewed.started_at) == (session.csrf, session.started_at)
    assert token != here.token
    assert await session_of(world, here.token) is None
    assert (await told(world))[-1] == (Action.IDENTITY_CONFIRMED, CLERK.id, CLERK.id)


async def test_with_a_second_factor_the_password_is_not_enough(world: World) -> None:
    half = await opened(world, await enrolled(world, SIGNER))
    code = await code_of(world, SIGNER)
    here = await finish_sign_in(world.ports, HERE, FinishSignIn(half.token, code))
    world.outside.pass_time(minutes=11)

    for wrong in (PASSWORD, code, another_code(await code_of(world, SIGNER))):
        with pytest.raises(ConfirmationWrong, match="Mã không đúng"):
            await confirm_identity(world.ports, SIGNER, ConfirmIdentity(here.token, wrong))
    code = await code_of(world, SIGNER)
    token = await confirm_identity(world.ports, SIGNER, ConfirmIdentity(here.token, code))

    with pytest.raises(ConfirmationWrong):
        await confirm_identity(world.ports, SIGNER, ConfirmIdentity(token, code))


async def test_wrong_passwords_are_counted_and_nothing_is_confirmed(world: World) -> None:
    here = await opened(world, await let_in(world))
    for _ in range(5):
        with pytest.raises(ConfirmationWrong, match="Mật khẩu không đúng"):
            await confirm_identity(world.ports, CLERK, ConfirmIdentity(here.token, "wrong"))
    with pytest.raises(TooManyAttempts):
        await confirm_identity(world.ports, CLERK, ConfirmIdentity(here.token, PASSWORD))

    session = await session_of(world, here.token)
    assert session is not None
    assert session.confirmed_at == NOON


async def test_a_program_keeps_its_token_session_or_own(world: World) -> None:
    account = await let_in(world, APPRAISER)
    session = await opened(world, account, scope=API)
    asked = MakeToken("một cửa", frozenset({Scope.DECIDE}), 30)
    made = await make_token(world.ports, APPRAISER, asked)
    world.outside.pass_time(minutes=30)

    for token in (session.token, made.secret):
        seen = await recognise_visitor(world.ports, HERE, RecogniseVisitor(token, API))
        assert not seen.session.is_fresh(world.outside.now, WITHIN)
        confirmed = await confirm_identity(world.ports, APPRAISER, ConfirmIdentity(token, PASSWORD))
        assert confirmed == token
        seen = await recognise_visitor(world.ports, HERE, RecogniseVisitor(token, API))
        assert seen.session.is_fresh(world.outside.now, WITHIN)


async def test_somebody_else_s_session_cannot_be_confirmed(world: World) -> None:
    here = await opened(world, await let_in(world))
    await let_in(world, SIGNER)

    for token in (here.token, "unknown"):
        with pytest.raises(NotSignedIn):
            await confirm_identity(world.ports, SIGNER, ConfirmIdentity(token, PASSWORD))


async def test_two_confirmations_at_once_leave_one_session(world: World) -> None:
    here = await opened(world, await let_in(world))
    asked = ConfirmIdentity(here.token, PASSWORD)

    done = await asyncio.gather(
        *(confirm_identity(world.ports, CLERK, asked) for _ in range(2)), return_exceptions=True
    )

    assert sorted(type(one).__name__ for one in done) == ["NotSignedIn", "str"]
    assert len(await sessions(world)) == 1

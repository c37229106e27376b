"""Whose password was right gets in with a code, once for each code, and soon enough."""

from dataclasses import replace

import pytest

from ntm_verify.domain.account import HALF, HALF_LIMIT, WEB, NotSignedIn
from ntm_verify.domain.audit import Action
from ntm_verify.domain.second_factor import WrongCode
from ntm_verify.usecases.finish_sign_in import FinishSignIn, finish_sign_in
from ntm_verify.usecases.guessing import TooManyAttempts
from tests.support.access import (
    HERE,
    PAPER,
    another_code,
    code_of,
    enrolled,
    let_in,
    opened,
    session_of,
    sessions,
)
from tests.support.builders import CLERK, NOON
from tests.support.scenes import told
from tests.support.worlds import World


async def test_a_right_code_opens_a_session_under_a_new_token(world: World) -> None:
    half = await opened(world, await enrolled(world))
    waiting = await session_of(world, half.token)
    assert half.needs_code
    assert waiting is not None
    assert (waiting.scope, waiting.confirmed_at) == (HALF, None)

    done = await finish_sign_in(world.ports, HERE, FinishSignIn(half.token, await code_of(world)))

    assert done.token != half.token
    assert await session_of(world, half.token) is None
    session = await session_of(world, done.token)
    assert session is not None
    assert (session.scope, session.confirmed_at, session.csrf) == (WEB, NOON, done.csrf)
    assert await told(world) == [(Action.SIGNED_IN, CLERK.id, CLERK.id)]


async def test_a_code_serves_once_even_within_its_thirty_seconds(world: World) -> None:
    account, code = await enrolled(world), await code_of(world)
    half = await opened(world, account)
    await finish_sign_in(world.ports, HERE, FinishSignIn(half.token, code))
    half = await opened(world, account)

    with pytest.raises(WrongCode):
        await finish_sign_in(world.ports, HERE, FinishSignIn(half.token, code))

    assert sum(session.scope == WEB for session in await sessions(world)) == 1


async def test_an_older_code_does_not_serve_after_a_newer_one(world: World) -> None:
    account = await enrolled(world)
    earlier, later = await code_of(world), await code_of(world, steps=1)
    half = await opened(world, account)
    await finish_sign_in(world.ports, HERE, FinishSignIn(half.token, later))
    half = await opened(world, account)

    with pytest.raises(WrongCode):
        await finish_sign_in(world.ports, HERE, FinishSignIn(half.token, earlier))


async def test_a_code_on_paper_serves_once(world: World) -> None:
    account = await enrolled(world)
    half = await opened(world, account)
    await finish_sign_in(world.ports, HERE, FinishSignIn(half.token, PAPER))
    half = await opened(world, account)

    with pytest.raises(WrongCode):
        await finish_sign_in(world.ports, HERE, FinishSignIn(half.token, PAPER))


async def test_wrong_codes_are_counted_and_the_wait_holds_for_every_half_session(
    world: World,
) -> None:
    account = await enrolled(world)
    nowhere = replace(HERE, address="")
    for _ in range(5):
        half = await opened(world, account)
        wrong = another_code(await code_of(world))
        with pytest.raises(WrongCode):
            await finish_sign_in(world.ports, nowhere, FinishSignIn(half.token, wrong))

    half = await opened(world, account)
    with pytest.raises(TooManyAttempts):
        await finish_sign_in(world.ports, nowhere, FinishSignIn(half.token, await code_of(world)))


@pytest.mark.parametrize("token", ["", "unknown"])
async def test_without_a_right_password_no_code_helps(world: World, token: str) -> None:
    await enrolled(world)

    with pytest.raises(NotSignedIn, match="Hãy đăng nhập lại"):
        await finish_sign_in(world.ports, HERE, FinishSignIn(token, await code_of(world)))


async def test_a_whole_session_is_no_half_one_and_a_half_one_grows_old(world: World) -> None:
    whole = await opened(world, await let_in(world))
    with pytest.raises(NotSignedIn):
        await finish_sign_in(world.ports, HERE, FinishSignIn(whole.token, "000000"))


async def test_five_minutes_are_enough_and_six_are_not(world: World) -> None:
    half = await opened(world, await enrolled(world))
    world.outside.pass_time(seconds=HALF_LIMIT.total_seconds() + 1)

    with pytest.raises(NotSignedIn):
        await finish_sign_in(world.ports, HERE, FinishSignIn(half.token, await code_of(world)))


async def test_an_account_whose_term_ends_meanwhile_does_not_get_in(world: World) -> None:
    world.outside.now = NOON.replace(hour=16, minute=58)
    half = await opened(world, await enrolled(world, last_day=NOON.date()))
    world.outside.pass_time(minutes=3)

    with pytest.raises(NotSignedIn, match="ngừng hoạt động"):
        await finish_sign_in(world.ports, HERE, FinishSignIn(half.token, await code_of(world)))

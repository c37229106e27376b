"""Whoever knows the present password sets a new one, and is then signed in here alone."""

import pytest

from ntm_verify.domain.account import NotSignedIn, WeakPassword, WrongCredentials
from ntm_verify.domain.audit import Action
from ntm_verify.usecases.change_password import ChangePassword, change_password
from ntm_verify.usecases.guessing import TooManyAttempts
from ntm_verify.usecases.sign_in import SignIn, sign_in
from tests.support.access import HERE, NEW, PASSWORD, let_in, opened, session_of, sessions
from tests.support.builders import CLERK
from tests.support.scenes import acts
from tests.support.worlds import World


async def test_every_other_session_ends_and_this_one_gets_a_new_token(world: World) -> None:
    account = await let_in(world)
    here, elsewhere = await opened(world, account), await opened(world, account)

    asked = ChangePassword(here.token, PASSWORD, NEW)
    renewed = await change_password(world.ports, CLERK, asked)

    assert await session_of(world, elsewhere.token) is None
    assert await session_of(world, here.token) is None
    assert await session_of(world, renewed.token) is not None
    assert len(await sessions(world)) == 1
    assert renewed.csrf != here.csrf
    assert (await sign_in(world.ports, HERE, SignIn(account.username, NEW))).token
    changed = next(e for e in await acts(world) if e.action is Action.PASSWORD_CHANGED)
    assert changed.before == changed.after


async def test_a_wrong_present_password_changes_nothing_and_is_counted(world: World) -> None:
    account = await let_in(world)
    here = await opened(world, account)
    for _ in range(5):
        with pytest.raises(WrongCredentials):
            await change_password(world.ports, CLERK, ChangePassword(here.token, NEW, NEW))

    with pytest.raises(TooManyAttempts):
        await change_password(world.ports, CLERK, ChangePassword(here.token, PASSWORD, NEW))
    assert await session_of(world, here.token) is not None


async def test_a_weak_password_is_not_taken(world: World) -> None:
    here = await opened(world, await let_in(world))

    with pytest.raises(WeakPassword):
        await change_password(world.ports, CLERK, ChangePassword(here.token, PASSWORD, "clerk"))


@pytest.mark.parametrize("token", ["", "unknown"])
async def test_without_a_session_there_is_nothing_to_go_on_with(world: World, token: str) -> None:
    await let_in(world)

    with pytest.raises(NotSignedIn):
        await change_password(world.ports, CLERK, ChangePassword(token, PASSWORD, NEW))

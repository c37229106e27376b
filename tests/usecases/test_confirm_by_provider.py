"""A decision rests on somebody whom the provider has just asked, and on nobody else."""

from datetime import timedelta
from typing import Any

import pytest

from ntm_verify.domain.account import NotSignedIn
from ntm_verify.domain.audit import Action
from ntm_verify.domain.identity import IdentityRefused, NotJustThere, Purpose
from ntm_verify.usecases.confirm_by_provider import ConfirmByProvider, confirm_by_provider
from ntm_verify.usecases.sign_in_by_provider import SignInByProvider, sign_in_by_provider
from tests.support.access import HERE, enrolled, let_in, session_of
from tests.support.builders import CLERK
from tests.support.identity import WHO, Door, a_door
from tests.support.oidc_provider import ProviderAt
from tests.support.scenes import acts
from tests.support.worlds import World


async def a_session(door: Door, **claims: Any) -> str:  # noqa: ANN401 - of a token
    """Sign the clerk in through the provider, a while after being asked there."""
    early = int((door.world.outside.now - timedelta(hours=2)).timestamp())
    door.behaves(claims={"auth_time": early, **claims})
    answer = SignInByProvider(await door.goes(Purpose.SIGN_IN))
    token = (await sign_in_by_provider(door.ports, HERE, answer)).signed_in.token
    door.behaves()
    return token


async def confirms(door: Door, token: str, who: str = WHO) -> str:
    answer = await door.goes(Purpose.CONFIRM, who, token=token, actor=CLERK)
    return await confirm_by_provider(door.ports, CLERK, ConfirmByProvider(answer, token))


async def test_the_session_goes_on_confirmed_under_a_new_token(
    world: World, provider_at: ProviderAt
) -> None:
    await let_in(world, password_hash="", has_identity=True)
    door = a_door(world, provider_at)
    await door.binds()
    token = await a_session(door)

    renewed = await confirms(door, token)

    assert await session_of(world, token) is None
    session = await session_of(world, renewed)
    assert session is not None
    assert session.confirmed_at == world.outside.now
    event = (await acts(world))[-1]
    assert (event.action, event.after) == (Action.IDENTITY_CONFIRMED, {"method": "provider"})


async def test_who_was_not_asked_anew_confirms_nothing(
    world: World, provider_at: ProviderAt
) -> None:
    await let_in(world, password_hash="", has_identity=True)
    door = a_door(world, provider_at)
    await door.binds()
    token = await a_session(door)
    at = int(world.outside.now.timestamp())
    for told in (at - 61, None, "now", True):
        door.behaves(claims={"auth_time": told})
        with pytest.raises(NotJustThere):
            await confirms(door, token)
    door.behaves()
    with pytest.raises(NotJustThere):
        await confirms(door, token, "nguoi-khac")
    session = await session_of(world, token)
    assert session is not None
    assert session.confirmed_at == world.outside.now - timedelta(hours=2)


async def test_an_answer_confirms_the_session_that_it_was_asked_for(
    world: World, provider_at: ProviderAt
) -> None:
    await let_in(world, password_hash="", has_identity=True)
    door = a_door(world, provider_at)
    await door.binds()
    one, other = await a_session(door), await a_session(door)
    answer = await door.goes(Purpose.CONFIRM, token=one, actor=CLERK)
    with pytest.raises(IdentityRefused):
        await confirm_by_provider(door.ports, CLERK, ConfirmByProvider(answer, other))

    answer = await door.goes(Purpose.CONFIRM, token=one, actor=CLERK)
    async with world.ports.transaction() as tx:
        await tx.accounts.end_sessions(account_id=CLERK.id)
    with pytest.raises(NotSignedIn):
        await confirm_by_provider(door.ports, CLERK, ConfirmByProvider(answer, one))


async def test_a_session_that_stands_on_the_providers_factor_needs_it_again(
    world: World, provider_at: ProviderAt
) -> None:
    await let_in(world, password_hash="", has_identity=True)
    door = a_door(world, provider_at, "otp")
    await door.binds()
    token = await a_session(door, amr=["otp"])
    with pytest.raises(NotJustThere):
        await confirms(door, token)
    door.behaves(claims={"amr": ["pwd", "otp"]})
    assert await confirms(door, token)


async def test_whoever_has_our_second_factor_shows_that_and_nothing_less(
    world: World, provider_at: ProviderAt
) -> None:
    await enrolled(world)
    door = a_door(world, provider_at, "otp")
    await door.binds()
    token = await a_session(door, amr=["otp"])
    door.behaves(claims={"amr": ["otp"]})
    with pytest.raises(NotJustThere):
        await confirms(door, token)

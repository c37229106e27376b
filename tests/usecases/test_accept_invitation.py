"""A one-time link sets a password once, in time, and ends whatever was open before."""

import asyncio
from typing import Final

import pytest

from ntm_verify.domain.account import WeakPassword, WrongCredentials
from ntm_verify.domain.audit import Action
from ntm_verify.domain.invitation import INVITATION_LIFE, InvitationSpent, invite
from ntm_verify.usecases.accept_invitation import AcceptInvitation, accept_invitation
from ntm_verify.usecases.deactivate_account import DeactivateAccount, deactivate_account
from ntm_verify.usecases.reset_account import ResetAccount, reset_account
from ntm_verify.usecases.sign_in import SignIn, sign_in
from tests.support.access import HERE, NEW, PASSWORD, an_administrator, found, left, let_in, opened
from tests.support.builders import ADMINISTRATOR, CLERK, NOON
from tests.support.scenes import acts
from tests.support.worlds import World

ASKED: Final = "một câu dài để nhớ"


async def a_link(world: World) -> str:
    """Give the clerk a link; the old password is gone by then."""
    account = await found(world)
    reset = ResetAccount(CLERK.id, account.version)
    return (await reset_account(world.ports, ADMINISTRATOR, reset)).token


async def test_the_password_of_the_link_is_the_one_that_signs_in(world: World) -> None:
    await an_administrator(world)
    token = await a_link(world)

    account = await accept_invitation(world.ports, HERE, AcceptInvitation(token, NEW))

    assert account.id == CLERK.id
    signed_in = await sign_in(world.ports, HERE, SignIn(account.username, NEW))
    assert signed_in.account.id == CLERK.id
    with pytest.raises(WrongCredentials):
        await sign_in(world.ports, HERE, SignIn(account.username, PASSWORD))
    event = (await acts(world))[1]
    assert (event.action, event.actor.id) == (Action.PASSWORD_CHANGED, CLERK.id)
    assert event.before == {"role": "commune", "unit": CLERK.unit, "password": False}
    assert event.after == {"role": "commune", "unit": CLERK.unit}


async def test_a_link_serves_once(world: World) -> None:
    await an_administrator(world)
    token = await a_link(world)
    await accept_invitation(world.ports, HERE, AcceptInvitation(token, NEW))

    for password in (None, ASKED):
        with pytest.raises(InvitationSpent):
            await accept_invitation(world.ports, HERE, AcceptInvitation(token, password))


async def test_looking_at_the_page_uses_nothing_up(world: World) -> None:
    await an_administrator(world)
    token = await a_link(world)

    for _ in range(2):
        account = await accept_invitation(world.ports, HERE, AcceptInvitation(token))
        assert account.username == "clerk"
    assert (await left(world)).invitation


async def test_a_newer_link_takes_the_place_of_the_older_one(world: World) -> None:
    await an_administrator(world)
    older, newer = await a_link(world), await a_link(world)

    with pytest.raises(InvitationSpent):
        await accept_invitation(world.ports, HERE, AcceptInvitation(older, NEW))
    await accept_invitation(world.ports, HERE, AcceptInvitation(newer, NEW))


@pytest.mark.parametrize("token", ["", "unknown"])
async def test_a_link_that_never_was_sounds_like_one_that_was_used(
    world: World, token: str
) -> None:
    with pytest.raises(InvitationSpent, match="đã dùng, đã hết hạn hoặc đã được thay"):
        await accept_invitation(world.ports, HERE, AcceptInvitation(token, NEW))


async def test_a_link_grows_old(world: World) -> None:
    await an_administrator(world)
    token = await a_link(world)
    world.outside.now = NOON + INVITATION_LIFE

    with pytest.raises(InvitationSpent):
        await accept_invitation(world.ports, HERE, AcceptInvitation(token, NEW))


async def test_a_weak_password_leaves_the_link_as_it_is(world: World) -> None:
    await an_administrator(world)
    token = await a_link(world)

    with pytest.raises(WeakPassword):
        await accept_invitation(world.ports, HERE, AcceptInvitation(token, "ngắn"))

    assert (await left(world)).invitation


async def test_an_ended_account_has_no_link(world: World) -> None:
    await an_administrator(world)
    token = await a_link(world)
    account = await found(world)
    end = DeactivateAccount(CLERK.id, account.version)
    await deactivate_account(world.ports, ADMINISTRATOR, end)

    with pytest.raises(InvitationSpent):
        await accept_invitation(world.ports, HERE, AcceptInvitation(token, NEW))


async def test_a_session_that_was_open_ends(world: World) -> None:
    await an_administrator(world)
    token = await a_link(world)
    async with world.ports.transaction() as tx:
        account = await tx.accounts.get(CLERK.id)
        assert account.password_hash == ""
    await accept_invitation(world.ports, HERE, AcceptInvitation(token, PASSWORD))
    await opened(world, account)
    await accept_invitation(world.ports, HERE, AcceptInvitation(await a_link(world), NEW))

    assert (await left(world)).sessions == 0


async def test_a_link_followed_twice_at_once_sets_one_password(world: World) -> None:
    await an_administrator(world)
    token = await a_link(world)

    done = await asyncio.gather(
        *(accept_invitation(world.ports, HERE, AcceptInvitation(token, p)) for p in (NEW, ASKED)),
        return_exceptions=True,
    )

    kinds = sorted(type(one).__name__ for one in done)
    assert kinds in (["Account", "InvitationSpent"], ["Account", "StaleRecord"])


async def test_a_link_of_an_account_that_is_not_in_use_sets_nothing(world: World) -> None:
    account = await let_in(world, active=False)
    invitation, invited = invite(account, ADMINISTRATOR.id, "made-up", NOON)
    async with world.ports.transaction() as tx:
        await tx.access.invite(invitation)

    with pytest.raises(InvitationSpent):
        await accept_invitation(world.ports, HERE, AcceptInvitation(invited.token, NEW))

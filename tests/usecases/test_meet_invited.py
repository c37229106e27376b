"""Whoever comes back from the provider with an invitation is asked before anything is bound."""

import pytest

from ntm_verify.domain.identity import IdentityRefused, IdentityTaken, Purpose
from ntm_verify.domain.invitation import InvitationSpent, invite
from ntm_verify.usecases.meet_invited import MeetInvited, meet_invited
from tests.support.access import HERE, found, left, let_in
from tests.support.builders import ADMINISTRATOR, APPRAISER, CLERK, NOON
from tests.support.identity import WHO, a_door
from tests.support.oidc_provider import ProviderAt
from tests.support.worlds import World

TOKEN = "B" * 43


async def an_invitation(world: World) -> None:
    account = await let_in(world, password_hash="")
    invitation, _ = invite(account, ADMINISTRATOR.id, TOKEN, NOON)
    async with world.ports.transaction() as tx:
        await tx.access.invite(invitation)


async def test_nothing_is_bound_by_coming_back(world: World, provider_at: ProviderAt) -> None:
    await an_invitation(world)
    door = a_door(world, provider_at)

    met = await meet_invited(
        door.ports, HERE, MeetInvited(await door.goes(Purpose.ACCEPT, token=TOKEN))
    )

    assert (met.account.id, met.subject, met.token) == (CLERK.id, WHO, TOKEN)
    assert met.name == f"Người mẫu {WHO}"
    assert (await left(world)).invitation
    assert not (await found(world)).has_identity
    assert WHO not in met.sealed


async def test_a_taken_identity_and_a_spent_link_are_told(
    world: World, provider_at: ProviderAt
) -> None:
    await an_invitation(world)
    await let_in(world, APPRAISER)
    door = a_door(world, provider_at)
    await door.binds(APPRAISER, "da-gan")
    taken = MeetInvited(await door.goes(Purpose.ACCEPT, "da-gan", token=TOKEN))
    with pytest.raises(IdentityTaken):
        await meet_invited(door.ports, HERE, taken)

    late = MeetInvited(await door.goes(Purpose.ACCEPT, token=TOKEN))
    async with world.ports.transaction() as tx:
        await tx.access.strike_invitation(CLERK.id)
    with pytest.raises(InvitationSpent):
        await meet_invited(door.ports, HERE, late)


async def test_an_answer_for_signing_in_accepts_nothing(
    world: World, provider_at: ProviderAt
) -> None:
    await an_invitation(world)
    door = a_door(world, provider_at)
    answer = MeetInvited(await door.goes(Purpose.SIGN_IN, token=TOKEN))
    with pytest.raises(IdentityRefused):
        await meet_invited(door.ports, HERE, answer)

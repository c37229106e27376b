"""An invitation binds the identity that was shown for it, once, in this very browser."""

import pytest

from ntm_verify.domain.audit import Action
from ntm_verify.domain.identity import IdentityRefused, IdentityTaken, Purpose
from ntm_verify.domain.invitation import INVITATION_LIFE, InvitationSpent
from ntm_verify.usecases.accept_by_provider import AcceptByProvider, accept_by_provider
from ntm_verify.usecases.meet_invited import MeetInvited, meet_invited
from ntm_verify.usecases.sign_in_by_provider import SignInByProvider, sign_in_by_provider
from tests.support.access import HERE, left, let_in
from tests.support.builders import APPRAISER, CLERK
from tests.support.identity import WHO, Door, a_door
from tests.support.oidc_provider import ProviderAt
from tests.support.scenes import acts
from tests.support.worlds import World
from tests.usecases.test_meet_invited import TOKEN, an_invitation


async def sealed(door: Door) -> str:
    answer = await door.goes(Purpose.ACCEPT, token=TOKEN)
    return (await meet_invited(door.ports, HERE, MeetInvited(answer))).sealed


async def test_who_said_yes_signs_in_from_then_on(world: World, provider_at: ProviderAt) -> None:
    await an_invitation(world)
    door = a_door(world, provider_at)

    asked = AcceptByProvider(TOKEN, await sealed(door))
    account = await accept_by_provider(door.ports, HERE, asked)

    assert (account.id, account.has_identity) == (CLERK.id, True)
    assert not (await left(world)).invitation
    (event,) = await acts(world)
    assert (event.action, event.actor.id) == (Action.IDENTITY_CHANGED, CLERK.id)
    assert event.private == {"identity_subject": WHO}
    answer = SignInByProvider(await door.goes(Purpose.SIGN_IN))
    back = await sign_in_by_provider(door.ports, HERE, answer)
    assert back.signed_in.account.id == CLERK.id
    with pytest.raises(InvitationSpent):
        await accept_by_provider(door.ports, HERE, asked)


async def test_only_what_was_sealed_for_this_invitation_binds(
    world: World, provider_at: ProviderAt
) -> None:
    await an_invitation(world)
    door = a_door(world, provider_at)
    kept = await sealed(door)
    attempt = (await door.sets_out(Purpose.ACCEPT, token=TOKEN)).sealed
    for token, told in ((TOKEN, ""), (TOKEN, attempt), ("C" * 43, kept)):
        with pytest.raises(IdentityRefused):
            await accept_by_provider(door.ports, HERE, AcceptByProvider(token, told))
    assert (await left(world)).invitation


async def test_a_late_yes_and_a_taken_identity_bind_nothing(
    world: World, provider_at: ProviderAt
) -> None:
    await an_invitation(world)
    await let_in(world, APPRAISER)
    door = a_door(world, provider_at)
    asked = AcceptByProvider(TOKEN, await sealed(door))
    await door.binds(APPRAISER)
    with pytest.raises(IdentityTaken):
        await accept_by_provider(door.ports, HERE, asked)
    assert (await left(world)).invitation

    world.outside.pass_time(seconds=INVITATION_LIFE.total_seconds())
    with pytest.raises(InvitationSpent):
        await accept_by_provider(door.ports, HERE, asked)

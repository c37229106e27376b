"""An administrator binds an account to one identity, and may let it go again."""

import pytest

from ntm_verify.domain.audit import Action
from ntm_verify.domain.errors import NotFound, StaleRecord
from ntm_verify.domain.identity import Identity, IdentityTaken, Purpose, SubjectNotUsable
from ntm_verify.domain.people import Actor, WrongOffice
from ntm_verify.usecases.bind_identity import BindIdentity, bind_identity
from ntm_verify.usecases.reset_account import ResetAccount, reset_account
from ntm_verify.usecases.sign_in_by_provider import SignInByProvider, sign_in_by_provider
from tests.support.access import HERE, an_administrator, found, let_in, opened, sessions
from tests.support.builders import ADMINISTRATOR, APPRAISER, CLERK
from tests.support.identity import WHO, Door, a_door
from tests.support.oidc_provider import ProviderAt
from tests.support.scenes import acts
from tests.support.worlds import World


async def binds(door: Door, subject: str, actor: Actor = CLERK, *, late: int = 0) -> None:
    seen = (await found(door.world, actor)).version - late
    await bind_identity(door.ports, ADMINISTRATOR, BindIdentity(actor.id, seen, subject))


async def bound(world: World, actor: Actor = CLERK) -> Identity | None:
    async with world.ports.reading() as tx:
        return await tx.access.identity_of(actor.id)


async def test_the_bound_person_signs_in_and_the_log_holds_no_subject(
    world: World, provider_at: ProviderAt
) -> None:
    await an_administrator(world)
    door = a_door(world, provider_at)
    await opened(world, await found(world))

    await binds(door, WHO)

    assert await sessions(world) == ()
    identity = await bound(world)
    assert identity is not None
    assert (identity.issuer, identity.subject) == (provider_at.issuer, WHO)
    assert identity.made_by == ADMINISTRATOR.id
    event = (await acts(world))[-1]
    assert (event.action, event.actor.id) == (Action.IDENTITY_CHANGED, ADMINISTRATOR.id)
    assert (event.before, event.after) == (
        {"role": "commune", "unit": CLERK.unit},
        {"role": "commune", "unit": CLERK.unit, "identity": True},
    )
    assert event.private == {"identity_subject": WHO}
    answer = SignInByProvider(await door.goes(Purpose.SIGN_IN))
    back = await sign_in_by_provider(door.ports, HERE, answer)
    assert back.signed_in.account.id == CLERK.id


async def test_another_identity_takes_the_place_of_the_first_and_none_leaves_none(
    world: World, provider_at: ProviderAt
) -> None:
    await an_administrator(world)
    door = a_door(world, provider_at)
    for subject in (WHO, "cccd-gia-lap-002"):
        await binds(door, subject)
        identity = await bound(world)
        assert identity is not None
        assert identity.subject == subject
    await binds(door, "")
    assert await bound(world) is None
    assert not (await found(world)).has_identity


async def test_one_identity_serves_one_account(world: World, provider_at: ProviderAt) -> None:
    await an_administrator(world)
    await let_in(world, APPRAISER)
    door = a_door(world, provider_at)
    await binds(door, WHO)

    with pytest.raises(IdentityTaken):
        await binds(door, WHO, APPRAISER)
    assert not (await found(world, APPRAISER)).has_identity


async def test_who_may_not_bind_does_not(world: World, provider_at: ProviderAt) -> None:
    await an_administrator(world)
    door = a_door(world, provider_at)
    with pytest.raises(NotFound):
        await binds(door, WHO, ADMINISTRATOR)  # nobody changes the own account
    with pytest.raises(StaleRecord):
        await binds(door, WHO, late=1)
    with pytest.raises(WrongOffice):
        await bind_identity(door.ports, CLERK, BindIdentity(CLERK.id, 1, WHO))
    with pytest.raises(NotFound):
        await bind_identity(world.ports, ADMINISTRATOR, BindIdentity(CLERK.id, 1, WHO))
    for subject in ("a b", "a" * 256, "ngườia", "a\x00"):
        with pytest.raises(SubjectNotUsable):
            await binds(door, subject)
    assert await bound(world) is None


async def test_a_reset_takes_the_identity_away_too(world: World, provider_at: ProviderAt) -> None:
    await an_administrator(world)
    door = a_door(world, provider_at)
    await binds(door, WHO)

    again = ResetAccount(CLERK.id, (await found(world)).version)
    await reset_account(world.ports, ADMINISTRATOR, again)

    assert await bound(world) is None
    assert not (await found(world)).has_identity

"""Who is bound to an account gets in as that account, and nobody else gets in at all."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ntm_verify.domain.account import AccessRules, NotSignedIn
from ntm_verify.domain.audit import Action
from ntm_verify.domain.identity import IdentityRefused, Purpose, UnknownIdentity
from ntm_verify.domain.people import Role
from ntm_verify.usecases.deactivate_account import DeactivateAccount, deactivate_account
from ntm_verify.usecases.finish_sign_in import FinishSignIn, finish_sign_in
from ntm_verify.usecases.guessing import TooManyAttempts
from ntm_verify.usecases.ports import Unavailable
from ntm_verify.usecases.recognise_visitor import RecogniseVisitor, recognise_visitor
from ntm_verify.usecases.sign_in_by_provider import (
    CameBack,
    SignInByProvider,
    sign_in_by_provider,
)
from tests.support.access import (
    HERE,
    an_administrator,
    code_of,
    enrolled,
    found,
    let_in,
    session_of,
    sessions,
)
from tests.support.builders import ADMINISTRATOR, APPRAISER, CLERK
from tests.support.identity import WHO, Door, a_door
from tests.support.oidc_provider import ProviderAt
from tests.support.scenes import acts
from tests.support.worlds import World

SIGN_IN = Purpose.SIGN_IN


async def comes_in(door: Door, who: str = WHO, after: str = "") -> CameBack:
    answer = await door.goes(SIGN_IN, who, after=after)
    return await sign_in_by_provider(door.ports, HERE, SignInByProvider(answer, "Firefox/1"))


async def test_a_bound_person_gets_a_new_session_and_the_log_says_how(
    world: World, provider_at: ProviderAt
) -> None:
    account = await let_in(world, password_hash="", has_identity=True)
    door = a_door(world, provider_at)
    await door.binds()

    back = await comes_in(door, after="/submissions")

    assert back.after == "/submissions"
    assert (back.signed_in.account, back.signed_in.needs_code) == (account, False)
    (session,) = await sessions(world)
    assert (session.method, session.is_strong, session.scope) == ("provider", False, "web")
    assert session.confirmed_at == world.outside.now
    (event,) = await acts(world)
    assert (event.action, event.actor.id) == (Action.SIGNED_IN, CLERK.id)
    assert event.after == {"scope": "web", "method": "provider"}


async def test_office_and_unit_are_ours_whatever_the_token_says(
    world: World, provider_at: ProviderAt
) -> None:
    await let_in(world)
    door = a_door(world, provider_at)
    await door.binds()
    door.behaves(claims={"role": "administrator", "unit": "99999", "email": "x@tinh.example"})

    account = (await comes_in(door)).signed_in.account

    assert (account.role, account.unit) == (Role.COMMUNE, CLERK.unit)


async def test_a_stranger_gets_no_account_not_even_by_the_address_of_mail(
    world: World, provider_at: ProviderAt
) -> None:
    await let_in(world, email="van-thu@xa.example")
    door = a_door(world, provider_at)
    await door.binds()
    door.behaves(claims={"email": "van-thu@xa.example", "email_verified": True})

    with pytest.raises(UnknownIdentity) as refused:
        await comes_in(door, "nguoi-la")

    assert refused.value.subject == "nguoi-la"
    assert await sessions(world) == ()
    assert [event.action for event in await acts(world)] == [Action.SIGN_IN_FAILED]


async def test_the_same_subject_of_another_issuer_is_somebody_else(
    world: World, provider_at: ProviderAt
) -> None:
    await let_in(world)
    door = a_door(world, provider_at)
    other = replace(door, at=replace(provider_at, issuer="https://cong.khac.example"))
    await other.binds()

    with pytest.raises(UnknownIdentity):
        await comes_in(door)


async def test_a_deactivated_account_is_refused_at_once(
    world: World, provider_at: ProviderAt
) -> None:
    await an_administrator(world)
    door = a_door(world, provider_at)
    await door.binds()
    back = await comes_in(door)
    end = DeactivateAccount(CLERK.id, (await found(world)).version)
    await deactivate_account(world.ports, ADMINISTRATOR, end)

    shown = RecogniseVisitor(back.signed_in.token, "web")
    with pytest.raises(NotSignedIn):
        await recognise_visitor(world.ports, HERE, shown)
    with pytest.raises(UnknownIdentity):
        await comes_in(door)


async def test_an_account_out_of_use_is_refused_though_it_is_bound(
    world: World, provider_at: ProviderAt
) -> None:
    await let_in(world, active=False)
    door = a_door(world, provider_at)
    await door.binds()

    with pytest.raises(NotSignedIn, match="ngừng hoạt động"):
        await comes_in(door)
    assert await sessions(world) == ()


async def test_our_second_factor_follows_where_the_account_has_one(
    world: World, provider_at: ProviderAt
) -> None:
    await enrolled(world)
    door = a_door(world, provider_at)
    await door.binds()
    door.behaves(claims={"amr": ["otp"]})  # no setting says that this is enough

    half = (await comes_in(door)).signed_in

    assert half.needs_code
    with pytest.raises(NotSignedIn):
        await recognise_visitor(world.ports, HERE, RecogniseVisitor(half.token, "web"))
    code = await code_of(world)
    whole = await finish_sign_in(world.ports, HERE, FinishSignIn(half.token, code))
    session = await session_of(world, whole.token)
    assert session is not None
    assert session.method == "provider"
    event = (await acts(world))[-1]
    assert event.after == {"scope": "web", "factor": True, "method": "provider"}


async def test_the_providers_factor_counts_only_with_the_values_of_the_setting(
    world: World, provider_at: ProviderAt
) -> None:
    world.outside.access = AccessRules(frozenset({Role.APPRAISER}), timedelta(minutes=10))
    await let_in(world, APPRAISER)
    door = a_door(world, provider_at, "otp", "loa3")
    rules = replace(door.ports, access=world.outside.access)
    door = replace(door, ports=rules)
    await door.binds(APPRAISER)
    for claims, must_enrol in (({"amr": ["pwd"]}, True), ({"amr": ["otp"]}, False)):
        door.behaves(claims=claims)
        token = (await comes_in(door)).signed_in.token
        visitor = await recognise_visitor(rules, HERE, RecogniseVisitor(token, "web"))
        assert visitor.must_enrol is must_enrol, claims
    assert (await acts(world))[-1].after == {"scope": "web", "method": "provider", "factor": True}


async def test_a_session_of_long_ago_at_the_provider_confirms_nothing_now(
    world: World, provider_at: ProviderAt
) -> None:
    await let_in(world)
    door = a_door(world, provider_at)
    await door.binds()
    early = world.outside.now - timedelta(hours=3)
    for at, confirmed in ((int(early.timestamp()), early), (None, None)):
        door.behaves(claims={"auth_time": at})
        session = await session_of(world, (await comes_in(door)).signed_in.token)
        assert session is not None
        assert session.confirmed_at == confirmed


async def test_wrong_answers_are_counted_and_a_provider_that_is_away_is_not(
    world: World, provider_at: ProviderAt
) -> None:
    await let_in(world)
    door = a_door(world, provider_at)
    await door.binds()
    answers = [await door.goes(SIGN_IN) for _ in range(7)]
    door.client.issuer = "http://127.0.0.1:1"
    door.client._document.at = float("-inf")  # noqa: SLF001 - what was learnt is forgotten
    for answer in answers[:2]:
        with pytest.raises(Unavailable):
            await sign_in_by_provider(door.ports, HERE, SignInByProvider(answer))
    for answer in answers[2:]:
        wrong = SignInByProvider(replace(answer, state="đoán"))
        with pytest.raises(IdentityRefused):
            await sign_in_by_provider(door.ports, HERE, wrong)

    with pytest.raises(TooManyAttempts):
        await sign_in_by_provider(door.ports, HERE, SignInByProvider(answers[-1]))

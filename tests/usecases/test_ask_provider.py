"""The way to the provider says no more than it must, and leads back to this service alone."""

from urllib.parse import parse_qs, urlsplit

import pytest

from ntm_verify.domain.account import NotSignedIn
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.identity import Purpose
from ntm_verify.domain.invitation import InvitationSpent
from ntm_verify.usecases.ask_provider import AskProvider, ask_provider
from tests.support.access import HERE, let_in, opened
from tests.support.builders import APPRAISER, CLERK
from tests.support.identity import BACK, a_door
from tests.support.oidc_provider import CLIENT, ProviderAt
from tests.support.worlds import MemoryWorld


async def test_the_address_asks_for_a_code_bound_to_this_attempt(provider_at: ProviderAt) -> None:
    door = a_door(MemoryWorld(), provider_at)
    first, second = [await door.sets_out(Purpose.SIGN_IN, after="/audit") for _ in range(2)]

    asked = {name: values[0] for name, values in parse_qs(urlsplit(first.address).query).items()}
    secret = {name: asked.pop(name) for name in ("state", "nonce", "code_challenge")}
    assert asked == {
        "tenant": "tinh",
        "response_type": "code",
        "client_id": CLIENT,
        "redirect_uri": BACK,
        "scope": "openid profile",
        "code_challenge_method": "S256",
    }
    assert all(len(value) == 43 for value in secret.values())
    assert not set(secret.values()) & {v for (v,) in parse_qs(second.address).values()}
    assert "/audit" not in first.address


async def test_a_spent_invitation_leads_nowhere(provider_at: ProviderAt) -> None:
    door = a_door(MemoryWorld(), provider_at)
    with pytest.raises(InvitationSpent):
        await door.sets_out(Purpose.ACCEPT, token="A" * 43)


async def test_only_the_own_session_is_confirmed_and_always_asked_anew(
    provider_at: ProviderAt,
) -> None:
    world = MemoryWorld()
    door = a_door(world, provider_at)
    token = (await opened(world, await let_in(world))).token
    for whose, actor in (("A" * 43, CLERK), (token, APPRAISER)):
        with pytest.raises(NotSignedIn):
            await door.sets_out(Purpose.CONFIRM, token=whose, actor=actor)

    way = await door.sets_out(Purpose.CONFIRM, token=token, actor=CLERK)
    assert "prompt=login&max_age=0" in way.address
    assert token not in way.address


async def test_without_a_provider_nobody_sets_out() -> None:
    with pytest.raises(NotFound):
        await ask_provider(MemoryWorld().ports, HERE, AskProvider(Purpose.SIGN_IN))

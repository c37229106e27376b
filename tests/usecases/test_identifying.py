"""No answer lets anybody in but the one that our provider gave to this very browser, once."""

from typing import Any, Final

import pytest

from ntm_verify.credentials.seals import TextSeal
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.identity import ATTEMPT_LIFE, Attempt, IdentityRefused, Purpose
from ntm_verify.usecases.identifying import Answer, identify, purpose_of
from tests.support.identity import WHO, a_door, answer_of
from tests.support.oidc_provider import CLIENT, ProviderAt
from tests.support.outside import FILE_KEY
from tests.support.worlds import MemoryWorld

SIGN_IN: Final = Purpose.SIGN_IN
ELSEWHERE: Final = "https://cong.khac.example"
LONG_AGO: Final = 1_000_000_000
LATER: Final = 4_000_000_000
LIES: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "algorithm none": ({"sign": "none"}, "algorithm"),
    "public key as a shared secret": ({"sign": "HS256"}, "algorithm"),
    "another key of the same name": ({"sign": "another key"}, "signature"),
    "a key that nobody knows": ({"sign": "unknown kid"}, "key"),
    "another issuer": ({"claims": {"iss": ELSEWHERE}}, "claims: InvalidClaimError"),
    "another audience": ({"claims": {"aud": "khac"}}, "claims: InvalidClaimError"),
    "several audiences and no party": ({"claims": {"aud": [CLIENT, "khac"]}}, "claims: azp"),
    "another party": ({"claims": {"azp": "khac"}}, "claims: azp"),
    "expired": ({"claims": {"exp": LONG_AGO}}, "claims: ExpiredTokenError"),
    "no end": ({"claims": {"exp": None}}, "claims: MissingClaimError"),
    "made long ago": ({"claims": {"iat": LONG_AGO}}, "claims: iat"),
    "made in the future": ({"claims": {"iat": LATER}}, "claims: InvalidClaimError"),
    "another nonce": ({"claims": {"nonce": "khac"}}, "claims: InvalidClaimError"),
    "no nonce": ({"claims": {"nonce": None}}, "claims: MissingClaimError"),
    "a list of nonces": ({"claims": {"nonce": ["khac"]}}, "claims: InvalidClaimError"),
    "no subject": ({"claims": {"sub": None}}, "claims: MissingClaimError"),
    "a list for a subject": ({"claims": {"sub": ["a"]}}, "claims: InvalidClaimError"),
    "a subject without end": ({"claims": {"sub": "a" * 256}}, "claims: sub"),
}
"""What the provider does, and by which check it is found out."""


@pytest.mark.parametrize("sign", ["RS256", "ES256"])
async def test_a_sound_answer_says_who_is_there(provider_at: ProviderAt, sign: str) -> None:
    door = a_door(MemoryWorld(), provider_at)
    door.behaves(sign=sign, claims={"amr": ["pwd", "otp"], "acr": "loa3", "azp": CLIENT})

    attempt, proven = await identify(
        door.ports, await door.goes(SIGN_IN, after="/appraisals"), SIGN_IN
    )

    assert attempt.after == "/appraisals"
    assert (proven.issuer, proven.subject) == (provider_at.issuer, WHO)
    assert proven.means == {"pwd", "otp", "loa3"}
    assert proven.at == door.world.outside.now
    assert proven.name == f"Người mẫu {WHO}"


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
async def test_a_false_token_lets_nobody_in(
    provider_at: ProviderAt, lie: tuple[dict[str, Any], str]
) -> None:
    door, (told, reason) = a_door(MemoryWorld(), provider_at), lie
    door.behaves(**told)

    with pytest.raises(IdentityRefused) as refused:
        await identify(door.ports, await door.goes(SIGN_IN), SIGN_IN)
    assert refused.value.reason == reason


async def test_an_answer_with_another_state_is_nobodys(provider_at: ProviderAt) -> None:
    door = a_door(MemoryWorld(), provider_at)
    sound = await door.goes(SIGN_IN)
    for state in ("", "đoán", sound.state[:-1]):
        forged = Answer(sound.sealed, state, sound.code, sound.issuer)
        with pytest.raises(IdentityRefused) as refused:
            await identify(door.ports, forged, SIGN_IN)
        assert refused.value.reason == "state"

    assert (await identify(door.ports, sound, SIGN_IN))[1].subject == WHO


async def test_an_answer_that_another_browser_asked_for_is_refused(provider_at: ProviderAt) -> None:
    door = a_door(MemoryWorld(), provider_at)
    theirs, mine = await door.goes(SIGN_IN, "ke-gian"), await door.goes(SIGN_IN)
    for sealed in ("", "AAAA", mine.sealed, theirs.sealed[:-4] + "AAAA"):
        with pytest.raises(IdentityRefused):
            await identify(
                door.ports, Answer(sealed, theirs.state, theirs.code, theirs.issuer), SIGN_IN
            )


async def test_an_answer_serves_once_even_where_the_provider_lets_it_twice(
    provider_at: ProviderAt,
) -> None:
    door = a_door(MemoryWorld(), provider_at)
    door.behaves(reuse=True)
    answer = await door.goes(SIGN_IN)
    await identify(door.ports, answer, SIGN_IN)

    with pytest.raises(IdentityRefused) as refused:
        await identify(door.ports, answer, SIGN_IN)
    assert refused.value.reason == "used before"


async def test_a_code_of_another_attempt_fails_at_the_provider(provider_at: ProviderAt) -> None:
    """The verifier is not the one whose challenge the code was given for (PKCE)."""
    door = a_door(MemoryWorld(), provider_at)
    stolen, mine = await door.goes(SIGN_IN, "nan-nhan"), await door.goes(SIGN_IN, "ke-gian")

    with pytest.raises(IdentityRefused) as refused:
        await identify(
            door.ports, Answer(mine.sealed, mine.state, stolen.code, mine.issuer), SIGN_IN
        )
    assert refused.value.reason == "token_endpoint"


async def test_an_answer_of_another_provider_is_not_redeemed_here(provider_at: ProviderAt) -> None:
    door = a_door(MemoryWorld(), provider_at)
    way = await door.sets_out(SIGN_IN)
    mixed = answer_of(way, provider_at.lets_in(way.address, WHO), issuer=ELSEWHERE)

    with pytest.raises(IdentityRefused) as refused:
        await identify(door.ports, mixed, SIGN_IN)
    assert refused.value.reason == "issuer of the answer"


async def test_an_answer_comes_in_time_and_for_what_was_asked(provider_at: ProviderAt) -> None:
    door = a_door(MemoryWorld(), provider_at)
    answer = await door.goes(SIGN_IN)
    with pytest.raises(IdentityRefused):
        await identify(door.ports, answer, Purpose.CONFIRM)
    door.world.outside.pass_time(seconds=ATTEMPT_LIFE.total_seconds())

    with pytest.raises(IdentityRefused) as refused:
        await identify(door.ports, answer, SIGN_IN)
    assert refused.value.reason == "attempt"


async def test_somebody_who_turned_back_at_the_provider_is_not_let_in(
    provider_at: ProviderAt,
) -> None:
    door = a_door(MemoryWorld(), provider_at)
    way = await door.sets_out(SIGN_IN)
    back = provider_at.lets_in(way.address, WHO)
    for answer in (answer_of(way, back, error="access_denied"), answer_of(way, back, code="")):
        with pytest.raises(IdentityRefused):
            await identify(door.ports, answer, SIGN_IN)


async def test_a_new_key_is_asked_for_once_and_not_again_within_a_minute(
    provider_at: ProviderAt,
) -> None:
    door = a_door(MemoryWorld(), provider_at)
    ticks = [0.0]
    door.client.clock = lambda: ticks[0]
    door.behaves(keys_late=1)
    await door.client.keys(False)  # noqa: FBT003 - the port's shape
    with pytest.raises(IdentityRefused):
        await identify(door.ports, await door.goes(SIGN_IN), SIGN_IN)
    assert provider_at.keys_asked() == 1

    ticks[0] = 61.0
    assert (await identify(door.ports, await door.goes(SIGN_IN), SIGN_IN))[1].subject == WHO
    assert provider_at.keys_asked() == 2


async def test_without_a_provider_there_is_nothing(provider_at: ProviderAt) -> None:
    door = a_door(MemoryWorld(), provider_at)
    answer = await door.goes(SIGN_IN)
    assert purpose_of(door.ports, answer) is SIGN_IN
    with pytest.raises(NotFound):
        purpose_of(door.world.ports, answer)
    with pytest.raises(NotFound):
        await identify(door.world.ports, answer, SIGN_IN)


async def test_what_lies_in_the_browser_tells_nothing_and_cannot_be_made(
    provider_at: ProviderAt,
) -> None:
    door = a_door(MemoryWorld(), provider_at)
    way = await door.sets_out(SIGN_IN)
    attempt = Attempt.read(TextSeal(FILE_KEY).unseal("attempt", way.sealed))
    for secret in (attempt.state, attempt.nonce, attempt.verifier):
        assert len(secret) == 43
        assert secret not in way.sealed
    assert attempt.verifier not in way.address
    forged = TextSeal(bytes(range(32))).seal("attempt", attempt.text())
    with pytest.raises(IdentityRefused):
        purpose_of(door.ports, Answer(forged, attempt.state, "x"))

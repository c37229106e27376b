"""A token is judged by our list of algorithms and by public keys that fit, and by nothing else."""

from typing import Any, Final

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from ntm_verify.credentials.id_tokens import IdTokenReader
from ntm_verify.domain.identity import ATTEMPT_LIFE, SKEW, IdentityRefused, UnknownKey
from tests.support.builders import NOON

ISSUER: Final = "https://cong.tinh.example"
RSA: Final = RSAKey.generate_key(2048, {"kid": "r1"})
EC: Final = ECKey.generate_key("P-256", {"kid": "e1"})
PUBLIC: Final = RSA.as_dict(private=False)
READER: Final = IdTokenReader(ISSUER, "ntm")
AT: Final = int(NOON.timestamp())


def claims(**others: Any) -> dict[str, Any]:  # noqa: ANN401 - of a token
    usual = {"iss": ISSUER, "aud": "ntm", "sub": "s", "nonce": "n", "iat": AT, "exp": AT + 300}
    return {**usual, **others}


def a_token(header: dict[str, Any] | None = None, **others: Any) -> str:  # noqa: ANN401 - as above
    return jwt.encode(header or {"alg": "RS256", "kid": "r1"}, claims(**others), RSA)


@pytest.mark.parametrize(
    "keys",
    [
        [],
        [{**PUBLIC, "use": "enc"}],
        [{**PUBLIC, "alg": "RS512"}],
        [{**PUBLIC, "kid": "r2"}],
        [PUBLIC, PUBLIC],
        [{**PUBLIC, "n": "AQAB"}],
        [{"kty": "RSA", "kid": "r1"}],
        [{"kty": "oct", "k": "AAAA", "kid": "r1"}],
        [EC.as_dict(private=False) | {"kid": "r1"}],
    ],
)
def test_a_key_that_does_not_fit_is_no_key(keys: list[dict[str, Any]]) -> None:
    assert READER.read(a_token(), [PUBLIC], "n", NOON).subject == "s"
    with pytest.raises(UnknownKey):
        READER.read(a_token(), keys, "n", NOON)


def test_without_a_name_only_a_key_that_stands_alone_is_taken() -> None:
    token = a_token({"alg": "RS256"})
    assert READER.read(token, [PUBLIC, EC.as_dict(private=False)], "n", NOON).subject == "s"
    with pytest.raises(UnknownKey):
        READER.read(token, [PUBLIC, {**PUBLIC, "kid": "r2"}], "n", NOON)


@pytest.mark.parametrize(
    "others",
    [
        {"nonce": ["n"]},
        {"exp": AT - SKEW.total_seconds()},
        {"iat": AT + SKEW.total_seconds() + 1},
        {"iat": AT - (ATTEMPT_LIFE + SKEW).total_seconds() - 1},
        {"nbf": AT + SKEW.total_seconds() + 1},
        {"aud": ["ntm", "khac"]},
        {"exp": True},
    ],
)
def test_claims_at_the_edge_are_refused(others: dict[str, Any]) -> None:
    with pytest.raises(IdentityRefused):
        READER.read(a_token(**others), [PUBLIC], "n", NOON)


def test_claims_just_within_the_edge_are_taken() -> None:
    within = {"exp": AT - SKEW.total_seconds() + 1, "iat": AT - ATTEMPT_LIFE.total_seconds()}
    both = {"aud": ["ntm", "khac"], "azp": "ntm"}
    for others in (within, both):
        assert READER.read(a_token(**others), [PUBLIC], "n", NOON).subject == "s"


@pytest.mark.parametrize(
    "token", ["", "a", "a.b", "a.b.c", "a.b.c.d.e", "é.é.é", a_token()[:-8], "." * 9]
)
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(IdentityRefused):
        READER.read(token, [PUBLIC], "n", NOON)


def test_what_the_provider_adds_is_read_with_care() -> None:
    added: dict[str, Any] = {
        "auth_time": AT,
        "amr": ["pwd", 7, ""],
        "acr": "loa3",
        "name": " ",
        "sid": "x",
    }
    token = a_token(**added, preferred_username="Nguyễn\u202eMẫu")
    proven = READER.read(token, [PUBLIC], "n", NOON)
    assert proven.means == {"pwd", "loa3"}
    assert (proven.at, proven.name) == (NOON, "NguyễnMẫu")
    oddities: tuple[dict[str, Any], ...] = (
        {"auth_time": 10**30},
        {"auth_time": "1"},
        {"amr": "otp", "acr": 3},
    )
    for odd in oddities:
        read = READER.read(a_token(**odd), [PUBLIC], "n", NOON)
        assert (read.at, read.means) == (None, frozenset())

"""Identity tokens of a provider (mã danh tính), judged as OpenID Connect asks.

Source: OpenID Connect Core 1.0, 3.1.3.7; RFC 8725. The algorithm is never the token's own choice:
it must be one of ours, and its key must be a public one of the kind that the algorithm needs.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey
from joserfc.jwt import JWTClaimsRegistry

from ntm_verify.domain.identity import (
    ATTEMPT_LIFE,
    LONGEST_SUBJECT,
    SKEW,
    IdentityRefused,
    Proven,
    UnknownKey,
)
from ntm_verify.usecases.ports import PublicKeys

KINDS: Final[Mapping[str, str]] = {
    "RS256": "RSA",
    "RS384": "RSA",
    "RS512": "RSA",
    "PS256": "RSA",
    "ES256": "EC",
    "ES384": "EC",
}
"""Algorithms that are taken, and the kind of key each needs: never "none" or a shared secret."""
LEAST_BITS: Final = 2048
LONGEST_NAME: Final = 120


class IdTokenReader:
    """Reads tokens that one issuer made for one client (đọc mã danh tính)."""

    def __init__(self, issuer: str, client_id: str) -> None:
        """Take what `iss` and `aud` must be."""
        self.issuer, self.client_id = issuer, client_id

    def read(self, token: str, keys: PublicKeys, nonce: str, now: datetime) -> Proven:
        """Give who the token is about.

        Raises:
            UnknownKey: no known key has the name that the token says.
            IdentityRefused: anything else is amiss; the reason names the check.

        """
        try:
            header = jws.extract_compact(token.encode()).protected
        except (JoseError, ValueError) as broken:
            raise IdentityRefused("not_a_token") from broken
        algorithm = header.get("alg", "")
        if algorithm not in KINDS:
            raise IdentityRefused("algorithm")
        key = _key(keys, algorithm, header.get("kid"))
        try:
            claims = jwt.decode(token, key, algorithms=[algorithm]).claims
        except (JoseError, ValueError, RecursionError) as broken:
            raise IdentityRefused("signature") from broken
        self._require(claims, nonce, now)
        return _proven(claims)

    def _require(self, claims: Mapping[str, Any], nonce: str, now: datetime) -> None:
        """Refuse claims that are not about this attempt at this moment."""
        rules = JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=int(SKEW.total_seconds()),
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.client_id},
            nonce={"essential": True, "value": nonce},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )
        try:
            rules.validate(dict(claims))
        except JoseError as wrong:
            raise IdentityRefused(f"claims: {type(wrong).__name__}") from wrong
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", "" if several else self.client_id) != self.client_id:
            raise IdentityRefused("claims: azp")
        if claims["iat"] < (now - ATTEMPT_LIFE - SKEW).timestamp():
            raise IdentityRefused("claims: iat")
        if not nonce or not isinstance(claims["nonce"], str):
            raise IdentityRefused("claims: nonce")
        if len(claims["sub"]) > LONGEST_SUBJECT:
            raise IdentityRefused("claims: sub")


def _key(keys: PublicKeys, algorithm: str, kid: object) -> RSAKey | ECKey:
    """Choose the public key that a token names; without a name there must be one alone.

    Raises:
        UnknownKey: there is none.

    """
    fitting = [
        one
        for one in keys
        if one.get("kty") == KINDS[algorithm]
        and one.get("use", "sig") == "sig"
        and one.get("alg", algorithm) == algorithm
        and (kid is None or one.get("kid") == kid)
    ]
    if len(fitting) != 1:
        raise UnknownKey("key")
    public: dict[str, str | list[str]] = {
        name: value for name, value in fitting[0].items() if isinstance(value, str)
    }
    try:
        if KINDS[algorithm] == "EC":
            return ECKey.import_key(public)
        _require_long(str(public["n"]))
        return RSAKey.import_key(public)
    except (JoseError, ValueError, KeyError) as broken:
        raise UnknownKey("key") from broken


def _require_long(modulus: str) -> None:
    """Refuse an RSA key that is too short to rely upon (NIST SP 800-131A)."""
    if len(modulus.rstrip("=")) * 6 < LEAST_BITS:
        raise ValueError(modulus)


def _proven(claims: Mapping[str, Any]) -> Proven:
    told = claims.get("amr")
    means = [claims.get("acr"), *(told if isinstance(told, list) else [])]
    at = claims.get("auth_time")
    is_time = isinstance(at, int) and not isinstance(at, bool) and 0 < at < 2**40
    names = (claims.get("name"), claims.get("preferred_username"))
    name = next((one for one in names if isinstance(one, str) and one.strip()), "")
    shown = "".join(sign for sign in name if sign.isprintable())[:LONGEST_NAME]
    when = datetime.fromtimestamp(0, UTC) + timedelta(seconds=at) if is_time and at else None
    values = frozenset(one for one in means if isinstance(one, str) and one)
    return Proven(claims["iss"], claims["sub"], when, values, shown)

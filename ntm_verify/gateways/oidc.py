"""A province's own sign-in provider (cổng đăng nhập OpenID Connect), over httpx.

Source: OpenID Connect Discovery 1.0, OpenID Connect Core 1.0, RFC 7636 (PKCE with S256), RFC 6749.
Every address comes from the provider's discovery document: https, or this machine itself. Nothing
is followed, no answer may be long, and everything has an end in time.
"""

import asyncio
import json
import ssl
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from time import monotonic
from typing import Any, Final
from urllib.parse import quote_plus, urlencode, urlsplit

import httpx

from ntm_verify.domain.identity import Attempt, IdentityRefused
from ntm_verify.usecases.ports import PublicKeys, Unavailable

ALL_IN_ALL: Final = 10.0
"""Seconds for one question as a whole."""
LARGEST: Final = 256 * 1024
"""Bytes of an answer."""
GOOD_FOR: Final = 600.0
"""Seconds for which discovery document and keys are taken as they were."""
ASKED_AGAIN: Final = 60.0
"""Seconds between two questions for keys because of an unknown one."""
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
PLACES: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")
AWAY: Final = "Cổng đăng nhập của tỉnh chưa trả lời. Thử lại sau ít phút."


@dataclass(slots=True)
class Remembered:
    """An answer and when it was given (câu trả lời đã nhớ); without one, never."""

    value: Mapping[str, Any] = field(default_factory=dict)
    at: float = float("-inf")


@dataclass(slots=True)
class ProviderClient:
    """Asks one provider in the name of one client (máy khách của cổng)."""

    issuer: str
    client_id: str
    redirect_uri: str
    client_secret: str = field(repr=False)
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False)
    clock: Callable[[], float] = monotonic
    patience: float = ALL_IN_ALL
    _document: Remembered = field(default_factory=Remembered)
    _keys: Remembered = field(default_factory=Remembered)

    async def address(self, attempt: Attempt) -> str:
        """Say where the browser goes.

        Raises:
            Unavailable: the provider does not answer, or not as one.

        """
        place = (await self._discovered())["authorization_endpoint"]
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": "openid profile",
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": challenge(attempt.verifier),
            "code_challenge_method": "S256",
        }
        if attempt.is_fresh_asked:
            query |= {"prompt": "login", "max_age": "0"}
        return f"{place}{'&' if urlsplit(place).query else '?'}{urlencode(query)}"

    async def redeem(self, code: str, verifier: str) -> str:
        """Give the identity token that a code stands for.

        Raises:
            IdentityRefused: the provider does not take the code.
            Unavailable: it does not answer, or not as one.

        """
        document = await self._discovered()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": verifier,
        }
        login: tuple[str, str] | None = (quote_plus(self.client_id), quote_plus(self.client_secret))
        methods = document.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if "client_secret_basic" not in methods and "client_secret_post" in methods:
            form |= {"client_id": self.client_id, "client_secret": self.client_secret}
            login = None
        answer = await self._ask("POST", document["token_endpoint"], form, login)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise IdentityRefused("token_endpoint")
        return token

    async def keys(self, again: bool) -> PublicKeys:  # noqa: FBT001 - the port's shape
        """Give the public keys; `again` asks anew, but not within a minute of the last time.

        Raises:
            Unavailable: the provider does not answer, or not as one.

        """
        age = self.clock() - self._keys.at
        if age > GOOD_FOR or (again and age > ASKED_AGAIN):
            answer = await self._ask("GET", (await self._discovered())["jwks_uri"])
            self._keys = Remembered(answer, self.clock())
        told = self._keys.value.get("keys")
        return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []

    async def _discovered(self) -> Mapping[str, Any]:
        """Give the discovery document, which must be this issuer's own."""
        if self.clock() - self._document.at > GOOD_FOR:
            place = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
            found = await self._ask("GET", place)
            if found.get("issuer") != self.issuer or not all(is_safe(found.get(p)) for p in PLACES):
                raise Unavailable(AWAY)
            self._document = Remembered(found, self.clock())
        return self._document.value

    async def _ask(
        self,
        method: str,
        place: str,
        form: Mapping[str, str] | None = None,
        login: tuple[str, str] | None = None,
    ) -> Mapping[str, Any]:
        """Ask one question, and read the JSON object of the answer."""
        try:
            async with asyncio.timeout(self.patience):
                status, body = await self._answer(method, place, form, login)
            told = json.loads(body) if status == httpx.codes.OK else None
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, RecursionError) as failure:
            raise Unavailable(AWAY) from failure
        if form is not None and httpx.codes.is_client_error(status):
            raise IdentityRefused("token_endpoint")
        if not isinstance(told, dict):
            raise Unavailable(AWAY)
        return told

    async def _answer(
        self,
        method: str,
        place: str,
        form: Mapping[str, str] | None,
        login: tuple[str, str] | None,
    ) -> tuple[int, bytes]:
        client = httpx.AsyncClient(
            verify=self.context, trust_env=False, follow_redirects=False, timeout=self.patience
        )
        headers = {"accept": "application/json", "accept-encoding": "identity"}
        auth = httpx.BasicAuth(*login) if login else None
        async with (
            client,
            client.stream(method, place, data=form, headers=headers, auth=auth) as answer,
        ):
            body = b""
            async for part in answer.aiter_raw():
                body += part
                if len(body) > LARGEST:
                    raise ValueError(len(body))
        return answer.status_code, body


def is_safe(place: object) -> bool:
    """Say whether an address may be used: https, or http on this machine; no name in it."""
    try:
        parts = urlsplit(place if isinstance(place, str) else "")
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    plain = parts.scheme == "http" and host in LOOPBACK
    odd = parts.username is not None or bool(parts.fragment) or port == 0
    return bool(host) and (parts.scheme == "https" or plain) and not odd


def challenge(verifier: str) -> str:
    """Give the challenge of a verifier (RFC 7636, method S256)."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")

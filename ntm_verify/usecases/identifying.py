"""The provider's answer is judged before anybody is let in (xét câu trả lời của cổng đăng nhập).

Part of every verb that hears the provider. In this order: the answer belongs to an attempt of this
very browser, comes in time and from our provider (RFC 9207), was never used, and the token that its
code stands for is sound. A key that is not known is asked for once more.
"""

from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest
from typing import Final

from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.identity import Attempt, IdentityRefused, Proven, Purpose, UnknownKey

from .ports import Ports, Provider

ATTEMPT: Final = "attempt"
"""What an attempt is sealed for."""
BINDING: Final = "binding"
"""What an identity is sealed for until its owner says yes; the invitation's digest follows."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the browser brought back from the provider (câu trả lời từ cổng).

    `sealed` is the attempt as this browser kept it; the rest stood in the address. `error` is the
    provider's own word for why there is no code.
    """

    sealed: str = field(repr=False)
    state: str = field(repr=False)
    code: str = field(repr=False)
    issuer: str = ""
    error: str = ""


def require_provider(ports: Ports) -> Provider:
    """Give the provider of this installation.

    Raises:
        NotFound: it has none.

    """
    if ports.provider is None:
        raise NotFound("trang", "cổng đăng nhập")
    return ports.provider


def purpose_of(ports: Ports, answer: Answer) -> Purpose:
    """Say what the browser went to the provider for.

    Raises:
        NotFound: there is no provider.
        IdentityRefused: this browser never went.

    """
    return _attempt(require_provider(ports), answer).purpose


async def identify(ports: Ports, answer: Answer, purpose: Purpose) -> tuple[Attempt, Proven]:
    """Give the attempt and who is there; an answer serves once.

    Raises:
        NotFound: there is no provider.
        IdentityRefused: with the check that failed.
        Unavailable: the provider does not answer; nothing is used up, begin anew.

    """
    provider, now = require_provider(ports), ports.now()
    attempt = _attempt(provider, answer)
    if not compare_digest(answer.state.encode(), attempt.state.encode()):
        raise IdentityRefused("state")
    if attempt.purpose is not purpose or not attempt.lives(now):
        raise IdentityRefused("attempt")
    if answer.issuer not in {"", provider.issuer}:
        raise IdentityRefused("issuer of the answer")
    if answer.error or not answer.code:
        raise IdentityRefused("no code")
    await _spend(ports, attempt)
    token = await provider.redeem(answer.code, attempt.verifier)
    try:
        proven = provider.read(token, await provider.keys(False), attempt.nonce, now)  # noqa: FBT003 - the port's shape
    except UnknownKey:
        proven = provider.read(token, await provider.keys(True), attempt.nonce, now)  # noqa: FBT003 - as above
    if proven.issuer != provider.issuer:
        raise IdentityRefused("issuer of the token")
    return attempt, proven


def _attempt(provider: Provider, answer: Answer) -> Attempt:
    text = provider.unseal(ATTEMPT, answer.sealed)
    if not text:
        raise IdentityRefused("no attempt")
    return Attempt.read(text)


async def _spend(ports: Ports, attempt: Attempt) -> None:
    """Use the attempt up, in a transaction of its own: a second answer to it is none."""
    digest = sha256(attempt.nonce.encode()).hexdigest()
    async with ports.transaction() as tx:
        is_first = await tx.access.spend_answer(digest, ports.now())
    if not is_first:
        raise IdentityRefused("used before")

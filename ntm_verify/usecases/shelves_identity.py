"""Identities at a province's provider (danh tính), and the provider itself (cổng đăng nhập)."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeAlias

from ntm_verify.domain.identity import Attempt, Identity, Proven

PublicKeys: TypeAlias = Sequence[Mapping[str, Any]]
"""Keys of a provider as its JSON Web Key Set has them (RFC 7517)."""


class Identities(Protocol):
    """Who is who at the provider; kept in the transaction of the act that changes the account."""

    async def identity(self, issuer: str, subject: str) -> Identity | None:
        """Give what is bound to a subject of an issuer."""
        ...

    async def identity_of(self, account_id: str) -> Identity | None:
        """Give the identity of an account."""
        ...

    async def keep_identity(self, identity: Identity) -> None:
        """Bind an identity in place of any earlier one of the account, or `IdentityTaken`."""
        ...

    async def drop_identity(self, account_id: str) -> None:
        """Let the account's identity go; none is there afterwards."""
        ...

    async def spend_answer(self, digest: str, at: datetime) -> bool:
        """Use an answer of the provider up; False if it, by its digest, was used before."""
        ...


@dataclass(frozen=True, slots=True)
class Provider:
    """The one provider of this installation (cổng đăng nhập OpenID Connect).

    Attributes:
        issuer: its name in tokens, and the root of its discovery document.
        name: what people call it.
        strong: values of `acr` and `amr` that stand for a second factor; none where no setting
            says so.
        seal: (what for, text) → signs for a cookie; `unseal` gives "" for anything else.
        address: where the browser goes; `Unavailable` while the provider is away.
        redeem: (code, verifier) → identity token, or `IdentityRefused`.
        keys: its public keys; with True asked for anew, at most once a minute.
        read: (identity token, keys, nonce, now) → who is there, or `UnknownKey`,
            `IdentityRefused`.

    """

    issuer: str
    name: str
    strong: frozenset[str]
    seal: Callable[[str, str], str] = field(repr=False)
    unseal: Callable[[str, str], str] = field(repr=False)
    address: Callable[[Attempt], Awaitable[str]] = field(repr=False)
    redeem: Callable[[str, str], Awaitable[str]] = field(repr=False)
    keys: Callable[[bool], Awaitable[PublicKeys]] = field(repr=False)
    read: Callable[[str, PublicKeys, str, datetime], Proven] = field(repr=False)

"""People with passwords, second factors and sessions, as tests of access need them."""

import hmac
from base64 import b32decode
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha1, sha256
from typing import Any, Final

from ntm_verify.domain.account import Account, Session, SignedIn
from ntm_verify.domain.people import ANYONE, Actor
from ntm_verify.domain.second_factor import SecondFactor
from ntm_verify.usecases.sign_in import SignIn, sign_in

from .builders import ADMINISTRATOR, CLERK, UNITS, an_account
from .worlds import World

PASSWORD: Final = "ba con mèo đen"  # noqa: S105 - of nobody
NEW: Final = "bốn con mèo trắng"
HERE: Final = replace(ANYONE, request="r-1", address="192.0.2.7")
STEP: Final = 30


async def let_in(
    world: World,
    actor: Actor = CLERK,
    **others: Any,  # noqa: ANN401 - fields of an account
) -> Account:
    """Open an account that signs in with `PASSWORD`, in a province that has its units."""
    hashed = await world.ports.passwords.hash(PASSWORD)
    await world.holds(*UNITS, an_account(actor, **{"password_hash": hashed, **others}))
    return await found(world, actor)


async def found(world: World, actor: Actor = CLERK) -> Account:
    async with world.ports.reading() as tx:
        return await tx.accounts.get(actor.id)


async def an_administrator(world: World) -> None:
    """Let the administrator in, and the clerk whose account is to be changed."""
    await let_in(world, ADMINISTRATOR)
    await let_in(world)


async def opened(world: World, account: Account, **others: str) -> SignedIn:
    """Sign somebody in by name and password."""
    return await sign_in(world.ports, HERE, SignIn(account.username, PASSWORD, **others))


async def enrolled(world: World, actor: Actor = CLERK, **others: Any) -> Account:  # noqa: ANN401 - as above
    """Open an account whose second factor is in use."""
    account = await let_in(world, actor, has_factor=True, **others)
    sealed = world.ports.factors.make(actor.id)
    factor = SecondFactor(actor.id, sealed, world.outside.now, world.outside.now)
    async with world.ports.transaction() as tx:
        await tx.access.keep_factor(factor)
        digest = world.ports.factors.digest(actor.id, "AAAABBBBCCCC")
        await tx.access.keep_codes(actor.id, [digest])
    return account


PAPER: Final = "aaaa-bbbb-cccc"
"""The one code on paper of an enrolled account, as somebody types it."""


async def code_of(world: World, actor: Actor = CLERK, *, steps: int = 0) -> str:
    """Give what the authenticator of an account shows now, or so many steps later."""
    async with world.ports.reading() as tx:
        factor = await tx.access.factor(actor.id)
    assert factor is not None
    key = world.ports.factors.key(actor.id, factor.sealed)
    return totp(key, world.outside.now, steps)


def totp(key: str, now: datetime, steps: int = 0) -> str:
    """Compute a code as RFC 4226 and RFC 6238 write it down, by another way than the service."""
    counter = int(now.timestamp()) // STEP + steps
    mac = hmac.new(b32decode(key), counter.to_bytes(8, "big"), sha1).digest()
    at = mac[-1] & 0xF
    number = int.from_bytes(mac[at : at + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**6:06d}"


def another_code(code: str) -> str:
    """Give a code that differs from this one."""
    return f"{(int(code) + 1) % 10**6:06d}"


async def sessions(world: World, actor: Actor = CLERK) -> tuple[Session, ...]:
    async with world.ports.reading() as tx:
        return await tx.access.sessions_of(actor.id)


async def session_of(world: World, token: str) -> Session | None:
    async with world.ports.reading() as tx:
        return await tx.accounts.session(sha256(token.encode()).hexdigest())


@dataclass(frozen=True)
class Left:
    """What still lets somebody in."""

    sessions: int
    tokens: int
    invitation: bool
    factor: bool


async def left(world: World, actor: Actor = CLERK) -> Left:
    """Count what still lets somebody in."""
    async with world.ports.reading() as tx:
        tokens = await tx.access.tokens_of(actor.id)
        return Left(
            len(await tx.access.sessions_of(actor.id)),
            sum(token.lives(world.outside.now) for token in tokens),
            await tx.access.invitation_of(actor.id) is not None,
            await tx.access.factor(actor.id) is not None,
        )

"""Somebody signs in with name and password (đăng nhập)."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Final

from ntm_verify.domain.account import MOST_FAILURES, Account, Session, WrongCredentials
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.errors import NotPermitted
from ntm_verify.domain.people import Actor

from .ports import Ports

TOKEN_SIGNS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"  # noqa: S105 - an alphabet
TOKEN_LENGTH: Final = 43
"""43 of 62 signs: 256 bits."""
FIRST_DELAY: Final = timedelta(seconds=30)
WINDOW: Final = timedelta(hours=1)


class TooManyAttempts(NotPermitted):
    """Too many wrong passwords in a row (thử sai quá nhiều lần)."""

    code = "too_many_attempts"


@dataclass(frozen=True, slots=True)
class SignIn:
    """Name, password, and what the session is for: web or api (thông tin đăng nhập)."""

    username: str
    password: str
    scope: str = "web"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session (phiên mới): its token is told once and kept as a digest only."""

    token: str
    csrf: str
    account: Account


async def sign_in(ports: Ports, actor: Actor, request: SignIn) -> SignedIn:
    """Open a session with a token made here, never one that came with the request.

    The same words and the same work whether the name, the password or neither is known. Wrong
    attempts are counted under the name and under the address; after five the wait doubles.

    Raises:
        WrongCredentials: nobody signs in like this.
        TooManyAttempts: wait before the next try.

    """
    keys = [f"name:{_digest(request.username.strip().casefold())}"]
    keys += [f"address:{_digest(actor.address)}"] if actor.address else []
    now = ports.now()
    async with ports.reading() as tx:
        account = await tx.accounts.by_username(request.username.strip().casefold())
        failed = [await tx.accounts.failures(key, now - WINDOW) for key in keys]
        waits = [await tx.accounts.failures(key, now - _delay(n)) for key, n in _slow(keys, failed)]
    if any(waits):
        raise TooManyAttempts(
            "Đã nhập sai nhiều lần. Chờ vài phút rồi thử lại, hoặc nhờ quản trị đặt lại mật khẩu."
        )
    stored = account.password_hash if account and account.active else ""
    if not await ports.passwords.verify(stored, request.password) or account is None:
        await _failed(ports, actor, keys, sum(failed[:1]))
        raise WrongCredentials
    token = ports.new_token(TOKEN_SIGNS, TOKEN_LENGTH)
    csrf = ports.new_token(TOKEN_SIGNS, TOKEN_LENGTH)
    session = Session(_digest(token), account.id, request.scope, now, now, csrf)
    async with ports.transaction() as tx:
        for key in keys[:1]:
            await tx.accounts.clear_failures(key)
        await tx.accounts.open_session(session)
        subject = Subject("account", account.id, account.version)
        signed_in = account.actor(request=actor.request, address=actor.address)
        after = {"scope": request.scope}
        await tx.audit.append(AuditEvent(Action.SIGNED_IN, signed_in, subject, after=after))
    return SignedIn(token, csrf, account)


def _slow(keys: list[str], failed: list[int]) -> list[tuple[str, int]]:
    return [(key, n) for key, n in zip(keys, failed, strict=True) if n >= MOST_FAILURES]


def _delay(failures: int) -> timedelta:
    doubled: int = 2 ** min(failures - MOST_FAILURES, 10)
    return min(FIRST_DELAY * doubled, WINDOW)


async def _failed(ports: Ports, actor: Actor, keys: list[str], before: int) -> None:
    """Count the attempt; the log keeps the first and every fifth, so nobody can flood it."""
    async with ports.transaction() as tx:
        for key in keys:
            await tx.accounts.add_failure(key, ports.now())
        if before % MOST_FAILURES == 0:
            subject = Subject("sign_in", keys[0])
            after = {"failures": before + 1}
            await tx.audit.append(AuditEvent(Action.SIGN_IN_FAILED, actor, subject, after=after))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()

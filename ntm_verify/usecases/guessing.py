"""Guesses are counted before they are judged (đếm số lần thử trước khi so).

Whoever shows a secret is counted first, under a name and under the address, in a transaction of
its own; a right one is taken back. So a hundred guesses that come at once are a hundred guesses,
whichever server they meet. After five under one name the wait doubles, and it ends by itself. An
address is given more: a whole office may stand behind it.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from typing import Final

from ntm_verify.domain.account import MOST_FAILURES, WINDOW, delay
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.errors import NotPermitted
from ntm_verify.domain.people import Actor

from .ports import Kept, Ports, Transaction

MOST_OF_ADDRESS: Final = 20
LIMITS: Final = (MOST_FAILURES, MOST_OF_ADDRESS)
SAME_HOUSE: Final = 64
"""Bits of an IPv6 address that one subscriber has for himself."""


class TooManyAttempts(NotPermitted):
    """Too many wrong passwords or codes in a row (thử sai quá nhiều lần)."""

    code = "too_many_attempts"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "Đã nhập sai nhiều lần. Chờ vài phút rồi thử lại, hoặc nhờ quản trị đặt lại mật khẩu."
        )


@dataclass(frozen=True, slots=True)
class Guess:
    """One guess that was let through (một lần thử), and how many of its name failed before."""

    keys: tuple[str, ...]
    at: datetime
    before: int

    async def was_right(self, tx: Transaction) -> None:
        """Forget the failures of the name, and of the address this one guess only."""
        await tx.accounts.clear_failures(self.keys[0])
        for key in self.keys[1:]:
            await tx.access.take_back_failure(key, self.at)

    async def was_wrong(self, ports: Ports, actor: Actor) -> None:
        """Tell the log of the first and every fifth, so that nobody can flood it.

        While nothing may be added to the log they are counted all the same.
        """
        if self.before % MOST_FAILURES or ports.gate.why:
            return
        subject, after = Subject("sign_in", self.keys[0]), {"failures": self.before + 1}
        async with ports.transaction(kept=Kept()) as tx:
            await tx.audit.append(AuditEvent(Action.SIGN_IN_FAILED, actor, subject, after=after))


async def take_guess(ports: Ports, actor: Actor, name: str) -> Guess:
    """Count a guess under a name and under the actor's address, if neither has to wait.

    Raises:
        TooManyAttempts: wait before the next try.

    """
    keys, now = _keys(name, actor.address), ports.now()
    async with ports.aside(kept=Kept()) as tx:
        for key in keys:
            await tx.access.one_at_a_time(key)
        failed = [await tx.accounts.failures(key, now - WINDOW) for key in keys]
        for key, count, most in zip(keys, failed, LIMITS, strict=False):
            over = count - most
            wait = delay(MOST_FAILURES + over)
            if over >= 0 and await tx.accounts.failures(key, now - wait):
                raise TooManyAttempts
        for key in keys:
            await tx.accounts.add_failure(key, now)
    return Guess(keys, now, failed[0])


def _keys(name: str, address: str) -> tuple[str, ...]:
    kind, _, rest = name.partition(":")
    named = f"{kind}:{sha256(rest.encode()).hexdigest()}"
    if not address:
        return (named,)
    return named, f"address:{sha256(neighbourhood(address).encode()).hexdigest()}"


def neighbourhood(address: str) -> str:
    """Give what one subscriber may change at will: the first half of an IPv6 address, or all."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return address
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return f"{int(known) >> (128 - SAME_HOUSE):x}/{SAME_HOUSE}"

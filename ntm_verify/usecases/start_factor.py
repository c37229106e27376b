"""Somebody begins to set a second factor up (bắt đầu bật xác thực hai lớp)."""

from dataclasses import dataclass, field

from ntm_verify.domain.people import Actor
from ntm_verify.domain.second_factor import FactorInUse, SecondFactor

from .ports import Ports


@dataclass(frozen=True, slots=True)
class StartFactor:
    """Nothing is asked for: the secret is made here (bắt đầu)."""


@dataclass(frozen=True, slots=True)
class FactorShown:
    """The secret to be put into an authenticator (khóa để quét hoặc gõ tay)."""

    key: str = field(repr=False)
    qr: str = field(repr=False)


async def start_factor(ports: Ports, actor: Actor, _: StartFactor) -> FactorShown:
    """Show the secret that waits for its first code; the first time make one.

    Nothing is in use before `activate_factor`, so nothing is on record yet.

    Raises:
        FactorInUse: a second factor is in use; it has to be taken away first.

    """
    async with ports.transaction() as tx:
        account = await tx.accounts.get(actor.id)
        factor = await tx.access.factor(actor.id)
        if factor is not None and factor.active_at is not None:
            raise FactorInUse
        if factor is None:
            factor = SecondFactor(actor.id, ports.factors.make(actor.id), ports.now())
            await tx.access.keep_factor(factor)
    key = ports.factors.key(actor.id, factor.sealed)
    return FactorShown(key, ports.draw_qr(ports.factors.address(account.username, key)))

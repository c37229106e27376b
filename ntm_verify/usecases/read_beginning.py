"""Somebody opens a service in which nobody can sign in yet (bắt đầu dùng hệ thống)."""

from dataclasses import dataclass

from ntm_verify.domain.people import Actor

from .ports import Ports


@dataclass(frozen=True, slots=True)
class ReadBeginning:
    """Whether anybody can sign in (đã có tài khoản chưa)."""


async def read_beginning(ports: Ports, _: Actor, __: ReadBeginning) -> bool:
    """Say whether the service has no account at all, as after a fresh installation."""
    async with ports.reading() as tx:
        return not await tx.access.is_anybody_known()

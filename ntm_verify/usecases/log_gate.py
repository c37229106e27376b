"""The gate before the log (cửa ghi): shut when the database does not follow what lies outside.

While it is shut nothing is done and nothing is added to the log. Those who answer for the log
still come in, by sessions that are no part of it, and look: their looks leave no entry then,
since a second history must not begin. An old copy may hold accounts that were ended since, so
nobody else comes in, and nobody is shown a name.
"""

from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final

from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.people import Actor, Role

from .ports import Kept, LogGate, Opening, Ports, Transaction

READERS: Final = frozenset({Role.AUDITOR, Role.ADMINISTRATOR, Role.OPERATOR})
"""Who comes in and looks while nothing may be written."""


def guarded(opening: Opening, gate: LogGate) -> Opening:
    """Give a way to open transactions that asks the gate first."""

    @asynccontextmanager
    async def opened(
        actor: Actor | None = None, /, *, kept: Kept | None = None
    ) -> AsyncGenerator[Transaction]:
        gate.require_open()
        async with opening(actor, kept=kept) as tx:
            yield tx

    return opened


def require_may_enter(ports: Ports, role: Role) -> None:
    """Let nobody but those who answer for the log come in while the gate is shut.

    Raises:
        LogReadOnly: the gate is shut to this office.

    """
    if role not in READERS:
        ports.gate.require_open()


def looking(ports: Ports, actor: Actor, *offices: Role) -> AbstractAsyncContextManager[Transaction]:
    """Open what a look needs: while the gate is shut these offices look, and write nothing."""
    if ports.gate.why and actor.role in offices:
        return ports.reading()
    return ports.transaction()


async def tell(ports: Ports, tx: Transaction, event: AuditEvent) -> None:
    """Tell the log of a session or a look, unless nothing may be added to it now."""
    if not ports.gate.why:
        await tx.audit.append(event)

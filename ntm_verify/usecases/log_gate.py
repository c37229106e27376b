"""The gate before the log (cửa ghi): shut when the database does not follow what lies outside."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from ntm_verify.domain.people import Actor

from .ports import Kept, LogGate, Opening, Transaction


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

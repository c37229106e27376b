"""The shelf of issuing (kho ban hành): plans left over, orders of many papers, time-stamps."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from ntm_verify.domain.alarm import Line
from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.signing_order import PaperStamp, SigningOrder, SigningTask


class Issuing(Protocol):
    """What is on its way to become a paper, and what papers need later on."""

    async def plans(self, province: str) -> tuple[Certificate, ...]:
        """Give the papers of a province ("" for all) that have a number and no file yet."""
        ...

    async def plan_line(self) -> Line:
        """Say how many papers have a number and no file, and since when the first of them."""
        ...

    async def order_line(self) -> Line:
        """Say how many ordered papers wait, since when the first is due, and how many are stuck."""
        ...

    async def add(
        self, order: SigningOrder, tasks: Sequence[SigningTask], event: AuditEvent
    ) -> None:
        """Keep an order with its tasks and its audit event."""
        ...

    async def order(self, order_id: UUID) -> SigningOrder:
        """Give an order, or raise `NotFound`."""
        ...

    async def orders_of(self, account: str) -> tuple[SigningOrder, ...]:
        """Give the last twenty orders of a signer, newest first."""
        ...

    async def tasks(self, order_id: UUID) -> tuple[SigningTask, ...]:
        """Give the tasks of an order, by place."""
        ...

    async def waiting(self, now: datetime) -> int:
        """Count the tasks that are due and not stuck, without taking any."""
        ...

    async def claim(self, now: datetime) -> SigningTask | None:
        """Take the task that is due longest, and put it off (`domain.signing_order.claim`)."""
        ...

    async def keep(self, task: SigningTask) -> None:
        """Keep what became of a task."""
        ...

    async def stamp(self, certificate_id: UUID) -> PaperStamp | None:
        """Give what is known of a paper's time-stamp; None when nobody has looked yet."""
        ...

    async def to_stamp(self, before: datetime, limit: int) -> tuple[Certificate, ...]:
        """Give papers in force that nobody has looked at, or whose proof ends before a moment."""
        ...

    async def keep_stamp(self, stamp: PaperStamp, event: AuditEvent | None = None) -> None:
        """Keep what is known of a paper's time-stamp; with the event of its renewal."""
        ...


class HasIssuing(Protocol):
    """A transaction with this shelf (giao dịch có kho ban hành)."""

    @property
    def issuing(self) -> Issuing:
        """Plans left over, orders, time-stamps."""
        ...

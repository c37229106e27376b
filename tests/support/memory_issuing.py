"""Plans, orders of many papers and time-stamps, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ntm_verify.domain.alarm import Line
from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.certificate import Certificate, Standing
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.signing_order import (
    MOST_ATTEMPTS,
    PaperStamp,
    SigningOrder,
    SigningTask,
    TaskState,
    claim,
)

from .memory_log import Kept, MemoryLog


@dataclass
class MemoryIssuing:
    kept: Kept
    log: MemoryLog

    async def plans(self, province: str) -> tuple[Certificate, ...]:
        found = [c for c in self.kept.certificates.values() if c.standing is Standing.PLANNED]
        here = [c for c in found if province in {"", c.province}]
        return tuple(sorted(here, key=lambda c: (c.planned_at, c.reference)))

    async def plan_line(self) -> Line:
        since = [paper.planned_at for paper in await self.plans("")]
        return Line(len(since), min(since, default=None))

    async def order_line(self) -> Line:
        waiting = [t for t in self.kept.signing_tasks.values() if t.state is TaskState.WAITING]
        due = [task.due for task in waiting if not task.is_stuck]
        return Line(len(due), min(due, default=None), len(waiting) - len(due))

    async def add(
        self, order: SigningOrder, tasks: Sequence[SigningTask], event: AuditEvent
    ) -> None:
        self.log.queue(event)
        self.kept.signing_orders[order.id] = order
        self.kept.signing_tasks.update({task.id: task for task in tasks})

    async def order(self, order_id: UUID) -> SigningOrder:
        if order_id not in self.kept.signing_orders:
            raise NotFound("lệnh ban hành", order_id)
        return self.kept.signing_orders[order_id]

    async def orders_of(self, account: str) -> tuple[SigningOrder, ...]:
        mine = [order for order in self.kept.signing_orders.values() if order.by == account]
        return tuple(sorted(mine, key=lambda o: (o.at, o.id), reverse=True)[:20])

    async def tasks(self, order_id: UUID) -> tuple[SigningTask, ...]:
        mine = [task for task in self.kept.signing_tasks.values() if task.order_id == order_id]
        return tuple(sorted(mine, key=lambda task: task.place))

    async def waiting(self, now: datetime) -> int:
        return len(self._due(now))

    async def claim(self, now: datetime) -> SigningTask | None:
        due = sorted(self._due(now), key=lambda task: (task.due, task.id))
        if not due:
            return None
        await self.keep(claim(due[0], now))
        return self.kept.signing_tasks[due[0].id]

    async def keep(self, task: SigningTask) -> None:
        self.kept.signing_tasks[task.id] = task

    async def stamp(self, certificate_id: UUID) -> PaperStamp | None:
        return self.kept.stamps.get(certificate_id)

    async def to_stamp(self, before: datetime, limit: int) -> tuple[Certificate, ...]:
        def wants(paper: Certificate) -> bool:
            known = self.kept.stamps.get(paper.id)
            return known is None or (known.kept_until is not None and known.kept_until < before)

        valid = [c for c in self.kept.certificates.values() if c.standing is Standing.VALID]
        return tuple(paper for paper in valid if wants(paper))[:limit]

    async def keep_stamp(self, stamp: PaperStamp, event: AuditEvent | None = None) -> None:
        if event is not None:
            self.log.queue(event)
        self.kept.stamps[stamp.certificate_id] = stamp

    def _due(self, now: datetime) -> list[SigningTask]:
        return [
            task
            for task in self.kept.signing_tasks.values()
            if task.state is TaskState.WAITING and task.due <= now and task.attempts < MOST_ATTEMPTS
        ]

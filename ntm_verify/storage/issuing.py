"""Plans, orders of many papers and time-stamps in the database (kho ban hành)."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel, col, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

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

from .audit import AuditShelf
from .certificates import CertificateRow
from .columns import enum_type

MOST_ORDERS: Final = 20


class SigningOrderRow(SQLModel, table=True):
    """One order (một lệnh ban hành)."""

    __tablename__ = "signing_order"
    __table_args__ = (sa.CheckConstraint("size > 0", name="size"),)

    id: UUID = Field(primary_key=True)
    province: str
    by: str = Field(index=True)
    signed_for: str
    at: datetime
    size: int


class SigningTaskRow(SQLModel, table=True):
    """One dossier of an order (một hồ sơ của lệnh)."""

    __tablename__ = "signing_task"
    __table_args__ = (
        sa.UniqueConstraint("order_id", "place"),
        sa.CheckConstraint("attempts >= 0", name="attempts"),
    )

    id: UUID = Field(primary_key=True)
    order_id: UUID = Field(foreign_key="signing_order.id")
    place: int
    appraisal_id: UUID
    seen: int
    commune_name: str
    due: datetime = Field(index=True)
    state: TaskState = Field(sa_type=enum_type(TaskState))
    reference: str
    code: str
    detail: str
    attempts: int


class PaperStampRow(SQLModel, table=True):
    """Which file of a paper is handed out, and until when it proves (dấu thời gian lưu trữ)."""

    __tablename__ = "paper_stamp"
    __table_args__ = (sa.CheckConstraint("renewals >= 0", name="renewals"),)

    certificate_id: UUID = Field(primary_key=True, foreign_key="certificate.id")
    reference: str
    pdf_sha256: str = Field(index=True)
    pdf_length: int
    kept_until: datetime | None = Field(default=None, index=True)
    looked_at: datetime
    renewals: int


def _values(value: Any) -> dict[str, Any]:  # noqa: ANN401 - one of the values above
    return {one.name: getattr(value, one.name) for one in fields(value)}


def _task(row: SigningTaskRow) -> SigningTask:
    return SigningTask(**{one.name: getattr(row, one.name) for one in fields(SigningTask)})


def _order(row: SigningOrderRow) -> SigningOrder:
    return SigningOrder(**{one.name: getattr(row, one.name) for one in fields(SigningOrder)})


@dataclass(frozen=True, slots=True)
class IssuingShelf:
    """Issuing inside one transaction."""

    session: AsyncSession
    audit: AuditShelf

    async def plans(self, province: str) -> tuple[Certificate, ...]:
        """Give the papers of a province ("" for all) that have a number and no file yet."""
        query = select(CertificateRow).where(_is_planned())
        if province:
            query = query.where(col(CertificateRow.province) == province)
        ordered = query.order_by(col(CertificateRow.planned_at), col(CertificateRow.reference))
        return tuple(row.to_domain() for row in await self.session.exec(ordered))

    async def plan_line(self) -> Line:
        """Say how many papers have a number and no file, and since when the first of them."""
        oldest = func.min(col(CertificateRow.planned_at))
        found = await self.session.exec(select(func.count(), oldest).where(_is_planned()))
        waiting, since = found.one()
        return Line(waiting, since)

    async def order_line(self) -> Line:
        """Say how many ordered papers wait, since when the first is due, and how many are stuck."""
        alive = col(SigningTaskRow.attempts) < MOST_ATTEMPTS
        query = select(func.count(), func.min(col(SigningTaskRow.due))).where(_waits(), alive)
        waiting, oldest = (await self.session.exec(query)).one()
        stuck = select(func.count()).select_from(SigningTaskRow).where(_waits(), sa.not_(alive))
        return Line(waiting, oldest, (await self.session.exec(stuck)).one())

    async def add(
        self, order: SigningOrder, tasks: Sequence[SigningTask], event: AuditEvent
    ) -> None:
        """Keep an order with its tasks and its audit event."""
        self.audit.queue(event)
        self.session.add(SigningOrderRow(**_values(order)))
        await self.session.flush()
        self.session.add_all([SigningTaskRow(**_values(task)) for task in tasks])
        await self.session.flush()

    async def order(self, order_id: UUID) -> SigningOrder:
        """Give an order, or raise `NotFound`."""
        row = await self.session.get(SigningOrderRow, order_id)
        if row is None:
            raise NotFound("lệnh ban hành", order_id)
        return _order(row)

    async def orders_of(self, account: str) -> tuple[SigningOrder, ...]:
        """Give the last twenty orders of a signer, newest first."""
        query = select(SigningOrderRow).where(col(SigningOrderRow.by) == account)
        newest = query.order_by(col(SigningOrderRow.at).desc(), col(SigningOrderRow.id).desc())
        return tuple(_order(row) for row in await self.session.exec(newest.limit(MOST_ORDERS)))

    async def tasks(self, order_id: UUID) -> tuple[SigningTask, ...]:
        """Give the tasks of an order, by place."""
        query = select(SigningTaskRow).where(col(SigningTaskRow.order_id) == order_id)
        found = await self.session.exec(query.order_by(col(SigningTaskRow.place)))
        return tuple(_task(row) for row in found)

    async def waiting(self, now: datetime) -> int:
        """Count the tasks that are due and not stuck, without taking any."""
        query = select(func.count()).select_from(SigningTaskRow).where(*_due(now))
        return (await self.session.exec(query)).one()

    async def claim(self, now: datetime) -> SigningTask | None:
        """Take the task that is due longest, past those that another worker holds."""
        query = (
            select(SigningTaskRow)
            .where(*_due(now))
            .order_by(col(SigningTaskRow.due), col(SigningTaskRow.id))
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        row = (await self.session.exec(query)).first()
        if row is None:
            return None
        task = claim(_task(row), now)
        await self.keep(task)
        return task

    async def keep(self, task: SigningTask) -> None:
        """Keep what became of a task."""
        mine = col(SigningTaskRow.id) == task.id
        await self.session.exec(update(SigningTaskRow).where(mine).values(**_values(task)))

    async def stamp(self, certificate_id: UUID) -> PaperStamp | None:
        """Give what is known of a paper's time-stamp; None when nobody has looked yet."""
        row = await self.session.get(PaperStampRow, certificate_id)
        if row is None:
            return None
        return PaperStamp(**{one.name: getattr(row, one.name) for one in fields(PaperStamp)})

    async def to_stamp(self, before: datetime, limit: int) -> tuple[Certificate, ...]:
        """Give papers in force that nobody has looked at, or whose proof ends before a moment."""
        unseen = col(PaperStampRow.certificate_id).is_(None)
        query = (
            select(CertificateRow)
            .outerjoin(PaperStampRow, col(PaperStampRow.certificate_id) == col(CertificateRow.id))
            .where(
                col(CertificateRow.standing) == Standing.VALID,
                sa.or_(unseen, col(PaperStampRow.kept_until) < before),
            )
            .order_by(col(PaperStampRow.kept_until), col(CertificateRow.id))
            .limit(limit)
        )
        return tuple(row.to_domain() for row in await self.session.exec(query))

    async def keep_stamp(self, stamp: PaperStamp, event: AuditEvent | None = None) -> None:
        """Keep what is known of a paper's time-stamp; with the event of its renewal."""
        if event is not None:
            self.audit.queue(event)
        await self.session.merge(PaperStampRow(**_values(stamp)))
        await self.session.flush()


def _is_planned() -> sa.ColumnElement[bool]:
    return col(CertificateRow.standing) == Standing.PLANNED


def _waits() -> sa.ColumnElement[bool]:
    return col(SigningTaskRow.state) == TaskState.WAITING


def _due(now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return _waits(), col(SigningTaskRow.due) <= now, col(SigningTaskRow.attempts) < MOST_ATTEMPTS

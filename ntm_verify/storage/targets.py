"""Targets and totals in the database (kho chỉ tiêu và tổng hợp)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Self
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel, col, insert, select
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.ratios import Base
from ntm_verify.domain.rollup import COUNTED, DossierFact
from ntm_verify.domain.targets import Actual, Citation, Due, Measure, Target

from .appraisals import AppraisalRow
from .audit import AuditShelf
from .columns import enum_type, uuid7


class TargetRow(SQLModel, table=True):
    """One target (một chỉ tiêu); ids rise in the order of entry."""

    __tablename__ = "plan_target"
    __table_args__ = (
        sa.CheckConstraint("(percent IS NULL) <> (people IS NULL)", name="one_figure"),
        sa.CheckConstraint("people IS NULL OR people > 0", name="people"),
    )

    id: UUID = Field(primary_key=True)
    province: str = Field(index=True)
    unit: str
    measure: Measure = Field(sa_type=enum_type(Measure))
    year: int
    base: Base = Field(sa_type=enum_type(Base))
    percent: str | None = None  # as text: SQLite would make a float of it
    people: int | None = None
    document_kind: str
    document_number: str
    document_day: date
    issuer: str
    article: str
    valid_from: date
    demonstration: bool
    event: UUID

    @classmethod
    def of(cls, target: Target, province: str, event: UUID) -> Self:
        """Write the domain value down."""
        return cls(
            id=uuid7(),
            province=province,
            unit=target.unit,
            measure=target.measure,
            year=target.year,
            base=target.base,
            percent=None if target.percent is None else str(target.percent),
            people=target.people,
            document_kind=target.citation.kind,
            document_number=target.citation.number,
            document_day=target.citation.day,
            issuer=target.citation.issuer,
            article=target.citation.article,
            valid_from=target.valid_from,
            demonstration=target.demonstration,
            event=event,
        )

    def to_domain(self) -> Target:
        """Read the domain value back; its own checks run again."""
        citation = Citation(
            self.document_kind, self.document_number, self.document_day, self.issuer, self.article
        )
        return Target(
            self.unit,
            self.measure,
            self.year,
            self.base,
            citation,
            self.valid_from,
            percent=None if self.percent is None else Decimal(self.percent),
            people=self.people,
            demonstration=self.demonstration,
        )


class ActualRow(SQLModel, table=True):
    """One count of people (một số thực hiện); ids rise in the order of entry."""

    __tablename__ = "plan_actual"
    __table_args__ = (sa.CheckConstraint("total >= 0", name="total"),)

    id: UUID = Field(primary_key=True)
    province: str = Field(index=True)
    unit: str
    measure: Measure = Field(sa_type=enum_type(Measure))
    day: date
    total: int
    inside: int | None = None
    outside: int | None = None
    source: str
    event: UUID


class DueRow(SQLModel, table=True):
    """The day until which a year's dossiers are wanted (hạn nộp); ids rise by entry."""

    __tablename__ = "dossier_due"

    id: UUID = Field(primary_key=True)
    province: str = Field(index=True)
    year: int
    day: date
    document: str
    event: UUID


@dataclass(frozen=True, slots=True)
class TargetShelf:
    """Targets, counts and figures of dossiers inside one transaction."""

    session: AsyncSession
    audit: AuditShelf

    async def facts(self, province: str, first: date, last: date) -> tuple[DossierFact, ...]:
        """Give the figures of counted dossiers, columns alone: no list, no outcome is read."""
        row = AppraisalRow
        columns = (
            *(row.id, row.commune, row.as_of, row.status, row.insured, row.people),
            *(row.required, row.verdict, row.certificate),
        )
        wanted = (
            col(row.province) == province,
            col(row.as_of).between(first, last),
            col(row.status).in_(sorted(COUNTED)),
            col(row.insured).is_not(None),
        )
        query = sa.select(*columns).where(*wanted).order_by(col(row.as_of), col(row.id))  # type: ignore[call-overload] # columns of a row
        found = await self.session.exec(query)
        return tuple(DossierFact(*told) for told in found)

    async def targets(self, province: str) -> tuple[Target, ...]:
        """Give every target of a province's units, in the order of entry."""
        query = select(TargetRow).where(col(TargetRow.province) == province)
        rows = await self.session.exec(query.order_by(col(TargetRow.id)))
        return tuple(row.to_domain() for row in rows)

    async def actuals(self, province: str, year: int) -> tuple[Actual, ...]:
        """Give a year's counts of a province's units, in the order of entry; columns alone."""
        row = ActualRow
        columns = (row.unit, row.measure, row.day, row.total, row.source, row.inside, row.outside)
        wanted = (
            col(row.province) == province,
            col(row.day).between(date(year, 1, 1), date(year, 12, 31)),
        )
        query = sa.select(*columns).where(*wanted).order_by(col(row.id))  # type: ignore[call-overload] # columns of a row
        found = await self.session.exec(query)
        return tuple(Actual(*told) for told in found)

    async def dues(self, province: str) -> tuple[Due, ...]:
        """Give every last day that a province set, in the order of entry."""
        query = select(DueRow).where(col(DueRow.province) == province).order_by(col(DueRow.id))
        return tuple(Due(row.year, row.day, row.document) for row in await self.session.exec(query))

    async def add_due(self, province: str, due: Due, event: AuditEvent) -> None:
        """Keep a last day and the event that tells of it."""
        row = DueRow(
            id=uuid7(),
            province=province,
            year=due.year,
            day=due.day,
            document=due.document,
            event=self.audit.queue(event),
        )
        await self.session.exec(insert(DueRow).values(**row.model_dump()))

    async def add_targets(
        self, province: str, targets: Sequence[Target], event: AuditEvent
    ) -> None:
        """Keep targets and the event that tells of them."""
        told = self.audit.queue(event)
        rows = [TargetRow.of(target, province, told).model_dump() for target in targets]
        await (await self.session.connection()).execute(insert(TargetRow), rows)

    async def add_actuals(
        self, province: str, actuals: Sequence[Actual], event: AuditEvent
    ) -> None:
        """Keep counts and the event that tells of them."""
        told = self.audit.queue(event)
        fields = ("unit", "measure", "day", "total", "inside", "outside", "source")
        rows = [
            {
                "id": uuid7(),
                "province": province,
                "event": told,
                **{name: getattr(actual, name) for name in fields},
            }
            for actual in actuals
        ]
        await (await self.session.connection()).execute(insert(ActualRow), rows)

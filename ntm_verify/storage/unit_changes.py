"""Changes of units in the database (kho sắp xếp đơn vị hành chính)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, SQLModel, col, insert, select
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.errors import StaleRecord
from ntm_verify.domain.unit import Unit
from ntm_verify.domain.unit_change import ChangeKind, UnitChange

from .audit import AuditShelf
from .columns import Nested, enum_type, json_type

UNITS: Final = Nested(tuple[Unit, ...])


class UnitChangeRow(SQLModel, table=True):
    """One change of a province's units (một lần sắp xếp)."""

    __tablename__ = "unit_change"
    __table_args__ = (
        sa.UniqueConstraint("province", "number"),
        sa.CheckConstraint("number > 0", name="number"),
    )

    id: UUID = Field(primary_key=True)
    province: str
    number: int
    kind: ChangeKind = Field(sa_type=enum_type(ChangeKind))
    day: date
    document: str
    before: Any = Field(sa_type=json_type())
    after: Any = Field(sa_type=json_type())
    made_by: str
    made_at: datetime
    event: UUID

    @classmethod
    def of(cls, change: UnitChange, event: UUID) -> Self:
        """Write the domain value down."""
        apart = {"event", "before", "after"}
        told = {name: getattr(change, name) for name in cls.model_fields if name not in apart}
        before, after = UNITS.write(change.before), UNITS.write(change.after)
        return cls(event=event, before=before, after=after, **told)

    def to_domain(self) -> UnitChange:
        """Read the domain value back."""
        told = self.model_dump(exclude={"event", "before", "after"})
        return UnitChange(before=UNITS.read(self.before), after=UNITS.read(self.after), **told)


@dataclass(frozen=True, slots=True)
class UnitChangeShelf:
    """Changes of units inside one transaction."""

    session: AsyncSession
    audit: AuditShelf

    async def of_province(self, province: str) -> tuple[UnitChange, ...]:
        """Give every change of a province, in the order of entry."""
        query = select(UnitChangeRow).where(col(UnitChangeRow.province) == province)
        rows = await self.session.exec(query.order_by(col(UnitChangeRow.number)))
        return tuple(row.to_domain() for row in rows)

    async def add(self, change: UnitChange, event: AuditEvent) -> None:
        """Keep a change and its event.

        Raises:
            StaleRecord: another change was entered meanwhile.

        """
        row = UnitChangeRow.of(change, self.audit.queue(event)).model_dump()
        try:
            await self.session.exec(insert(UnitChangeRow).values(**row))
        except IntegrityError as clash:
            raise StaleRecord("lần sắp xếp đơn vị", change.number) from clash

"""Provinces and communes in the database (đơn vị hành chính)."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.unit import Letterhead, Unit

from .audit import AuditShelf
from .columns import Nested, json_type

WHAT = "đơn vị hành chính"
PROVINCE = "province"
LETTERHEAD = Nested(Letterhead)


class UnitRow(SQLModel, table=True):
    """One province or commune (đơn vị)."""

    __tablename__ = "unit"
    __table_args__ = (sa.CheckConstraint("last_day IS NULL OR first_day <= last_day", name="days"),)

    code: str = Field(primary_key=True)
    name: str
    kind: str
    province: str = Field(index=True)
    first_day: date
    last_day: date | None = None
    letterhead: Any = Field(default=None, nullable=True, sa_type=json_type())
    event: UUID | None = None
    number: str | None = None
    area: str | None = None

    @classmethod
    def of(cls, unit: Unit, event: UUID | None) -> Self:
        """Write the domain value down."""
        return cls(
            code=unit.code,
            name=unit.name,
            kind=unit.kind,
            province=unit.province,
            first_day=unit.first_day,
            last_day=unit.last_day,
            letterhead=LETTERHEAD.write(unit.letterhead) if unit.letterhead else None,
            event=event,
            number=unit.number or None,
            area=unit.area or None,
        )

    def to_domain(self) -> Unit:
        """Read the domain value back."""
        return Unit(
            self.code,
            self.name,
            self.kind,
            self.province,
            self.first_day,
            self.last_day,
            LETTERHEAD.read(self.letterhead) if self.letterhead else None,
            self.number or "",
            self.area or "",
        )


@dataclass(frozen=True, slots=True)
class UnitShelf:
    """Units inside one transaction."""

    session: AsyncSession
    audit: AuditShelf

    async def get(self, code: str) -> Unit:
        """Give the unit, or raise `NotFound`."""
        row = await self.session.get(UnitRow, code)
        if row is None:
            raise NotFound(WHAT, code)
        return row.to_domain()

    async def provinces(self) -> tuple[Unit, ...]:
        """Give the provinces of this installation, by code."""
        query = select(UnitRow).where(col(UnitRow.kind) == PROVINCE).order_by(col(UnitRow.code))
        return tuple(row.to_domain() for row in await self.session.exec(query))

    async def of_province(self, province: str) -> tuple[Unit, ...]:
        """Give the communes of a province, by code."""
        inside = col(UnitRow.province) == province, col(UnitRow.kind) != PROVINCE
        query = select(UnitRow).where(*inside).order_by(col(UnitRow.code))
        return tuple(row.to_domain() for row in await self.session.exec(query))

    async def save(self, unit: Unit, event: AuditEvent | None = None) -> None:
        """Keep a unit, in place of what was known of its code."""
        insert = postgresql.insert if self.audit.on_postgres else sqlite.insert
        row = UnitRow.of(unit, self.audit.queue(event) if event else None).model_dump()
        known = {name: value for name, value in row.items() if name != "code"}
        await self.session.exec(
            insert(UnitRow).values(**row).on_conflict_do_update(index_elements=["code"], set_=known)
        )

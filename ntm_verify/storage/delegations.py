"""Who acts for whom, in the database (kho ủy quyền)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Self
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.delegation import Delegation
from ntm_verify.domain.errors import Conflict, NotFound, StaleRecord
from ntm_verify.domain.people import Role

from .audit import AuditShelf
from .columns import enum_type
from .records import keep

WHAT: Final = "ủy quyền"


class DelegationRow(SQLModel, table=True):
    """One delegation (một lần ủy quyền)."""

    __tablename__ = "delegation"
    __table_args__ = (
        sa.CheckConstraint("version > 0", name="version"),
        sa.CheckConstraint("first_day <= last_day", name="days"),
        sa.CheckConstraint("giver <> taker", name="people"),
    )

    id: UUID = Field(primary_key=True)
    version: int
    event: UUID
    province: str = Field(index=True)
    role: Role = Field(sa_type=enum_type(Role))
    giver: str
    giver_name: str
    taker: str
    taker_name: str
    post: str
    first_day: date
    last_day: date
    legal_reference: str
    made_by: str
    made_at: datetime
    ended_on: date | None = None

    @classmethod
    def of(cls, delegation: Delegation, event: UUID) -> Self:
        """Write the domain value down."""
        names = (name for name in cls.model_fields if name != "event")
        return cls(event=event, **{name: getattr(delegation, name) for name in names})

    def to_domain(self) -> Delegation:
        """Read the domain value back."""
        return Delegation(**self.model_dump(exclude={"event"}))


@dataclass(frozen=True, slots=True)
class DelegationShelf:
    """Delegations inside one transaction."""

    session: AsyncSession
    audit: AuditShelf

    async def get(self, delegation_id: UUID) -> Delegation:
        """Give a delegation, or raise `NotFound`."""
        row = await self.session.get(DelegationRow, delegation_id, populate_existing=True)
        if row is None:
            raise NotFound(WHAT, delegation_id)
        return row.to_domain()

    async def of_province(self, province: str) -> tuple[Delegation, ...]:
        """Give every delegation of a province, newest first."""
        query = select(DelegationRow).where(col(DelegationRow.province) == province)
        rows = await self.session.exec(query.order_by(col(DelegationRow.id).desc()))
        return tuple(row.to_domain() for row in rows)

    async def save(self, delegation: Delegation, event: AuditEvent) -> Delegation:
        """Keep a delegation, one version on, and its audit event together."""
        kept = replace(delegation, version=delegation.version + 1)
        row = DelegationRow.of(kept, self.audit.queue(event))
        stale = StaleRecord(WHAT, delegation.id)
        await keep(self.session, row, delegation.version, stale, Conflict)
        return kept

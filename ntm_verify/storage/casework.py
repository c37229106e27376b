"""Comments, extensions and samples of dossiers in the database (việc quanh hồ sơ)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Self
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel, col, insert, select
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.casework import (
    KINDS,
    Comment,
    Extension,
    Piece,
    Sample,
    SampleResult,
)

from .audit import AuditShelf
from .columns import Nested, json_type

FORMS: Final[dict[str, Nested[Any]]] = {
    KINDS[kind]: Nested(kind) for kind in (Comment, Extension, Sample, SampleResult)
}


class CaseworkRow(SQLModel, table=True):
    """One piece of casework (một việc quanh hồ sơ), never changed.

    `until` and `counts_from` stand beside the body for extensions: the queue orders by them.
    """

    __tablename__ = "casework"
    __table_args__ = (sa.Index("ix_casework_appraisal_kind", "appraisal_id", "kind", "round"),)

    id: UUID = Field(primary_key=True)
    event: UUID
    appraisal_id: UUID = Field(foreign_key="appraisal.id")
    kind: str
    round: int
    by: str
    at: datetime
    until: date | None = None
    counts_from: datetime | None = None
    body: Any = Field(sa_type=json_type())

    @classmethod
    def of(cls, piece: Piece, event: UUID) -> Self:
        """Write the domain value down."""
        kind = KINDS[type(piece)]
        extended = piece if isinstance(piece, Extension) else None
        return cls(
            id=piece.id,
            event=event,
            appraisal_id=piece.appraisal_id,
            kind=kind,
            round=piece.round,
            by=piece.by,
            at=piece.at,
            until=extended.until if extended else None,
            counts_from=extended.counts_from if extended else None,
            body=FORMS[kind].write(piece),
        )

    def to_domain(self) -> Piece:
        """Read the domain value back."""
        piece: Piece = FORMS[self.kind].read(self.body)
        return piece


@dataclass(frozen=True, slots=True)
class CaseworkShelf:
    """Casework inside one transaction."""

    session: AsyncSession
    audit: AuditShelf

    async def of(self, appraisal_id: UUID) -> tuple[Piece, ...]:
        """Give everything about a dossier, oldest first."""
        query = select(CaseworkRow).where(col(CaseworkRow.appraisal_id) == appraisal_id)
        rows = await self.session.exec(query.order_by(col(CaseworkRow.id)))
        return tuple(row.to_domain() for row in rows)

    async def add(self, piece: Piece, event: AuditEvent) -> None:
        """Keep a piece and its audit event."""
        row = CaseworkRow.of(piece, self.audit.queue(event))
        await self.session.exec(insert(CaseworkRow).values(**row.model_dump()))

"""Figures that provinces entered, in the database (ngưỡng do tỉnh nhập)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Self
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel, col, insert, select
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.errors import StaleRecord
from ntm_verify.domain.regulation import EnteredFigure

from .audit import AuditShelf

TURN: Final = sa.text("SELECT pg_advisory_xact_lock(541116)")
"""Figures are entered one after another: each follows from the one before it."""


class FigureRow(SQLModel, table=True):
    """One entered figure, keyed by the event that entered it (ngưỡng)."""

    __tablename__ = "figure"

    event: UUID = Field(primary_key=True)
    province: str = Field(index=True)
    rule_set: str
    percent: str  # as text: SQLite would make a float of it
    legal_reference: str
    both_sexes: bool | None = None
    demonstration: bool
    group: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    release: str | None = None
    release_sha256: str | None = None
    is_lone: bool | None = None

    @classmethod
    def of(cls, figure: EnteredFigure, event: UUID) -> Self:
        """Write the domain value down."""
        return cls(
            event=event,
            province=figure.province,
            rule_set=figure.rule_set,
            percent=str(figure.percent),
            legal_reference=figure.legal_reference,
            both_sexes=figure.both_sexes,
            demonstration=figure.demonstration,
            group=figure.group,
            first_day=figure.first_day,
            last_day=figure.last_day,
            release=figure.release,
            release_sha256=figure.release_sha256,
            is_lone=figure.is_lone,
        )

    def to_domain(self) -> EnteredFigure:
        """Read the domain value back."""
        return EnteredFigure(
            self.province,
            self.rule_set,
            Decimal(self.percent),
            self.legal_reference,
            self.both_sexes,
            self.demonstration,
            self.group or "",
            self.first_day,
            self.last_day,
            self.release or "",
            self.release_sha256 or "",
            bool(self.is_lone),
        )


def _set_of(figure: EnteredFigure) -> tuple[str, str]:
    return figure.province, figure.rule_set


@dataclass(frozen=True, slots=True)
class FigureShelf:
    """Entered figures inside one transaction."""

    session: AsyncSession
    audit: AuditShelf

    async def all(self) -> tuple[EnteredFigure, ...]:
        """Give every figure, in the order of entry."""
        query = select(FigureRow).order_by(col(FigureRow.event))
        return tuple(row.to_domain() for row in await self.session.exec(query))

    async def add(self, figure: EnteredFigure, event: AuditEvent) -> None:
        """Keep a figure and its audit event.

        Raises:
            StaleRecord: another figure of the set was entered meanwhile.

        """
        if self.audit.on_postgres:
            await (await self.session.connection()).execute(TURN)
        same = [f for f in await self.all() if _set_of(f) == _set_of(figure)]
        if event.subject.rev != len(same) + 1:
            raise StaleRecord("ngưỡng của bộ", figure.rule_set)
        row = FigureRow.of(figure, self.audit.queue(event))
        await self.session.exec(insert(FigureRow).values(**row.model_dump()))

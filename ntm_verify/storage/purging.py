"""Terms of retention in the database, and what is removed by them (kho thời hạn lưu giữ)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Self
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError
from sqlmodel import Field, SQLModel, col, delete, insert, select
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.errors import StaleRecord
from ntm_verify.domain.retention import OVER, EnteredTerm, MayNotErase, RetentionKind
from ntm_verify.trail.entry import timestamp

from .appraisals import AppraisalRow
from .audit import AuditShelf
from .blobs import BlobRow
from .columns import enum_type

AT_ONCE: Final = 500
NO_RIGHT: Final = "42501"
"""insufficient_privilege, as PostgreSQL says it."""


class RetentionTermRow(SQLModel, table=True):
    """One entered term, keyed by the event that entered it (thời hạn lưu giữ)."""

    __tablename__ = "retention_term"
    __table_args__ = (sa.CheckConstraint("months > 0", name="months"),)

    event: UUID = Field(primary_key=True)
    province: str = Field(index=True)
    kind: RetentionKind = Field(sa_type=enum_type(RetentionKind))
    months: int
    document: str
    entered_by: str
    entered_at: datetime

    @classmethod
    def of(cls, term: EnteredTerm, event: UUID) -> Self:
        """Write the domain value down."""
        told = {name: getattr(term, name) for name in cls.model_fields if name != "event"}
        return cls(event=event, **told)

    def to_domain(self) -> EnteredTerm:
        """Read the domain value back."""
        return EnteredTerm(**self.model_dump(exclude={"event"}))


@dataclass(frozen=True, slots=True)
class PurgingShelf:
    """Retention inside one transaction."""

    session: AsyncSession
    audit: AuditShelf

    async def terms(self, province: str) -> tuple[EnteredTerm, ...]:
        """Give every term of a province, in the order of entry."""
        query = select(RetentionTermRow).where(col(RetentionTermRow.province) == province)
        rows = await self.session.exec(query.order_by(col(RetentionTermRow.event)))
        return tuple(row.to_domain() for row in rows)

    async def add_term(self, term: EnteredTerm, event: AuditEvent) -> None:
        """Keep a term and its event.

        Raises:
            StaleRecord: another term of the kind was entered meanwhile.

        """
        same = [old for old in await self.terms(term.province) if old.kind is term.kind]
        if event.subject.rev != len(same) + 1:
            raise StaleRecord("thời hạn lưu giữ", term.kind.value)
        row = RetentionTermRow.of(term, self.audit.queue(event))
        await self.session.exec(insert(RetentionTermRow).values(**row.model_dump()))

    async def over_before(self, province: str, day: date) -> tuple[UUID, ...]:
        """Name dossiers that are over, of a day of reference before this one, list still kept."""
        row: Any = AppraisalRow
        kept = select(BlobRow.sha256).where(
            col(BlobRow.sha256) == row.outcome["roster_sha256"].as_string()
        )
        query = select(row.id).where(
            row.province == province, row.status.in_(sorted(OVER)), row.as_of < day, kept.exists()
        )
        return tuple(await self.session.exec(query.order_by(row.as_of, row.id)))

    async def absent(self, digests: Collection[str]) -> frozenset[str]:
        """Say which of these files are not kept."""
        there: set[str] = set()
        for part in _parts(digests):
            query = select(BlobRow.sha256).where(col(BlobRow.sha256).in_(part))
            there |= set(await self.session.exec(query))
        return frozenset(digests) - there

    async def used_elsewhere(
        self, digests: Collection[str], apart: Collection[UUID]
    ) -> frozenset[str]:
        """Say which of these files a dossier names that is none of `apart`."""
        row: Any = AppraisalRow
        texts = [
            sa.cast(part, sa.Text)
            for part in (row.files, row.outcome, row.unwaived, row.preparation)
        ]
        named = sa.or_(*(text.contains(one) for text in texts for one in sorted(digests)))
        if not digests:
            return frozenset()
        others = await self.session.exec(select(row.id, *texts).where(named))
        found: set[str] = set()
        for identity, *told in others:
            if identity not in apart:
                found |= {one for one in digests if any(one in (text or "") for text in told)}
        return frozenset(found)

    async def drop_files(self, digests: Collection[str]) -> frozenset[str]:
        """Delete these files; give the digests of those that were there."""
        there = frozenset(digests) - await self.absent(digests)
        for part in _parts(there):
            await self.session.exec(delete(BlobRow).where(col(BlobRow.sha256).in_(part)))
        return there

    async def openings_before(
        self, units: Collection[str], at: datetime, limit: int
    ) -> tuple[tuple[int, str], ...]:
        """Name openings beside entries of people of these units written before a moment."""
        private = self.audit.tables.private
        query = self._due(units, at, private.c.event, private.c.field)
        found = query.order_by(private.c.event, private.c.field).limit(limit)
        connection = await self.session.connection()
        return tuple((index, name) for index, name in await connection.execute(found))

    async def count_openings(self, units: Collection[str], at: datetime) -> int:
        """Count the openings that `openings_before` would name."""
        connection = await self.session.connection()
        counted = await connection.execute(self._due(units, at, sa.func.count()))
        return int(counted.scalar_one())

    async def drop_openings(self, places: Sequence[tuple[int, str]]) -> int:
        """Delete these openings; give how many were there.

        On PostgreSQL this needs a role that may (`guards.let_eraser_in`).

        Raises:
            MayNotErase: this one may not.

        """
        tables, private = self.audit.tables, self.audit.tables.private
        connection = await self.session.connection()
        these = sa.tuple_(private.c.event, private.c.field).in_(places)
        here = tables.of_log(private, self.audit.pen.origin)
        try:
            return (await connection.execute(sa.delete(private).where(these, here))).rowcount
        except ProgrammingError as refused:
            if getattr(refused.orig, "sqlstate", "") != NO_RIGHT:
                raise
            raise MayNotErase from refused

    def _due(
        self, units: Collection[str], at: datetime, *columns: sa.ColumnElement[Any]
    ) -> sa.Select[Any]:
        tables, origin = self.audit.tables, self.audit.pen.origin
        private, search = tables.private, tables.search
        old = sa.select(search.c.idx).where(
            tables.of_log(search, origin),
            search.c.at < timestamp(at),
            search.c.unit.in_(sorted(units)),
        )
        here = tables.of_log(private, origin)
        return sa.select(*columns).select_from(private).where(here, private.c.event.in_(old))


def _parts(digests: Collection[str]) -> Iterator[list[str]]:
    """Part a long list, so that no statement has too many parameters."""
    ordered = sorted(digests)
    return (ordered[at : at + AT_ONCE] for at in range(0, len(ordered), AT_ONCE))

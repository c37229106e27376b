"""Decisions about people on two lists, in the database (kết luận về người ở hai danh sách)."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.duplicates import Decision, DuplicateReview
from ntm_verify.domain.errors import Conflict, StaleRecord

from .audit import AuditShelf
from .columns import enum_type
from .records import keep

WHAT: Final = "kết luận về hai dòng"
AT_ONCE: Final = 500


class DuplicateReviewRow(SQLModel, table=True):
    """One decision about a pair of rows (một kết luận)."""

    __tablename__ = "duplicate_review"
    __table_args__ = (sa.CheckConstraint("version > 0", name="version"),)

    id: str = Field(primary_key=True)
    version: int
    event: UUID
    province: str = Field(index=True)
    appraisal_id: UUID = Field(foreign_key="appraisal.id")
    other_id: UUID = Field(foreign_key="appraisal.id")
    decision: Decision = Field(sa_type=enum_type(Decision))
    reason_code: str
    by: str
    at: datetime
    note: str
    remove_row: str = Field(index=True)
    remove_from: str
    person: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    first_row: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    second_row: bytes | None = Field(default=None, sa_type=sa.LargeBinary)

    def to_domain(self) -> DuplicateReview:
        """Read the domain value back; what was not kept of the rows is empty."""
        told = {f.name: getattr(self, f.name) for f in fields(DuplicateReview)}
        unknown = {name: b"" for name in ("person", "first_row", "second_row") if not told[name]}
        return DuplicateReview(**{**told, **unknown})


@dataclass(frozen=True, slots=True)
class ReviewShelf:
    """Decisions inside one transaction."""

    session: AsyncSession
    audit: AuditShelf

    async def of_pairs(self, pairs: Sequence[str]) -> dict[str, DuplicateReview]:
        """Give what was decided about each of these pairs, by pair."""
        found = {}
        for start in range(0, len(pairs), AT_ONCE):
            these = col(DuplicateReviewRow.id).in_(pairs[start : start + AT_ONCE])
            for row in await self.session.exec(select(DuplicateReviewRow).where(these)):
                found[row.id] = row.to_domain()
        return found

    async def to_remove(self, rows: Sequence[str]) -> frozenset[str]:
        """Give those of these rows that the province decided to take out of their list."""
        found: set[str] = set()
        for start in range(0, len(rows), AT_ONCE):
            these = col(DuplicateReviewRow.remove_row).in_(rows[start : start + AT_ONCE])
            found.update(
                await self.session.exec(select(DuplicateReviewRow.remove_row).where(these))
            )
        return frozenset(found)

    async def save(self, review: DuplicateReview, event: AuditEvent) -> DuplicateReview:
        """Keep a decision, one version on, and its audit event together."""
        kept = replace(review, version=review.version + 1)
        values = {f.name: getattr(kept, f.name) for f in fields(DuplicateReview)}
        row = DuplicateReviewRow(**values, event=self.audit.queue(event))
        await keep(self.session, row, review.version, StaleRecord(WHAT, review.id), Conflict)
        return kept

    async def states(self) -> AsyncIterator[tuple[str, dict[str, object]]]:
        """Give (pair, state) of every decision, for the replay of the log."""
        async for row in await self.session.stream(select(DuplicateReviewRow)):
            review = row[0].to_domain()
            yield review.id, review.state()

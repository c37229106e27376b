"""How far checks have come (tiến trình): one small row a dossier, outside the log."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, SQLModel, col, delete
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.domain.progress import Progress, Stage


class ProgressRow(SQLModel, table=True):
    """How far one check has come (tiến trình của một hồ sơ)."""

    __tablename__ = "progress"
    __table_args__ = (sa.CheckConstraint("done >= 0 AND total >= done", name="done"),)

    subject: UUID = Field(primary_key=True)
    stage: str
    done: int
    total: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ProgressShelf:
    """Progress inside one transaction."""

    session: AsyncSession
    on_postgres: bool

    async def get(self, subject: UUID) -> Progress | None:
        """Say how far a check has come; None when nobody has told."""
        row = await self.session.get(ProgressRow, subject, populate_existing=True)
        return None if row is None else Progress(Stage(row.stage), row.done, row.total)

    async def tell(self, subject: UUID, progress: Progress, at: datetime) -> None:
        """Keep how far it is, in place of what was told before."""
        insert = postgresql.insert if self.on_postgres else sqlite.insert
        told = {
            "stage": progress.stage.value,
            "done": progress.done,
            "total": progress.total,
            "at": at,
        }
        await self.session.exec(
            insert(ProgressRow)
            .values(subject=subject, **told)
            .on_conflict_do_update(index_elements=["subject"], set_=told)
        )

    async def forget(self, subject: UUID) -> None:
        """Strike out what was told: the check is over."""
        await self.session.exec(delete(ProgressRow).where(col(ProgressRow.subject) == subject))

"""Remembered columns in the database (cách đọc cột đã ghi nhớ)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field as Column
from sqlmodel import SQLModel, col, insert, select
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.domain.column_memory import ColumnMemory
from ntm_verify.domain.findings import Field

from .columns import Nested, json_type

COLUMNS = Nested(tuple[tuple[Field, str], ...])


class ColumnMemoryRow(SQLModel, table=True):
    """One remembered mapping (cách đọc cột), by commune and digest of the header."""

    __tablename__ = "column_memory"

    commune: str = Column(primary_key=True)
    key: str = Column(primary_key=True)
    columns: Any = Column(sa_type=json_type())
    made_by: str
    made_at: datetime

    def to_domain(self) -> ColumnMemory:
        """Read the domain value back."""
        columns = COLUMNS.read(self.columns)
        return ColumnMemory(self.commune, self.key, columns, self.made_by, self.made_at)


@dataclass(frozen=True, slots=True)
class ColumnMemoryShelf:
    """Remembered mappings inside one transaction."""

    session: AsyncSession

    async def recall(self, commune: str) -> tuple[ColumnMemory, ...]:
        """Give everything that is remembered for a commune."""
        query = select(ColumnMemoryRow).where(ColumnMemoryRow.commune == commune)
        found = await self.session.exec(query.order_by(col(ColumnMemoryRow.key)))
        return tuple(one.to_domain() for one in found)

    async def keep(self, memory: ColumnMemory) -> None:
        """Remember a mapping in place of an earlier one for the same header."""
        await self.forget(memory.commune, [memory.key])
        written = {
            "commune": memory.commune,
            "key": memory.key,
            "columns": COLUMNS.write(memory.columns),
            "made_by": memory.by,
            "made_at": memory.at,
        }
        await self.session.exec(insert(ColumnMemoryRow).values(**written))

    async def forget(self, commune: str, keys: Collection[str]) -> None:
        """Forget what was remembered of headers with these digests."""
        row = ColumnMemoryRow
        gone = sa.delete(row).where(col(row.commune) == commune, col(row.key).in_(sorted(keys)))
        await self.session.exec(gone)

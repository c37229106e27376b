"""How many cards end when, in the database (kho bảng ngày hết hạn thẻ).

One row for each last day of a dossier's list: the sum that a province needs stands in a column of
its own, the hamlets that make it up beside it. The province reads some hundred rows for each
commune, whatever its lists are long.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel, col, delete, insert, select
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.endings import Ending

from .columns import json_type


class CardEndingRow(SQLModel, table=True):
    """The people of one list whose cards are valid to one day (số thẻ hết hạn một ngày)."""

    __tablename__ = "card_ending"
    __table_args__ = (sa.CheckConstraint("people > 0", name="people"),)

    appraisal_id: UUID = Field(primary_key=True, foreign_key="appraisal.id")
    last_day: date = Field(primary_key=True)
    people: int
    hamlets: dict[str, int] = Field(sa_type=json_type())


@dataclass(frozen=True, slots=True)
class CardEndingShelf:
    """The last days of cards inside one transaction."""

    session: AsyncSession

    async def replace(self, appraisal: Appraisal, endings: Sequence[Ending]) -> None:
        """Keep the counts of a dossier's list in place of those before."""
        mine = col(CardEndingRow.appraisal_id) == appraisal.id
        await self.session.exec(delete(CardEndingRow).where(mine))
        days: dict[date, dict[str, int]] = defaultdict(dict)
        for one in endings:
            days[one.day][one.hamlet] = one.people
        rows = [
            {
                "appraisal_id": appraisal.id,
                "last_day": day,
                "people": sum(hamlets.values()),
                "hamlets": hamlets,
            }
            for day, hamlets in sorted(days.items())
        ]
        if rows:
            await self.session.exec(insert(CardEndingRow), params=rows)

    async def of(self, appraisal_id: UUID) -> tuple[Ending, ...]:
        """Give the counts of a dossier, by hamlet and day; empty where nothing is known."""
        query = select(CardEndingRow).where(col(CardEndingRow.appraisal_id) == appraisal_id)
        found = (
            Ending(hamlet, row.last_day, people)
            for row in await self.session.exec(query)
            for hamlet, people in row.hamlets.items()
        )
        return tuple(sorted(found, key=lambda one: (one.hamlet, one.day)))

    async def figures(
        self, dossiers: Collection[UUID], days: Sequence[date]
    ) -> dict[UUID, tuple[int, ...]]:
        """Count, for each dossier, people of known last day, then those ended before each day."""
        row = CardEndingRow
        sums = [
            sa.func.sum(sa.case((col(row.last_day) < day, col(row.people)), else_=0))
            for day in days
        ]
        query = (
            sa.select(col(row.appraisal_id), sa.func.sum(col(row.people)), *sums)
            .where(col(row.appraisal_id).in_(list(dossiers)))
            .group_by(col(row.appraisal_id))
        )
        found = await self.session.exec(query)  # type: ignore[call-overload] # sums of columns
        return {told[0]: tuple(map(int, told[1:])) for told in found}

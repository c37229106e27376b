"""Who is counted by which list, in the database (chỉ mục người được kê khai).

A person stands here as a keyed digest only: without the key nobody can tell a number from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Field, SQLModel, col, delete, insert, select
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.domain.appraisal import Appraisal, Status
from ntm_verify.usecases.ports import SharedListing

from .appraisals import AppraisalRow
from .overlaps import count_again

DIGEST: Final = 16
HANDED_IN: Final = (
    Status.SUBMITTED,
    Status.UNDER_APPRAISAL,
    Status.RETURNED,
    Status.APPROVED,
    Status.CERTIFIED,
)


class ListingRow(SQLModel, table=True):
    """One counted row of one list (một dòng được tính)."""

    __tablename__ = "listing"
    __table_args__ = (
        sa.CheckConstraint(f"length(person) = {DIGEST}", name="person"),
        sa.CheckConstraint("place >= 0", name="place"),
    )

    appraisal_id: UUID = Field(primary_key=True, foreign_key="appraisal.id")
    place: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    person: bytes = Field(sa_type=sa.LargeBinary, index=True)
    row_name: bytes | None = Field(default=None, sa_type=sa.LargeBinary)


@dataclass(frozen=True, slots=True)
class ListingShelf:
    """The index of people inside one transaction."""

    session: AsyncSession

    async def replace(
        self,
        appraisal: Appraisal,
        digests: Sequence[bytes],
        places: Sequence[int],
        names: Sequence[bytes] = (),
    ) -> None:
        """Keep the digests of the people whom a dossier counts, in place of those before.

        `names` are those of their rows; without them no decision about a row is found again.
        """
        mine = col(ListingRow.appraisal_id) == appraisal.id
        await self.session.exec(delete(ListingRow).where(mine))
        named: list[bytes | None] = [*names] or [None] * len(digests)
        rows = [
            {"appraisal_id": appraisal.id, "place": place, "person": digest, "row_name": name}
            for digest, place, name in zip(digests, places, named, strict=True)
        ]
        if rows:
            await self.session.exec(insert(ListingRow), params=rows)
        await count_again(self.session, appraisal.id)

    async def elsewhere(self, appraisal_id: UUID) -> tuple[SharedListing, ...]:
        """Give the people of a dossier who are counted by dossiers of other communes."""
        own, other = aliased(ListingRow), aliased(ListingRow)
        mine, theirs = aliased(AppraisalRow), aliased(AppraisalRow)
        query = (
            select(own.place, other.appraisal_id, other.place)
            .join(mine, col(mine.id) == col(own.appraisal_id))
            .join(other, col(other.person) == col(own.person))
            .join(theirs, col(theirs.id) == col(other.appraisal_id))
            .where(
                col(own.appraisal_id) == appraisal_id,
                col(theirs.province) == col(mine.province),
                col(theirs.commune) != col(mine.commune),
                sa.extract("year", col(theirs.as_of)) == sa.extract("year", col(mine.as_of)),
                col(theirs.status).in_(HANDED_IN),
            )
            .order_by(col(own.place), col(other.appraisal_id), col(other.place))
        )
        return tuple(SharedListing(*row) for row in await self.session.exec(query))

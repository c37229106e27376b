"""How many people two lists share, kept by pair (số người chung của hai danh sách).

The queue asks it of every dossier of a province at once: counting people anew each time would read
millions of rows. A pair is counted when one of its lists is kept.
"""

from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Field, SQLModel, col, delete
from sqlmodel.ext.asyncio.session import AsyncSession

from .appraisals import AppraisalRow

STANDING: Final = ("submitted", "under_appraisal", "returned", "approved", "certified")
"""Dossiers whose people count for others: handed in, and not ended without a paper."""

LISTING: Final = sa.table(
    "listing",
    sa.column("appraisal_id", sa.Uuid()),
    sa.column("person", sa.LargeBinary()),
    sa.column("row_name", sa.LargeBinary()),
)
_OWN: Final = LISTING.alias("own")
_OTHER: Final = LISTING.alias("other")


class OverlapRow(SQLModel, table=True):
    """How many people of one list stand on another one (số người chung)."""

    __tablename__ = "overlap"
    __table_args__ = (sa.CheckConstraint("people > 0", name="people"),)

    appraisal_id: UUID = Field(primary_key=True, foreign_key="appraisal.id")
    other_id: UUID = Field(primary_key=True, foreign_key="appraisal.id", index=True)
    people: int


def matches_by_dossier() -> sa.Select[Any]:
    """Give (dossier, matches) over pairs whose other list counts (lượt trùng theo hồ sơ)."""
    other = aliased(AppraisalRow)
    query: Any = (
        sa.select(
            col(OverlapRow.appraisal_id).label("appraisal_id"),
            sa.func.sum(col(OverlapRow.people)).label("people"),
        )
        .join(other, col(other.id) == col(OverlapRow.other_id))
        .where(col(other.status).in_(STANDING))
        .group_by(col(OverlapRow.appraisal_id))
    )
    matches: sa.Select[Any] = query
    return matches


async def count_again(session: AsyncSession, dossier: UUID) -> None:
    """Count whom a list shares with every other of its province and year, both ways round."""
    pair = OverlapRow
    mine = sa.or_(col(pair.appraisal_id) == dossier, col(pair.other_id) == dossier)
    await session.exec(delete(pair).where(mine))
    for first, second in ((_OWN, _OTHER), (_OTHER, _OWN)):
        counted = pairs(first, second).where(_OWN.c.appraisal_id == dossier)
        columns = ["appraisal_id", "other_id", "people"]
        await session.exec(sa.insert(pair).from_select(columns, counted))


def pairs(first: sa.FromClause, second: sa.FromClause) -> sa.Select[Any]:
    """Give (dossier, other, people on both) for lists of two communes (cặp danh sách)."""
    mine, theirs = aliased(AppraisalRow), aliased(AppraisalRow)
    return (
        sa.select(first.c.appraisal_id, second.c.appraisal_id, sa.func.count())
        .select_from(_OWN)
        .join(_OTHER, _OTHER.c.person == _OWN.c.person)
        .join(mine, col(mine.id) == _OWN.c.appraisal_id)
        .join(theirs, col(theirs.id) == _OTHER.c.appraisal_id)
        .where(
            col(theirs.province) == col(mine.province),
            col(theirs.commune) != col(mine.commune),
            sa.extract("year", col(theirs.as_of)) == sa.extract("year", col(mine.as_of)),
        )
        .group_by(first.c.appraisal_id, second.c.appraisal_id)
    )

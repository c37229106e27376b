"""Lists being typed, in the database (bản nháp): encrypted like raw files, gone after use."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, SQLModel, col, delete, insert
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.domain.draft import Draft
from ntm_verify.domain.errors import StaleRecord

from .sealing import seal, unseal

WHAT: Final = "bản nháp của xã"


class DraftRow(SQLModel, table=True):
    """The draft of one commune (bản nháp); what was typed lies encrypted."""

    __tablename__ = "draft"
    __table_args__ = (sa.CheckConstraint("version > 0", name="version"),)

    commune: str = Field(primary_key=True)
    version: int
    by: str
    at: datetime = Field(index=True)
    content: bytes = Field(sa_type=sa.LargeBinary)


@dataclass(frozen=True, slots=True)
class DraftShelf:
    """Drafts inside one transaction; `key` are the 32 bytes under which they are sealed."""

    session: AsyncSession
    key: bytes

    async def get(self, commune: str) -> Draft | None:
        """Give what a commune has typed so far.

        Raises:
            WrongSeal: what lies there was not sealed for this commune with this key.

        """
        row = await self.session.get(DraftRow, commune)
        if row is None:
            return None
        told = json.loads(unseal(self.key, row.content, _name(commune)))
        return Draft(commune, told["text"], told["figures"], row.by, row.at, row.version)

    async def save(self, draft: Draft) -> Draft:
        """Keep a draft, one version on.

        Raises:
            StaleRecord: it was kept elsewhere since it was read.

        """
        kept = replace(draft, version=draft.version + 1)
        told = json.dumps({"text": kept.text, "figures": dict(kept.figures)}, ensure_ascii=False)
        values = {
            "version": kept.version,
            "by": kept.by,
            "at": kept.at,
            "content": seal(self.key, told.encode(), _name(kept.commune)),
        }
        stale = StaleRecord(WHAT, draft.commune)
        mine = sa.and_(
            col(DraftRow.commune) == draft.commune, col(DraftRow.version) == draft.version
        )
        try:
            if draft.version:
                written = await self.session.exec(sa.update(DraftRow).where(mine).values(**values))
            else:
                row = {"commune": draft.commune, **values}
                written = await self.session.exec(insert(DraftRow).values(**row))
        except IntegrityError as clash:
            raise stale from clash
        if written.rowcount != 1:
            raise stale
        return kept

    async def remove(self, commune: str) -> None:
        """Throw a commune's draft away; none is there afterwards."""
        await self.session.exec(delete(DraftRow).where(col(DraftRow.commune) == commune))

    async def purge(self, before: datetime) -> int:
        """Throw away the drafts last kept before a moment, and say how many."""
        gone = await self.session.exec(delete(DraftRow).where(col(DraftRow.at) < before))
        return int(gone.rowcount)


def _name(commune: str) -> str:
    return f"draft/{commune}"

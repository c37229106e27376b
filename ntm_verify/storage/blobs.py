"""Files in the database, kept by their SHA-256 (kho tệp)."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.errors import DamagedBlob, NotFound

from .appraisals import FILES, AppraisalRow
from .sealing import WrongSeal, seal, unseal

WHAT: Final = "tệp"
IN_PREPARATION: Final = (Status.DRAFT, Status.CHECKING, Status.CHECKED, Status.RETURNED)
"""While a dossier stands here its raw files may be asked for again."""
AT_ONCE: Final = 500


class BlobRow(SQLModel, table=True):
    """The bytes of one digest (nội dung tệp); `sealed_at` says since when they lie encrypted."""

    __tablename__ = "blob"
    __table_args__ = (
        sa.CheckConstraint("length(sha256) = 64", name="sha256"),
        sa.CheckConstraint("sealed_at IS NOT NULL OR length(content) = size", name="size"),
    )

    sha256: str = Field(primary_key=True)
    size: int
    content: bytes = Field(sa_type=sa.LargeBinary)
    sealed_at: datetime | None = Field(default=None, index=True)


@dataclass(frozen=True, slots=True)
class BlobShelf:
    """Files inside one transaction; `key` are the 32 bytes under which raw files are sealed."""

    session: AsyncSession
    on_postgres: bool
    key: bytes

    async def keep(self, content: bytes) -> str:
        """Keep the bytes; give their digest. Keeping twice is keeping once."""
        digest = sha256(content).hexdigest()
        row = {"sha256": digest, "size": len(content), "content": content}
        await self.session.exec(self._insert().values(**row).on_conflict_do_nothing())
        return digest

    async def seal(self, content: bytes, at: datetime) -> str:
        """Keep a raw file encrypted; give the digest of its content, under which `get` opens it.

        A file that comes in again is kept from the later moment on.
        """
        digest = sha256(content).hexdigest()
        row = {
            "sha256": digest,
            "size": len(content),
            "content": seal(self.key, content, digest),
            "sealed_at": at,
        }
        newer = col(BlobRow.sealed_at) < at
        await self.session.exec(
            self._insert()
            .values(**row)
            .on_conflict_do_update(index_elements=["sha256"], set_={"sealed_at": at}, where=newer)
        )
        return digest

    async def purge(self, before: datetime) -> tuple[str, ...]:
        """Delete sealed files kept before a moment that no dossier in preparation needs."""
        old = select(BlobRow.sha256).where(col(BlobRow.sealed_at) < before)
        needed = await self._needed()
        due = sorted(set(await self.session.exec(old)) - needed)
        for start in range(0, len(due), AT_ONCE):
            these = col(BlobRow.sha256).in_(due[start : start + AT_ONCE])
            await self.session.exec(delete(BlobRow).where(these))
        return tuple(due)

    async def get(self, sha256_hex: str) -> bytes:
        """Give the bytes, hashed again.

        Raises:
            NotFound: nothing is kept under this digest.
            DamagedBlob: what is kept under it is something else.

        """
        query = select(BlobRow.content, BlobRow.sealed_at).where(col(BlobRow.sha256) == sha256_hex)
        found = (await self.session.exec(query)).first()
        if found is None:
            raise NotFound(WHAT, sha256_hex)
        content, sealed_at = found
        if sealed_at is not None:
            try:
                content = unseal(self.key, content, sha256_hex)
            except WrongSeal as broken:
                raise DamagedBlob(sha256_hex) from broken
        if sha256(content).hexdigest() != sha256_hex:
            raise DamagedBlob(sha256_hex)
        return content

    async def _needed(self) -> set[str]:
        query = select(AppraisalRow.files).where(col(AppraisalRow.status).in_(IN_PREPARATION))
        return {
            file.sha256 for files in await self.session.exec(query) for file in FILES.read(files)
        }

    def _insert(self) -> "postgresql.Insert | sqlite.Insert":
        return postgresql.insert(BlobRow) if self.on_postgres else sqlite.insert(BlobRow)

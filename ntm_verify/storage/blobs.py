"""Files in the database, kept by their SHA-256 (kho tệp)."""

from dataclasses import dataclass
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.domain.errors import DamagedBlob, NotFound

WHAT = "tệp"


class BlobRow(SQLModel, table=True):
    """The bytes of one digest (nội dung tệp)."""

    __tablename__ = "blob"
    __table_args__ = (
        sa.CheckConstraint("length(sha256) = 64", name="sha256"),
        sa.CheckConstraint("length(content) = size", name="size"),
    )

    sha256: str = Field(primary_key=True)
    size: int
    content: bytes = Field(sa_type=sa.LargeBinary)


@dataclass(frozen=True, slots=True)
class BlobShelf:
    """Files inside one transaction."""

    session: AsyncSession
    on_postgres: bool

    async def keep(self, content: bytes) -> str:
        """Keep the bytes; give their digest. Keeping twice is keeping once."""
        digest = sha256(content).hexdigest()
        insert = postgresql.insert if self.on_postgres else sqlite.insert
        row = {"sha256": digest, "size": len(content), "content": content}
        await self.session.exec(insert(BlobRow).values(**row).on_conflict_do_nothing())
        return digest

    async def get(self, sha256_hex: str) -> bytes:
        """Give the bytes, hashed again.

        Raises:
            NotFound: nothing is kept under this digest.
            DamagedBlob: what is kept under it is something else.

        """
        query = select(BlobRow.content).where(col(BlobRow.sha256) == sha256_hex)
        content = (await self.session.exec(query)).first()
        if content is None:
            raise NotFound(WHAT, sha256_hex)
        if sha256(content).hexdigest() != sha256_hex:
            raise DamagedBlob(sha256_hex)
        return content

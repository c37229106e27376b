"""Identities at the province's provider in the database (danh tính đã gắn)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, SQLModel, col, delete, insert, select
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.domain.identity import ATTEMPT_LIFE, Identity, IdentityTaken


class IdentityRow(SQLModel, table=True):
    """Who an account is at the provider (danh tính đã gắn)."""

    __tablename__ = "identity"
    __table_args__ = (sa.UniqueConstraint("issuer", "subject"),)

    account_id: str = Field(foreign_key="account.id", primary_key=True)
    issuer: str
    subject: str
    made_by: str
    made_at: datetime

    def to_domain(self) -> Identity:
        """Read the domain value back."""
        return Identity(self.issuer, self.subject, self.account_id, self.made_by, self.made_at)


class SpentAnswerRow(SQLModel, table=True):
    """An answer of the provider that was used (câu trả lời đã dùng), as a digest."""

    __tablename__ = "spent_answer"

    digest: str = Field(primary_key=True)
    at: datetime = Field(index=True)


@dataclass(frozen=True, slots=True)
class IdentityShelf:
    """Identities inside one transaction."""

    session: AsyncSession

    async def identity(self, issuer: str, subject: str) -> Identity | None:
        """Give what is bound to a subject of an issuer."""
        wanted = col(IdentityRow.issuer) == issuer, col(IdentityRow.subject) == subject
        return await self._identity(*wanted)

    async def identity_of(self, account_id: str) -> Identity | None:
        """Give the identity of an account."""
        return await self._identity(col(IdentityRow.account_id) == account_id)

    async def _identity(self, *wanted: sa.ColumnElement[bool]) -> Identity | None:
        row = (await self.session.exec(select(IdentityRow).where(*wanted))).first()
        return row.to_domain() if row else None

    async def keep_identity(self, identity: Identity) -> None:
        """Bind an identity in place of any earlier one of the account.

        Raises:
            IdentityTaken: it is bound to another account.

        """
        await self.drop_identity(identity.account_id)
        values = {name: getattr(identity, name) for name in IdentityRow.model_fields}
        if not await self._is_new(insert(IdentityRow).values(**values)):
            raise IdentityTaken

    async def drop_identity(self, account_id: str) -> None:
        """Let the account's identity go; none is there afterwards."""
        mine = col(IdentityRow.account_id) == account_id
        await self.session.exec(delete(IdentityRow).where(mine))

    async def spend_answer(self, digest: str, at: datetime) -> bool:
        """Use an answer up, and forget those that no attempt lives long enough for."""
        old = col(SpentAnswerRow.at) < at - 2 * ATTEMPT_LIFE
        await self.session.exec(delete(SpentAnswerRow).where(old))
        return await self._is_new(insert(SpentAnswerRow).values(digest=digest, at=at))

    async def _is_new(self, statement: Any) -> bool:  # noqa: ANN401 - an insert
        """Insert a row; False if there is one already. The transaction goes on either way."""
        try:
            async with self.session.begin_nested():
                await self.session.exec(statement)
        except IntegrityError:
            return False
        return True

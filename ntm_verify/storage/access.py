"""Invitations, second factors, tokens and open sessions in the database (quyền truy cập)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel, col, delete, func, insert, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.domain.account import Session
from ntm_verify.domain.api_token import ApiToken, Scope
from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.invitation import Invitation
from ntm_verify.domain.second_factor import SecondFactor

from .accounts import AccountRow, FailureRow, SessionRow
from .audit import AuditShelf
from .columns import count_type
from .identities import IdentityShelf


class InvitationRow(SQLModel, table=True):
    """A link that waits to be used (lời mời)."""

    __tablename__ = "invitation"

    account_id: str = Field(foreign_key="account.id", primary_key=True)
    token_sha256: str = Field(unique=True)
    made_by: str
    made_at: datetime
    expires_at: datetime

    def to_domain(self) -> Invitation:
        """Read the domain value back."""
        return Invitation(
            self.token_sha256, self.account_id, self.made_by, self.made_at, self.expires_at
        )


class FactorRow(SQLModel, table=True):
    """Somebody's second factor (yếu tố thứ hai), sealed."""

    __tablename__ = "second_factor"

    account_id: str = Field(foreign_key="account.id", primary_key=True)
    sealed: bytes
    started_at: datetime
    active_at: datetime | None = None
    last_step: int = Field(sa_type=count_type())

    def to_domain(self) -> SecondFactor:
        """Read the domain value back."""
        return SecondFactor(
            self.account_id, self.sealed, self.started_at, self.active_at, self.last_step
        )


class RecoveryRow(SQLModel, table=True):
    """A code on paper that still serves (mã khôi phục), as a keyed digest."""

    __tablename__ = "recovery_code"

    account_id: str = Field(foreign_key="account.id", primary_key=True)
    digest: str = Field(primary_key=True)


class TokenRow(SQLModel, table=True):
    """A program's token (mã truy cập)."""

    __tablename__ = "api_token"

    id: str = Field(primary_key=True)
    event: UUID
    account_id: str = Field(foreign_key="account.id", index=True)
    label: str
    scopes: str
    token_sha256: str = Field(unique=True)
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    ended_at: datetime | None = None
    confirmed_at: datetime | None = None

    @classmethod
    def of(cls, token: ApiToken, event: UUID) -> Self:
        """Write the domain value down."""
        return cls(
            id=token.id,
            event=event,
            account_id=token.account_id,
            label=token.label,
            scopes=" ".join(sorted(token.scopes)),
            token_sha256=token.token_sha256,
            made_at=token.made_at,
            expires_at=token.expires_at,
            used_at=token.used_at,
            ended_at=token.ended_at,
            confirmed_at=token.confirmed_at,
        )

    def to_domain(self) -> ApiToken:
        """Read the domain value back."""
        return ApiToken(
            self.id,
            self.account_id,
            self.label,
            frozenset(map(Scope, self.scopes.split())),
            self.token_sha256,
            self.made_at,
            self.expires_at,
            self.used_at,
            self.ended_at,
            self.confirmed_at,
        )


@dataclass(frozen=True, slots=True)
class AccessShelf(IdentityShelf):
    """What lets somebody in, inside one transaction."""

    session: AsyncSession
    audit: AuditShelf

    async def is_anybody_known(self) -> bool:
        """Say whether there is any account at all."""
        return (await self.session.exec(select(AccountRow.id).limit(1))).first() is not None

    async def invite(self, invitation: Invitation) -> None:
        """Keep an invitation in place of any earlier one of the account."""
        await self.strike_invitation(invitation.account_id)
        values = {name: getattr(invitation, name) for name in InvitationRow.model_fields}
        await self.session.exec(insert(InvitationRow).values(**values))

    async def invitation(self, token_sha256: str) -> Invitation | None:
        """Give an invitation by the digest of its token."""
        return await self._invitation(col(InvitationRow.token_sha256) == token_sha256)

    async def invitation_of(self, account_id: str) -> Invitation | None:
        """Give the invitation that waits for an account."""
        return await self._invitation(col(InvitationRow.account_id) == account_id)

    async def _invitation(self, wanted: sa.ColumnElement[bool]) -> Invitation | None:
        row = (await self.session.exec(select(InvitationRow).where(wanted))).first()
        return row.to_domain() if row else None

    async def strike_invitation(self, account_id: str) -> bool:
        """Take the account's invitation away; say whether there was one."""
        mine = col(InvitationRow.account_id) == account_id
        return await self._changed(delete(InvitationRow).where(mine))

    async def factor(self, account_id: str) -> SecondFactor | None:
        """Give the second factor of an account, in use or being set up."""
        row = await self.session.get(FactorRow, account_id)
        return row.to_domain() if row else None

    async def keep_factor(self, factor: SecondFactor) -> None:
        """Keep a second factor in place of any earlier one of the account."""
        mine = col(FactorRow.account_id) == factor.account_id
        await self.session.exec(delete(FactorRow).where(mine))
        values = {name: getattr(factor, name) for name in FactorRow.model_fields}
        await self.session.exec(insert(FactorRow).values(**values))

    async def drop_factor(self, account_id: str) -> None:
        """Take second factor and recovery codes away."""
        await self.session.exec(delete(FactorRow).where(col(FactorRow.account_id) == account_id))
        await self.keep_codes(account_id, ())

    async def use_step(self, account_id: str, step: int) -> bool:
        """Use a step of time up; False if it, or a later one, was used before."""
        mine = col(FactorRow.account_id) == account_id, col(FactorRow.last_step) < step
        return await self._changed(update(FactorRow).where(*mine).values(last_step=step))

    async def keep_codes(self, account_id: str, digests: Sequence[str]) -> None:
        """Keep new recovery codes in place of the old ones."""
        mine = col(RecoveryRow.account_id) == account_id
        await self.session.exec(delete(RecoveryRow).where(mine))
        for digest in digests:
            values = {"account_id": account_id, "digest": digest}
            await self.session.exec(insert(RecoveryRow).values(**values))

    async def use_code(self, account_id: str, digest: str) -> bool:
        """Use a recovery code up; False if the account has none like it."""
        mine = col(RecoveryRow.account_id) == account_id, col(RecoveryRow.digest) == digest
        return await self._changed(delete(RecoveryRow).where(*mine))

    async def codes_left(self, account_id: str) -> int:
        """Count the recovery codes that still serve."""
        mine = col(RecoveryRow.account_id) == account_id
        counted = select(func.count()).select_from(RecoveryRow).where(mine)
        return (await self.session.exec(counted)).one()

    async def save_token(self, token: ApiToken, event: AuditEvent) -> None:
        """Keep a token of a program and the audit event about it."""
        row = TokenRow.of(token, self.audit.queue(event))
        await self.session.exec(delete(TokenRow).where(col(TokenRow.id) == token.id))
        await self.session.exec(insert(TokenRow).values(**row.model_dump()))

    async def token(self, token_sha256: str) -> ApiToken | None:
        """Give a program's token by its digest."""
        query = select(TokenRow).where(col(TokenRow.token_sha256) == token_sha256)
        row = (await self.session.exec(query)).first()
        return row.to_domain() if row else None

    async def tokens_of(self, account_id: str) -> tuple[ApiToken, ...]:
        """Give an account's tokens, ended ones too, newest first."""
        query = select(TokenRow).where(col(TokenRow.account_id) == account_id)
        newest = query.order_by(col(TokenRow.made_at).desc(), col(TokenRow.id).desc())
        return tuple(row.to_domain() for row in await self.session.exec(newest))

    async def touch_token(self, token_sha256: str, used_at: datetime) -> None:
        """Say when a token was last used."""
        mine = col(TokenRow.token_sha256) == token_sha256
        await self.session.exec(update(TokenRow).where(mine).values(used_at=used_at))

    async def confirm_token(self, token_sha256: str, at: datetime) -> None:
        """Say when the owner of a token last showed who they are."""
        mine = col(TokenRow.token_sha256) == token_sha256
        await self.session.exec(update(TokenRow).where(mine).values(confirmed_at=at))

    async def sessions_of(self, account_id: str) -> tuple[Session, ...]:
        """Give an account's sessions, the newest first."""
        query = select(SessionRow).where(col(SessionRow.account_id) == account_id)
        newest = query.order_by(col(SessionRow.started_at).desc(), col(SessionRow.token_sha256))
        return tuple(row.to_domain() for row in await self.session.exec(newest))

    async def confirm_session(self, token_sha256: str, renewed: str, at: datetime) -> bool:
        """Move a session to the digest of a new token, confirmed now; False if it is gone."""
        mine = col(SessionRow.token_sha256) == token_sha256
        values = {"token_sha256": renewed, "confirmed_at": at, "seen_at": at}
        return await self._changed(update(SessionRow).where(mine).values(**values))

    async def one_at_a_time(self, key: str) -> None:
        """Wait until nobody else counts attempts under a key; let go when the transaction ends.

        SQLite lets one act write at a time anyway.
        """
        if self.audit.on_postgres:
            lock = select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(key, 0)))
            await self.session.exec(lock)

    async def take_back_failure(self, key: str, at: datetime) -> None:
        """Take back one attempt that was counted beforehand and then was right."""
        these = col(FailureRow.key) == key, col(FailureRow.at) == at
        one = (await self.session.exec(select(FailureRow.id).where(*these).limit(1))).first()
        await self.session.exec(delete(FailureRow).where(col(FailureRow.id) == one))

    async def _changed(self, statement: Any) -> bool:  # noqa: ANN401 - an update or a delete
        return bool((await self.session.exec(statement)).rowcount)

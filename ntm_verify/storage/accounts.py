"""People who may sign in, their sessions and failed attempts, in the database (tài khoản)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final, Self
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel, col, delete, func, insert, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.domain.account import ABSOLUTE_LIMIT, Account, Session
from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.errors import AlreadyThere, NotFound, StaleRecord
from ntm_verify.domain.people import Reach, Role

from .audit import AuditShelf
from .columns import Nested, enum_type, json_type, uuid7
from .records import keep

WHAT: Final = "tài khoản"
REACH: Final = Nested(Reach)
FORGOTTEN_AFTER: Final = timedelta(days=1)
"""Failed attempts older than this say nothing any more and are struck out."""


class AccountRow(SQLModel, table=True):
    """One person's account (tài khoản)."""

    __tablename__ = "account"
    __table_args__ = (sa.CheckConstraint("version > 0", name="version"),)

    id: str = Field(primary_key=True)
    version: int
    event: UUID
    username: str = Field(unique=True)
    name: str
    role: Role = Field(sa_type=enum_type(Role))
    unit: str
    province: str = Field(index=True)
    password_hash: str
    active: bool
    email: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    has_factor: bool | None = None
    has_identity: bool | None = None
    reach: Any = Field(default=None, nullable=True, sa_type=json_type())

    @classmethod
    def of(cls, account: Account, event: UUID) -> Self:
        """Write the domain value down."""
        return cls(
            id=account.id,
            version=account.version,
            event=event,
            username=account.username,
            name=account.name,
            role=account.role,
            unit=account.unit,
            province=account.province,
            password_hash=account.password_hash,
            active=account.active,
            email=account.email or None,
            first_day=account.first_day,
            last_day=account.last_day,
            has_factor=account.has_factor or None,
            has_identity=account.has_identity or None,
            reach=REACH.write(account.reach) if account.reach else None,
        )

    def to_domain(self) -> Account:
        """Read the domain value back."""
        return Account(
            self.id,
            self.username,
            self.name,
            self.role,
            self.unit,
            self.province,
            self.password_hash,
            self.active,
            self.version,
            self.email or "",
            self.first_day,
            self.last_day,
            REACH.read(self.reach) if self.reach else None,
            bool(self.has_factor),
            bool(self.has_identity),
        )


class SessionRow(SQLModel, table=True):
    """One signed-in browser or program (phiên đăng nhập)."""

    __tablename__ = "session"

    token_sha256: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="account.id", index=True)
    scope: str
    started_at: datetime
    seen_at: datetime
    csrf: str
    confirmed_at: datetime | None = None
    agent: str | None = None
    address: str | None = None
    method: str | None = None
    is_strong: bool | None = None

    def to_domain(self) -> Session:
        """Read the domain value back."""
        return Session(
            self.token_sha256,
            self.account_id,
            self.scope,
            self.started_at,
            self.seen_at,
            self.csrf,
            self.confirmed_at,
            self.agent or "",
            self.address or "",
            self.method or "",
            bool(self.is_strong),
        )


class FailureRow(SQLModel, table=True):
    """One failed attempt to sign in (lần đăng nhập sai)."""

    __tablename__ = "failure"
    __table_args__ = (sa.Index("ix_failure_key_at", "key", "at"),)

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    key: str
    at: datetime = Field(index=True)


@dataclass(frozen=True, slots=True)
class AccountShelf:
    """Accounts inside one transaction."""

    session_: AsyncSession
    audit: AuditShelf

    async def get(self, account_id: str) -> Account:
        """Give the account, or raise `NotFound`."""
        row = await self.session_.get(AccountRow, account_id)
        if row is None:
            raise NotFound(WHAT, account_id)
        return row.to_domain()

    async def by_username(self, username: str) -> Account | None:
        """Give the account of a sign-in name."""
        query = select(AccountRow).where(col(AccountRow.username) == username)
        row = (await self.session_.exec(query)).first()
        return row.to_domain() if row else None

    async def all_of(self, province: str) -> tuple[Account, ...]:
        """Give the accounts of a province, by sign-in name."""
        query = select(AccountRow).where(col(AccountRow.province) == province)
        rows = await self.session_.exec(query.order_by(col(AccountRow.username)))
        return tuple(row.to_domain() for row in rows)

    async def save(self, account: Account, event: AuditEvent) -> Account:
        """Keep an account, one version on, and its audit event.

        Raises:
            StaleRecord: another version is on the shelf.
            AlreadyThere: somebody else has this sign-in name.

        """
        kept = replace(account, version=account.version + 1)
        row = AccountRow.of(kept, self.audit.queue(event))
        stale, taken = StaleRecord(WHAT, account.id), AlreadyThere(WHAT, account.username)
        await keep(self.session_, row, account.version, stale, lambda _: taken)
        return kept

    async def open_session(self, session: Session) -> None:
        """Keep a new session; those of the account that grew too old are struck out."""
        mine, old = col(SessionRow.account_id) == session.account_id, col(SessionRow.started_at)
        over = delete(SessionRow).where(mine, old < session.started_at - ABSOLUTE_LIMIT)
        await self.session_.exec(over)
        values = {name: getattr(session, name) for name in SessionRow.model_fields}
        await self.session_.exec(insert(SessionRow).values(**values))

    async def session(self, token_sha256: str) -> Session | None:
        """Give a session by the digest of its token."""
        row = await self.session_.get(SessionRow, token_sha256)
        return row.to_domain() if row else None

    async def touch_session(self, token_sha256: str, seen_at: datetime) -> None:
        """Say when a session was last used."""
        mine = col(SessionRow.token_sha256) == token_sha256
        await self.session_.exec(update(SessionRow).where(mine).values(seen_at=seen_at))

    async def end_sessions(self, *, token_sha256: str = "", account_id: str = "") -> None:
        """End one session, or all of an account; without either nothing ends."""
        of_token = col(SessionRow.token_sha256) == token_sha256
        of_account = col(SessionRow.account_id) == account_id
        if token_sha256:
            await self.session_.exec(delete(SessionRow).where(of_token))
        if account_id:
            await self.session_.exec(delete(SessionRow).where(of_account))

    async def failures(self, key: str, since: datetime) -> int:
        """Count the failed attempts under a key since a moment, that moment included."""
        these = col(FailureRow.key) == key, col(FailureRow.at) >= since
        return (
            await self.session_.exec(select(func.count()).select_from(FailureRow).where(*these))
        ).one()

    async def add_failure(self, key: str, at: datetime) -> None:
        """Record a failed attempt, and forget those of long ago."""
        old = col(FailureRow.at) < at - FORGOTTEN_AFTER
        await self.session_.exec(delete(FailureRow).where(old))
        await self.session_.exec(insert(FailureRow).values(id=uuid7(), key=key, at=at))

    async def clear_failures(self, key: str) -> None:
        """Forget the failed attempts of a key after a success."""
        await self.session_.exec(delete(FailureRow).where(col(FailureRow.key) == key))

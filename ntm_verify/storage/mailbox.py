"""Where people get letters and what they follow, in the database (địa chỉ nhận thư, theo dõi)."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, SQLModel, col, delete, insert, select
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.errors import StaleRecord
from ntm_verify.domain.mail_address import MailAddress

from .audit import AuditShelf
from .log_tables import POSTGRES
from .sealing import seal, unseal

WHAT: Final = "địa chỉ nhận thông báo của tài khoản"


class AddressRow(SQLModel, table=True):
    """An account's address (địa chỉ thư), encrypted; empty once it was erased."""

    __tablename__ = "mail_address"
    __table_args__ = (sa.CheckConstraint("version > 0", name="version"),)

    account_id: str = Field(foreign_key="account.id", primary_key=True)
    version: int
    event: UUID
    asked_at: datetime | None = None
    confirmed_at: datetime | None = None
    sealed: bytes = Field(sa_type=sa.LargeBinary)


class FollowerRow(SQLModel, table=True):
    """Somebody follows a dossier (người theo dõi)."""

    __tablename__ = "follower"

    appraisal_id: UUID = Field(foreign_key="appraisal.id", primary_key=True)
    account_id: str = Field(foreign_key="account.id", primary_key=True)


@dataclass(frozen=True, slots=True)
class MailboxShelf:
    """Addresses and followers inside one transaction; addresses are sealed under `key`."""

    session: AsyncSession
    audit: AuditShelf
    key: bytes

    async def address(self, account_id: str) -> MailAddress:
        """Give the address of an account; one at version 0 if there never was any.

        Raises:
            WrongSeal: what lies there was not sealed for this account with this key.

        """
        row = await self.session.get(AddressRow, account_id, populate_existing=True)
        if row is None:
            return MailAddress(account_id)
        address, token = (
            json.loads(unseal(self.key, row.sealed, _name(account_id))) if row.sealed else ("", "")
        )
        return MailAddress(account_id, address, token, row.asked_at, row.confirmed_at, row.version)

    async def save(self, address: MailAddress, event: AuditEvent) -> MailAddress:
        """Keep an address, one version on, and its audit event; or raise `StaleRecord`."""
        kept = replace(address, version=address.version + 1)
        told = json.dumps([kept.address, kept.token]).encode()
        values = {
            "version": kept.version,
            "event": self.audit.queue(event),
            "asked_at": kept.asked_at,
            "confirmed_at": kept.confirmed_at,
            "sealed": seal(self.key, told, _name(kept.account_id)) if kept.address else b"",
        }
        row, stale = AddressRow, StaleRecord(WHAT, address.account_id)
        mine = sa.and_(
            col(row.account_id) == address.account_id, col(row.version) == address.version
        )
        try:
            if address.version:
                written = await self.session.exec(sa.update(row).where(mine).values(**values))
            else:
                values["account_id"] = address.account_id
                written = await self.session.exec(insert(row).values(**values))
        except IntegrityError as clash:
            raise stale from clash
        if written.rowcount != 1:
            raise stale
        return kept

    async def follow(self, appraisal_id: UUID, account_id: str, *, follows: bool) -> None:
        """Note that somebody follows a dossier, or no longer does."""
        row = {"appraisal_id": appraisal_id, "account_id": account_id}
        if follows:
            on_postgres = self.session.get_bind().dialect.name == POSTGRES
            into = postgresql.insert if on_postgres else sqlite.insert
            await self.session.exec(into(FollowerRow).values(**row).on_conflict_do_nothing())
            return
        mine = (
            col(FollowerRow.appraisal_id) == appraisal_id,
            col(FollowerRow.account_id) == account_id,
        )
        await self.session.exec(delete(FollowerRow).where(*mine))

    async def followers(self, appraisal_id: UUID) -> frozenset[str]:
        """Name the accounts that follow a dossier."""
        here = col(FollowerRow.appraisal_id) == appraisal_id
        return frozenset(await self.session.exec(select(FollowerRow.account_id).where(here)))


def _name(account_id: str) -> str:
    return f"mail_address/{account_id}"

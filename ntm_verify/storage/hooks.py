"""Webhooks in the database (kho webhook); each secret lies sealed."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Self
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel, col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from ntm_verify.domain.audit import AuditEvent
from ntm_verify.domain.errors import Conflict, NotFound, StaleRecord
from ntm_verify.domain.notice import Kind
from ntm_verify.domain.webhook import HookState, Webhook

from .audit import AuditShelf
from .columns import enum_type, json_type
from .records import keep
from .sealing import seal, unseal

WHAT: Final = "webhook"


class HookRow(SQLModel, table=True):
    """One webhook (webhook); `failing_since` is no part of the record, only how it goes."""

    __tablename__ = "webhook"
    __table_args__ = (sa.CheckConstraint("version > 0", name="version"),)

    id: UUID = Field(primary_key=True)
    version: int
    event: UUID
    province: str = Field(index=True)
    label: str
    url: str
    kinds: Any = Field(sa_type=json_type())
    secret: bytes = Field(sa_type=sa.LargeBinary)
    made_by: str
    made_at: datetime
    state: HookState = Field(sa_type=enum_type(HookState))
    failing_since: datetime | None = None

    @classmethod
    def of(cls, hook: Webhook, event: UUID, key: bytes) -> Self:
        """Write the domain value down, the secret sealed for this very webhook."""
        return cls(
            id=hook.id,
            version=hook.version,
            event=event,
            province=hook.province,
            label=hook.label,
            url=hook.url,
            kinds=sorted(hook.kinds),
            secret=seal(key, hook.secret, _name(hook.id)),
            made_by=hook.made_by,
            made_at=hook.made_at,
            state=hook.state,
        )

    def to_domain(self, key: bytes) -> Webhook:
        """Read the domain value back.

        Raises:
            WrongSeal: the secret was not sealed for this webhook with this key.

        """
        return Webhook(
            self.id,
            self.province,
            self.label,
            self.url,
            frozenset(map(Kind, self.kinds)),
            unseal(key, self.secret, _name(self.id)),
            self.made_by,
            self.made_at,
            self.state,
            self.version,
        )


@dataclass(frozen=True, slots=True)
class HookShelf:
    """Webhooks inside one transaction; `key` are the 32 bytes under which secrets are sealed."""

    session: AsyncSession
    audit: AuditShelf
    key: bytes

    async def get(self, hook_id: UUID) -> Webhook:
        """Give a webhook, or raise `NotFound`."""
        row = await self.session.get(HookRow, hook_id, populate_existing=True)
        if row is None:
            raise NotFound(WHAT, hook_id)
        return row.to_domain(self.key)

    async def of_province(self, province: str) -> tuple[Webhook, ...]:
        """Give the webhooks of a province, ended ones left out, oldest first."""
        here = col(HookRow.province) == province, col(HookRow.state) != HookState.ENDED
        query = select(HookRow).where(*here).order_by(col(HookRow.id))
        return tuple(row.to_domain(self.key) for row in await self.session.exec(query))

    async def save(self, hook: Webhook, event: AuditEvent) -> Webhook:
        """Keep a webhook, one version on, and its audit event; or raise `StaleRecord`."""
        kept = replace(hook, version=hook.version + 1)
        row = HookRow.of(kept, self.audit.queue(event), self.key)
        await keep(self.session, row, hook.version, StaleRecord(WHAT, hook.label), Conflict)
        return kept

    async def failing_since(self, hook_id: UUID, at: datetime | None) -> datetime | None:
        """Note a failed try, or with None a success; say since when nothing got through."""
        mine = col(HookRow.id) == hook_id
        since = (await self.session.exec(select(HookRow.failing_since).where(mine))).first()
        noted = (since or at) if at else None
        if noted != since:
            await self.session.exec(update(HookRow).where(mine).values(failing_since=noted))
        return noted


def _name(hook_id: UUID) -> str:
    return f"webhook/{hook_id}"

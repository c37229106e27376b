"""An administrator looks at what was sent, waits or failed (xem tình hình gửi thông báo)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ntm_verify.domain.account import Account
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.delivery import Channel, DeliveryState
from ntm_verify.domain.people import Actor, Role, require_office

from .on_record import on_record
from .ports import DeliveryQuery, Ports, Told


@dataclass(frozen=True, slots=True)
class ReadOutbox:
    """Which state, None for all, and which page from 1 (trạng thái, trang)."""

    state: DeliveryState | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """A page of letters, the counts of all by state, and the accounts by id (trang thông báo)."""

    items: tuple[Told, ...]
    counts: Mapping[DeliveryState, int]
    accounts: Mapping[str, Account]
    has_mail: bool


@on_record
async def read_outbox(ports: Ports, actor: Actor, request: ReadOutbox) -> OutboxPage:
    """Give the letters of the actor's province, newest first; the look is an entry (F60).

    Raises:
        WrongOffice: the actor is no administrator.

    """
    require_office(actor, Role.ADMINISTRATOR)
    query = DeliveryQuery(actor.province, Channel.MAIL, request.state, page=max(request.page, 1))
    async with ports.transaction() as tx:
        items = await tx.outbox.find(query)
        counts = await tx.outbox.counts(replace(query, state=None))
        accounts = {account.id: account for account in await tx.accounts.all_of(actor.province)}
        subject = Subject("notices", actor.province)
        after = {"state": request.state or "", "page": query.page, "found": len(items)}
        await tx.audit.append(AuditEvent(Action.RECORD_VIEWED, actor, subject, after=after))
    return OutboxPage(items, counts, accounts, ports.outgoing.send is not None)

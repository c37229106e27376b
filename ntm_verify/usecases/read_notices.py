"""Somebody looks at what he was told (xem thông báo của mình)."""

from dataclasses import dataclass

from ntm_verify.domain.delivery import Channel
from ntm_verify.domain.mail_address import MailAddress
from ntm_verify.domain.people import Actor

from .on_record import within_reach
from .ports import DeliveryQuery, Ports, Told


@dataclass(frozen=True, slots=True)
class ReadNotices:
    """Which page, from 1 (trang)."""

    page: int = 1


@dataclass(frozen=True, slots=True)
class OwnNotices:
    """A page of notices, how many in all, and the address they also go to (thông báo của mình)."""

    items: tuple[Told, ...]
    total: int
    address: MailAddress
    has_mail: bool


@within_reach
async def read_notices(ports: Ports, actor: Actor, request: ReadNotices) -> OwnNotices:
    """Give the actor's own notices, newest first, by mail or not (F60).

    No record is shown, only what was said of one to this very person: so no entry is made.
    """
    query = DeliveryQuery(
        actor.province, Channel.MAIL, recipient=actor.id, page=max(request.page, 1), per_page=20
    )
    async with ports.reading() as tx:
        items = await tx.outbox.find(query)
        total = sum((await tx.outbox.counts(query)).values())
        address = await tx.mailbox.address(actor.id)
    return OwnNotices(items, total, address, ports.outgoing.send is not None)

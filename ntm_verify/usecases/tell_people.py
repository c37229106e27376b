"""The service works out whom to tell of what happened (xác định người nhận thông báo)."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from ntm_verify.domain.account import Account
from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.delivery import Channel, Delivery, DeliveryState
from ntm_verify.domain.notice import Happening, Kind, of_dossier, recipients
from ntm_verify.domain.people import Actor, Role, require_office

from .on_record import on_record
from .ports import Ports, Transaction


@dataclass(frozen=True, slots=True)
class TellPeople:
    """How many happenings to take at once (số sự việc mỗi lượt)."""

    limit: int = 50


@on_record
async def tell_people(ports: Ports, actor: Actor, request: TellPeople) -> int:
    """Lay down one delivery for each recipient of what happened; say how many happenings (F60).

    Whoever has no confirmed address, or serves where no mail server is set up, finds the notice
    inside the service only. Done twice, it tells nobody twice.

    Raises:
        WrongOffice: somebody else than the service itself asks.

    """
    require_office(actor, Role.SYSTEM)
    async with ports.transaction() as tx:
        untold = await tx.outbox.untold(request.limit)
        for happening in untold:
            placed, dossier = await _placed(tx, happening)
            told = await _letters(tx, ports, placed, dossier)
            await tx.outbox.tell(placed, [*told, *await _calls(tx, ports, placed)])
    return len(untold)


async def _placed(tx: Transaction, happening: Happening) -> tuple[Happening, Appraisal | None]:
    """Fill in where it happened, from the record that it is about."""
    if happening.is_of_dossier:
        dossier = await tx.appraisals.get(UUID(happening.subject))
        facts: dict[str, Any] = of_dossier(happening, dossier)
        return replace(happening, **facts), dossier
    return happening, None


async def _letters(
    tx: Transaction, ports: Ports, happening: Happening, dossier: Appraisal | None
) -> list[Delivery]:
    serving = await _serving(tx, ports, happening)
    watchers = await tx.mailbox.followers(dossier.id) if dossier else frozenset[str]()
    found = []
    for account in recipients(happening, serving, watchers, dossier):
        state = DeliveryState.INSIDE
        if ports.outgoing.send and await _has_address(tx, account, happening.kind):
            state = DeliveryState.WAITING
        found.append(replace(_delivery(ports, happening, Channel.MAIL, account), state=state))
    return found


async def _serving(tx: Transaction, ports: Ports, happening: Happening) -> list[Account]:
    known = await tx.accounts.all_of(happening.province)
    return [account for account in known if account.serves(ports.now())]


async def _has_address(tx: Transaction, account_id: str, kind: Kind) -> bool:
    """Say whether a letter may go out; the first one goes to an address not yet confirmed."""
    address = await tx.mailbox.address(account_id)
    return address.state == ("asked" if kind is Kind.ADDRESS_ASKED else "confirmed")


async def _calls(tx: Transaction, ports: Ports, happening: Happening) -> list[Delivery]:
    hooks = await tx.hooks.of_province(happening.province) if happening.is_of_dossier else ()
    return [
        _delivery(ports, happening, Channel.HOOK, str(hook.id))
        for hook in hooks
        if hook.wants(happening.kind)
    ]


def _delivery(ports: Ports, happening: Happening, channel: Channel, recipient: str) -> Delivery:
    name, now = ports.new_id(), ports.now()
    return Delivery(name, happening.id, channel, recipient, happening.province, now)

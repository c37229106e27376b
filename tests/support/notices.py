"""People with addresses, and dossiers of which they are told, as far along as a test wants them."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from ntm_verify.domain.account import Account
from ntm_verify.domain.appraisal import Appraisal, Status
from ntm_verify.domain.delivery import Channel, Delivery, DeliveryState
from ntm_verify.domain.mail_address import MailAddress, told
from ntm_verify.domain.notice import Kind
from ntm_verify.domain.people import SYSTEM, Actor
from ntm_verify.domain.webhook import Webhook, changed
from ntm_verify.usecases.ports import DeliveryQuery, Told
from ntm_verify.usecases.return_submission import ReturnSubmission, return_submission
from ntm_verify.usecases.tell_people import TellPeople, tell_people

from .builders import (
    ADMINISTRATOR,
    APPRAISER,
    EVERYBODY,
    PROVINCE,
    UNITS,
    an_account,
    an_appraisal,
    an_id,
)
from .worlds import World

HOOK_URL = "https://nhan.tinh.example/ntm"


async def peopled(world: World, *with_address: Actor) -> None:
    """Let everybody of the province have an account, and some a confirmed address."""
    accounts: list[Account] = [an_account(a) for a in EVERYBODY if a.province == PROVINCE]
    await world.holds(*UNITS, *accounts)
    for actor in with_address:
        await addressed(world, actor)


async def addressed(world: World, actor: Actor) -> MailAddress:
    """Let somebody have confirmed an address."""
    now = world.ports.now()
    new = MailAddress(actor.id, f"{actor.id}@xa.example", "", now, now)
    async with world.ports.transaction() as tx:
        return await tx.mailbox.save(new, told(MailAddress(actor.id), new, actor))


async def hooked(world: World, *kinds: Kind, **others: Any) -> Webhook:  # noqa: ANN401 - a builder
    """Register a webhook of the province."""
    known: dict[str, Any] = {"url": HOOK_URL, "made_by": ADMINISTRATOR.id, "province": PROVINCE}
    known |= {"label": "Kho dữ liệu", "secret": bytes(range(32)), "made_at": world.ports.now()}
    hook = Webhook(id=world.ports.new_id(), kinds=frozenset(kinds), **{**known, **others})
    async with world.ports.transaction() as tx:
        return await tx.hooks.save(hook, changed(None, hook, ADMINISTRATOR))


async def returned(world: World, number: int = 1) -> Appraisal:
    """Have a dossier returned, with all that came before told and settled already."""
    dossier = an_appraisal(id=an_id(number), status=Status.UNDER_APPRAISAL)
    await world.holds(dossier)
    await tell(world)
    await _settle_earlier(world)
    request = ReturnSubmission(dossier.id, dossier.version, "list_errors", "Bà Giả ở dòng 3")
    return await return_submission(world.ports, APPRAISER, request)


async def _settle_earlier(world: World) -> None:
    async with world.ports.transaction() as tx:
        for channel in Channel:
            for told in await tx.outbox.find(DeliveryQuery(PROVINCE, channel, per_page=1000)):
                if told.happening.kind is not Kind.RETURNED:
                    await tx.outbox.save(replace(told.delivery, state=DeliveryState.SENT))


async def tell(world: World) -> None:
    """Work out the recipients of everything that happened."""
    while await tell_people(world.ports, SYSTEM, TellPeople()):
        pass


async def sent(world: World, kind: Kind, channel: Channel = Channel.MAIL) -> dict[str, Delivery]:
    """Give the deliveries about one kind, by recipient."""
    return {t.delivery.recipient: t.delivery for t in await everything(world, channel, kind)}


async def everything(world: World, channel: Channel, kind: Kind) -> list[Told]:
    query = DeliveryQuery(PROVINCE, channel, per_page=1000)
    async with world.ports.reading() as tx:
        return [told for told in await tx.outbox.find(query) if told.happening.kind is kind]


async def claimed(world: World, channel: Channel = Channel.MAIL) -> list[UUID]:
    """Take all deliveries that are due."""
    async with world.ports.transaction() as tx:
        return [d.id for d in await tx.outbox.claim(channel, world.ports.now(), 1000)]


async def read(world: World, delivery: Delivery) -> Delivery:
    async with world.ports.reading() as tx:
        return (await tx.outbox.get(delivery.id)).delivery


def without_mail(world: World) -> Any:  # noqa: ANN401 - the ports, one of them changed
    """Give the world's ports, with no mail server set up."""
    return replace(world.ports, outgoing=replace(world.ports.outgoing, send=None))

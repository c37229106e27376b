"""Tell people and programs what happened (chuyển thông báo): letters and calls, each in its loop.

They run beside the jobs, so that a slow mail server or receiver holds up no check of a list.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final, TypeAlias
from uuid import UUID

from ntm_verify.domain.delivery import Channel, Delivery
from ntm_verify.domain.errors import trace
from ntm_verify.domain.people import SYSTEM
from ntm_verify.usecases.deliver_event import DeliverEvent, deliver_event
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.send_notice import SendNotice, send_notice
from ntm_verify.usecases.tell_people import TellPeople, tell_people

Line: TypeAlias = Callable[[Ports], Awaitable[bool]]
LOG: Final = logging.getLogger(__name__)
AT_ONCE: Final = 8
"""Letters, or calls, under way at one time."""


def _send_notice(ports: Ports, delivery_id: UUID) -> Awaitable[Delivery]:
    return send_notice(ports, SYSTEM, SendNotice(delivery_id))


def _deliver_event(ports: Ports, delivery_id: UUID) -> Awaitable[Delivery]:
    return deliver_event(ports, SYSTEM, DeliverEvent(delivery_id))


WAYS: Final[dict[Channel, Callable[[Ports, UUID], Awaitable[Delivery]]]] = {
    Channel.MAIL: _send_notice,
    Channel.HOOK: _deliver_event,
}


async def tell_next(ports: Ports) -> bool:
    """Work out the recipients of what happened; say whether there was anything."""
    async with ports.reading() as look:
        if not (await look.outbox.line(None, ports.now())).waiting:
            return False
    return bool(await tell_people(ports, SYSTEM, TellPeople()))


async def send_next(ports: Ports, channel: Channel) -> bool:
    """Try the deliveries of a channel that are due; say whether there were any.

    Each was put off before it is tried: whatever ends the try, the next one comes by itself.
    """
    async with ports.reading() as look:
        if not await look.outbox.due(channel, ports.now()):
            return False
    async with ports.transaction() as tx:
        claimed = await tx.outbox.claim(channel, ports.now(), AT_ONCE)
    await asyncio.gather(*(_try(ports, delivery) for delivery in claimed))
    return bool(claimed)


async def _try(ports: Ports, delivery: Delivery) -> None:
    try:
        await WAYS[delivery.channel](ports, delivery.id)
    except Exception as fault:  # noqa: BLE001 - whatever it is, the others go on
        name = f"{delivery.channel} {delivery.id}, try {delivery.attempts}"
        LOG.error("delivery %s failed: %s", name, trace(fault))  # noqa: TRY400 - its text may name people


async def serve(ports: Ports, pause: float = 1.0) -> None:
    """Tell and send for ever; rest when nothing is due."""
    lines: list[Line] = [tell_next, *(partial(send_next, channel=way) for way in Channel)]
    await asyncio.gather(*(_keep_going(ports, line, pause) for line in lines))


async def _keep_going(ports: Ports, line: Line, pause: float) -> None:
    while True:
        try:
            busy = await line(ports)
        except Exception as fault:  # noqa: BLE001 - as above
            LOG.error("notices failed: %s", trace(fault))  # noqa: TRY400 - as above
            busy = False
        if not busy:
            await asyncio.sleep(pause)

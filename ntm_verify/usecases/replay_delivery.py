"""An administrator has a notice sent again (gửi lại thông báo)."""

from dataclasses import dataclass
from uuid import UUID

from ntm_verify.domain.delivery import Delivery, send_again, sent_event
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import Actor, Role, require_office

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class ReplayDelivery:
    """Which delivery (lần gửi)."""

    delivery_id: UUID


@on_record
async def replay_delivery(ports: Ports, actor: Actor, request: ReplayDelivery) -> Delivery:
    """Put a delivery of the actor's province back in line, under the same name (F60, F104).

    Raises:
        WrongOffice: the actor is no administrator.
        NotFound: the province has no such delivery.
        NothingToSend: it is a mail that was sent, or that only shows inside the service.

    """
    require_office(actor, Role.ADMINISTRATOR)
    async with ports.transaction() as tx:
        told = await tx.outbox.get(request.delivery_id)
        if told.delivery.province != actor.province:
            raise NotFound("thông báo", request.delivery_id)
        again = send_again(told.delivery, ports.now())
        await tx.outbox.save(again)
        await tx.audit.append(sent_event(again, told.happening.kind, actor))
    return again

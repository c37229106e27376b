"""A signer orders many approved dossiers to be issued (lệnh ban hành nhiều văn bản)."""

from dataclasses import dataclass
from uuid import UUID

from ntm_verify.domain.appraisal import may_see
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.signing_order import SigningOrder, SigningTask, open_order

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class OrderPapers:
    """Which dossiers, each with the version on the screen, and for whom they are signed."""

    dossiers: tuple[tuple[UUID, int], ...]
    on_behalf_of: str = ""


@on_record
async def order_papers(ports: Ports, actor: Actor, request: OrderPapers) -> SigningOrder:
    """Set the order down; each dossier is then issued on its own, and may be refused on its own.

    Raises:
        WrongOffice: the actor does not sign.
        NothingOrdered: no dossier is named, or too many are.
        NotFound: one of them is not within the actor's reach.

    """
    require_office(actor, Role.SIGNER)
    now, order_id = ports.now(), ports.new_id()
    async with ports.transaction() as tx:
        tasks = []
        for dossier, seen in request.dossiers:
            appraisal = await tx.appraisals.get(dossier)
            if not may_see(actor, appraisal):
                raise NotFound("hồ sơ", dossier)
            name = appraisal.commune_name
            tasks.append(SigningTask(ports.new_id(), order_id, 0, dossier, seen, name, now))
        draft = SigningOrder(order_id, actor.province, actor.id, request.on_behalf_of, now, 0)
        order, placed, event = open_order(draft, tasks, by=actor)
        await tx.issuing.add(order, placed, event)
    return order

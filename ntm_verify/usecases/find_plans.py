"""Papers that have a number and no file yet are found again (tìm văn bản đang lập dở)."""

from dataclasses import dataclass

from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.people import Actor, Role, require_office

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class FindPlans:
    """All of the actor's province; an operator's are those of every province (yêu cầu tìm)."""


@on_record
async def find_plans(ports: Ports, actor: Actor, _: FindPlans) -> tuple[Certificate, ...]:
    """Give the plans that something interrupted, oldest first; issuing again goes on with them.

    Raises:
        WrongOffice: the actor neither signs nor looks after the service.

    """
    require_office(actor, Role.SIGNER, Role.ADMINISTRATOR, Role.OPERATOR)
    async with ports.reading() as tx:
        everywhere = actor.role is Role.OPERATOR
        return await tx.issuing.plans("" if everywhere else actor.province)

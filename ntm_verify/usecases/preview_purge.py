"""Somebody looks at what a purge would take (xem trước việc xóa, F87)."""

from dataclasses import dataclass

from ntm_verify.domain.people import Actor, Role, require_office

from .falling_due import PurgePlan, what_falls_due
from .on_record import within_reach
from .ports import Ports


@dataclass(frozen=True, slots=True)
class PreviewPurge:
    """Of the actor's own province; there is nothing to choose (xem trước)."""


@within_reach
async def preview_purge(ports: Ports, actor: Actor, _: PreviewPurge) -> PurgePlan:
    """Count what is due, what will be within thirty days, and what waits; nothing changes.

    Raises:
        WrongOffice: the actor is no administrator, auditor or operator.

    """
    require_office(actor, Role.ADMINISTRATOR, Role.AUDITOR, Role.OPERATOR)
    async with ports.reading() as tx:
        return await what_falls_due(ports, tx, actor.province)

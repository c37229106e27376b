"""An administrator says until when a year's dossiers are wanted (đặt hạn nộp): F97."""

from dataclasses import dataclass

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.targets import Due

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class SetDue:
    """The year, its last day and the document that sets it (năm, hạn nộp, văn bản)."""

    due: Due


@on_record
async def set_due(ports: Ports, actor: Actor, request: SetDue) -> Due:
    """Keep the last day for a year's dossiers; an earlier one of the year is only followed.

    A commune without a dossier after that day is late in the province's overview; nothing else
    happens to it.

    Raises:
        WrongOffice: the actor is no administrator.

    """
    require_office(actor, Role.ADMINISTRATOR)
    due = request.due
    async with ports.transaction() as tx:
        before = [one for one in await tx.targets.dues(actor.province) if one.year == due.year]
        subject = Subject("dossier_due", f"{actor.province}/{due.year}", len(before) + 1)
        earlier = before[-1].state() if before else None
        event = AuditEvent(Action.CONFIG_CHANGED, actor, subject, before=earlier, after=due.state())
        await tx.targets.add_due(actor.province, due, event)
    return due

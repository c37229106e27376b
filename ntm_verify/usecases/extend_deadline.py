"""An appraiser gives a dossier more time, and says why (gia hạn thẩm định)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ntm_verify.domain.appraisal import LABELS, WrongStatus, may_see
from ntm_verify.domain.casework import Extension, deadline, require_longer, told
from ntm_verify.domain.errors import NotFound, StaleRecord
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.queue import OPEN
from ntm_verify.domain.wording import VIETNAM

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class ExtendDeadline:
    """Which dossier, the version on the screen, until when, and why (gia hạn)."""

    appraisal_id: UUID
    seen: int
    until: date
    reason_code: str
    note: str


@on_record
async def extend_deadline(ports: Ports, actor: Actor, request: ExtendDeadline) -> Extension:
    """Put the deadline of the running round off; commune and province read author and reason (F54).

    Raises:
        WrongOffice: the actor is no appraiser.
        NotFound: there is no such dossier within the actor's reach.
        StaleRecord: it changed since it was opened.
        WrongStatus: it is not with the province.
        WrongExtension: the day is no later one, or the reason is missing.

    """
    require_office(actor, Role.APPRAISER)
    async with ports.transaction() as tx:
        dossier = await tx.appraisals.get(request.appraisal_id)
        if not may_see(actor, dossier):
            raise NotFound("hồ sơ", request.appraisal_id)
        if dossier.version != request.seen:
            raise StaleRecord("hồ sơ", dossier.id)
        now = ports.now()
        due = deadline(dossier, await tx.casework.of(dossier.id), ports.calendar)
        if dossier.status not in OPEN or due is None:
            raise WrongStatus(
                f"Hồ sơ đang ở trạng thái “{LABELS[dossier.status]}”, không có hạn để gia hạn."
            )
        today = now.astimezone(VIETNAM).date()
        require_longer(request.until, due.day, today, request.reason_code, request.note)
        extension = Extension(
            ports.new_id(),
            dossier.id,
            dossier.round,
            actor.id,
            now,
            request.until,
            ports.calendar.came_in_for(request.until, dossier.province),
            request.reason_code,
            request.note.strip(),
        )
        await tx.casework.add(extension, told(extension, actor))
    return extension

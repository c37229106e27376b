"""An appraiser refuses a dossier (không công nhận)."""

from dataclasses import dataclass
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal, Move, Status, advance, may_see
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import Actor, Role, require_office

from .on_behalf import on_behalf
from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class RefuseAppraisal:
    """Which dossier, the version on the screen, and why, by code and in words (không công nhận)."""

    appraisal_id: UUID
    seen: int
    reason_code: str
    note: str


@on_record
async def refuse_appraisal(ports: Ports, actor: Actor, request: RefuseAppraisal) -> Appraisal:
    """Refuse; the dossier ends here and stays readable.

    Raises:
        WrongOffice: the actor is no appraiser.
        NotFound: there is no such dossier within the actor's reach.
        ReasonMissing: the reason code or the text is missing.
        StaleRecord, WrongStatus, NotYourStep: as for every step.

    """
    require_office(actor, Role.APPRAISER)
    async with ports.transaction() as tx:
        appraisal = await tx.appraisals.get(request.appraisal_id)
        if not may_see(actor, appraisal):
            raise NotFound("hồ sơ", request.appraisal_id)
        now = ports.now()
        behalf = await on_behalf(tx, actor, appraisal, now)
        move = Move(Status.REFUSED, request.seen, request.reason_code, request.note, behalf)
        decided, event = advance(appraisal, move, by=actor, at=now)
        return await tx.appraisals.save(decided, event)

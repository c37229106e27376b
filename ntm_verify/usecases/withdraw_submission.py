"""A commune takes its dossier back before a decision (rút hồ sơ)."""

from dataclasses import dataclass
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal, Move, Status, advance, may_see
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import Actor

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class WithdrawSubmission:
    """Which dossier, and the version on the screen (hồ sơ muốn rút)."""

    appraisal_id: UUID
    seen: int
    note: str = ""


@on_record
async def withdraw_submission(ports: Ports, actor: Actor, request: WithdrawSubmission) -> Appraisal:
    """Withdraw; the dossier stays readable (F56).

    Raises:
        NotFound: there is no such dossier in the actor's commune.
        StaleRecord, WrongStatus, NotYourStep: as for every step.

    """
    async with ports.transaction() as tx:
        dossier = await tx.appraisals.get(request.appraisal_id)
        if not may_see(actor, dossier):
            raise NotFound("hồ sơ", request.appraisal_id)
        move = Move(Status.WITHDRAWN, request.seen, note=request.note)
        withdrawn, event = advance(dossier, move, by=actor, at=ports.now())
        return await tx.appraisals.save(withdrawn, event)

"""An auditor opens names and numbers that are masked, and says why (mở xem danh sách, F84)."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from ntm_verify.domain.access_reason import require_access_reason, told_by
from ntm_verify.domain.appraisal import Appraisal, may_see
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.roster import RosterRow, read_roster

from .kept_list import list_of
from .on_record import on_record
from .ports import Ports

MOST: Final = 50
"""So many rows are opened by one look: whoever needs more says so again."""


@dataclass(frozen=True, slots=True)
class RevealPeople:
    """Which rows of which list, and why (yêu cầu mở xem); pages of `MOST` rows count from 1."""

    appraisal_id: UUID
    reason_code: str
    note: str
    page: int = 1


@dataclass(frozen=True, slots=True)
class Revealed:
    """What was opened (các dòng đã mở): the rows, the page, and how many rows the list has."""

    appraisal: Appraisal
    rows: tuple[RosterRow, ...]
    page: int
    total: int


@on_record
async def reveal_people(ports: Ports, actor: Actor, request: RevealPeople) -> Revealed:
    """Give rows of a kept list with names; the look is an entry that the commune reads too.

    Raises:
        WrongOffice: the actor is no auditor.
        AccessReasonMissing: no reason, as a code and in words.
        PeoplePurged: the names were deleted by rule.
        NotFound: no such dossier within the actor's reach, or no list is kept of it.

    """
    require_office(actor, Role.AUDITOR)
    async with ports.transaction() as tx:
        appraisal = await tx.appraisals.get(request.appraisal_id)
        if not may_see(actor, appraisal) or appraisal.outcome is None:
            raise NotFound("hồ sơ có danh sách", request.appraisal_id)
        note = require_access_reason(request.reason_code, request.note)
        roster = read_roster(await list_of(tx, appraisal))
        page = max(1, request.page)
        rows = roster.rows[(page - 1) * MOST : page * MOST]
        event = AuditEvent(
            Action.RECORD_VIEWED,
            actor,
            Subject("submission", str(appraisal.id), appraisal.version),
            after={"revealed": len(rows), "page": page, "reason_code": request.reason_code},
            private=told_by(actor, note),
        )
        await tx.audit.append(event)
    return Revealed(appraisal, rows, page, len(roster.rows))

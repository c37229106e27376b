"""An appraiser sends a dossier back to be mended (trả lại để bổ sung)."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal, Move, Status, advance, may_see
from ntm_verify.domain.casework import Comment, NothingSaid, require_words, told
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.roster import read_roster

from .on_behalf import on_behalf
from .on_record import on_record
from .ports import Ports, Transaction

MOST_POINTS: Final = 50


@dataclass(frozen=True, slots=True)
class ReturnPoint:
    """What is wrong with one row, by the number that the spreadsheet shows (điểm cần sửa)."""

    row: int
    text: str


@dataclass(frozen=True, slots=True)
class ReturnSubmission:
    """Which dossier, the version on the screen, and why, as a code and in words (trả lại).

    `points` are pinned to rows: the commune reads each of them beside its row.
    """

    appraisal_id: UUID
    seen: int
    reason_code: str
    note: str
    points: tuple[ReturnPoint, ...] = ()


@on_record
async def return_submission(ports: Ports, actor: Actor, request: ReturnSubmission) -> Appraisal:
    """Return; the commune reads the reason on its own page (F46).

    Raises:
        WrongOffice: the actor is no appraiser.
        NotFound: there is no such dossier within the actor's reach.
        ReasonMissing: the reason code or the text is missing.
        NothingSaid: a point without words, about a row that is not there, or more than fifty.
        StaleRecord, WrongStatus, NotYourStep: as for every step.

    """
    require_office(actor, Role.APPRAISER)
    async with ports.transaction() as tx:
        appraisal = await tx.appraisals.get(request.appraisal_id)
        if not may_see(actor, appraisal):
            raise NotFound("hồ sơ", request.appraisal_id)
        now = ports.now()
        behalf = await on_behalf(tx, actor, appraisal, now)
        move = Move(Status.RETURNED, request.seen, request.reason_code, request.note, behalf)
        decided, event = advance(appraisal, move, by=actor, at=now)
        for comment in await _comments(ports, tx, actor, appraisal, request):
            await tx.casework.add(comment, told(comment, actor))
        return await tx.appraisals.save(decided, event)


async def _comments(
    ports: Ports, tx: Transaction, actor: Actor, appraisal: Appraisal, request: ReturnSubmission
) -> list[Comment]:
    """Turn the points into comments on their rows, the list of the round being the one meant."""
    if not request.points or appraisal.outcome is None:
        return []
    lines = {r.line for r in read_roster(await tx.blobs.get(appraisal.outcome.roster_sha256)).rows}
    strange = [str(point.row) for point in request.points if point.row not in lines]
    if strange or len(request.points) > MOST_POINTS:
        raise NothingSaid(
            f"Danh sách không có dòng {', '.join(strange)}. Dùng số dòng như bảng tính hiển thị."
            if strange
            else f"Ghim tối đa {MOST_POINTS} dòng; phần còn lại ghi chung trong lý do."
        )
    return [
        Comment(
            ports.new_id(),
            appraisal.id,
            appraisal.round,
            actor.id,
            actor.role,
            ports.now(),
            require_words(point.text),
            point.row,
            is_return=True,
        )
        for point in request.points
    ]

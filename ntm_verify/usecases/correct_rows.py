"""A commune mends rows of its list on screen (sửa tại đây), or takes the last mending back."""

from dataclasses import dataclass, replace
from uuid import UUID

from ntm_verify.domain import corrections
from ntm_verify.domain.appraisal import (
    Appraisal,
    Move,
    Status,
    WrongStatus,
    advance,
    is_within_reach,
)
from ntm_verify.domain.corrections import Correction, WrongCorrection
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.job import Duty, Job
from ntm_verify.domain.mending import value_of
from ntm_verify.domain.people import COMMUNE_SIDE, Actor, require_office
from ntm_verify.domain.roster import Roster, RosterRow, read_roster

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class CorrectRows:
    """One batch of corrections, or `undo` of the last batch (các chỗ sửa).

    Several corrections in one batch are one act: "replace in all N rows" is one batch.
    """

    appraisal_id: UUID
    seen: int
    edits: tuple[Correction, ...] = ()
    undo: bool = False


@on_record
async def correct_rows(ports: Ports, actor: Actor, request: CorrectRows) -> Appraisal:
    """Keep the batch beside the file and have the list read and checked again (F25).

    Raises:
        WrongOffice: the actor does not act for a commune.
        NotFound: there is no such dossier in the actor's commune.
        WrongCorrection: nothing to mend or undo, a row that is not there, a closed field.
        StaleRecord, WrongStatus: the dossier moved on, or cannot be mended now.

    """
    require_office(actor, *COMMUNE_SIDE)
    dossier, roster, kept = await _opened(ports, actor, request)
    changed = _changed(request, roster, kept)
    content = corrections.dump(changed)
    async with ports.transaction() as tx:
        digest = await tx.blobs.keep(content) if changed else ""
        prepared = replace(
            dossier.preparation,
            corrections_sha256=digest,
            corrections=len(changed),
            confirmations=(),
            previous_roster=_before(dossier),
        )
        move = Move(Status.CHECKING, request.seen)
        started, event = advance(
            dossier,
            move,
            by=actor,
            at=ports.now(),
            outcome=None,
            preparation=prepared,
            round=dossier.round + (dossier.status is Status.RETURNED),
        )
        saved = await tx.appraisals.save(started, event)
        key = f"check/{saved.id}/{saved.version}"
        await tx.jobs.add(Job(ports.new_id(), key, Duty.CHECK_SUBMISSION, saved.id, ports.now()))
    return saved


async def _opened(
    ports: Ports, actor: Actor, request: CorrectRows
) -> tuple[Appraisal, Roster, tuple[Correction, ...]]:
    async with ports.reading() as tx:
        dossier = await tx.appraisals.get(request.appraisal_id)
        if not is_within_reach(dossier, actor):
            raise NotFound("hồ sơ", request.appraisal_id)
        if dossier.outcome is None:
            raise WrongStatus("Danh sách chưa đọc được nên chưa sửa từng dòng được.")
        roster = read_roster(await tx.blobs.get(dossier.outcome.roster_sha256))
        digest = dossier.preparation.corrections_sha256
        kept = corrections.load(await tx.blobs.get(digest)) if digest else ()
    return dossier, roster, kept


def _changed(
    request: CorrectRows, roster: Roster, kept: tuple[Correction, ...]
) -> tuple[Correction, ...]:
    if request.undo and kept:
        return corrections.undo(kept)
    if request.undo:
        raise WrongCorrection("Chưa có chỗ sửa nào để hoàn tác.")
    if not request.edits:
        raise WrongCorrection(
            "Chưa có ô nào được sửa. Gõ nội dung mới hoặc đánh dấu một dòng rồi lưu."
        )
    places = {(row.source, row.line): place for place, row in enumerate(roster.rows)}
    edits = tuple(
        replace(one, before=_before_it(roster.rows[place], one))
        if (place := places.get((one.source, one.line))) is not None
        else one
        for one in request.edits
    )
    return corrections.add(kept, edits, places)


def _before_it(row: RosterRow, one: Correction) -> str:
    """Give what stood there, the person's name for a whole row (nội dung trước khi sửa)."""
    return row.name if one.value is None else value_of(row, one.field)


def _before(dossier: Appraisal) -> str:
    """Name the list that the province saw last, for the comparison of versions."""
    if dossier.status is Status.RETURNED and dossier.outcome is not None:
        return dossier.outcome.roster_sha256
    return dossier.preparation.previous_roster

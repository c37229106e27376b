"""A commune answers for a group of warnings (xác nhận một nhóm cảnh báo)."""

from dataclasses import dataclass, replace
from uuid import UUID

from ntm_verify.domain.appraisal import (
    Appraisal,
    Move,
    Outcome,
    ReasonMissing,
    Status,
    WrongStatus,
    advance,
    is_within_reach,
)
from ntm_verify.domain.doubt import doubtful_rows, figure_warnings, open_warnings
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.participant_list import Finding
from ntm_verify.domain.people import COMMUNE_SIDE, Actor, require_office
from ntm_verify.domain.preparation import CONFIRM_REASONS, Confirmation
from ntm_verify.domain.roster import Roster, load_findings, read_roster

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class ConfirmWarnings:
    """Which group (code and field), and why it is right as it stands (nhóm cần xác nhận).

    `withdraw` takes an earlier confirmation of the group back.
    """

    appraisal_id: UUID
    seen: int
    code: str
    field: str
    reason_code: str = ""
    note: str = ""
    withdraw: bool = False


@on_record
async def confirm_warnings(ports: Ports, actor: Actor, request: ConfirmWarnings) -> Appraisal:
    """Keep the confirmation with its reason, and count again who is still in doubt (F42).

    Raises:
        WrongOffice: the actor does not act for a commune.
        NotFound: there is no such dossier in the actor's commune, or no such group of warnings.
        WrongStatus: the list is not checked.
        ReasonMissing: no reason of the list, or "other" without a text.
        StaleRecord: the dossier moved on since it was seen.

    """
    require_office(actor, *COMMUNE_SIDE)
    if not request.withdraw:
        _require_reason(request)
    dossier, outcome, roster, findings = await _opened(ports, actor, request)
    group = request.code, request.field
    rows = open_warnings(findings, ports.catalogue, frozenset()).get(group, set())
    if not rows and group not in figure_warnings(findings):
        raise NotFound("nhóm cảnh báo", request.code)
    now = ports.now()
    others = [c for c in dossier.preparation.confirmations if (c.code, c.field) != group]
    mine = Confirmation(*group, request.reason_code, len(rows), actor.id, now)
    confirmations = tuple(others if request.withdraw else [*others, mine])
    prepared = replace(dossier.preparation, confirmations=confirmations)
    still = open_warnings(findings, ports.catalogue, prepared.confirmed())
    doubtful = len(doubtful_rows(still, (row.counted for row in roster.rows)))
    amended = replace(
        outcome,
        tally=replace(outcome.tally, doubtful=doubtful),
        counts=replace(outcome.counts, doubtful=doubtful),
    )
    async with ports.transaction() as tx:
        move = Move(Status.CHECKED, request.seen, note=request.note)
        kept, event = advance(
            dossier, move, by=actor, at=now, preparation=prepared, outcome=amended
        )
        return await tx.appraisals.save(kept, event)


async def _opened(
    ports: Ports, actor: Actor, request: ConfirmWarnings
) -> tuple[Appraisal, Outcome, Roster, tuple[Finding, ...]]:
    async with ports.reading() as tx:
        dossier = await tx.appraisals.get(request.appraisal_id)
        if not is_within_reach(dossier, actor):
            raise NotFound("hồ sơ", request.appraisal_id)
        outcome = dossier.outcome
        if outcome is None:
            raise WrongStatus("Danh sách chưa được kiểm tra nên chưa có cảnh báo để xác nhận.")
        roster = read_roster(await tx.blobs.get(outcome.roster_sha256))
        return dossier, outcome, roster, load_findings(await tx.blobs.get(outcome.report_sha256))


def _require_reason(request: ConfirmWarnings) -> None:
    if request.reason_code not in CONFIRM_REASONS:
        raise ReasonMissing("Chọn lý do xác nhận cho nhóm cảnh báo này.")
    if request.reason_code == "other" and not request.note.strip():
        raise ReasonMissing("Lý do khác cần được ghi rõ bằng lời.")

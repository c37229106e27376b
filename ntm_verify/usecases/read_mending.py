"""A commune opens its list to mend it on screen (mở danh sách để sửa tại đây)."""

from dataclasses import dataclass
from uuid import UUID

from ntm_verify.domain import corrections
from ntm_verify.domain.appraisal import Appraisal, is_within_reach
from ntm_verify.domain.audit import Action, AuditEvent
from ntm_verify.domain.casework import Piece
from ntm_verify.domain.corrections import Correction
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.participant_list import Finding
from ntm_verify.domain.people import COMMUNE_SIDE, Actor, require_office
from ntm_verify.domain.roster import Roster, load_findings, read_roster

from .on_record import on_record
from .ports import Ports


@dataclass(frozen=True, slots=True)
class ReadMending:
    """Which dossier (hồ sơ cần sửa)."""

    appraisal_id: UUID


@dataclass(frozen=True, slots=True)
class Mending:
    """A list with what was found in it and what was mended (danh sách đang sửa).

    `roster` is None while the list is read or checked again; `casework` is what the province and
    the commune said about it.
    """

    appraisal: Appraisal
    roster: Roster | None
    findings: tuple[Finding, ...]
    corrections: tuple[Correction, ...]
    casework: tuple[Piece, ...] = ()


@on_record
async def read_mending(ports: Ports, actor: Actor, request: ReadMending) -> Mending:
    """Give rows, findings and corrections; the look is an entry (F25, F78).

    Raises:
        WrongOffice: the actor does not act for a commune.
        NotFound: there is no such dossier in the actor's commune.

    """
    require_office(actor, *COMMUNE_SIDE)
    async with ports.transaction() as tx:
        dossier = await tx.appraisals.get(request.appraisal_id)
        if not is_within_reach(dossier, actor):
            raise NotFound("hồ sơ", request.appraisal_id)
        roster, report, kept = None, b"", b""
        if outcome := dossier.outcome:
            roster = read_roster(await tx.blobs.get(outcome.roster_sha256))
            report = await tx.blobs.get(outcome.report_sha256)
        if digest := dossier.preparation.corrections_sha256:
            kept = await tx.blobs.get(digest)
        casework = await tx.casework.of(dossier.id)
        event = AuditEvent(
            Action.RECORD_VIEWED, actor, dossier.subject(), after={"view": "mending"}
        )
        await tx.audit.append(event)
    return Mending(dossier, roster, load_findings(report), corrections.load(kept), casework)

"""Somebody opens a dossier (mở hồ sơ)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal, may_see
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.casework import Piece
from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.delegation import acts_for
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.outcome import Outcome
from ntm_verify.domain.participant_list import Finding
from ntm_verify.domain.people import COMMUNE_SIDE, Actor, Role, require_office
from ntm_verify.domain.roster import Roster, load_findings, read_roster
from ntm_verify.domain.wording import VIETNAM

from .dossier_log import dossier_log
from .kept_list import why_gone
from .log_gate import looking, tell
from .on_record import on_record
from .ports import LogEntry, Ports, Transaction


@dataclass(frozen=True, slots=True)
class ReadAppraisal:
    """Which dossier (hồ sơ muốn xem)."""

    appraisal_id: UUID


@dataclass(frozen=True, slots=True)
class OpenDossier:
    """A dossier with everything that hangs on it (hồ sơ đầy đủ).

    `roster` and `findings` are empty before a list is checked; `log` holds the entries about
    the dossier, its papers and what happened around it, oldest first. `names` are those of the
    province's officials, by account; empty for a commune. `behalf` is the colleague who holds it
    and for whom the actor may decide today, "" where there is none. `gone` says why the list is
    no longer kept.
    """

    appraisal: Appraisal
    roster: Roster | None
    findings: tuple[Finding, ...]
    certificates: tuple[Certificate, ...]
    log: tuple[LogEntry, ...]
    casework: tuple[Piece, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    behalf: str = ""
    gone: str = ""


@on_record
async def read_appraisal(ports: Ports, actor: Actor, request: ReadAppraisal) -> OpenDossier:
    """Open a dossier; the look is an entry (F45, F78).

    Raises:
        WrongOffice: the office sees no dossiers.
        NotFound: there is none of this id within the actor's reach.

    """
    require_office(
        actor, *COMMUNE_SIDE, Role.APPRAISER, Role.SIGNER, Role.AUDITOR, Role.ADMINISTRATOR
    )
    async with looking(ports, actor, Role.AUDITOR) as tx:
        appraisal = await tx.appraisals.get(request.appraisal_id)
        if not may_see(actor, appraisal):
            raise NotFound("hồ sơ", request.appraisal_id)
        roster, findings = None, b""
        if outcome := appraisal.outcome:
            roster, findings = await _list(tx, outcome)
        papers = await tx.certificates.of_appraisal(appraisal.id)
        casework = await tx.casework.of(appraisal.id)
        ordered = await dossier_log(tx, appraisal, papers, casework)
        names, behalf = await _colleagues(ports, tx, actor, appraisal)
        gone = await why_gone(tx, appraisal) if outcome and roster is None else ""
        event = AuditEvent(
            Action.RECORD_VIEWED,
            actor,
            Subject("submission", str(appraisal.id), appraisal.version),
            after={"rows": appraisal.outcome.counts.rows if appraisal.outcome else 0},
        )
        await tell(ports, tx, event)
    found = load_findings(findings)
    return OpenDossier(appraisal, roster, found, papers, ordered, casework, names, behalf, gone)


async def _list(tx: Transaction, outcome: Outcome) -> tuple[Roster | None, bytes]:
    """Give the list and what was found in it, as far as they are still kept."""
    try:
        roster = read_roster(await tx.blobs.get(outcome.roster_sha256))
    except NotFound:
        roster = None
    if await tx.purging.absent({outcome.report_sha256}):
        return roster, b""
    return roster, await tx.blobs.get(outcome.report_sha256)


async def _colleagues(
    ports: Ports, tx: Transaction, actor: Actor, dossier: Appraisal
) -> tuple[Mapping[str, str], str]:
    """Give the officials' names, and the colleague for whom the actor may decide; no commune's."""
    if actor.role in COMMUNE_SIDE:
        return {}, ""
    names = {a.id: a.name for a in await tx.accounts.all_of(dossier.province)}
    known = await tx.delegations.of_province(actor.province)
    day = ports.now().astimezone(VIETNAM).date()
    return names, acts_for(known, actor, dossier.appraised_by, day)

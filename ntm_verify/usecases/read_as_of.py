"""A dossier as it stood on a day in the past (hồ sơ như ngày …, F80), from the log alone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal, may_see
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.participant_list import Finding
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.roster import Roster, load_findings, read_roster
from ntm_verify.domain.wording import VIETNAM
from ntm_verify.trail.entry import read_entry

from .dossier_log import dossier_log
from .kept_list import why_gone
from .on_record import on_record
from .ports import LogEntry, Ports, Transaction


@dataclass(frozen=True, slots=True)
class ReadAsOf:
    """Which dossier, and at the end of which day in Vietnam (hồ sơ, ngày muốn xem)."""

    appraisal_id: UUID
    day: date


@dataclass(frozen=True, slots=True)
class PastDossier:
    """A dossier as it was (hồ sơ khi đó).

    `state` is the dossier's whole non-personal state, None before it was opened; `papers` are
    the states of its papers by reference; `log` the entries up to then. `roster` and `findings`
    are those of that day's list, None and empty where there was none or it is no longer kept;
    `gone` says why.
    """

    appraisal: Appraisal
    day: date
    state: Mapping[str, Any] | None
    papers: Mapping[str, Mapping[str, Any]]
    log: tuple[LogEntry, ...]
    roster: Roster | None = None
    findings: tuple[Finding, ...] = ()
    gone: str = ""


@on_record
async def read_as_of(ports: Ports, actor: Actor, request: ReadAsOf) -> PastDossier:
    """Give list, figures, rule set and decision as they stood on a day; the look is an entry.

    Raises:
        WrongOffice: the actor is no auditor or administrator.
        NotFound: there is no such dossier within the actor's reach.

    """
    require_office(actor, Role.AUDITOR, Role.ADMINISTRATOR)
    end = datetime.combine(request.day + timedelta(1), time(), VIETNAM)
    async with ports.transaction() as tx:
        appraisal = await tx.appraisals.get(request.appraisal_id)
        if not may_see(actor, appraisal):
            raise NotFound("hồ sơ", request.appraisal_id)
        papers = await tx.certificates.of_appraisal(appraisal.id)
        casework = await tx.casework.of(appraisal.id)
        log = await dossier_log(tx, appraisal, papers, casework)
        past = _replayed(appraisal, request.day, [e for e in log if _at(e) < end])
        past = await _with_list(tx, past)
        event = AuditEvent(
            Action.RECORD_VIEWED,
            actor,
            Subject("submission", str(appraisal.id), appraisal.version),
            after={"day": request.day.isoformat()},
        )
        await tx.audit.append(event)
    return past


def _at(kept: LogEntry) -> datetime:
    return datetime.fromisoformat(read_entry(kept.entry)["at"])


def _replayed(appraisal: Appraisal, day: date, log: list[LogEntry]) -> PastDossier:
    """Take the last state that each subject had by then."""
    state: Mapping[str, Any] | None = None
    papers: dict[str, Mapping[str, Any]] = {}
    for kept in log:
        told = read_entry(kept.entry)
        subject, after = told["subject"], told["after"]
        if after is None or "status" not in after:
            continue
        if subject["kind"] == "submission":
            state = after
        elif subject["kind"] == "certificate":
            papers[subject["id"]] = after
    return PastDossier(appraisal, day, state, papers, tuple(log))


async def _with_list(tx: Transaction, past: PastDossier) -> PastDossier:
    """Add the list of that day, as far as it is still kept."""
    check = (past.state or {}).get("check")
    if not check:
        return past
    try:
        roster = read_roster(await tx.blobs.get(check["roster_sha256"]))
        findings = load_findings(await tx.blobs.get(check["report_sha256"]))
    except NotFound:
        return replace(past, gone=await why_gone(tx, past.appraisal))
    return replace(past, roster=roster, findings=findings)

"""Somebody compares a list with the one before and with last period's (so sánh danh sách)."""

from dataclasses import dataclass
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal, Status, may_see
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import COMMUNE_SIDE, Actor, Role, require_office
from ntm_verify.domain.roster import Roster, read_roster
from ntm_verify.domain.roster_changes import RosterChanges, compare, missing_hamlets

from .kept_list import list_of, purge_of
from .on_record import on_record
from .ports import AppraisalQuery, Ports, Transaction


@dataclass(frozen=True, slots=True)
class CompareLists:
    """Which dossier (hồ sơ cần so sánh)."""

    appraisal_id: UUID


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed (các thay đổi) in `dossier`; None where there is nothing to compare with.

    `missing` are hamlets that last period's list named and this one does not.
    """

    dossier: Appraisal
    returned: RosterChanges | None
    last: RosterChanges | None
    last_dossier: Appraisal | None
    missing: tuple[str, ...]


@on_record
async def compare_lists(ports: Ports, actor: Actor, request: CompareLists) -> Comparison:
    """Compare with the returned version and with the commune's last certified list (F16, F48).

    Raises:
        WrongOffice: the office sees no dossiers.
        NotFound: there is none of this id within the actor's reach, or its list is gone.

    """
    require_office(
        actor, *COMMUNE_SIDE, Role.APPRAISER, Role.SIGNER, Role.AUDITOR, Role.ADMINISTRATOR
    )
    async with ports.transaction() as tx:
        dossier = await tx.appraisals.get(request.appraisal_id)
        if not may_see(actor, dossier):
            raise NotFound("hồ sơ", request.appraisal_id)
        event = AuditEvent(
            Action.RECORD_VIEWED,
            actor,
            Subject("submission", str(dossier.id), dossier.version),
            after={"view": "comparison"},
        )
        await tx.audit.append(event)
        if dossier.outcome is None:
            return Comparison(dossier, None, None, None, ())
        roster = read_roster(await list_of(tx, dossier))
        before = dossier.preparation.previous_roster
        returned = compare(await _roster(tx, before), roster) if before else None
        last = await _last(tx, dossier)
        if last is None or last.outcome is None or await purge_of(tx, last.id):
            return Comparison(dossier, returned, None, None, ())
        old = await _roster(tx, last.outcome.roster_sha256)
    return Comparison(dossier, returned, compare(old, roster), last, missing_hamlets(old, roster))


async def _last(tx: Transaction, dossier: Appraisal) -> Appraisal | None:
    """Find the commune's newest earlier dossier that got its paper."""
    query = AppraisalQuery(
        dossier.province,
        dossier.commune,
        frozenset({Status.CERTIFIED, Status.SUPERSEDED}),
        limit=50,
    )
    earlier = [
        other
        for other in (await tx.appraisals.find(query)).items
        if other.id != dossier.id and other.as_of <= dossier.as_of
    ]
    return max(earlier, key=lambda other: other.as_of, default=None)


async def _roster(tx: Transaction, digest: str) -> Roster:
    return read_roster(await tx.blobs.get(digest))

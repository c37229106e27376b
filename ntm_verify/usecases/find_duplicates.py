"""Who stands on the lists of two communes in one period (người có ở hai danh sách)."""

from dataclasses import dataclass
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal, may_see
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import COMMUNE_SIDE, Actor, Role, require_office
from ntm_verify.domain.roster import Roster, RosterRow, read_roster

from .on_record import on_record
from .ports import Ports, Transaction


@dataclass(frozen=True, slots=True)
class FindDuplicates:
    """Which dossier (hồ sơ cần đối chiếu)."""

    appraisal_id: UUID


@dataclass(frozen=True, slots=True)
class SharedPerson:
    """One person on two lists (một người ở hai danh sách).

    A commune sees its own row and nothing of the other list: `other` and `other_dossier` are
    None for it.
    """

    row: RosterRow
    other: RosterRow | None
    other_dossier: Appraisal | None


@on_record
async def find_duplicates(
    ports: Ports, actor: Actor, request: FindDuplicates
) -> tuple[SharedPerson, ...]:
    """Find who of a list is counted by another commune of the province in the same year (F29).

    Raises:
        WrongOffice: the office sees no dossiers.
        NotFound: there is none of this id within the actor's reach.

    """
    require_office(
        actor, *COMMUNE_SIDE, Role.APPRAISER, Role.SIGNER, Role.AUDITOR, Role.ADMINISTRATOR
    )
    async with ports.transaction() as tx:
        dossier = await tx.appraisals.get(request.appraisal_id)
        if not may_see(actor, dossier):
            raise NotFound("hồ sơ", request.appraisal_id)
        hits = await tx.listings.elsewhere(dossier.id)
        after = {"view": "duplicates", "rows": len(hits)}
        subject = Subject("submission", str(dossier.id), dossier.version)
        await tx.audit.append(AuditEvent(Action.RECORD_VIEWED, actor, subject, after=after))
        if dossier.outcome is None or not hits:
            return ()
        own = read_roster(await tx.blobs.get(dossier.outcome.roster_sha256))
        if actor.role in COMMUNE_SIDE:
            places = sorted({hit.place for hit in hits})
            return tuple(SharedPerson(own.rows[place], None, None) for place in places)
        lists = {
            other: await _other(tx, other) for other in sorted({hit.other for hit in hits}, key=str)
        }
    found = []
    for hit in hits:
        other, roster = lists[hit.other]
        row = roster.rows[hit.other_place] if roster else None
        found.append(SharedPerson(own.rows[hit.place], row, other))
    return tuple(found)


async def _other(tx: Transaction, other: UUID) -> tuple[Appraisal, Roster | None]:
    dossier = await tx.appraisals.get(other)
    if dossier.outcome is None:
        return dossier, None
    return dossier, read_roster(await tx.blobs.get(dossier.outcome.roster_sha256))

"""Who stands on the lists of two communes in one period (người có ở hai danh sách)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal, may_see
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.duplicates import (
    GRAVEST,
    DuplicateReview,
    Place,
    pair_id,
    place_of,
    row_digests,
)
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import COMMUNE_SIDE, Actor, Role, require_office
from ntm_verify.domain.roster import RosterRow, read_rows

from .kept_list import list_of
from .on_record import on_record
from .ports import Ports, SharedListing, Transaction


@dataclass(frozen=True, slots=True)
class FindDuplicates:
    """Which dossier (hồ sơ cần đối chiếu)."""

    appraisal_id: UUID


@dataclass(frozen=True, slots=True)
class SharedPerson:
    """One person on two lists (một người ở hai danh sách), and what the province decided.

    `standing` is what the decision means for this list. A commune sees its own row, `standing`
    and the code of the reason, and nothing of the other list: `other`, `other_dossier` and
    `review` are None for it, `pair` is empty.
    """

    row: RosterRow
    other: RosterRow | None
    other_dossier: Appraisal | None
    standing: Place = Place.OPEN
    reason_code: str = ""
    pair: str = ""
    review: DuplicateReview | None = None


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
        lists = await _lists(tx, dossier, hits)
    if not lists:
        return ()
    found = _pairs(ports, dossier, hits, lists)
    async with ports.reading() as tx:
        reviews = await tx.reviews.of_pairs([one.pair for one in found if one.pair])
    told = tuple(_told(one, reviews.get(one.pair), dossier.commune) for one in found)
    return _own_rows(told) if actor.role in COMMUNE_SIDE else told


async def _lists(
    tx: Transaction, dossier: Appraisal, hits: Sequence[SharedListing]
) -> dict[UUID, tuple[Appraisal, bytes]]:
    """Give the dossiers that share a person, this one first, with their kept lists."""
    if dossier.outcome is None or not hits:
        return {}
    lists = {dossier.id: (dossier, await list_of(tx, dossier))}
    for other_id in sorted({hit.other for hit in hits}, key=str):
        other = await tx.appraisals.get(other_id)
        kept = other.outcome and await tx.blobs.get(other.outcome.roster_sha256)
        lists[other_id] = other, kept or b""
    return lists


def _pairs(
    ports: Ports,
    dossier: Appraisal,
    hits: Sequence[SharedListing],
    lists: Mapping[UUID, tuple[Appraisal, bytes]],
) -> list[SharedPerson]:
    """Lay both rows of every hit side by side, and name the pair."""
    rows = {dossier.id: read_rows(lists[dossier.id][1], (hit.place for hit in hits))}
    for other_id, (_, content) in list(lists.items())[1:]:
        places = (hit.other_place for hit in hits if hit.other == other_id)
        rows[other_id] = read_rows(content, places)
    names = {list_id: _names(ports, lists[list_id][0], there) for list_id, there in rows.items()}
    found = []
    for hit in hits:
        own, other = names[dossier.id][hit.place], names[hit.other].get(hit.other_place)
        found.append(
            SharedPerson(
                rows[dossier.id][hit.place],
                rows[hit.other].get(hit.other_place),
                lists[hit.other][0],
                pair=pair_id(own, other) if other else "",
            )
        )
    return found


def _names(ports: Ports, dossier: Appraisal, rows: Mapping[int, RosterRow]) -> dict[int, str]:
    names = row_digests(dossier, list(rows.values()), ports.digest_people)
    return dict(zip(rows, names, strict=True))


def _told(one: SharedPerson, review: DuplicateReview | None, commune: str) -> SharedPerson:
    return SharedPerson(
        one.row,
        one.other,
        one.other_dossier,
        place_of(review, commune),
        review.reason_code if review else "",
        one.pair,
        review,
    )


def _own_rows(found: Sequence[SharedPerson]) -> tuple[SharedPerson, ...]:
    """Give a commune its own rows, each once, with the gravest that was decided of it."""
    rows: dict[tuple[int, int], SharedPerson] = {}
    for one in sorted(found, key=lambda one: GRAVEST.index(one.standing)):
        mine = SharedPerson(one.row, None, None, one.standing, one.reason_code)
        rows.setdefault((one.row.source, one.row.line), mine)
    return tuple(rows[place] for place in sorted(rows))

"""An appraiser decides about two rows of one number (rà soát người có ở hai danh sách)."""

from dataclasses import dataclass, replace
from uuid import UUID

from ntm_verify.domain.appraisal import Appraisal, NotYourStep, Status, may_see
from ntm_verify.domain.audit import Action, AuditEvent
from ntm_verify.domain.duplicates import (
    Decision,
    DuplicateReview,
    pair_id,
    read_decision,
    require_ground,
    require_in_hand,
    row_digests,
)
from ntm_verify.domain.errors import NotFound, StaleRecord
from ntm_verify.domain.people import Actor, Role, require_office
from ntm_verify.domain.roster import read_rows

from .on_record import on_record
from .ports import Ports, SharedListing, Transaction


@dataclass(frozen=True, slots=True)
class ReviewDuplicates:
    """Which pair of a dossier, the version of its decision on the screen (0: none), and what.

    `pair` names both rows as they read now: a row that changed since makes another pair.
    """

    appraisal_id: UUID
    pair: str
    seen: int
    decision: str
    reason_code: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """The pair as it lies in both lists: the other dossier, both rows by their digests."""

    dossier: Appraisal
    other: Appraisal
    own_row: str
    other_row: str
    person: bytes


@dataclass(frozen=True, slots=True)
class _Named:
    """One row by its digest, and the number on it."""

    name: str
    number: str


@on_record
async def review_duplicates(
    ports: Ports, actor: Actor, request: ReviewDuplicates
) -> DuplicateReview:
    """Keep the decision about a pair (F30); it takes nobody off a list by itself.

    "Different people" silences the two rows; "remove here" asks the commune of this dossier to
    take its row out, and the dossier is not approved before.

    Raises:
        WrongOffice: the actor is no appraiser.
        UnknownDecision, ReasonMissing: the decision or its reason is none of the list.
        NotFound: no such dossier within reach, or its list has no such pair any more.
        NotYourStep: another appraiser holds the dossier.
        RemovalImpossible: the dossier is decided, so that no row can leave its list.
        StaleRecord: the pair or the dossier moved on since it was seen.

    """
    require_office(actor, Role.APPRAISER)
    decision = read_decision(request.decision)
    require_ground(decision, request.reason_code, request.note)
    found = await _found(ports, actor, request)
    require_in_hand(found.dossier, decision)
    removes = decision is Decision.REMOVE_HERE
    async with ports.transaction() as tx:
        if (await tx.appraisals.get(found.dossier.id)).version != found.dossier.version:
            raise StaleRecord("hồ sơ", found.dossier.id)
        before = (await tx.reviews.of_pairs([request.pair])).get(request.pair)
        decided = DuplicateReview(
            request.pair,
            found.dossier.province,
            found.dossier.id,
            found.other.id,
            decision,
            request.reason_code,
            actor.id,
            ports.now(),
            request.note.strip(),
            remove_row=found.own_row if removes else "",
            remove_from=found.dossier.commune if removes else "",
            version=request.seen,
            person=found.person,
            first_row=bytes.fromhex(min(found.own_row, found.other_row)),
            second_row=bytes.fromhex(max(found.own_row, found.other_row)),
        )
        private = {"actor_name": actor.name, "address": actor.address, "note": decided.note}
        event = AuditEvent(
            Action.DUPLICATE_REVIEWED,
            actor,
            replace(decided.subject(), rev=request.seen + 1),
            before=before.state() if before else None,
            after=decided.state(),
            private={name: value for name, value in private.items() if value},
        )
        return await tx.reviews.save(decided, event)


async def _found(ports: Ports, actor: Actor, request: ReviewDuplicates) -> _Found:
    """Find the pair in the lists as they are now."""
    async with ports.reading() as tx:
        dossier = await tx.appraisals.get(request.appraisal_id)
        if not may_see(actor, dossier):
            raise NotFound("hồ sơ", request.appraisal_id)
        _require_holder(dossier, actor)
        hits = await tx.listings.elsewhere(dossier.id)
        others = [await tx.appraisals.get(i) for i in sorted({h.other for h in hits}, key=str)]
        own = await _names(ports, tx, dossier, [hit.place for hit in hits])
        for other in others:
            shared = [hit for hit in hits if hit.other == other.id]
            theirs = await _names(ports, tx, other, [hit.other_place for hit in shared])
            if pair := _named(request.pair, shared, own, theirs):
                (person,) = ports.digest_people([pair[0].number])
                return _Found(dossier, other, pair[0].name, pair[1].name, person)
    raise NotFound("cặp dòng", request.pair[:40])


def _require_holder(dossier: Appraisal, actor: Actor) -> None:
    held = dossier.status is Status.UNDER_APPRAISAL and dossier.appraised_by != actor.id
    if held:
        raise NotYourStep("Hồ sơ do người khác đang thẩm định; người đó kết luận về các dòng này.")


async def _names(
    ports: Ports, tx: Transaction, dossier: Appraisal, places: list[int]
) -> dict[int, _Named]:
    if dossier.outcome is None or not places:
        return {}
    rows = read_rows(await tx.blobs.get(dossier.outcome.roster_sha256), places)
    names = row_digests(dossier, list(rows.values()), ports.digest_people)
    known = zip(rows.items(), names, strict=True)
    return {place: _Named(name, row.number) for (place, row), name in known}


def _named(
    pair: str, shared: list[SharedListing], own: dict[int, _Named], theirs: dict[int, _Named]
) -> tuple[_Named, _Named] | None:
    for hit in shared:
        one, other = own.get(hit.place), theirs.get(hit.other_place)
        if one and other and pair_id(one.name, other.name) == pair:
            return one, other
    return None

"""Decisions about pairs of rows are kept at the version they were read at, with their event."""

from dataclasses import replace

import pytest

from ntm_verify.domain.audit import Action, AuditEvent
from ntm_verify.domain.duplicates import Decision, DuplicateReview
from ntm_verify.domain.errors import StaleRecord
from tests.support.builders import APPRAISER, NOON, OTHER_COMMUNE, PROVINCE, an_appraisal, an_id
from tests.support.worlds import World

OWN = an_appraisal(id=an_id(1))
OTHER = an_appraisal(id=an_id(2), commune=OTHER_COMMUNE)
REVIEW = DuplicateReview(
    "a" * 32, PROVINCE, OWN.id, OTHER.id, Decision.SAME_PERSON, "papers_show_one", "u", NOON
)
REMOVAL = replace(
    REVIEW,
    id="b" * 32,
    decision=Decision.REMOVE_HERE,
    reason_code="lives_elsewhere",
    remove_row="c" * 32,
    remove_from=OWN.commune,
)


async def keep(world: World, review: DuplicateReview) -> DuplicateReview:
    async with world.ports.transaction() as tx:
        shelved = (await tx.reviews.of_pairs([review.id])).get(review.id)
        before = shelved.state() if shelved else None
        subject = replace(review.subject(), rev=review.version + 1)
        action = Action.DUPLICATE_REVIEWED
        event = AuditEvent(action, APPRAISER, subject, before=before, after=review.state())
        return await tx.reviews.save(review, event)


async def test_a_decision_is_read_back_as_it_was_kept(world: World) -> None:
    await world.holds(OWN, OTHER)
    kept = await keep(world, REVIEW)
    await keep(world, REMOVAL)

    async with world.ports.reading() as tx:
        found = await tx.reviews.of_pairs([REVIEW.id, "0" * 32])
        removed = await tx.reviews.to_remove(["c" * 32, "d" * 32])

    assert kept.version == 1
    assert found == {REVIEW.id: kept}
    assert removed == {"c" * 32}


async def test_a_decision_made_meanwhile_is_not_overwritten(world: World) -> None:
    await world.holds(OWN, OTHER)
    kept = await keep(world, REVIEW)
    again = await keep(world, replace(kept, decision=Decision.DIFFERENT_PEOPLE))

    assert again.version == 2
    for stale in (REVIEW, kept):
        with pytest.raises(StaleRecord):
            await keep(world, stale)
    async with world.ports.reading() as tx:
        assert (await tx.reviews.of_pairs([REVIEW.id]))[REVIEW.id] == again


async def test_many_pairs_are_asked_for_at_once(world: World) -> None:
    await world.holds(OWN, OTHER)
    kept = await keep(world, REVIEW)
    pairs = [f"{n:032x}" for n in range(1200)] + [REVIEW.id]

    async with world.ports.reading() as tx:
        assert await tx.reviews.of_pairs(pairs) == {REVIEW.id: kept}
        assert await tx.reviews.to_remove(pairs) == frozenset()

"""What the queue counts as settled is what the lists themselves say, whatever became of them."""

import random
from dataclasses import replace
from typing import Final

from ntm_verify.domain.appraisal import Appraisal, Status
from ntm_verify.domain.audit import Action, AuditEvent
from ntm_verify.domain.errors import StaleRecord
from ntm_verify.domain.people import SYSTEM
from ntm_verify.domain.roster import Roster, RosterRow
from ntm_verify.usecases.approve_appraisal import seen_exactly
from ntm_verify.usecases.find_duplicates import FindDuplicates, find_duplicates
from ntm_verify.usecases.kept_roster import prove_roster
from ntm_verify.usecases.review_duplicates import ReviewDuplicates, review_duplicates
from tests.support.builders import (
    APPRAISER,
    OTHER_COMMUNE,
    an_appraisal,
    an_id,
    an_outcome,
)
from tests.support.worlds import World

NAMES: Final = ("Trần Văn Mẫu", "Trần Văn Mậu")
PEOPLE: Final = 8
ROUNDS: Final = 12
REASONS: Final = {
    "different_people": "papers_show_two",
    "remove_here": "lives_elsewhere",
    "same_person": "papers_show_one",
}


def rows(chance: random.Random) -> Roster:
    """Make a list of some of eight people, each under one of two names, once or twice."""
    found = [
        RosterRow(
            0, line, chance.choice(NAMES), f"38990000{person:02d}", "b", "", counted=True, codes=()
        )
        for line, person in enumerate(chance.choices(range(PEOPLE), k=PEOPLE), start=2)
        if chance.random() < 0.8
    ]
    return Roster((), tuple(found))


async def relist(world: World, dossier: Appraisal, roster: Roster) -> Appraisal:
    """Put another list in the place of a dossier's, as a check does."""
    kept = prove_roster(world.ports, dossier, roster)
    outcome = replace(an_outcome(), roster_sha256=kept.sha256)
    changed = replace(dossier, outcome=outcome)
    subject = replace(dossier.subject(), rev=dossier.version + 1)
    before, after = dossier.state(), changed.state()
    event = AuditEvent(Action.CHECK_COMPUTED, SYSTEM, subject, before=before, after=after)
    async with world.ports.transaction() as tx:
        await tx.blobs.keep(kept.content)
        await tx.listings.replace(changed, kept.people, kept.places, kept.names)
        return await tx.appraisals.save(changed, event)


async def review_some(world: World, chance: random.Random, dossier: Appraisal) -> int:
    """Decide about some of the pairs that the lists have now."""
    made = 0
    for pair in await find_duplicates(world.ports, APPRAISER, FindDuplicates(dossier.id)):
        if pair.pair and chance.random() < 0.5:
            decision = chance.choice(list(REASONS))
            seen = pair.review.version if pair.review else 0
            asked = ReviewDuplicates(dossier.id, pair.pair, seen, decision, REASONS[decision])
            try:
                await review_duplicates(world.ports, APPRAISER, asked)
            except StaleRecord:  # two rows alike make one pair, which was decided just now
                continue
            made += 1
    return made


async def test_settled_pairs_of_the_queue_are_those_of_the_lists_whatever_changes(
    world: World,
) -> None:
    chance = random.Random(15_1)  # noqa: S311 - a fixed sequence of cases
    first = an_appraisal(id=an_id(1), status=Status.UNDER_APPRAISAL, version=1)
    second = an_appraisal(id=an_id(2), status=Status.SUBMITTED, commune=OTHER_COMMUNE, version=1)
    await world.holds(first, second)
    reviewed, seen = 0, set[tuple[int, int]]()
    for _ in range(ROUNDS):
        first = await relist(world, first, rows(chance))
        if chance.random() < 0.5:
            second = await relist(world, second, rows(chance))
        for checked in range(2):
            if checked:
                reviewed += await review_some(world, chance, first)
            for dossier in (first, second):
                async with world.ports.reading() as tx:
                    quick = await tx.queue.one(dossier)
                    exact = await seen_exactly(world.ports, tx, dossier)
                assert (quick.matches, quick.decided) == (exact.matches, exact.decided)
                seen.add((quick.matches, quick.decided))
    assert reviewed > ROUNDS
    assert len({decided for _, decided in seen}) > 3, "the cases differ"

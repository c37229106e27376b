"""The log of a dossier holds what was decided about people on its list and on another one."""

from datetime import timedelta

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.audit import Action, AuditEvent
from ntm_verify.domain.duplicates import Decision, DuplicateReview
from ntm_verify.trail.entry import read_entry
from ntm_verify.usecases.dossier_log import dossier_log
from ntm_verify.usecases.read_appraisal import ReadAppraisal, read_appraisal
from tests.support.builders import APPRAISER, AS_OF, AUDITOR, NOON, PROVINCE, an_id
from tests.support.scenes import a_dossier
from tests.support.worlds import World


async def test_a_decision_about_a_pair_stands_in_the_timeline_of_both_dossiers(
    world: World,
) -> None:
    one = await a_dossier(world, Status.APPROVED)
    other = await a_dossier(world, Status.APPROVED, id=an_id(77), as_of=AS_OF - timedelta(40))
    third = await a_dossier(world, Status.APPROVED, id=an_id(78), as_of=AS_OF - timedelta(80))
    review = DuplicateReview(
        *("p" * 32, PROVINCE, one.id, other.id, Decision.DIFFERENT_PEOPLE),
        *("papers_show_two", APPRAISER.id, NOON),
    )
    event = AuditEvent(Action.DUPLICATE_REVIEWED, APPRAISER, review.subject(), after=review.state())
    async with world.ports.transaction() as tx:
        await tx.reviews.save(review, event)

    found = {}
    for dossier in (one, other, third):
        async with world.ports.reading() as tx:
            log = await dossier_log(tx, dossier, (), ())
        found[dossier.id] = [read_entry(kept.entry)["type"] for kept in log]
        assert [kept.index for kept in log] == sorted(kept.index for kept in log)

    told = Action.DUPLICATE_REVIEWED.value
    assert [types.count(told) for types in found.values()] == [1, 1, 0]
    opened = await read_appraisal(world.ports, AUDITOR, ReadAppraisal(other.id))
    assert told in {read_entry(kept.entry)["type"] for kept in opened.log}

"""The queue is one question: the counts, the page and the moment belong together."""

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import WrongOffice
from ntm_verify.domain.queue import View
from ntm_verify.usecases.read_queue import ReadQueue, read_queue
from tests.support.builders import (
    APPRAISER,
    CLERK,
    OTHER_APPRAISER,
    PROVINCE,
    an_account,
    an_appraisal,
    an_id,
)
from tests.support.scenes import acts, must_refuse
from tests.support.worlds import World


async def test_pages_and_counts_agree_and_a_page_too_far_is_the_last(world: World) -> None:
    await world.holds(*(an_appraisal(id=an_id(n), status=Status.SUBMITTED) for n in range(1, 6)))
    await world.holds(an_account(APPRAISER))

    first = await read_queue(world.ports, APPRAISER, ReadQueue(per_page=2))
    last = await read_queue(world.ports, APPRAISER, ReadQueue(page=99, per_page=2))

    assert (len(first.items), first.counts[View.WAITING], first.pages) == (2, 5, 3)
    assert (last.page, len(last.items)) == (3, 1)
    assert first.names == {APPRAISER.id: APPRAISER.name}
    foreign = await read_queue(world.ports, OTHER_APPRAISER, ReadQueue())
    assert foreign.items == ()


async def test_the_look_is_on_record_and_its_words_under_cover(world: World) -> None:
    await read_queue(world.ports, APPRAISER, ReadQueue(View.LATE, "Đồng Lương"))

    assert await acts(world) == [
        AuditEvent(
            Action.SEARCH_RUN,
            APPRAISER,
            Subject("queue", PROVINCE),
            after={"view": "late", "page": 1, "rows": 0},
            private={"text": "Đồng Lương"},
        )
    ]
    await must_refuse(world, read_queue, CLERK, ReadQueue(), WrongOffice)

"""What a try came to is kept once: whoever comes second changes nothing."""

from datetime import timedelta

from ntm_verify.domain.audit import Action
from ntm_verify.domain.delivery import DeliveryState, End, Outcome
from ntm_verify.domain.people import SYSTEM
from ntm_verify.usecases.settling import keep_outcome
from tests.support.builders import NOON
from tests.support.notices import claimed
from tests.support.worlds import World
from tests.usecases.test_send_notice import waiting

DONE = Outcome(End.DONE, "250")


async def test_of_two_outcomes_of_one_try_the_first_stays(world: World) -> None:
    delivery = await waiting(world)
    await claimed(world)
    times = NOON, NOON + timedelta(seconds=2)
    async with world.ports.reading() as tx:
        told = await tx.outbox.get(delivery.id)

    async with world.ports.transaction() as tx:
        kept, ours = await keep_outcome(tx, SYSTEM, told, DONE, times)
    async with world.ports.transaction() as tx:
        again, too_late = await keep_outcome(tx, SYSTEM, told, Outcome(End.NEVER, "x"), times)

    assert (ours, too_late) == (True, False)
    assert kept.state is DeliveryState.SENT
    assert again == kept
    assert [e.action for e in await world.audit_log()].count(Action.NOTICE_SENT) == 1

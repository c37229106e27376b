"""Everybody finds what he was told inside the service, mail or not, and nobody else's."""

from ntm_verify.domain.notice import Kind
from ntm_verify.usecases.read_notices import ReadNotices, read_notices
from tests.support.builders import CHAIR, CLERK, OTHER_CLERK
from tests.support.notices import peopled, returned, tell, without_mail
from tests.support.worlds import World


async def test_own_notices_come_newest_first_whether_or_not_by_mail(world: World) -> None:
    await peopled(world, CLERK)
    await returned(world)
    await tell(world)
    entries = len(await world.audit_log())

    mine = await read_notices(world.ports, CLERK, ReadNotices())
    theirs = await read_notices(without_mail(world), CHAIR, ReadNotices())
    foreign = await read_notices(world.ports, OTHER_CLERK, ReadNotices())

    assert mine.items[0].happening.kind is Kind.RETURNED
    assert theirs.items[0].happening == mine.items[0].happening
    assert (mine.address.state, theirs.address.state) == ("confirmed", "")
    assert (mine.has_mail, theirs.has_mail) == (True, False)
    assert (foreign.items, foreign.total) == ((), 0)
    assert len(await world.audit_log()) == entries


async def test_pages_follow_each_other(world: World) -> None:
    await peopled(world)
    for number in range(1, 10):
        await returned(world, number)
    await tell(world)

    first = await read_notices(world.ports, CHAIR, ReadNotices())
    second = await read_notices(world.ports, CHAIR, ReadNotices(2))

    assert (len(first.items), first.total) == (20, second.total)
    assert second.items[0].delivery.id < first.items[-1].delivery.id

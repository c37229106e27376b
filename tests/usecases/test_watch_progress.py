"""Every device sees the same: a place in the queue, then stage and share, then the result."""

from datetime import timedelta

import pytest

from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import SYSTEM
from ntm_verify.domain.population import Population
from ntm_verify.domain.progress import Progress, Stage
from ntm_verify.usecases.check_submission import CheckSubmission, check_submission
from ntm_verify.usecases.receive_list import ReceiveList, receive_list
from ntm_verify.usecases.watch_progress import WatchProgress, watch_progress
from tests.support.builders import AS_OF, CLERK, OTHER_CLERK, UNITS
from tests.support.scenes import a_file
from tests.support.worlds import World


async def test_those_who_wait_know_their_place_and_who_is_read_knows_the_share(
    world: World,
) -> None:
    await world.holds(*UNITS)
    waiting = []
    for people in (10, 11, 12):
        request = ReceiveList(AS_OF, Population(people, "x"), (a_file(people - 1),))
        waiting.append(await receive_list(world.ports, CLERK, request))
        world.outside.now += timedelta(seconds=1)
    ids = [dossier.id for dossier in waiting]

    async def told() -> list[Progress]:
        seen = [await watch_progress(world.ports, CLERK, WatchProgress(one)) for one in ids]
        return [watched.progress for watched in seen]

    assert [progress.place for progress in await told()] == [1, 2, 3]
    async with world.ports.transaction() as tx:
        await tx.jobs.claim(world.ports.now())
    first, second, third = await told()
    assert (first, second.place, third.place) == (Progress(Stage.READING), 1, 2)

    async with world.ports.transaction() as tx:
        await tx.progress.tell(ids[0], Progress(Stage.READING, 1, 2), world.ports.now())
    assert (await told())[0].percent == 32
    await check_submission(world.ports, SYSTEM, CheckSubmission(ids[0]))
    assert (await told())[0] == Progress(Stage.DONE)
    async with world.ports.reading() as tx:
        assert await tx.progress.get(ids[0]) is None


async def test_another_commune_sees_nothing(world: World) -> None:
    await world.holds(*UNITS)
    request = ReceiveList(AS_OF, Population(10, "x"), (a_file(),))
    waiting = await receive_list(world.ports, CLERK, request)

    with pytest.raises(NotFound):
        await watch_progress(world.ports, OTHER_CLERK, WatchProgress(waiting.id))

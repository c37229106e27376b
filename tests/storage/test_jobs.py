"""A job is claimed by one worker, put off, and struck out."""

from dataclasses import replace
from datetime import timedelta

from ntm_verify.domain.job import MOST_ATTEMPTS, Duty, Job
from tests.support.builders import (
    NOON,
    an_id,
)
from tests.support.worlds import World

MINUTE = timedelta(minutes=1)


def a_job(number: int, due: int = 0, attempts: int = 0) -> Job:
    at = NOON + due * MINUTE
    return Job(an_id(number), f"check:{number}", Duty.CHECK_SUBMISSION, an_id(0), at, attempts)


async def test_the_job_due_longest_is_claimed_and_put_off(world: World) -> None:
    async with world.ports.transaction() as tx:
        for job in (a_job(1, due=2), a_job(2, due=1), a_job(3, due=9)):
            await tx.jobs.add(job)
        await tx.jobs.add(a_job(4, attempts=MOST_ATTEMPTS))
        assert await tx.jobs.waiting(NOON + 5 * MINUTE) == 2

    async with world.ports.transaction() as tx:
        first = await tx.jobs.claim(NOON + 5 * MINUTE)
        second = await tx.jobs.claim(NOON + 5 * MINUTE)
        third = await tx.jobs.claim(NOON + 5 * MINUTE)

    assert first == replace(a_job(2), due=NOON + 6 * MINUTE, attempts=1)
    assert second == replace(a_job(1), due=NOON + 6 * MINUTE, attempts=1)
    assert third is None
    async with world.ports.transaction() as tx:
        await tx.jobs.finish(first)
        assert await tx.jobs.waiting(NOON + 6 * MINUTE) == 1
    waiting = [job.id for job in await world.waiting()]
    assert sorted(waiting) == [an_id(1), an_id(3), an_id(4)]


async def test_asking_twice_is_one_job(world: World) -> None:
    async with world.ports.transaction() as tx:
        await tx.jobs.add(a_job(1))
        await tx.jobs.add(replace(a_job(1, due=5), id=an_id(2)))

    assert await world.waiting() == [a_job(1)]

"""Many hands at once: nothing is lost, doubled, skipped or stuck, on a file and on a server."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest

from ntm_verify.domain.appraisal import Move, Status, advance
from ntm_verify.domain.audit import Action
from ntm_verify.domain.certificate import AnotherPaperStands, Standing, plan
from ntm_verify.domain.errors import AlreadyThere, Refusal, StaleRecord
from ntm_verify.domain.job import Duty, Job
from tests.support.builders import (
    APPRAISER,
    NOON,
    PROVINCE,
    SIGNER,
    a_certificate,
    an_account,
    an_appraisal,
    an_id,
)
from tests.support.worlds import DatabaseWorld, Outside, database_at

from .conftest import looked

HANDS = 8


@pytest.fixture
async def hands(stage_url: str) -> AsyncIterator[list[DatabaseWorld]]:
    """Give eight services on one database, each with connections of its own."""
    async with AsyncExitStack() as stack:
        worlds = []
        for number in range(HANDS):
            outside = Outside(made=10_000 * (number + 1))
            database = await stack.enter_async_context(database_at(stage_url, outside))
            worlds.append(DatabaseWorld(database, outside))
        yield worlds
        report = await worlds[0].examine()
        assert report.holds, report.findings


async def indices(world: DatabaseWorld) -> list[int]:
    async with world.ports.reading() as tx:
        size = (await tx.audit.head()).size
        return [entry.index async for entry in tx.audit.entries(0, size + 10)]


async def test_eight_writers_leave_no_gap(hands: list[DatabaseWorld]) -> None:
    async def write(world: DatabaseWorld) -> None:
        for number in range(10):
            async with world.ports.transaction() as tx:
                await tx.audit.append(looked(number))

    await asyncio.gather(*map(write, hands))

    assert await indices(hands[0]) == list(range(1 + HANDS * 10))


async def test_the_log_is_whole_whenever_it_is_looked_at(hands: list[DatabaseWorld]) -> None:
    await hands[0].holds(an_appraisal(status=Status.SUBMITTED))
    done = asyncio.Event()

    async def write(world: DatabaseWorld) -> None:
        for number in range(8):
            async with world.ports.transaction() as tx:
                await tx.audit.append(looked(number))

    async def step(world: DatabaseWorld) -> None:
        for number in range(8):
            async with world.ports.transaction() as tx:
                dossier = await tx.appraisals.get(an_appraisal().id)
                to = Status.SUBMITTED if number % 2 else Status.UNDER_APPRAISAL
                move = Move(to, seen=dossier.version)
                await tx.appraisals.save(*advance(dossier, move, by=APPRAISER, at=NOON))

    async def look(world: DatabaseWorld) -> int:
        looks = 0
        while not done.is_set():
            report = await world.examine()
            assert report.holds, report.findings
            looks += 1
        return looks

    looking = asyncio.gather(*map(look, hands[:2]))
    await asyncio.gather(*map(write, hands[2:5]), step(hands[5]))
    done.set()

    assert min(await looking) > 0


async def test_of_many_approvals_at_once_one_is_kept(hands: list[DatabaseWorld]) -> None:
    dossier = an_appraisal()
    await hands[0].holds(dossier)
    move = Move(Status.APPROVED, seen=1)
    approved, event = advance(dossier, move, by=APPRAISER, at=NOON)

    async def approve(world: DatabaseWorld) -> None:
        async with world.ports.transaction() as tx:
            await tx.appraisals.save(approved, event)

    answers = await asyncio.gather(*map(approve, hands), return_exceptions=True)

    assert Counter(map(type, answers)) == {type(None): 1, StaleRecord: HANDS - 1}
    assert await hands[0].find(dossier) == replace(approved, version=2)
    acts = [event.action for event in await hands[0].audit_log()]
    assert acts == [Action.APPRAISAL_DECIDED]


def refuse(number: int, *, now: bool) -> None:
    if now:
        raise StaleRecord("văn bản", number)


async def test_numbers_are_given_without_gap_or_double(hands: list[DatabaseWorld]) -> None:
    given: list[int] = []

    async def take(world: DatabaseWorld) -> None:
        for attempt in range(6):
            try:
                async with world.ports.transaction() as tx:
                    number = await tx.certificates.next_number(PROVINCE, 2019)
                    await asyncio.sleep(0)
                    refuse(number, now=attempt % 2 == 1)
                given.append(number)
            except StaleRecord:
                pass

    await asyncio.gather(*map(take, hands))

    assert sorted(given) == list(range(1, HANDS * 3 + 1))


async def test_one_dossier_gets_one_paper(hands: list[DatabaseWorld]) -> None:
    dossier = an_appraisal(status=Status.APPROVED)
    await hands[0].holds(dossier)

    async def issue(world: DatabaseWorld) -> int:
        async with world.ports.transaction() as tx:
            number = await tx.certificates.next_number(PROVINCE, 2019)
            draft = a_certificate(
                dossier,
                number,
                id=world.outside.new_id(),
                token=world.outside.new_token("ABC", 13),
                standing=Standing.PLANNED,
                version=0,
            )
            await tx.certificates.save(*plan(dossier, draft, by=SIGNER))
            return number

    answers = await asyncio.gather(*map(issue, hands), return_exceptions=True)

    refused = [answer for answer in answers if isinstance(answer, Refusal)]
    assert {type(answer) for answer in refused} == {AnotherPaperStands}
    assert [answer for answer in answers if answer not in refused] == [1]


async def test_colliding_keys_are_refused_and_nobody_waits_for_ever(
    hands: list[DatabaseWorld],
) -> None:
    """An act that waits for a key must not hold the log's head, which the other one needs."""

    async def act(world: DatabaseWorld, key: str) -> None:
        async with world.ports.transaction() as tx:
            await tx.audit.append(looked())
            await tx.answers.keep("u-1", key, "r", "a", NOON)
            await tx.audit.append(looked(1))
            await asyncio.sleep(0)
            await tx.accounts.save(an_account(), looked(2))

    async with asyncio.timeout(30):
        answers = await asyncio.gather(
            *(act(world, f"key {number % 2}") for number, world in enumerate(hands)),
            return_exceptions=True,
        )

    kinds = Counter(map(type, answers))
    assert kinds.pop(type(None)) == 1
    assert set(kinds) <= {AlreadyThere, StaleRecord}


async def test_the_log_is_locked_last(postgres_world_url: str) -> None:
    """One act tells first and takes a key then, the other one the other way round."""
    async with AsyncExitStack() as stack:
        teller, taker = [
            DatabaseWorld(await stack.enter_async_context(database_at(postgres_world_url, o)), o)
            for o in (Outside(made=10_000), Outside(made=20_000))
        ]
        both_began = asyncio.Barrier(2)

        async def tell_and_take() -> None:
            async with teller.ports.transaction() as tx:
                await tx.audit.append(looked())
                await both_began.wait()
                await tx.answers.keep("u-1", "key", "r", "a", NOON)

        async def take_and_tell() -> None:
            async with taker.ports.transaction() as tx:
                await tx.answers.keep("u-1", "key", "r", "a", NOON)
                await both_began.wait()
                await tx.audit.append(looked(1))

        async with asyncio.timeout(30):
            answers = await asyncio.gather(tell_and_take(), take_and_tell(), return_exceptions=True)

        assert [type(answer) for answer in answers] == [AlreadyThere, type(None)]
        assert await indices(taker) == [0, 1]


async def test_every_job_is_claimed_once(hands: list[DatabaseWorld]) -> None:
    async with hands[0].ports.transaction() as tx:
        for number in range(24):
            key = f"check:{number}"
            await tx.jobs.add(Job(an_id(number), key, Duty.CHECK_SUBMISSION, an_id(0), NOON))
    claimed: list[Job] = []

    async def work(world: DatabaseWorld) -> None:
        while True:
            async with world.ports.transaction() as tx:
                job = await tx.jobs.claim(NOON)
            if job is None:
                return
            claimed.append(job)
            async with world.ports.transaction() as tx:
                await tx.jobs.finish(job)

    await asyncio.gather(*map(work, hands))

    assert sorted(job.id for job in claimed) == [an_id(number) for number in range(24)]
    assert await hands[0].waiting() == []

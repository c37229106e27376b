"""Several couriers at once neither tell anybody twice nor try one delivery together."""

import asyncio
from dataclasses import replace

from ntm_verify.domain.appraisal import Move, Status, advance
from ntm_verify.domain.delivery import Channel, Delivery, DeliveryState
from ntm_verify.domain.notice import Kind
from ntm_verify.domain.people import SYSTEM
from ntm_verify.usecases.ports import DeliveryQuery
from ntm_verify.usecases.tell_people import TellPeople, tell_people
from tests.support.builders import (
    APPRAISER,
    CHAIR,
    CLERK,
    PROVINCE,
    UNITS,
    an_account,
    an_appraisal,
    an_id,
)
from tests.support.worlds import DatabaseWorld, world_at

DOSSIERS = 6


async def approved(world: DatabaseWorld) -> None:
    """Approve some dossiers of a commune with two people."""
    await world.holds(*UNITS, an_account(CLERK), an_account(CHAIR), an_account(APPRAISER))
    for number in range(1, DOSSIERS + 1):
        dossier = an_appraisal(id=an_id(number), status=Status.UNDER_APPRAISAL)
        await world.holds(dossier)
        move = Move(Status.APPROVED, dossier.version)
        moved, event = advance(dossier, move, by=APPRAISER, at=world.ports.now())
        async with world.ports.transaction() as tx:
            await tx.appraisals.save(moved, event)


async def letters(world: DatabaseWorld) -> list[Delivery]:
    query = DeliveryQuery(PROVINCE, Channel.MAIL, per_page=1000)
    async with world.ports.reading() as tx:
        found = await tx.outbox.find(query)
    return [told.delivery for told in found if told.happening.kind is Kind.APPROVED]


async def test_couriers_at_once_tell_each_person_once(database_url: str) -> None:
    async with world_at(database_url) as world:
        await approved(world)

        async def courier() -> None:
            while await tell_people(world.ports, SYSTEM, TellPeople(limit=3)):
                pass

        await asyncio.gather(*(courier() for _ in range(4)))

        told = [(d.happening, d.recipient) for d in await letters(world)]
        assert len(told) == len(set(told)) == 2 * DOSSIERS


async def test_couriers_at_once_take_different_deliveries(database_url: str) -> None:
    async with world_at(database_url) as world:
        await approved(world)
        while await tell_people(world.ports, SYSTEM, TellPeople()):
            pass
        now, waiting = world.ports.now(), await letters(world)
        async with world.ports.transaction() as tx:
            for delivery in waiting:
                await tx.outbox.save(replace(delivery, state=DeliveryState.WAITING))

        async def courier() -> list[Delivery]:
            async with world.ports.transaction() as tx:
                return list(await tx.outbox.claim(Channel.MAIL, now, 4))

        taken = [
            d.id for part in await asyncio.gather(*(courier() for _ in range(4))) for d in part
        ]

        assert len(taken) == len(set(taken)) == len(waiting)

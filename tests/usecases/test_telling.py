"""A check that takes long tells how far it is; one that is soon over tells nothing."""

import asyncio

import pytest

from ntm_verify.domain.progress import Progress, Stage
from ntm_verify.usecases.telling import Teller
from tests.support.builders import AN_ID
from tests.support.worlds import World


async def noted(world: World) -> Progress | None:
    async with world.ports.reading() as tx:
        return await tx.progress.get(AN_ID)


async def test_what_is_soon_over_writes_nothing(world: World) -> None:
    async def work() -> int:
        return 7

    assert await Teller(world.ports, AN_ID).during(work()) == 7
    assert await noted(world) is None


async def test_what_takes_long_is_told_until_it_is_forgotten(world: World) -> None:
    teller = Teller(world.ports, AN_ID, pause=0)

    async def work() -> None:
        teller.reading(3, 8)
        while await noted(world) != Progress(Stage.READING, 3, 8):  # noqa: ASYNC110 - kept elsewhere
            await asyncio.sleep(0)

    await teller.during(work())
    teller.enter(Stage.CHECKING, 1564)

    async def further() -> None:
        while await noted(world) != Progress(Stage.CHECKING, 0, 1564):  # noqa: ASYNC110 - as above
            await asyncio.sleep(0)

    await teller.during(further())
    async with world.ports.transaction() as tx:
        await tx.progress.forget(AN_ID)
    assert await noted(world) is None
    assert await world.audit_log() == []


async def test_what_goes_wrong_comes_out(world: World) -> None:
    async def work() -> None:
        raise ValueError("x")

    with pytest.raises(ValueError, match="x"):
        await Teller(world.ports, AN_ID).during(work())

"""An auditor reads the log page by page from its end, and each look is on record."""

from typing import Final

from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.read_log import MOST, ReadLog, read_log
from tests.support.builders import ADMINISTRATOR, APPRAISER, AUDITOR, OPERATOR
from tests.support.scenes import acts, entries, must_refuse
from tests.support.worlds import ORIGIN, World

LOOK: Final = AuditEvent(Action.RECORD_VIEWED, AUDITOR, Subject("submission", "s"))


async def filled(world: World, looks: int) -> int:
    async with world.ports.transaction() as tx:
        for _ in range(looks):
            await tx.audit.append(LOOK)
    return len(await entries(world, 0))


async def test_the_newest_stretch_comes_first_and_the_look_is_on_record(world: World) -> None:
    size = await filled(world, 4)

    page = await read_log(world.ports, AUDITOR, ReadLog(limit=3))

    assert [entry.index for entry in page.entries] == [size - 1, size - 2, size - 3]
    assert page.size == size
    async with world.ports.reading() as tx:
        assert (await tx.audit.head()).root != page.root
    assert (await acts(world))[-1] == AuditEvent(
        Action.RECORD_VIEWED,
        AUDITOR,
        Subject("log", ORIGIN, size),
        after={"start": size - 3, "stop": size},
    )


async def test_a_stretch_lies_before_the_entry_that_is_named(world: World) -> None:
    size = await filled(world, 4)

    for before, expected in {2: [1, 0], 0: [], -5: [], 10**9: [size + 2, size + 1]}.items():
        page = await read_log(world.ports, OPERATOR, ReadLog(before, 2))
        assert [entry.index for entry in page.entries] == expected


async def test_no_page_is_longer_than_the_most(world: World) -> None:
    await filled(world, MOST + 5)

    page = await read_log(world.ports, ADMINISTRATOR, ReadLog(limit=10**6))

    assert len(page.entries) == MOST


async def test_only_those_who_answer_for_the_log_read_it(world: World) -> None:
    await must_refuse(world, read_log, APPRAISER, ReadLog(), WrongOffice)

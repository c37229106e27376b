"""A database that does not follow what lies outside is not written to any more."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ntm_verify.domain.people import SYSTEM, WrongOffice
from ntm_verify.trail.tree import Edge
from ntm_verify.usecases.compare_outside import Compared, CompareOutside, compare_outside
from ntm_verify.usecases.gather_cosignatures import GatherCosignatures, gather_cosignatures
from ntm_verify.usecases.ports import LogReadOnly, Ports
from ntm_verify.usecases.publish_log import PublishLog, publish_log
from tests.support.builders import CLERK
from tests.support.memory_witnesses import Village
from tests.support.worlds import World
from tests.usecases.test_publish_log import board, happens


async def compared(ports: Ports) -> Compared:
    return await compare_outside(ports, SYSTEM, CompareOutside())


async def test_a_log_that_goes_on_from_what_was_signed_may_be_written(world: World) -> None:
    assert (await compared(world.ports)).why == ""
    await publish_log(world.ports, SYSTEM, PublishLog())
    await happens(world, 3)

    done = await compared(world.ports)

    assert (done.have, done.signed, done.why) == (4, 1, "")
    await happens(world, 1)


async def test_a_log_behind_what_was_signed_is_read_only_until_it_follows(world: World) -> None:
    await happens(world, 3)
    await publish_log(world.ports, SYSTEM, PublishLog())
    honest = board(world).signed
    board(world).signed = Edge(honest.size + 64, honest.nodes)

    done = await compared(world.ports)

    assert "4 dòng nhật ký, trong khi bản công bố" in done.why
    with pytest.raises(LogReadOnly, match=r"chỉ đọc.*audit recover"):
        await happens(world, 1)
    async with world.ports.reading() as tx:  # who only looks is let in
        assert (await tx.audit.head()).size == 4

    board(world).signed = honest
    assert (await compared(world.ports)).why == ""
    await happens(world, 1)


async def test_a_forked_log_is_read_only(world: World) -> None:
    await happens(world, 3)
    await publish_log(world.ports, SYSTEM, PublishLog())
    signed = board(world).signed
    board(world).signed = Edge(signed.size, (b"x" * 32, *signed.nodes[1:]))

    assert "khác với bản" in (await compared(world.ports)).why
    with pytest.raises(LogReadOnly):
        await happens(world, 1)


async def test_what_a_witness_has_seen_counts_when_board_and_database_are_old(
    world: World, tmp_path: Path
) -> None:
    village = Village(tmp_path, board(world).vkey)
    changed: dict[str, Any] = {"witnesses": village.witnesses()}
    ports = replace(world.ports, **changed)
    await publish_log(ports, SYSTEM, PublishLog())
    await gather_cosignatures(ports, SYSTEM, GatherCosignatures())
    assert (await compared(ports)).why == ""
    for office in village.offices.values():
        seen = board(world).sign(replace((await _head(world)), size=9))
        with office._store() as store:  # noqa: SLF001 - the witness has seen more, by its memory
            store.execute("UPDATE seen SET note = ?", (seen,))

    done = await compared(ports)

    assert "bên làm chứng “nghean” đã thấy 9 dòng" in done.why
    village.away = {"nghean", "xhh"}
    assert (await compared(ports)).away == ("nghean", "xhh")


async def _head(world: World) -> Any:  # noqa: ANN401 - a head
    async with world.ports.reading() as tx:
        return await tx.audit.head()


async def test_only_the_service_and_its_operator_compare(world: World) -> None:
    with pytest.raises(WrongOffice):
        await compare_outside(world.ports, CLERK, CompareOutside())

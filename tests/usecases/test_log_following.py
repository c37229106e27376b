"""Only a log that continues what was signed is followed."""

import pytest

from ntm_verify.trail.tree import Edge
from ntm_verify.usecases.log_following import LogRolledBack, follow
from tests.support.worlds import World
from tests.usecases.test_publish_log import board, happens, publish


async def test_what_is_new_is_hashed_from_the_last_full_tile(world: World) -> None:
    await happens(world, 300)
    await publish(world)
    await happens(world, 5)
    signed = board(world).signed

    async with world.ports.reading() as tx:
        stretch = await follow(tx, board(world), signed.size, signed)
        head = await tx.audit.head()

    assert (stretch.first, len(stretch.leaves)) == (256, head.size - 256)
    assert stretch.edge.head == head


async def test_another_root_or_a_shorter_log_is_refused(world: World) -> None:
    await happens(world, 3)
    await publish(world)
    signed = board(world).signed
    for other, why in (
        (Edge(signed.size, (b"x" * 32, *signed.nodes[1:])), "nội dung đã khác"),
        (Edge(signed.size + 64, signed.nodes), "còn 4 dòng"),
    ):
        async with world.ports.reading() as tx:
            with pytest.raises(LogRolledBack, match=why):
                await follow(tx, board(world), 0, other)

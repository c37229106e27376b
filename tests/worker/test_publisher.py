"""The publisher goes on by itself, and shuts the gate before a log that does not follow."""

import logging

import pytest

from ntm_verify.trail.tree import Edge
from ntm_verify.worker.publisher import publish
from tests.support.worlds import MemoryWorld
from tests.usecases.test_publish_log import board, happens


async def test_what_happens_is_published() -> None:
    world = MemoryWorld()
    await happens(world, 3)

    await publish(world.ports)

    assert board(world).signed.size == 4
    assert world.ports.gate.why == ""


async def test_a_log_that_was_rolled_back_is_shouted_about_and_nothing_is_written(
    caplog: pytest.LogCaptureFixture,
) -> None:
    world = MemoryWorld()
    await happens(world, 3)
    await publish(world.ports)
    honest = board(world).signed
    board(world).signed = Edge(honest.size + 8, honest.nodes)

    with caplog.at_level(logging.CRITICAL):
        await publish(world.ports)

    assert "log not published: log_rolled_back" in caplog.text
    assert "chỉ" not in caplog.text
    assert world.ports.gate.why
    board(world).signed = honest
    await publish(world.ports)
    assert world.ports.gate.why == ""


async def test_a_full_disk_is_no_reason_to_stop(caplog: pytest.LogCaptureFixture) -> None:
    world = MemoryWorld()
    await happens(world, 3)
    board(world).prevents = OSError("No space left on device")

    await publish(world.ports)
    assert "log not published" in caplog.text
    assert board(world).get("checkpoint") is None

    board(world).prevents = None
    await publish(world.ports)
    assert (board(world).get("checkpoint") or b"").split(b"\n")[1] == b"4"

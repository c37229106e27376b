"""A shut gate lets nothing be written, and one recovery through."""

import pytest

from ntm_verify.usecases.log_gate import guarded
from ntm_verify.usecases.ports import LogGate, LogReadOnly
from tests.support.worlds import World
from tests.usecases.test_publish_log import happens


async def test_nothing_is_written_through_a_shut_gate(world: World) -> None:
    gate = LogGate()
    opened = guarded(world.ports.transaction, gate)
    async with opened() as tx:
        size = (await tx.audit.head()).size
    gate.shut("cơ sở dữ liệu là bản sao cũ.")

    with pytest.raises(LogReadOnly, match=r"chỉ đọc: cơ sở dữ liệu là bản sao cũ\."):
        async with opened():
            pass

    await happens(world, 1)  # the world's own gate is open
    async with world.ports.reading() as tx:
        assert (await tx.audit.head()).size == size + 1


def test_a_recovery_that_fails_leaves_the_gate_shut() -> None:
    gate = LogGate("bản sao cũ.")

    def recover() -> None:
        with gate.lifted():
            gate.require_open()
            raise KeyError

    with pytest.raises(KeyError):
        recover()
    assert gate.why == "bản sao cũ."

    with gate.lifted():
        gate.require_open()
    assert gate.why == ""

"""Recovery in the small; with real databases and backups it is tried in storage."""

import pytest

from ntm_verify.domain.audit import Action
from ntm_verify.domain.people import SYSTEM, WrongOffice
from ntm_verify.usecases.publish_log import PublishLog, publish_log
from ntm_verify.usecases.recover_log import NotRecoverable, RecoverLog, recover_log
from tests.support.builders import CLERK, OPERATOR
from tests.support.worlds import MemoryWorld
from tests.usecases.test_publish_log import board, happens


async def test_lost_entries_come_back_and_the_loss_is_on_record() -> None:
    world = MemoryWorld()
    await happens(world, 300)
    await publish_log(world.ports, SYSTEM, PublishLog())
    del world.memory.kept.log[40:]

    done = await recover_log(world.ports, OPERATOR, RecoverLog())

    assert (done.first, done.last, done.openings, done.reverted) == (40, 301, 0, ())
    assert (await world.audit_log())[-1].action is Action.RESTORE_PERFORMED
    assert (await world.examine()).holds
    await publish_log(world.ports, SYSTEM, PublishLog())
    assert board(world).signed.size == 302


async def test_only_the_operator_recovers_and_only_what_is_missing() -> None:
    world = MemoryWorld()
    with pytest.raises(NotRecoverable):
        await recover_log(world.ports, OPERATOR, RecoverLog())
    with pytest.raises(WrongOffice):
        await recover_log(world.ports, CLERK, RecoverLog())

"""Operations see how much waits, what is stuck and what failed, and no name."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ntm_verify.domain.alarm import Alarm, Line, Workload
from ntm_verify.domain.delivery import Channel, End, Outcome
from ntm_verify.domain.job import MOST_ATTEMPTS, Duty, Job
from ntm_verify.domain.log_standing import LOG_ALARM_LABELS, LogAlarm
from ntm_verify.domain.notice import Kind
from ntm_verify.domain.people import SYSTEM, WrongOffice
from ntm_verify.usecases.deliver_event import DeliverEvent, deliver_event
from ntm_verify.usecases.publish_log import PublishLog, publish_log
from ntm_verify.usecases.read_alarms import ReadAlarms, read_alarms
from ntm_verify.usecases.send_notice import SendNotice, send_notice
from tests.support.builders import ADMINISTRATOR, CLERK, OPERATOR, an_id
from tests.support.memory_witnesses import Village
from tests.support.notices import claimed, hooked, peopled, returned, tell
from tests.support.worlds import World


async def test_nothing_waits_at_first(world: World) -> None:
    found = await read_alarms(world.ports, OPERATOR, ReadAlarms())

    assert found.load == Workload(Line(), Line(), Line(), Line())
    assert found.alarms == ()
    assert (found.log.alarms, found.log.witnesses) == ((), ())


async def test_a_log_that_is_shut_or_not_witnessed_raises_an_alarm(
    world: World, tmp_path: Path
) -> None:
    village = Village(tmp_path, world.outside.board.vkey)
    changed: dict[str, Any] = {"witnesses": village.witnesses()}
    ports = replace(world.ports, **changed)
    await publish_log(ports, SYSTEM, PublishLog())
    world.ports.gate.shut("cơ sở dữ liệu có 1 dòng nhật ký.")

    found = (await read_alarms(ports, OPERATOR, ReadAlarms())).log

    assert found.alarms == tuple(LogAlarm)
    assert LOG_ALARM_LABELS.keys() == set(LogAlarm)
    assert (found.have, found.signed, found.witnesses) == (
        1,
        1,
        (("nghean", False), ("xhh", False)),
    )


async def test_a_stuck_job_and_an_old_one_raise_an_alarm(world: World) -> None:
    now = world.ports.now()
    late = Job(an_id(1), "late", Duty.CHECK_SUBMISSION, an_id(7), now - timedelta(minutes=11))
    stuck = replace(late, id=an_id(2), key="stuck", attempts=MOST_ATTEMPTS)
    async with world.ports.transaction() as tx:
        await tx.jobs.add(late)
        await tx.jobs.add(stuck)

    found = await read_alarms(world.ports, SYSTEM, ReadAlarms())

    assert found.load.jobs == Line(1, late.due, 1)
    assert found.alarms == (Alarm.JOB_STUCK, Alarm.QUEUE_OLD)


async def test_letters_and_calls_that_failed_raise_an_alarm_for_a_day(world: World) -> None:
    await peopled(world, CLERK)
    await hooked(world, Kind.RETURNED)
    await returned(world)
    await tell(world)
    world.outside.mail = Outcome(End.NEVER, "550")
    world.outside.hook = Outcome(End.NEVER, "forbidden_address")
    for taken in await claimed(world):
        await send_notice(world.ports, SYSTEM, SendNotice(taken))
    for taken in await claimed(world, Channel.HOOK):
        await deliver_event(world.ports, SYSTEM, DeliverEvent(taken))

    found = await read_alarms(world.ports, ADMINISTRATOR, ReadAlarms())
    world.outside.pass_time(hours=25)
    later = await read_alarms(world.ports, ADMINISTRATOR, ReadAlarms())

    assert found.load.mail == found.load.hooks == Line(failed=1)
    assert found.alarms == (Alarm.MAIL_FAILED, Alarm.HOOK_FAILED)
    assert later.alarms == ()


async def test_what_waits_too_long_raises_an_alarm(world: World) -> None:
    await peopled(world, CLERK)
    await hooked(world, Kind.RETURNED)
    await returned(world)
    begun = world.ports.now()
    world.outside.pass_time(minutes=11)
    untold = await read_alarms(world.ports, OPERATOR, ReadAlarms())
    await tell(world)
    world.outside.pass_time(hours=1)
    waiting = await read_alarms(world.ports, OPERATOR, ReadAlarms())

    assert untold.load.happenings == Line(1, begun)
    assert untold.alarms == (Alarm.NOTICES_UNTOLD,)
    assert waiting.load.mail == waiting.load.hooks == Line(1, begun)
    assert waiting.alarms == (Alarm.MAIL_LATE, Alarm.HOOK_LATE)


async def test_it_is_the_business_of_operations(world: World) -> None:
    with pytest.raises(WrongOffice):
        await read_alarms(world.ports, CLERK, ReadAlarms())

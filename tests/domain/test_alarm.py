"""Operations are called when work is stuck, waits too long or fails, and not before."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from ntm_verify.domain.alarm import (
    ALARM_LABELS,
    LETTER_TOO_OLD,
    QUEUE_TOO_OLD,
    Alarm,
    Line,
    Workload,
    alarms,
)
from tests.support.builders import NOON

QUIET: Final = Workload(Line(), Line(), Line(), Line())
SECOND: Final = timedelta(seconds=1)


def old(limit: timedelta) -> Line:
    return Line(1, NOON - limit - SECOND)


@pytest.mark.parametrize(
    ("load", "expected"),
    [
        (QUIET, ()),
        (replace(QUIET, jobs=Line(5, NOON - QUEUE_TOO_OLD)), ()),
        (replace(QUIET, mail=Line(5, NOON - LETTER_TOO_OLD)), ()),
        (replace(QUIET, jobs=Line(failed=1)), (Alarm.JOB_STUCK,)),
        (replace(QUIET, jobs=old(QUEUE_TOO_OLD)), (Alarm.QUEUE_OLD,)),
        (replace(QUIET, happenings=old(QUEUE_TOO_OLD)), (Alarm.NOTICES_UNTOLD,)),
        (replace(QUIET, mail=Line(failed=2)), (Alarm.MAIL_FAILED,)),
        (replace(QUIET, mail=old(LETTER_TOO_OLD)), (Alarm.MAIL_LATE,)),
        (replace(QUIET, hooks=Line(failed=2)), (Alarm.HOOK_FAILED,)),
        (replace(QUIET, hooks=old(LETTER_TOO_OLD)), (Alarm.HOOK_LATE,)),
        (replace(QUIET, plans=old(QUEUE_TOO_OLD)), (Alarm.PLAN_OLD,)),
        (replace(QUIET, orders=Line(failed=1)), (Alarm.ORDER_STUCK,)),
    ],
)
def test_each_alarm_has_its_cause(load: Workload, expected: tuple[Alarm, ...]) -> None:
    assert alarms(load, NOON) == expected


def test_several_come_in_one_order() -> None:
    bad = Line(1, NOON - timedelta(days=1), 1)

    assert alarms(Workload(bad, bad, bad, bad, bad, bad), NOON) == tuple(Alarm)
    assert ALARM_LABELS.keys() == set(Alarm)

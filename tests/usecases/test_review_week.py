"""Every week somebody looks at the log and signs for it."""

from datetime import date, timedelta

import pytest

from ntm_verify.domain.audit import Action
from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.review_week import NothingNoted, ReviewWeek, WeekNotOver, review_week
from tests.support.builders import APPRAISER, AUDITOR, NOON
from tests.support.scenes import acts, must_refuse
from tests.support.worlds import World

NOTE = "Đã đọc tóm tắt, không có gì lạ (giả lập)."


async def test_a_week_that_is_over_is_signed_for_and_the_log_keeps_the_words(world: World) -> None:
    world.outside.pass_time(days=22)

    report = await review_week(world.ports, AUDITOR, ReviewWeek(NOON.date(), NOTE))

    assert report.week.by == AUDITOR.id
    signed = [entry for entry in await acts(world) if entry.action is Action.LOG_REVIEWED]
    assert [entry.private["note"] for entry in signed] == [NOTE]


async def test_a_look_alone_signs_nothing_and_counts_the_entries(world: World) -> None:
    report = await review_week(world.ports, AUDITOR, ReviewWeek(NOON.date()))

    assert report.week.by == ""
    assert sum(report.counts.values()) >= 1
    assert (await acts(world))[-1].action is Action.SEARCH_RUN


@pytest.mark.parametrize("world", ["memory"], indirect=True)
async def test_neither_an_empty_word_nor_a_week_that_goes_on_is_signed(world: World) -> None:
    day: date = NOON.date()
    await must_refuse(world, review_week, AUDITOR, ReviewWeek(day, NOTE), WeekNotOver)
    old = ReviewWeek(day - timedelta(30), "ổn")
    await must_refuse(world, review_week, AUDITOR, old, NothingNoted)
    await must_refuse(world, review_week, APPRAISER, ReviewWeek(day), WrongOffice)

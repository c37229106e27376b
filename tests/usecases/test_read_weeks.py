"""Who signed for which week of the log is seen, and who did not."""

from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.read_weeks import ReadWeeks, read_weeks
from ntm_verify.usecases.review_week import ReviewWeek, review_week
from tests.support.builders import APPRAISER, AUDITOR, NOON
from tests.support.scenes import must_refuse
from tests.support.worlds import World

NOTE = "Đã đọc tóm tắt, không có gì lạ (giả lập)."


async def test_weeks_are_told_newest_first_with_who_signed_and_which_are_late(
    world: World,
) -> None:
    week = NOON.date()
    (only,) = await read_weeks(world.ports, AUDITOR, ReadWeeks())
    assert only.first <= week <= only.last
    world.outside.pass_time(days=22)
    await review_week(world.ports, AUDITOR, ReviewWeek(week, NOTE))
    await review_week(world.ports, AUDITOR, ReviewWeek(week, NOTE))

    weeks = await read_weeks(world.ports, AUDITOR, ReadWeeks())

    assert [one.by for one in weeks] == ["", "", "", AUDITOR.id]
    assert [(one.is_over, one.is_late) for one in weeks[:3]] == [
        (False, False),
        (True, False),
        (True, True),
    ]
    assert weeks[3].first <= week <= weeks[3].last
    assert (await world.examine()).holds


async def test_an_appraiser_does_not_watch_the_watchers(world: World) -> None:
    await must_refuse(world, read_weeks, APPRAISER, ReadWeeks(), WrongOffice)

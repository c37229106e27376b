"""The last day for a year's dossiers is kept with its document, and makes communes late."""

from datetime import date

import pytest

from ntm_verify.domain.audit import Action
from ntm_verify.domain.people import WrongOffice
from ntm_verify.domain.rollup import Progress
from ntm_verify.domain.targets import Due, TargetNotUsable
from ntm_verify.usecases.read_province_overview import ReadProvinceOverview, read_province_overview
from ntm_verify.usecases.set_due import SetDue, set_due
from tests.support.builders import ADMINISTRATOR, CLERK, UNITS
from tests.support.scenes import must_refuse
from tests.support.worlds import World

PAPER = "Công văn 12/CV-BCĐ (giả lập)"
FIRST, AGAIN, NEXT = (
    Due(2025, date(2025, 10, 31), PAPER),
    Due(2025, date(2025, 11, 30), PAPER),
    Due(2026, date(2027, 1, 15), PAPER),
)


async def test_a_commune_is_late_after_the_day_that_was_set_last(world: World) -> None:
    await world.holds(*UNITS)
    for due in (FIRST, NEXT, AGAIN):
        await set_due(world.ports, ADMINISTRATOR, SetDue(due))

    async def late(day: date, asked: date | None = None) -> int:
        request = ReadProvinceOverview(day, asked)
        seen = await read_province_overview(world.ports, ADMINISTRATOR, request)
        assert seen.due == (AGAIN if day.year == 2025 else NEXT if day.year == 2026 else None)
        return seen.found.count(Progress.LATE)

    assert [await late(day) for day in (AGAIN.day, date(2025, 12, 1))] == [0, 1]
    assert [await late(date(year, 12, 31)) for year in (2026, 2024)] == [0, 0]
    assert await late(AGAIN.day, FIRST.day) == 1
    told = [event for event in await world.audit_log() if event.action is Action.CONFIG_CHANGED]
    assert [(event.subject.id, event.subject.rev) for event in told] == [
        ("38/2025", 1),
        ("38/2026", 1),
        ("38/2025", 2),
    ]


async def test_a_commune_sets_no_day(world: World) -> None:
    await must_refuse(world, set_due, CLERK, SetDue(FIRST), WrongOffice)


@pytest.mark.parametrize(
    ("year", "day", "document"),
    [(2025, date(2025, 1, 1), " "), (2025, date(2024, 12, 31), PAPER), (25, date(25, 1, 1), PAPER)],
)
def test_a_day_without_document_or_far_from_its_year_is_refused(
    year: int, day: date, document: str
) -> None:
    with pytest.raises(TargetNotUsable):
        Due(year, day, document)

"""Targets come in as a whole, with their document, and nothing that was kept is written over."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from ntm_verify.domain.audit import Action
from ntm_verify.domain.people import WrongOffice
from ntm_verify.domain.reading import ListFile
from ntm_verify.domain.target_sheet import Issue, SheetNotUsable
from ntm_verify.domain.targets import Citation, TargetNotUsable
from ntm_verify.usecases.import_targets import ImportTargets, import_targets
from ntm_verify.usecases.read_province_overview import ReadProvinceOverview, read_province_overview
from tests.support.builders import A_PROVINCE, ADMINISTRATOR, CLERK, PROVINCE
from tests.support.scenes import must_refuse
from tests.support.worlds import World

PAPER = Citation("Nghị quyết", "02-NQ/TU", date(2021, 1, 15), "Tỉnh ủy")
ISSUE = Issue(PAPER, date(2021, 2, 1), demonstration=True)


def a_table(text: str) -> ListFile:
    return ListFile("chi-tieu.csv", text.encode())


ROAD = a_table(f"Mã đơn vị,Loại hình,Gốc,2021,2022\n{PROVINCE},BHYT,dân số,91%,92%\n")
DONE = a_table(
    "Mã đơn vị,Loại hình,Ngày,Tổng số,Nguồn\n"
    f"{PROVINCE},BHYT,31/12/2022,1.840,Báo cáo\n{PROVINCE},dân số,31/12/2022,2.000,Thống kê\n"
)


async def test_a_path_and_what_was_reached_stand_side_by_side(world: World) -> None:
    await world.holds(A_PROVINCE)
    taken = await import_targets(world.ports, ADMINISTRATOR, ImportTargets(ROAD, ISSUE))
    await import_targets(world.ports, ADMINISTRATOR, ImportTargets(DONE))

    asked = ReadProvinceOverview(date(2022, 12, 31))
    seen = await read_province_overview(world.ports, ADMINISTRATOR, asked)

    assert taken.kept
    assert [target.percent for target in seen.path] == [Decimal(91), Decimal(92)]
    (found,) = seen.standings
    assert (found.reached, found.wanted, found.gap) == (1_840, 1_840, 0)
    assert found.target.citation == PAPER
    told = [event for event in await world.audit_log() if event.action is Action.CONFIG_CHANGED]
    assert [event.subject.kind for event in told] == ["targets", "actuals"]
    assert told[0].after is not None
    assert told[0].after["document"] == "02-NQ/TU"


async def test_an_amendment_leaves_earlier_reports_as_they_were(world: World) -> None:
    await world.holds(A_PROVINCE)
    await import_targets(world.ports, ADMINISTRATOR, ImportTargets(ROAD, ISSUE))
    amended = a_table(f"Mã đơn vị,Loại hình,Gốc,2022\n{PROVINCE},BHYT,dân số,90%\n")
    later = replace(ISSUE, valid_from=date(2022, 7, 1))
    await import_targets(world.ports, ADMINISTRATOR, ImportTargets(amended, later))

    shares = []
    for day in (date(2022, 6, 30), date(2022, 7, 1)):
        asked = ReadProvinceOverview(day)
        seen = await read_province_overview(world.ports, ADMINISTRATOR, asked)
        shares.append(seen.path[-1].percent)

    assert shares == [Decimal(92), Decimal(90)]


async def test_trying_out_keeps_nothing_and_asks_about_a_falling_path(world: World) -> None:
    await world.holds(A_PROVINCE)
    down = a_table(f"Mã đơn vị,Loại hình,Gốc,2021,2022\n{PROVINCE},BHYT,dân số,92%,91%\n")

    seen = await import_targets(
        world.ports, ADMINISTRATOR, ImportTargets(down, ISSUE, try_out=True)
    )

    assert [target.year for target in seen.falling] == [2022]
    assert not seen.kept
    async with world.ports.reading() as tx:
        assert await tx.targets.targets(PROVINCE) == ()


@pytest.mark.parametrize("issue", [None, ISSUE])
async def test_a_table_with_a_fault_leaves_nothing_behind(
    world: World, issue: Issue | None
) -> None:
    await world.holds(A_PROVINCE)
    table = ROAD if issue is None else a_table(ROAD.content.decode() + "99,BHYT,dân số,91%,92%\n")
    wanted = TargetNotUsable if issue is None else SheetNotUsable
    asked = ImportTargets(table, issue)

    await must_refuse(world, import_targets, ADMINISTRATOR, asked, wanted)

    async with world.ports.reading() as tx:
        assert await tx.targets.targets(PROVINCE) == ()


async def test_only_an_administrator_takes_targets_in(world: World) -> None:
    await must_refuse(world, import_targets, CLERK, ImportTargets(ROAD, ISSUE), WrongOffice)

"""A filter is kept for who keeps it, within bounds, and taken away again."""

import pytest

from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.keep_filter import KeepFilter, WrongFilter, keep_filter
from ntm_verify.usecases.read_queue import ReadQueue, read_queue
from tests.support.builders import APPRAISER, CLERK, SECOND_APPRAISER
from tests.support.scenes import must_refuse
from tests.support.worlds import World


async def test_a_filter_is_there_for_its_keeper_until_it_is_taken_away(world: World) -> None:
    await keep_filter(world.ports, APPRAISER, KeepFilter("  Quá  hạn ", "view=late"))

    mine = await read_queue(world.ports, APPRAISER, ReadQueue())
    theirs = await read_queue(world.ports, SECOND_APPRAISER, ReadQueue())
    assert (mine.filters, theirs.filters) == ({"Quá hạn": "view=late"}, {})
    await keep_filter(world.ports, APPRAISER, KeepFilter("Quá hạn", ""))
    assert (await read_queue(world.ports, APPRAISER, ReadQueue())).filters == {}


@pytest.mark.parametrize("wrong", [KeepFilter(" ", "x"), KeepFilter("x" * 41, "x")])
async def test_a_filter_has_a_short_name(world: World, wrong: KeepFilter) -> None:
    await must_refuse(world, keep_filter, APPRAISER, wrong, WrongFilter)


async def test_nobody_hoards_filters(world: World) -> None:
    for number in range(20):
        await keep_filter(world.ports, APPRAISER, KeepFilter(f"{number}", "view=late"))
    await must_refuse(world, keep_filter, APPRAISER, KeepFilter("20", "x"), WrongFilter)
    await must_refuse(world, keep_filter, CLERK, KeepFilter("a", "x"), WrongOffice)

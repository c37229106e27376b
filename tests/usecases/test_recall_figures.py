"""A practice run is held against what the province entered, and leaves no trace."""

from decimal import Decimal

from ntm_verify.domain.people import WrongOffice
from ntm_verify.domain.regulation import EnteredFigure
from ntm_verify.usecases.recall_figures import RecallFigures, recall_figures
from tests.support.builders import APPRAISER, AS_OF, CLERK, PROVINCE
from tests.support.rules import both_there, released
from tests.support.scenes import must_refuse
from tests.support.worlds import World
from tests.usecases.test_group_communes import DAY, PLACED

FIGURE = EnteredFigure(PROVINCE, "NTM-2016", Decimal(90), "12/QĐ-UBND", both_sexes=False)


async def test_entered_figures_are_given_without_an_entry(world: World) -> None:
    await world.holds(FIGURE)

    found = await recall_figures(world.ports, CLERK, RecallFigures(AS_OF))

    assert (found.figures, found.groups) == ((FIGURE,), {})
    assert await world.audit_log() == []


async def test_the_communes_own_group_is_given(world: World) -> None:
    await both_there(world)
    await released(world, PLACED)

    found = await recall_figures(world.ports, CLERK, RecallFigures(DAY))

    assert found.groups == {"NTM-2026": "3"}


async def test_figures_are_recalled_by_communes(world: World) -> None:
    await must_refuse(world, recall_figures, APPRAISER, RecallFigures(AS_OF), WrongOffice)

"""A practice run is held against what the province entered, and leaves no trace."""

from decimal import Decimal

from ntm_verify.domain.people import WrongOffice
from ntm_verify.domain.regulation import EnteredFigure
from ntm_verify.usecases.recall_figures import RecallFigures, recall_figures
from tests.support.builders import APPRAISER, CLERK, PROVINCE
from tests.support.scenes import must_refuse
from tests.support.worlds import World

FIGURE = EnteredFigure(PROVINCE, "NTM-2016", Decimal(90), "12/QĐ-UBND", both_sexes=False)


async def test_entered_figures_are_given_without_an_entry(world: World) -> None:
    await world.holds(FIGURE)

    assert await recall_figures(world.ports, CLERK, RecallFigures()) == (FIGURE,)
    assert await world.audit_log() == []


async def test_figures_are_recalled_by_communes(world: World) -> None:
    await must_refuse(world, recall_figures, APPRAISER, RecallFigures(), WrongOffice)

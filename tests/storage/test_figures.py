"""Entered figures come back exactly."""

from decimal import Decimal

from tests.support.builders import (
    a_figure,
)
from tests.support.worlds import World


async def test_figures_come_back_exactly_and_in_the_order_of_entry(world: World) -> None:
    figures = (
        a_figure("92.5"),
        a_figure("90.00", both_sexes=True),
        a_figure("95", demonstration=True),
    )

    await world.holds(*figures)

    async with world.ports.reading() as tx:
        found = await tx.figures.all()
    assert found == figures
    assert [str(figure.percent) for figure in found] == ["92.5", "90.00", "95"]
    assert found[0].percent == Decimal("92.5")

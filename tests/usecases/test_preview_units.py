"""A change of units is looked at before its day, by an administrator alone."""

from dataclasses import replace
from datetime import date

from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.preview_units import PreviewUnits, preview_units
from tests.support.builders import ADMINISTRATOR, CLERK
from tests.support.scenes import must_refuse
from tests.support.worlds import World

from .test_change_units import MERGER, PARTS


async def test_a_day_ahead_is_looked_at_whatever_the_order_of_units(world: World) -> None:
    await world.holds(*PARTS)
    ahead = replace(MERGER, day=date(2090, 1, 1))

    survey = await preview_units(world.ports, ADMINISTRATOR, PreviewUnits(ahead))
    turned = PreviewUnits(replace(ahead, old=tuple(reversed(ahead.old))))

    assert survey.change.before == PARTS
    assert (await preview_units(world.ports, ADMINISTRATOR, turned)).seen == survey.seen
    assert await world.audit_log() == []
    await must_refuse(world, preview_units, CLERK, PreviewUnits(ahead), WrongOffice)

"""Units and their figures are read by administrators and auditors of the province."""

from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.read_units import ReadUnits, read_units
from tests.support.builders import AUDITOR, CLERK, COMMUNE
from tests.support.scenes import an_issued_paper, must_refuse
from tests.support.worlds import World


async def test_a_unit_has_the_figures_of_its_papers_by_year(world: World) -> None:
    paper = await an_issued_paper(world)

    file = await read_units(world.ports, AUDITOR, ReadUnits(COMMUNE))

    (year,) = file.years[COMMUNE]
    assert (year.year, year.participants, year.population) == (2019, 9, 10)
    assert [part.reference for part in year.parts] == [paper.reference]
    assert (await read_units(world.ports, AUDITOR, ReadUnits("99999"))).years == {}
    await must_refuse(world, read_units, CLERK, ReadUnits(), WrongOffice)

"""What stands around units is gathered from the whole of their shelves."""

from ntm_verify.domain.appraisal import Status
from ntm_verify.usecases.survey_units import dossiers_of, known_units
from tests.support.builders import COMMUNE, OTHER_COMMUNE, PROVINCE, UNITS, an_appraisal, an_id
from tests.support.worlds import World


async def test_every_dossier_of_a_unit_is_found_over_all_pages(world: World) -> None:
    many = [an_appraisal(status=Status.DRAFT, id=an_id(n)) for n in range(203)]
    await world.holds(*UNITS, *many)

    async with world.ports.reading() as tx:
        found = await dossiers_of(tx, PROVINCE, COMMUNE)
        assert {dossier.id for dossier in found} == {dossier.id for dossier in many}
        assert await dossiers_of(tx, PROVINCE, OTHER_COMMUNE) == ()
        assert set((await known_units(tx, PROVINCE)).units) == {COMMUNE, OTHER_COMMUNE}

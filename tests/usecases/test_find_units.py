"""A unit of any time is found for a province; a divided one says that somebody must ask."""

from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.find_units import FindUnits, find_units
from tests.support.builders import ADMINISTRATOR, CLERK
from tests.support.scenes import must_refuse
from tests.support.worlds import World


async def test_an_old_name_is_found_with_what_it_became(world: World) -> None:
    found = await find_units(world.ports, ADMINISTRATOR, FindUnits("thanh quoi"))

    told = {one.full_name: one for one in found}
    whole = told["Xã Thạnh Quới, Huyện Long Hồ, Tỉnh Vĩnh Long"]
    assert whole.heirs == ("Xã Phú Quới, Tỉnh Vĩnh Long",)
    parted = told["Xã Thạnh Quới, Huyện Vĩnh Thạnh, Thành phố Cần Thơ"]
    assert (parted.became.must_ask, len(parted.heirs)) == (True, 2)
    assert await world.audit_log() == []
    await must_refuse(world, find_units, CLERK, FindUnits("a"), WrongOffice)

"""A commune takes its receipt whenever it likes; the look is on record."""

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.read_receipt import ReadReceipt, read_receipt
from tests.support.builders import APPRAISER, CLERK, LETTERHEAD, OTHER_CLERK
from tests.support.scenes import a_dossier, acts, must_refuse
from tests.support.worlds import World


async def test_the_receipt_is_the_same_each_time_and_each_look_is_an_entry(world: World) -> None:
    dossier = await a_dossier(world, Status.SUBMITTED)

    first = await read_receipt(world.ports, CLERK, ReadReceipt(dossier.id))
    again = await read_receipt(world.ports, CLERK, ReadReceipt(dossier.id))

    assert first == again
    assert first.name == "BN-14866-20190831-01-000001.pdf"
    assert LETTERHEAD.issuer.encode() in first.content
    assert [event.after for event in await acts(world)] == [{"view": "receipt"}] * 2


async def test_only_the_commune_itself_has_one_and_only_after_handing_in(world: World) -> None:
    dossier = await a_dossier(world, Status.SUBMITTED)
    request = ReadReceipt(dossier.id)
    await must_refuse(world, read_receipt, APPRAISER, request, WrongOffice)
    await must_refuse(world, read_receipt, OTHER_CLERK, request, NotFound)


async def test_an_unsent_list_has_none(world: World) -> None:
    unsent = await a_dossier(world, Status.CHECKED)
    await must_refuse(world, read_receipt, CLERK, ReadReceipt(unsent.id), NotFound)

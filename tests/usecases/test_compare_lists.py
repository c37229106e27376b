"""A list is compared with the returned version and with the last certified one."""

from datetime import date

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.findings import Field
from ntm_verify.usecases.compare_lists import CompareLists, compare_lists
from ntm_verify.usecases.return_submission import ReturnSubmission, return_submission
from ntm_verify.usecases.submit_list import SubmitList, submit_list
from ntm_verify.usecases.take_appraisal import TakeAppraisal, take_appraisal
from tests.support.builders import APPRAISER, CLERK, OTHER_CLERK
from tests.support.handed_in import MEMBERS, handed_in
from tests.support.lists import lay_out
from tests.support.scenes import a_dossier, must_refuse
from tests.support.worlds import World


async def test_the_new_version_is_compared_with_the_returned_one(world: World) -> None:
    first = await handed_in(world, MEMBERS)
    ports = world.ports
    sent = await submit_list(ports, CLERK, SubmitList(first.id, first.version, declared=True))
    taken = await take_appraisal(ports, APPRAISER, TakeAppraisal(sent.id, sent.version))
    back = ReturnSubmission(taken.id, taken.version, "list_errors", "Thiếu một người.")
    returned = await return_submission(ports, APPRAISER, back)
    rows = (*MEMBERS[:2], "Phạm Văn Giả,0090000009,Thôn 2")
    again = await handed_in(world, rows, of=returned)

    found = await compare_lists(ports, CLERK, CompareLists(again.id))

    assert found.returned is not None
    assert again.round == 2
    assert [row.number for row in found.returned.new] == ["0090000009"]
    assert [row.number for row in found.returned.gone] == ["0090000003"]
    assert found.returned.kept == 2
    assert found.last is None


async def test_last_period_shows_who_is_new_and_which_hamlet_is_missing(world: World) -> None:
    old = lay_out(
        {
            Field.NAME: ["Bùi Văn Mẫu", "Vũ Thị Giả"],
            Field.ID: ["0090000001", "0090000050"],
            Field.HAMLET: ["Thôn 1", "Thôn 7"],
        }
    )
    last = await a_dossier(world, Status.CERTIFIED, old, as_of=date(2018, 8, 31))
    new = await handed_in(world, MEMBERS)

    found = await compare_lists(world.ports, CLERK, CompareLists(new.id))

    assert found.last is not None
    assert found.last_dossier is not None
    assert found.last_dossier.id == last.id
    assert (found.last.kept, len(found.last.new), len(found.last.gone)) == (1, 2, 1)
    assert found.missing == ("Thôn 7",)


async def test_a_first_list_has_nothing_to_be_compared_with(world: World) -> None:
    dossier = await handed_in(world, MEMBERS)

    found = await compare_lists(world.ports, CLERK, CompareLists(dossier.id))

    assert (found.returned, found.last, found.missing) == (None, None, ())
    await must_refuse(world, compare_lists, OTHER_CLERK, CompareLists(dossier.id), NotFound)


async def test_a_list_that_is_not_read_yet_has_nothing_to_compare(world: World) -> None:
    dossier = await a_dossier(world, Status.CHECKING, outcome=None)

    found = await compare_lists(world.ports, CLERK, CompareLists(dossier.id))

    assert (found.returned, found.last, found.last_dossier, found.missing) == (None, None, None, ())

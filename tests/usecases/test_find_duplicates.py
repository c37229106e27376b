"""A person on two communes' lists: each commune learns of its own row, the province of both."""

from ntm_verify.domain.appraisal import Appraisal, Status
from ntm_verify.domain.errors import NotFound
from ntm_verify.usecases.find_duplicates import FindDuplicates, find_duplicates
from ntm_verify.usecases.submit_list import SubmitList, submit_list
from ntm_verify.usecases.withdraw_submission import WithdrawSubmission, withdraw_submission
from tests.support.builders import APPRAISER, CLERK, OTHER_CLERK
from tests.support.handed_in import MEMBERS, handed_in
from tests.support.scenes import must_refuse
from tests.support.worlds import World
from tests.usecases.tampering import change_record

BOTH = "Đỗ Thị Lập,0090000002,Xóm 9"


async def two_lists(world: World) -> tuple[Appraisal, Appraisal]:
    mine = await handed_in(world, MEMBERS)
    theirs = await handed_in(world, [BOTH, "Vũ Văn Giả,0090000077,Xóm 9"], by=OTHER_CLERK)
    mine = await submit_list(world.ports, CLERK, SubmitList(mine.id, mine.version, declared=True))
    request = SubmitList(theirs.id, theirs.version, declared=True)
    return mine, await submit_list(world.ports, OTHER_CLERK, request)


async def test_a_commune_sees_its_own_row_and_nothing_of_the_other(world: World) -> None:
    mine, theirs = await two_lists(world)

    (own,) = await find_duplicates(world.ports, CLERK, FindDuplicates(mine.id))
    (other,) = await find_duplicates(world.ports, OTHER_CLERK, FindDuplicates(theirs.id))

    assert (own.row.number, own.row.hamlet) == ("0090000002", "Thôn 1")
    assert (own.other, own.other_dossier) == (None, None)
    assert (other.row.hamlet, other.other) == ("Xóm 9", None)


async def test_the_province_sees_both(world: World) -> None:
    mine, theirs = await two_lists(world)

    (found,) = await find_duplicates(world.ports, APPRAISER, FindDuplicates(mine.id))

    assert found.other is not None
    assert found.other_dossier is not None
    assert (found.row.name, found.other.name) == ("Đỗ Thị Lập", "Đỗ Thị Lập")
    assert (found.other.hamlet, found.other_dossier.id) == ("Xóm 9", theirs.id)


async def test_a_list_that_was_taken_back_claims_nobody(world: World) -> None:
    mine, theirs = await two_lists(world)
    request = WithdrawSubmission(theirs.id, theirs.version)
    withdrawn = await withdraw_submission(world.ports, OTHER_CLERK, request)

    assert withdrawn.status is Status.WITHDRAWN
    assert await find_duplicates(world.ports, CLERK, FindDuplicates(mine.id)) == ()


async def test_a_foreign_dossier_is_not_there(world: World) -> None:
    mine, _ = await two_lists(world)

    await must_refuse(world, find_duplicates, OTHER_CLERK, FindDuplicates(mine.id), NotFound)


async def test_a_list_that_is_gone_leaves_its_dossier_to_be_named(world: World) -> None:
    mine, theirs = await two_lists(world)
    await change_record(world, theirs, outcome=None)

    (found,) = await find_duplicates(world.ports, APPRAISER, FindDuplicates(mine.id))

    assert found.other is None
    assert found.other_dossier is not None
    assert found.other_dossier.id == theirs.id

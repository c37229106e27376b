"""A commune mends rows on screen: the list is checked again, and the last mending can go back."""

from ntm_verify.domain import mending
from ntm_verify.domain.appraisal import Appraisal, Status, WrongStatus
from ntm_verify.domain.corrections import Correction, WrongCorrection
from ntm_verify.domain.errors import NotFound, StaleRecord
from ntm_verify.domain.findings import Check, Field
from ntm_verify.domain.people import SYSTEM
from ntm_verify.usecases.check_submission import CheckSubmission, check_submission
from ntm_verify.usecases.correct_rows import CorrectRows, correct_rows
from ntm_verify.usecases.read_mending import ReadMending, read_mending
from tests.support.builders import CLERK, OTHER_CLERK
from tests.support.handed_in import MEMBERS, handed_in
from tests.support.scenes import a_dossier, must_refuse
from tests.support.worlds import World

BROKEN = (*MEMBERS, "Phạm Văn Giả,00900,Thôn 2")


async def corrected(
    world: World, dossier: Appraisal, *edits: Correction, undo: bool = False
) -> Appraisal:
    request = CorrectRows(dossier.id, dossier.version, edits, undo=undo)
    started = await correct_rows(world.ports, CLERK, request)
    assert started.status is Status.CHECKING
    return await check_submission(world.ports, SYSTEM, CheckSubmission(started.id))


def counted(dossier: Appraisal) -> int:
    assert dossier.outcome is not None
    return dossier.outcome.tally.insured


async def test_a_mended_row_counts_and_the_file_stays_as_it_was(world: World) -> None:
    dossier = await handed_in(world, BROKEN)

    mended = await corrected(world, dossier, Correction(0, 5, Field.ID, "0090000005"))

    assert (counted(dossier), counted(mended)) == (3, 4)
    assert mended.files == dossier.files
    assert mended.preparation.corrections == 1


async def test_a_row_taken_out_is_nobody_and_comes_back_with_undo(world: World) -> None:
    dossier = await handed_in(world, MEMBERS)
    fewer = await corrected(world, dossier, Correction(0, 2, Field.ROW, None))

    back = await corrected(world, fewer, undo=True)

    assert (counted(fewer), counted(back)) == (2, 3)
    assert (back.preparation.corrections, back.preparation.corrections_sha256) == (0, "")


async def test_each_correction_says_what_stood_there_before(world: World) -> None:
    dossier = await handed_in(world, BROKEN)
    edits = (Correction(0, 5, Field.ID, "0090000005"), Correction(0, 2, Field.ROW, None))
    mended = await corrected(world, dossier, *edits)

    opened = await read_mending(world.ports, CLERK, ReadMending(mended.id))

    assert [one.before for one in opened.corrections] == ["00900", "Bùi Văn Mẫu"]


async def test_a_group_takes_what_the_checks_put_forward_in_one_act(world: World) -> None:
    letters = [f"Phạm Văn Giả,00900000{n}O,Thôn 2" for n in (1, 2, 3)]
    dossier = await handed_in(world, (*MEMBERS, *letters))
    opened = await read_mending(world.ports, CLERK, ReadMending(dossier.id))
    assert opened.roster is not None
    (group,) = [
        one
        for one in mending.mend_groups(opened.findings, world.ports.catalogue)
        if one.check is Check.ID_LETTERS_FOR_DIGITS
    ]

    mended = await corrected(world, dossier, *mending.propose(group.findings, opened.roster))

    assert (counted(dossier), counted(mended)) == (3, 6)
    assert mended.preparation.corrections == 3
    assert counted(await corrected(world, mended, undo=True)) == 3


async def test_what_cannot_be_mended_is_refused(world: World) -> None:
    dossier = await handed_in(world, MEMBERS)
    nothing = CorrectRows(dossier.id, dossier.version)
    nowhere = CorrectRows(dossier.id, dossier.version, (Correction(0, 99, Field.ID, "0090000005"),))

    await must_refuse(world, correct_rows, CLERK, nothing, WrongCorrection)
    await must_refuse(
        world,
        correct_rows,
        CLERK,
        CorrectRows(dossier.id, dossier.version, undo=True),
        WrongCorrection,
    )
    await must_refuse(world, correct_rows, CLERK, nowhere, WrongCorrection)
    edit = (Correction(0, 2, Field.NAME, "Bùi Giả"),)
    foreign = CorrectRows(dossier.id, dossier.version, edit)
    await must_refuse(world, correct_rows, OTHER_CLERK, foreign, NotFound)
    await must_refuse(world, correct_rows, CLERK, CorrectRows(dossier.id, 1, edit), StaleRecord)


async def test_a_list_that_is_not_read_yet_has_no_rows_to_mend(world: World) -> None:
    dossier = await a_dossier(world, Status.DRAFT, outcome=None)
    edit = (Correction(0, 2, Field.NAME, "Bùi Giả"),)

    await must_refuse(world, correct_rows, CLERK, CorrectRows(dossier.id, 1, edit), WrongStatus)


async def test_a_returned_list_that_is_mended_begins_a_round_and_keeps_what_the_province_saw(
    world: World,
) -> None:
    returned = await a_dossier(world, Status.RETURNED)
    assert returned.outcome is not None
    edit = (Correction(0, 2, Field.NAME, "Bùi Thị Giả"),)

    mended = await correct_rows(world.ports, CLERK, CorrectRows(returned.id, 1, edit))

    assert (mended.status, mended.round, mended.outcome) == (Status.CHECKING, 2, None)
    assert mended.preparation.previous_roster == returned.outcome.roster_sha256

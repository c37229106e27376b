"""A commune opens its own list to mend it, and nobody else does; each look is on record."""

from ntm_verify.domain.audit import Action
from ntm_verify.domain.corrections import Correction
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.findings import Check, Field
from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.correct_rows import CorrectRows, correct_rows
from ntm_verify.usecases.read_mending import ReadMending, read_mending
from tests.support.builders import APPRAISER, CLERK, OTHER_CLERK
from tests.support.handed_in import MEMBERS, handed_in
from tests.support.scenes import must_refuse
from tests.support.worlds import World

BROKEN = (*MEMBERS, "Phạm Văn Giả,00900,Thôn 2")


async def test_rows_findings_and_corrections_are_there_together(world: World) -> None:
    dossier = await handed_in(world, BROKEN)

    opened = await read_mending(world.ports, CLERK, ReadMending(dossier.id))

    assert opened.roster is not None
    assert [row.line for row in opened.roster.rows] == [2, 3, 4, 5]
    assert [(f.check, f.place) for f in opened.findings] == [(Check.ID_LENGTH, 3)]
    assert opened.corrections == ()
    last = (await world.audit_log())[-1]
    assert (last.action, last.after) == (Action.RECORD_VIEWED, {"view": "mending"})


async def test_while_the_list_is_checked_again_there_are_no_rows_but_the_corrections(
    world: World,
) -> None:
    dossier = await handed_in(world, BROKEN)
    edit = (Correction(0, 5, Field.ID, "0090000005"),)
    await correct_rows(world.ports, CLERK, CorrectRows(dossier.id, dossier.version, edit))

    opened = await read_mending(world.ports, CLERK, ReadMending(dossier.id))

    assert (opened.roster, opened.findings) == (None, ())
    assert [one.value for one in opened.corrections] == ["0090000005"]


async def test_nobody_else_opens_it(world: World) -> None:
    dossier = await handed_in(world, BROKEN)

    await must_refuse(world, read_mending, OTHER_CLERK, ReadMending(dossier.id), NotFound)
    await must_refuse(world, read_mending, APPRAISER, ReadMending(dossier.id), WrongOffice)

"""A commune takes its corrected file away: read again, it is the very list that was checked."""

import io
from dataclasses import replace

import openpyxl  # type: ignore[import-untyped]  # it ships no types

from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.audit import Action
from ntm_verify.domain.corrections import Correction
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.findings import Field
from ntm_verify.domain.people import SYSTEM, WrongOffice
from ntm_verify.domain.reading import ListFile, ReadingOptions
from ntm_verify.usecases.check_submission import CheckSubmission, check_submission
from ntm_verify.usecases.correct_file import CorrectFile, correct_file
from ntm_verify.usecases.correct_rows import CorrectRows, correct_rows
from tests.support.builders import APPRAISER, CLERK, OTHER_CLERK
from tests.support.handed_in import MEMBERS, handed_in
from tests.support.scenes import must_refuse
from tests.support.worlds import World

BROKEN = (*MEMBERS, "Phạm Văn Giả,00900,Thôn 2")
EDITS = (
    Correction(0, 5, Field.ID, "0090000005"),
    Correction(0, 3, Field.NAME, "Đỗ Thị Thật"),
    Correction(0, 2, Field.ROW, None),
)


async def mended(world: World, *edits: Correction) -> Appraisal:
    dossier = await handed_in(world, BROKEN)
    request = CorrectRows(dossier.id, dossier.version, edits)
    started = await correct_rows(world.ports, CLERK, request)
    return await check_submission(world.ports, SYSTEM, CheckSubmission(started.id))


async def test_the_corrected_file_reads_as_the_list_that_was_checked(world: World) -> None:
    dossier = await mended(world, *EDITS)

    made = await correct_file(world.ports, CLERK, CorrectFile(dossier.id))

    assert made.is_own
    again = await world.ports.read_list(
        (ListFile(made.name, made.content),), ReadingOptions(), CLERK.unit
    )
    names, numbers = (again.raw.columns[f].texts for f in (Field.NAME, Field.ID))
    assert list(again.raw.lines) == [3, 4, 5]
    assert list(names) == ["Đỗ Thị Thật", "Lê Văn Giả", "Phạm Văn Giả"]
    assert list(numbers) == ["0090000002", "0090000003", "0090000005"]
    last = (await world.audit_log())[-1]
    assert (last.action, last.after) == (Action.RECORD_VIEWED, {"view": "corrected"})


async def test_the_list_itself_is_given_where_it_is_asked_for(world: World) -> None:
    dossier = await mended(world, *EDITS)

    made = await correct_file(world.ports, CLERK, CorrectFile(dossier.id, plain=True))

    book = openpyxl.load_workbook(io.BytesIO(made.content))
    rows = [list(row) for row in book.worksheets[0].values]
    assert not made.is_own
    assert rows[0] == ["Họ và tên", "Mã số", "Thôn"]
    assert rows[1:] == [
        ["Đỗ Thị Thật", "0090000002", "Thôn 1"],
        ["Lê Văn Giả", "0090000003", "Thôn 2"],
        ["Phạm Văn Giả", "0090000005", "Thôn 2"],
    ]


async def test_where_the_file_would_read_otherwise_the_list_is_given_in_its_stead(
    world: World,
) -> None:
    dossier = await mended(world, EDITS[0])

    async def other(*_: object) -> bytes:
        return "Họ và tên,Mã số BHXH\nNgười Khác,0090000009\n".encode()

    changed = replace(world.ports.workbooks, correct=other)
    ports = replace(world.ports, workbooks=changed)

    assert not (await correct_file(ports, CLERK, CorrectFile(dossier.id))).is_own


async def test_nobody_else_gets_it_and_there_is_no_file_beyond_the_last(world: World) -> None:
    dossier = await mended(world, EDITS[0])

    await must_refuse(world, correct_file, OTHER_CLERK, CorrectFile(dossier.id), NotFound)
    await must_refuse(world, correct_file, APPRAISER, CorrectFile(dossier.id), WrongOffice)
    await must_refuse(world, correct_file, CLERK, CorrectFile(dossier.id, 1), NotFound)

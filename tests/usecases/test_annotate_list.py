"""A commune gets its own file back with the wrong cells marked, or the findings as a workbook."""

from io import BytesIO

import openpyxl  # type: ignore[import-untyped]  # it comes without types

from ntm_verify.domain.appraisal import Status, WrongStatus
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import SYSTEM
from ntm_verify.domain.reading import ListFile, ReadingOptions
from ntm_verify.domain.synthetic_fonts import in_old_font
from ntm_verify.usecases.annotate_list import AnnotateList, annotate_list
from ntm_verify.usecases.check_submission import CheckSubmission, check_submission
from ntm_verify.usecases.receive_list import ReceiveList, receive_list
from tests.support.builders import AS_OF, CLERK, OTHER_CLERK, UNITS, an_appraisal
from tests.support.handed_in import MEMBERS, handed_in
from tests.support.scenes import ENOUGH, PEOPLE, a_number, must_refuse
from tests.support.worlds import World

BROKEN = (*MEMBERS, "Phạm Văn Giả,00900,Thôn 2")


async def test_the_wrong_cell_is_marked_and_the_name_is_ours(world: World) -> None:
    dossier = await handed_in(world, BROKEN)

    book = await annotate_list(world.ports, CLERK, AnnotateList(dossier.id))

    sheets = openpyxl.load_workbook(BytesIO(book.content))
    assert book.name == f"da-danh-dau-{dossier.commune}-{dossier.as_of.isoformat()}.xlsx"
    assert sheets.sheetnames[-1] == "Phát hiện"
    first = sheets[sheets.sheetnames[0]]
    assert first["B5"].value == "00900"
    assert first["B5"].comment is not None
    assert first["B4"].comment is None


async def test_a_file_in_an_old_font_comes_back_with_its_own_letters(world: World) -> None:
    await world.holds(*UNITS)
    rows = [f"{name},{a_number(n)}" for n, name in enumerate(PEOPLE[:9])]
    plain = "\r\n".join(["Họ và tên,Mã số BHXH", *rows, "Phạm Văn Giả,00900", ""])
    old = in_old_font(plain, "tcvn3")
    request = ReceiveList(
        AS_OF,
        ENOUGH,
        (ListFile("abc.csv", old.encode("latin-1")),),
        ReadingOptions(encoding="tcvn3"),
    )
    waiting = await receive_list(world.ports, CLERK, request)
    dossier = await check_submission(world.ports, SYSTEM, CheckSubmission(waiting.id))
    assert dossier.outcome is not None

    book = await annotate_list(world.ports, CLERK, AnnotateList(dossier.id))

    first = openpyxl.load_workbook(BytesIO(book.content)).worksheets[0]
    shown = [str(first.cell(row, 1).value) for row in range(2, 12)]
    assert shown == [line.split(",")[0] for line in old.split("\r\n")[1:11]]
    assert first["B11"].comment is not None


async def test_the_findings_alone_are_a_workbook_of_text(world: World) -> None:
    dossier = await handed_in(world, BROKEN)

    book = await annotate_list(world.ports, CLERK, AnnotateList(dossier.id, only_findings=True))

    sheet = openpyxl.load_workbook(BytesIO(book.content)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "00900" in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} == {"s"}


async def test_what_is_not_there_is_not_marked(world: World) -> None:
    dossier = await handed_in(world, BROKEN)

    await must_refuse(world, annotate_list, OTHER_CLERK, AnnotateList(dossier.id), NotFound)
    await must_refuse(world, annotate_list, CLERK, AnnotateList(dossier.id, file=1), NotFound)


async def test_an_unchecked_list_is_not_marked(world: World) -> None:
    draft = an_appraisal(status=Status.DRAFT)
    await world.holds(draft)

    await must_refuse(world, annotate_list, CLERK, AnnotateList(draft.id), WrongStatus)

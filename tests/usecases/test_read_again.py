"""A commune says how its file is read: tried first, kept with the dossier, remembered for later."""

from dataclasses import replace

from ntm_verify.domain.appraisal import Appraisal, Status
from ntm_verify.domain.column_memory import ColumnChoice
from ntm_verify.domain.errors import NotFound, StaleRecord
from ntm_verify.domain.findings import Field, Refused
from ntm_verify.domain.people import SYSTEM, WrongOffice
from ntm_verify.domain.population import Population
from ntm_verify.domain.reading import AS_WRITTEN, ListFile, ListRefused
from ntm_verify.usecases.check_submission import CheckSubmission, check_submission
from ntm_verify.usecases.preview_list import PreviewList, preview_list
from ntm_verify.usecases.read_again import ReadAgain, read_again
from ntm_verify.usecases.receive_list import ReceiveList, receive_list
from tests.support.builders import APPRAISER, AS_OF, CLERK, OTHER_CLERK, UNITS
from tests.support.scenes import must_refuse
from tests.support.worlds import World

ODD = "Công dân,Dãy số,Nơi ấy"
MEMBERS = ("Bùi Văn Mẫu,0090000001,Thôn 1", "Đỗ Thị Lập,0090000002,Thôn 2")
CHOICE = ColumnChoice(((Field.NAME, "A"), (Field.ID, "B"), (Field.HAMLET, "C")), 1)
LEGACY = ("Hä vµ tªn,M· sè BHXH", *(f"NguyÔn V¨n Toµn,009000000{n}" for n in range(1, 9)))


async def received(world: World, *rows: str, coding: str = "utf-8") -> Appraisal:
    await world.holds(*UNITS)
    content = "\r\n".join([*rows, ""]).encode(coding)
    request = ReceiveList(
        AS_OF, Population(10, "Công an xã (giả lập)"), (ListFile("ds.csv", content),)
    )
    started = await receive_list(world.ports, CLERK, request)
    return await check_submission(world.ports, SYSTEM, CheckSubmission(started.id))


async def checked(world: World, dossier: Appraisal) -> Appraisal:
    assert dossier.status is Status.CHECKING
    return await check_submission(world.ports, SYSTEM, CheckSubmission(dossier.id))


def counted(dossier: Appraisal) -> int:
    assert dossier.outcome is not None, dossier.refusal
    return dossier.outcome.tally.insured


async def test_columns_that_are_pointed_out_are_read(world: World) -> None:
    refused = await received(world, ODD, *MEMBERS)
    assert (refused.status, refused.outcome) == (Status.DRAFT, None)

    again = await read_again(world.ports, CLERK, ReadAgain(refused.id, refused.version, CHOICE))
    done = await checked(world, again)

    assert counted(done) == 2
    assert done.preparation.mapping == CHOICE.mapping
    assert not done.preparation.remembered


async def test_the_next_list_with_that_header_is_read_so_by_itself_in_any_order(
    world: World,
) -> None:
    first = await received(world, ODD, *MEMBERS)
    await read_again(world.ports, CLERK, ReadAgain(first.id, first.version, CHOICE))

    second = await received(
        world, "NƠI ẤY,dãy số,Công dân", "Thôn 3,0090000003,Lê Văn Giả", "Thôn 3,0090000004,Hồ Giả"
    )

    assert counted(second) == 2
    assert second.preparation.remembered
    assert dict(second.preparation.mapping)[Field.NAME] == "C"
    assert [part.hamlet for part in second.outcome.hamlets] == ["Thôn 3"] if second.outcome else 0


async def test_leaving_it_to_the_service_forgets_what_was_remembered(world: World) -> None:
    known = "Họ và tên,Mã số BHXH,Nơi ấy"
    dossier = await received(world, known, *MEMBERS)
    choice = replace(CHOICE, header_row=0)
    done = await checked(
        world, await read_again(world.ports, CLERK, ReadAgain(dossier.id, dossier.version, choice))
    )

    back = await read_again(world.ports, CLERK, ReadAgain(done.id, done.version, ColumnChoice()))
    again = await checked(world, back)

    assert again.preparation.mapping == ()
    assert not again.preparation.remembered


async def test_a_choice_that_cannot_be_read_changes_nothing(world: World) -> None:
    dossier = await received(world, "Họ và tên,Mã số BHXH,Thôn", *MEMBERS)
    wrong = ReadAgain(dossier.id, dossier.version, ColumnChoice(header_row=999))

    await must_refuse(world, read_again, CLERK, wrong, ListRefused)

    assert (await world.find(dossier)).version == dossier.version


async def test_an_old_font_is_shown_before_and_after_and_converted_on_a_word(world: World) -> None:
    waiting = await received(world, *LEGACY, coding="cp1252")
    assert waiting.reason_code == Refused.NAME_LEGACY_FONT

    shown = await preview_list(world.ports, CLERK, PreviewList(waiting.id, encoding=""))
    assert shown.refused is not None
    assert shown.refused.previews[Field.NAME] == (("NguyÔn V¨n Toµn", "Nguyễn Văn Toàn"),)

    done = await checked(
        world,
        await read_again(
            world.ports, CLERK, ReadAgain(waiting.id, waiting.version, encoding="tcvn3")
        ),
    )
    assert (counted(done), done.encoding) == (8, "tcvn3")


async def test_letters_may_stay_as_they_are_and_the_choice_is_kept(world: World) -> None:
    waiting = await received(world, *LEGACY, coding="cp1252")

    kept = await read_again(
        world.ports, CLERK, ReadAgain(waiting.id, waiting.version, encoding=AS_WRITTEN)
    )

    done = await checked(world, kept)
    assert done.encoding == AS_WRITTEN
    assert done.reason_code != Refused.NAME_LEGACY_FONT


async def test_nobody_else_has_a_list_read_or_looks_at_it(world: World) -> None:
    dossier = await received(world, "Họ và tên,Mã số BHXH,Thôn", *MEMBERS)
    request = ReadAgain(dossier.id, dossier.version, CHOICE)

    await must_refuse(world, read_again, OTHER_CLERK, request, NotFound)
    await must_refuse(world, read_again, APPRAISER, request, WrongOffice)
    await must_refuse(world, preview_list, OTHER_CLERK, PreviewList(dossier.id), NotFound)
    await must_refuse(world, read_again, CLERK, replace(request, seen=1), StaleRecord)

"""A commune names its own people to call on, says what for, and every look is an entry."""

from datetime import date
from io import BytesIO

import openpyxl  # type: ignore[import-untyped]  # it comes without types

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.audit import Action
from ntm_verify.domain.call_list import NewerList, PurposeMissing, Reason
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.findings import Field
from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.read_call_list import ReadCallList, read_call_list
from ntm_verify.usecases.submit_list import SubmitList, submit_list
from tests.support.ahead import dated
from tests.support.builders import APPRAISER, AUDITOR, CLERK, OTHER_CLERK, an_appraisal
from tests.support.lists import lay_out
from tests.support.scenes import a_dossier, acts, must_refuse
from tests.support.worlds import World


async def test_people_whose_card_is_over_are_named_by_hamlet_and_the_look_is_an_entry(
    world: World,
) -> None:
    mine = await dated(world)
    before = len(await acts(world))

    found = await read_call_list(world.ports, CLERK, ReadCallList(mine.id, "renewal"))

    named = [(one.hamlet, [[c.name for c in g] for g in one.groups]) for one in found.hamlets]
    assert named == [("Thôn 1", [["Bùi Văn Mẫu", "Đỗ Thị Lập"]])]
    assert (found.day, found.unnamed, found.before) == (date(2019, 9, 25), 0, None)
    (event,) = (await acts(world))[before:]
    assert (event.action, event.actor.id, event.subject.id) == (
        *(Action.RECORD_VIEWED, CLERK.id),
        str(mine.id),
    )
    assert event.after == {
        "view": "call_list",
        "people": 2,
        "hamlets": 1,
        "file": False,
        "reason_code": "renewal",
    }


async def test_further_ahead_cards_that_end_are_named_as_far_as_their_day_was_kept(
    world: World,
) -> None:
    mine = await dated(world)

    asked = ReadCallList(mine.id, "reminder", hamlet=1, days=100)
    found = await read_call_list(world.ports, CLERK, asked)

    ((call,),) = found.hamlets[0].groups
    assert (call.name, call.reason, call.day) == (
        *("Đinh Văn Lập", Reason.ENDING),
        date(2019, 10, 25),
    )
    assert found.unnamed == 2


async def test_who_stood_on_the_certified_list_and_is_gone_is_a_weaker_reason(
    world: World,
) -> None:
    old = lay_out(
        {
            Field.NAME: ["Bùi Văn Mẫu", "Vũ Thị Giả"],
            Field.ID: ["0090000001", "0090000050"],
            Field.HAMLET: ["Thôn 1", "Thôn 7"],
        }
    )
    last = await a_dossier(world, Status.CERTIFIED, old, as_of=date(2018, 8, 31))
    mine = await dated(world)

    found = await read_call_list(world.ports, CLERK, ReadCallList(mine.id, "checking"))

    assert [(one.hamlet, one.people) for one in found.hamlets] == [("Thôn 1", 2), ("Thôn 7", 1)]
    assert found.hamlets[1].groups[0][0].reason is Reason.GONE
    assert found.before == last.as_of


async def test_the_workbook_holds_texts_alone_and_a_name_like_a_formula_runs_nowhere(
    world: World,
) -> None:
    rows = (
        '"=HYPERLINK(""http://x.example"",""a"")",0090000001,=1+1,31/07/2019',
        "Đỗ Thị Lập,0090000002,Thôn 1,15/09/2019",
    )
    mine = await dated(world, rows)

    asked = ReadCallList(mine.id, "renewal", is_file=True)
    found = await read_call_list(world.ports, CLERK, asked)

    sheet = openpyxl.load_workbook(BytesIO(found.file)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    texts = [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {"Đỗ Thị Lập", "0002", "15/09/2019"} <= set(texts)
    assert any("Chỉ dùng để vận động" in text for text in texts)
    assert not any("0090000002" in text for text in texts)
    hostile = [cell for cell in cells if str(cell.value)[:1] in "=+-@"]
    assert all(cell.quotePrefix for cell in hostile)
    assert (await acts(world))[-1].after["file"] is True  # type: ignore[index] # it is there


async def test_an_older_list_is_refused_once_a_newer_one_was_handed_in(world: World) -> None:
    old = await dated(world)
    new = await dated(world, as_of=date(2019, 9, 20))
    await read_call_list(world.ports, CLERK, ReadCallList(old.id, "renewal"))
    await submit_list(world.ports, CLERK, SubmitList(new.id, new.version, declared=True))

    asked = ReadCallList(old.id, "renewal")
    refused = await must_refuse(world, read_call_list, CLERK, asked, NewerList)

    assert "20/09/2019" in str(refused)


async def test_only_the_commune_itself_with_a_purpose_and_a_hamlet_that_is_there(
    world: World,
) -> None:
    mine = await dated(world)
    asked = ReadCallList(mine.id, "renewal")

    await must_refuse(world, read_call_list, OTHER_CLERK, asked, NotFound)
    await must_refuse(world, read_call_list, APPRAISER, asked, WrongOffice)
    await must_refuse(world, read_call_list, AUDITOR, asked, WrongOffice)
    await must_refuse(world, read_call_list, CLERK, ReadCallList(mine.id, ""), PurposeMissing)
    beyond = ReadCallList(mine.id, "renewal", hamlet=2)
    await must_refuse(world, read_call_list, CLERK, beyond, NotFound)
    draft = an_appraisal(status=Status.DRAFT)
    await world.holds(draft)
    await must_refuse(world, read_call_list, CLERK, ReadCallList(draft.id, "renewal"), NotFound)

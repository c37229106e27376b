"""A commune's files are kept, its dossier opens or opens again, and the check is asked for."""

from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Final

import pytest

from ntm_verify.domain.appraisal import Status, WrongStatus
from ntm_verify.domain.corrections import Correction
from ntm_verify.domain.errors import NotFound, StaleRecord
from ntm_verify.domain.findings import Field
from ntm_verify.domain.job import Duty
from ntm_verify.domain.people import SYSTEM, Actor, Role, WrongOffice
from ntm_verify.domain.population import Population
from ntm_verify.domain.reading import FileFacts, ListFile, ReadingOptions
from ntm_verify.domain.regulation import UnknownRuleSet
from ntm_verify.domain.roster import read_roster
from ntm_verify.usecases.check_submission import CheckSubmission, check_submission
from ntm_verify.usecases.correct_rows import CorrectRows, correct_rows
from ntm_verify.usecases.ports import AppraisalQuery
from ntm_verify.usecases.receive_list import (
    MOST_FILES,
    NothingHandedIn,
    ReceiveList,
    SameListAgain,
    receive_list,
)
from tests.support.builders import (
    APPRAISER,
    AS_OF,
    CHAIR,
    CLERK,
    COMMUNE,
    NOON,
    OTHER_CLERK,
    PROVINCE,
    UNITS,
    a_figure,
    an_id,
)
from tests.support.handed_in import a_csv, handed_in
from tests.support.scenes import ENOUGH, a_dossier, a_file, books, must_refuse, told
from tests.support.worlds import World

FILE: Final = a_file()
DIGEST: Final = sha256(FILE.content).hexdigest()
REQUEST: Final = ReceiveList(AS_OF, ENOUGH, (FILE,))
KNOWN: Final = (FileFacts("x", DIGEST, len(FILE.content), "csv"),)


async def test_a_new_list_opens_a_dossier_and_asks_for_its_check(world: World) -> None:
    await world.holds(*UNITS)

    received = await receive_list(world.ports, CLERK, REQUEST)

    assert (received.status, received.version, received.round) == (Status.CHECKING, 2, 1)
    assert (received.province, received.commune, received.commune_name) == (
        PROVINCE,
        COMMUNE,
        "Xã Đồng Lương",
    )
    assert (received.created_by, received.created_at) == (CLERK.id, NOON)
    assert received.files == (FileFacts("danh-sach.csv", DIGEST, len(FILE.content), ""),)
    assert (received.as_of, received.population, received.outcome) == (AS_OF, ENOUGH, None)
    kept = await books(world)
    assert kept.appraisals == (received,)
    (job,) = kept.jobs
    assert (job.key, job.duty, job.subject, job.due) == (
        f"check/{received.id}/2",
        Duty.CHECK_SUBMISSION,
        received.id,
        NOON,
    )
    async with world.ports.reading() as tx:
        assert await tx.blobs.get(DIGEST) == FILE.content
    assert await told(world) == [
        ("submission.created", CLERK.id, str(received.id)),
        ("submission.rows_imported", CLERK.id, str(received.id)),
    ]


async def test_the_same_bytes_for_the_same_day_lead_to_the_dossier_that_is_there(
    world: World,
) -> None:
    await world.holds(*UNITS)
    first = await receive_list(world.ports, CLERK, REQUEST)

    renamed = replace(REQUEST, files=(replace(FILE, name="khac.csv"),))
    again = await receive_list(world.ports, CHAIR, renamed)

    assert again == first
    assert len(await world.audit_log()) == 2
    assert len(await world.waiting()) == 1


@pytest.mark.parametrize(
    "other",
    [
        replace(REQUEST, as_of=date(2019, 9, 1)),
        replace(REQUEST, population=Population(11)),
        replace(REQUEST, rule_set="NTM-2013"),
        replace(REQUEST, options=ReadingOptions(encoding="tcvn3")),
        replace(REQUEST, options=ReadingOptions(mapping={Field.NAME: "B"})),
        replace(REQUEST, files=(a_file(8),)),
        replace(REQUEST, files=(FILE, a_file(8, "thon-2.csv"))),
    ],
)
async def test_another_list_day_population_or_way_of_reading_is_another_dossier(
    world: World, other: ReceiveList
) -> None:
    checked = await a_dossier(world, Status.CHECKED, files=KNOWN)

    received = await receive_list(world.ports, CLERK, other)

    assert received.id != checked.id
    assert await world.find(checked) == checked


async def test_another_commune_with_the_same_file_has_a_dossier_of_its_own(world: World) -> None:
    mine = await a_dossier(world, Status.CHECKED, files=KNOWN)

    theirs = await receive_list(world.ports, OTHER_CLERK, REQUEST)

    assert (theirs.commune, theirs.id == mine.id) == (OTHER_CLERK.unit, False)


async def test_a_file_that_was_refused_goes_on_in_its_draft_however_it_is_now_read(
    world: World,
) -> None:
    draft = await a_dossier(world, Status.DRAFT, outcome=None, files=KNOWN, refusal="Phông cũ.")
    confirmed = replace(REQUEST, options=ReadingOptions(encoding="tcvn3"))

    received = await receive_list(world.ports, CLERK, confirmed)

    assert (received.id, received.status) == (draft.id, Status.CHECKING)
    assert (received.encoding, received.refusal) == ("tcvn3", "")


@pytest.mark.parametrize("status", [Status.CHECKED, Status.RETURNED])
async def test_a_checked_or_returned_list_is_replaced_and_counted_from_nothing(
    world: World, status: Status
) -> None:
    before = await a_dossier(
        world, status, files=KNOWN, reason_code="list_errors", note="Sửa dòng 5"
    )
    request = replace(REQUEST, files=(a_file(8),), appraisal_id=before.id, seen=1)

    received = await receive_list(world.ports, CHAIR, request)

    assert (received.id, received.status, received.outcome) == (before.id, Status.CHECKING, None)
    assert received.round == (2 if status is Status.RETURNED else 1)
    assert (received.reason_code, received.note) == ("", "")
    assert before.outcome
    roster = before.outcome.roster_sha256 if status is Status.RETURNED else ""
    assert received.preparation.previous_roster == roster
    assert [job.key for job in await world.waiting()] == [f"check/{before.id}/2"]


async def test_a_returned_list_does_not_come_back_unchanged(world: World) -> None:
    returned = await a_dossier(world, Status.RETURNED, files=KNOWN)
    same = replace(REQUEST, appraisal_id=returned.id, seen=1)

    refused = await must_refuse(world, receive_list, CLERK, same, SameListAgain)

    assert "giống hệt lần đã bị trả lại" in str(refused)
    changed = replace(same, population=Population(10, "Chi cục Thống kê (giả lập)", AS_OF))
    assert (await receive_list(world.ports, CLERK, changed)).status is Status.CHECKING


async def test_a_returned_list_may_come_back_unchanged_where_the_rule_changed(
    world: World,
) -> None:
    returned = await a_dossier(world, Status.RETURNED, files=KNOWN)
    await world.holds(a_figure("86", rule_set="NTM-2016"))
    same = replace(REQUEST, appraisal_id=returned.id, seen=1)

    assert (await receive_list(world.ports, CLERK, same)).status is Status.CHECKING


async def test_what_is_not_there_moved_on_or_takes_no_files_is_not_replaced(world: World) -> None:
    checked = await a_dossier(world, Status.CHECKED)
    taken = await a_dossier(world, Status.UNDER_APPRAISAL, id=an_id(2))
    to = replace(REQUEST, files=(a_file(8),), appraisal_id=checked.id, seen=1)

    await must_refuse(world, receive_list, CLERK, replace(to, seen=0), StaleRecord)
    await must_refuse(world, receive_list, CLERK, replace(to, appraisal_id=an_id(9)), NotFound)
    await must_refuse(world, receive_list, OTHER_CLERK, to, NotFound)
    await must_refuse(world, receive_list, CLERK, replace(to, appraisal_id=taken.id), WrongStatus)


async def test_nothing_too_much_or_an_unknown_rule_set_is_refused(world: World) -> None:
    await world.holds(*UNITS)
    many = (ListFile("a.csv", b"x"),) * (MOST_FILES + 1)

    await must_refuse(world, receive_list, CLERK, replace(REQUEST, files=()), NothingHandedIn)
    await must_refuse(world, receive_list, CLERK, replace(REQUEST, files=many), NothingHandedIn)
    unknown = replace(REQUEST, rule_set="NTM-1066")
    await must_refuse(world, receive_list, CLERK, unknown, UnknownRuleSet)
    await must_refuse(world, receive_list, APPRAISER, REQUEST, WrongOffice)


async def test_a_commune_that_is_not_on_record_opens_no_dossier(world: World) -> None:
    stranger = Actor("u-x", Role.COMMUNE, "99999", PROVINCE)

    await must_refuse(world, receive_list, stranger, REQUEST, NotFound)


async def test_a_second_source_of_the_population_and_the_mapping_are_kept(world: World) -> None:
    await world.holds(*UNITS)
    options = ReadingOptions(mapping={Field.NAME: "C", Field.ID: "B"}, header_row=3, sheet="DS")
    request = replace(REQUEST, options=options, second_total=12, second_source="Công an")

    made = (await receive_list(world.ports, CLERK, request)).preparation

    assert made.mapping == ((Field.ID, "B"), (Field.NAME, "C"))
    assert (made.header_row, made.sheet) == (3, "DS")
    assert (made.second_total, made.second_source) == (12, "Công an")
    async with world.ports.reading() as tx:
        assert (await tx.appraisals.find(AppraisalQuery())).items[0].preparation == made


async def test_the_file_of_one_more_hamlet_joins_those_that_are_there(world: World) -> None:
    first = await handed_in(world, ["Bùi Văn Mẫu,0090000001,Thôn 1"])
    ports = world.ports
    edit = Correction(0, 2, Field.NAME, "Bùi Văn Mẫn")
    mended = await correct_rows(ports, CLERK, CorrectRows(first.id, first.version, (edit,)))
    checked = await check_submission(ports, SYSTEM, CheckSubmission(mended.id))
    file = a_csv(["Lê Văn Giả,0090000003,Thôn 2"], "thon-2.csv")
    asked = ReceiveList(AS_OF, first.population, (file,), keep_files=True)
    asked = replace(asked, appraisal_id=checked.id, seen=checked.version)

    joined = await check_submission(
        ports, SYSTEM, CheckSubmission((await receive_list(ports, CLERK, asked)).id)
    )

    assert [f.name for f in joined.files] == ["danh-sach.csv", "thon-2.csv"]
    assert joined.outcome is not None
    assert [part.hamlet for part in joined.outcome.hamlets] == ["Thôn 1", "Thôn 2"]
    async with ports.reading() as tx:
        names = [r.name for r in read_roster(await tx.blobs.get(joined.outcome.roster_sha256)).rows]
    assert names == ["Bùi Văn Mẫn", "Lê Văn Giả"]


async def test_a_file_of_the_same_name_takes_the_old_one_s_place(world: World) -> None:
    first = await handed_in(world, ["Bùi Văn Mẫu,0090000001,Thôn 1"])
    file = a_csv(["Lê Văn Giả,0090000003,Thôn 2"])
    asked = ReceiveList(AS_OF, first.population, (file,), keep_files=True)
    asked = replace(asked, appraisal_id=first.id, seen=first.version)

    replaced = await receive_list(world.ports, CLERK, asked)

    assert [f.sha256 for f in replaced.files] == [sha256(file.content).hexdigest()]
    assert replaced.preparation.corrections == 0

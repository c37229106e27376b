"""The province decides about two rows of one number; nothing leaves a list by itself."""

from dataclasses import replace

import pytest

from ntm_verify.domain.appraisal import Appraisal, NotYourStep, ReasonMissing, Status
from ntm_verify.domain.audit import Action
from ntm_verify.domain.corrections import Correction
from ntm_verify.domain.duplicates import (
    Decision,
    Place,
    RemovalImpossible,
    RemovalOpen,
    UnknownDecision,
)
from ntm_verify.domain.errors import NotFound, StaleRecord
from ntm_verify.domain.findings import Field
from ntm_verify.domain.people import SYSTEM, WrongOffice
from ntm_verify.usecases.approve_appraisal import ApproveAppraisal, approve_appraisal
from ntm_verify.usecases.check_submission import CheckSubmission, check_submission
from ntm_verify.usecases.correct_rows import CorrectRows, correct_rows
from ntm_verify.usecases.find_duplicates import FindDuplicates, SharedPerson, find_duplicates
from ntm_verify.usecases.return_submission import ReturnSubmission, return_submission
from ntm_verify.usecases.review_duplicates import ReviewDuplicates, review_duplicates
from ntm_verify.usecases.submit_list import SubmitList, submit_list
from ntm_verify.usecases.take_appraisal import TakeAppraisal, take_appraisal
from tests.support.builders import (
    APPRAISER,
    CLERK,
    OTHER_APPRAISER,
    OTHER_CLERK,
    SECOND_APPRAISER,
)
from tests.support.handed_in import MEMBERS, handed_in
from tests.support.scenes import must_refuse
from tests.support.worlds import World
from tests.usecases.tampering import change_record

NAMESAKE = "Đỗ Thị Lâp,0090000002,Xóm 9"
NOTE = "Bà Đỗ Thị Lập ở Xóm 9 (giả lập)"


async def two_lists(world: World) -> tuple[Appraisal, Appraisal]:
    mine = await handed_in(world, MEMBERS, people=3)
    theirs = await handed_in(world, [NAMESAKE, "Vũ Văn Giả,0090000077,Xóm 9"], by=OTHER_CLERK)
    mine = await submit_list(world.ports, CLERK, SubmitList(mine.id, mine.version, declared=True))
    request = SubmitList(theirs.id, theirs.version, declared=True)
    return mine, await submit_list(world.ports, OTHER_CLERK, request)


async def the_pair(world: World, dossier: Appraisal) -> SharedPerson:
    (found,) = await find_duplicates(world.ports, APPRAISER, FindDuplicates(dossier.id))
    return found


def asked(dossier: Appraisal, pair: str, decision: Decision, seen: int = 0) -> ReviewDuplicates:
    reasons = {
        Decision.SAME_PERSON: "papers_show_one",
        Decision.DIFFERENT_PEOPLE: "papers_show_two",
        Decision.REMOVE_HERE: "lives_elsewhere",
    }
    return ReviewDuplicates(dossier.id, pair, seen, decision.value, reasons[decision], NOTE)


async def test_a_removal_means_one_thing_here_and_another_there(world: World) -> None:
    mine, theirs = await two_lists(world)
    pair = (await the_pair(world, mine)).pair
    request = asked(mine, pair, Decision.REMOVE_HERE)
    await review_duplicates(world.ports, APPRAISER, request)

    (own,) = await find_duplicates(world.ports, CLERK, FindDuplicates(mine.id))
    (other,) = await find_duplicates(world.ports, OTHER_CLERK, FindDuplicates(theirs.id))
    seen = await the_pair(world, theirs)

    assert (own.standing, own.reason_code) == (Place.REMOVE, "lives_elsewhere")
    assert (other.standing, other.other, other.review) == (Place.KEEP, None, None)
    assert seen.pair == pair
    assert seen.review is not None
    assert seen.review.note == NOTE
    assert NOTE not in str(own)
    assert NOTE not in str(other)


async def test_the_log_holds_the_decision_and_no_person(world: World) -> None:
    mine, _ = await two_lists(world)
    request = asked(mine, (await the_pair(world, mine)).pair, Decision.DIFFERENT_PEOPLE)
    kept = await review_duplicates(world.ports, APPRAISER, request)

    event = (await world.audit_log())[-1]
    assert event.action is Action.DUPLICATE_REVIEWED
    assert (event.subject.kind, event.subject.id, event.subject.rev) == ("duplicate", kept.id, 1)
    assert event.private["note"] == NOTE
    told = str(event.after)
    assert "0090000002" not in told
    assert "Lập" not in told


async def test_different_people_stay_silenced_when_the_list_comes_again(world: World) -> None:
    mine, _ = await two_lists(world)
    first = await the_pair(world, mine)
    request = asked(mine, first.pair, Decision.DIFFERENT_PEOPLE)
    await review_duplicates(world.ports, APPRAISER, request)
    back = await returned(world, mine)
    moved = await handed_in(world, ["Hồ Thị Giả,0090000008,Thôn 2", *MEMBERS], of=back, people=4)

    (own,) = await find_duplicates(world.ports, CLERK, FindDuplicates(moved.id))

    assert own.row.line != first.row.line
    assert own.standing is Place.DIFFERENT


async def test_a_row_that_reads_otherwise_is_looked_at_anew(world: World) -> None:
    mine, _ = await two_lists(world)
    request = asked(mine, (await the_pair(world, mine)).pair, Decision.DIFFERENT_PEOPLE)
    await review_duplicates(world.ports, APPRAISER, request)
    back = await returned(world, mine)
    renamed = await handed_in(world, ["Vũ Thị Thử,0090000002,Thôn 1"], of=back, people=4)

    (own,) = await find_duplicates(world.ports, CLERK, FindDuplicates(renamed.id))

    assert own.standing is Place.OPEN


async def returned(world: World, dossier: Appraisal) -> Appraisal:
    ports = world.ports
    taken = await take_appraisal(ports, APPRAISER, TakeAppraisal(dossier.id, dossier.version))
    request = ReturnSubmission(taken.id, taken.version, "list_errors", "Bổ sung (giả lập).")
    return await return_submission(ports, APPRAISER, request)


async def test_nobody_is_approved_with_a_row_that_must_go(world: World) -> None:
    mine, _ = await two_lists(world)
    pair = (await the_pair(world, mine)).pair
    await review_duplicates(world.ports, APPRAISER, asked(mine, pair, Decision.REMOVE_HERE))
    taken = await take_appraisal(world.ports, APPRAISER, TakeAppraisal(mine.id, mine.version))

    yes = ApproveAppraisal(taken.id, taken.version)
    refused = await must_refuse(world, approve_appraisal, APPRAISER, yes, RemovalOpen)
    assert "dòng 3" in str(refused)

    again = asked(mine, pair, Decision.DIFFERENT_PEOPLE, seen=1)
    await review_duplicates(world.ports, APPRAISER, again)
    approved = await approve_appraisal(world.ports, APPRAISER, yes)
    assert approved.status is Status.APPROVED


async def test_the_commune_takes_the_row_out_and_the_person_is_counted_once(world: World) -> None:
    mine, theirs = await two_lists(world)
    pair = (await the_pair(world, mine)).pair
    await review_duplicates(world.ports, APPRAISER, asked(mine, pair, Decision.REMOVE_HERE))
    back = await returned(world, mine)
    (own,) = await find_duplicates(world.ports, CLERK, FindDuplicates(back.id))
    edit = Correction(own.row.source, own.row.line, Field.ROW, None)
    started = await correct_rows(world.ports, CLERK, CorrectRows(back.id, back.version, (edit,)))
    checked = await check_submission(world.ports, SYSTEM, CheckSubmission(started.id))

    assert checked.outcome is not None
    assert checked.outcome.tally.insured == 2
    assert await find_duplicates(world.ports, CLERK, FindDuplicates(mine.id)) == ()
    assert await find_duplicates(world.ports, APPRAISER, FindDuplicates(theirs.id)) == ()


async def test_a_decision_is_for_the_version_that_was_seen(world: World) -> None:
    mine, theirs = await two_lists(world)
    pair = (await the_pair(world, mine)).pair
    first = asked(mine, pair, Decision.SAME_PERSON)
    kept = await review_duplicates(world.ports, APPRAISER, first)

    await must_refuse(world, review_duplicates, SECOND_APPRAISER, first, StaleRecord)

    again = asked(theirs, pair, Decision.REMOVE_HERE, seen=kept.version)
    second = await review_duplicates(world.ports, SECOND_APPRAISER, again)
    assert (second.version, second.by, second.remove_from) == (
        2,
        SECOND_APPRAISER.id,
        theirs.commune,
    )


async def test_only_the_holder_decides_about_a_dossier_in_hand(world: World) -> None:
    mine, _ = await two_lists(world)
    pair = (await the_pair(world, mine)).pair
    await take_appraisal(world.ports, APPRAISER, TakeAppraisal(mine.id, mine.version))
    request = asked(mine, pair, Decision.SAME_PERSON)

    await must_refuse(world, review_duplicates, SECOND_APPRAISER, request, NotYourStep)
    assert (await review_duplicates(world.ports, APPRAISER, request)).version == 1


async def test_nothing_can_be_taken_out_of_a_decided_list(world: World) -> None:
    mine, _ = await two_lists(world)
    pair = (await the_pair(world, mine)).pair
    await change_record(world, mine, status=Status.CERTIFIED)
    removal = asked(mine, pair, Decision.REMOVE_HERE)

    await must_refuse(world, review_duplicates, APPRAISER, removal, RemovalImpossible)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"decision": "merge"}, UnknownDecision),
        ({"reason_code": "papers_show_two"}, ReasonMissing),
        ({"reason_code": "other", "note": " "}, ReasonMissing),
        ({"pair": "0" * 32}, NotFound),
    ],
)
async def test_what_cannot_be_decided_is_refused_and_on_record(
    world: World, changes: dict[str, str], refusal: type[NotFound]
) -> None:
    mine, _ = await two_lists(world)
    request = asked(mine, (await the_pair(world, mine)).pair, Decision.SAME_PERSON)

    wrong = replace(request, **changes)  # type: ignore[arg-type]  # texts of a request
    await must_refuse(world, review_duplicates, APPRAISER, wrong, refusal)


async def test_communes_and_other_provinces_decide_nothing(world: World) -> None:
    mine, _ = await two_lists(world)
    request = asked(mine, (await the_pair(world, mine)).pair, Decision.SAME_PERSON)

    await must_refuse(world, review_duplicates, CLERK, request, WrongOffice)
    await must_refuse(world, review_duplicates, OTHER_APPRAISER, request, NotFound)

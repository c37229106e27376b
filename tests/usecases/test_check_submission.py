"""The service reads and checks what came in; every outcome is on record, twice is once."""

from dataclasses import replace
from hashlib import sha256
from typing import Final

from ntm_verify.domain.appraisal import Appraisal, Counts, HamletCount, Status
from ntm_verify.domain.coverage import Tally, Verdict
from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.findings import Check, Refused
from ntm_verify.domain.list_rules import refusal_text
from ntm_verify.domain.people import SYSTEM, WrongOffice
from ntm_verify.domain.reading import FileFacts, ListFile
from ntm_verify.domain.roster import load_findings, read_roster
from ntm_verify.trail.entry import commit
from ntm_verify.trail.tree import Edge, leaf_hash
from ntm_verify.usecases.check_list import CheckList, check_list
from ntm_verify.usecases.check_submission import CheckSubmission, check_submission
from ntm_verify.usecases.receive_list import ReceiveList, receive_list
from tests.support.builders import AS_OF, CLERK, NOON, UNITS, a_figure, an_id
from tests.support.scenes import ENOUGH, PEOPLE, a_dossier, a_file, a_number, must_refuse, told
from tests.support.worlds import World

REQUEST: Final = ReceiveList(AS_OF, ENOUGH, (a_file(),))


async def received(world: World, request: ReceiveList = REQUEST) -> Appraisal:
    await world.holds(*UNITS)
    return await receive_list(world.ports, CLERK, request)


async def test_a_readable_list_is_checked_counted_and_kept_in_reduced_form(world: World) -> None:
    waiting = await received(world)

    checked = await check_submission(world.ports, SYSTEM, CheckSubmission(waiting.id))

    outcome = checked.outcome
    assert outcome is not None
    assert checked == replace(
        waiting,
        status=Status.CHECKED,
        version=3,
        outcome=outcome,
        files=(replace(waiting.files[0], format="csv"),),
    )
    assert await world.find(waiting) == checked
    assert outcome.counts == Counts(9, 9, 9, 0, 0)
    assert outcome.tally == Tally(9, unknown=9)
    assert outcome.hamlets == (HamletCount("Thôn 1", 5, 5), HamletCount("Thôn 2", 4, 4))
    assert outcome.threshold == world.ports.rulebook.ruling("38", AS_OF).threshold
    assert (outcome.rules_version, outcome.checked_at) == (world.ports.rules_version, NOON)
    assert checked.assessment
    assert checked.assessment.verdict is Verdict.MET
    assert (await told(world))[-1] == ("check.computed", "system", str(waiting.id))


async def test_what_is_kept_can_be_proven_row_by_row(world: World) -> None:
    waiting = await received(world)
    outcome = (await check_submission(world.ports, SYSTEM, CheckSubmission(waiting.id))).outcome
    assert outcome is not None

    async with world.ports.reading() as tx:
        roster = read_roster(await tx.blobs.get(outcome.roster_sha256))
        salts = await tx.blobs.get(outcome.salts_sha256)
        findings = load_findings(await tx.blobs.get(outcome.report_sha256))

    edge = Edge()
    for place, row in enumerate(roster.rows):
        edge = edge.push(leaf_hash(commit(salts[32 * place : 32 * place + 32], row.plain())))
    assert edge.head.root.hex() == outcome.roster_root
    assert [(row.name, row.number) for row in roster.rows] == [
        (PEOPLE[n], a_number(n)) for n in range(9)
    ]
    assert len(salts) == 32 * 9 == 32 * len({salts[32 * n : 32 * n + 32] for n in range(9)})
    assert findings == ()


async def test_checking_twice_is_checking_once(world: World) -> None:
    waiting = await received(world)
    request = CheckSubmission(waiting.id)

    first = await check_submission(world.ports, SYSTEM, request)
    again = await check_submission(world.ports, SYSTEM, request)

    assert again == first
    assert len(await world.audit_log()) == 3


async def test_a_file_that_is_no_list_goes_back_to_a_draft_with_the_reason(world: World) -> None:
    request = replace(REQUEST, files=(ListFile("a.txt", b"khong phai danh sach"),))
    waiting = await received(world, request)

    back = await check_submission(world.ports, SYSTEM, CheckSubmission(waiting.id))

    assert (back.status, back.outcome) == (Status.DRAFT, None)
    assert back.reason_code in {"not_a_list", "header_not_found", "ambiguous_table"}
    assert back.refusal
    assert (await told(world))[-1] == ("check.computed", "system", str(waiting.id))


async def test_a_list_wrong_in_most_rows_goes_back_to_a_draft_as_on_any_desk(world: World) -> None:
    rows = [f"{n + 1},{PEOPLE[n]},12" for n in range(24)]
    text = "\r\n".join(["STT,Họ và tên,Mã số BHXH", *rows, ""])
    shifted = ListFile("lech-cot.csv", text.encode())
    waiting = await received(world, replace(REQUEST, files=(shifted,)))

    back = await check_submission(world.ports, SYSTEM, CheckSubmission(waiting.id))

    desk = CheckList((shifted,), waiting.commune, waiting.province, AS_OF, ENOUGH)
    report = await check_list(world.ports, CLERK, desk)
    assert report.judgement.reason is Refused.TOO_MANY_ERRORS
    assert (back.status, back.outcome) == (Status.DRAFT, None)
    assert back.reason_code == report.judgement.reason.value
    assert back.refusal == refusal_text(report.judgement, world.ports.catalogue)
    assert "24 / 24" in back.refusal
    assert (await told(world))[-1] == ("check.computed", "system", str(waiting.id))


async def test_where_no_figure_is_in_force_people_are_counted_and_nothing_is_concluded(
    world: World,
) -> None:
    waiting = await received(world, replace(REQUEST, as_of=AS_OF.replace(year=2027)))

    checked = await check_submission(world.ports, SYSTEM, CheckSubmission(waiting.id))

    assert checked.outcome
    assert (checked.outcome.tally.insured, checked.outcome.threshold) == (9, None)
    assert checked.assessment
    assert checked.assessment.verdict is Verdict.UNDETERMINED


async def test_a_figure_of_the_province_applies_and_a_named_set_whatever_the_day(
    world: World,
) -> None:
    await world.holds(a_figure("95", rule_set="NTM-2016"), a_figure("99", province="40"))
    raised = await received(world)
    named = await receive_list(world.ports, CLERK, replace(REQUEST, rule_set="NTM-2013"))

    applied = [
        (await check_submission(world.ports, SYSTEM, CheckSubmission(waiting.id))).outcome
        for waiting in (raised, named)
    ]

    thresholds = [outcome.threshold for outcome in applied if outcome and outcome.threshold]
    assert [(t.rule_set, str(t.percent)) for t in thresholds] == [
        ("NTM-2016", "95"),
        ("NTM-2013", "70"),
    ]


async def test_two_sources_of_the_population_that_differ_are_shown(world: World) -> None:
    waiting = await received(world, replace(REQUEST, second_total=12))

    checked = await check_submission(world.ports, SYSTEM, CheckSubmission(waiting.id))

    assert checked.outcome
    async with world.ports.reading() as tx:
        found = load_findings(await tx.blobs.get(checked.outcome.report_sha256))
    assert [finding.check for finding in found] == [Check.POPULATION_SOURCES_DIFFER]


async def test_only_the_service_checks_and_only_what_is_there(world: World) -> None:
    waiting = await received(world)

    await must_refuse(world, check_submission, CLERK, CheckSubmission(waiting.id), WrongOffice)
    await must_refuse(world, check_submission, SYSTEM, CheckSubmission(an_id(9)), NotFound)
    gone = FileFacts("x", sha256(b"gone").hexdigest(), 4, "")
    lost = await a_dossier(world, Status.CHECKING, outcome=None, files=(gone,), id=an_id(2))
    await must_refuse(world, check_submission, SYSTEM, CheckSubmission(lost.id), NotFound)


async def test_a_dossier_withdrawn_while_it_is_checked_stays_withdrawn(world: World) -> None:
    gone = await a_dossier(world, Status.WITHDRAWN)

    assert await check_submission(world.ports, SYSTEM, CheckSubmission(gone.id)) == gone
    assert await world.audit_log() == []


async def test_a_row_whose_text_is_damaged_does_not_count_and_says_so(world: World) -> None:
    good = a_file()
    torn = good.content.replace(f"{a_number(3)},Thôn 2".encode(), f'{a_number(3)},"Thôn 2'.encode())
    waiting = await received(world, replace(REQUEST, files=(ListFile(good.name, torn),)))

    checked = await check_submission(world.ports, SYSTEM, CheckSubmission(waiting.id))

    assert checked.outcome is not None
    assert checked.outcome.tally.insured == 8
    async with world.ports.reading() as tx:
        roster = read_roster(await tx.blobs.get(checked.outcome.roster_sha256))
    assert [row.codes for row in roster.rows if not row.counted] == [("csv_quote_unbalanced",)]

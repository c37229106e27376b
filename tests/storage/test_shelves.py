"""Every shelf keeps and gives back what it is handed, alike in memory and in both databases."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from ntm_verify.domain.account import Account, Session
from ntm_verify.domain.appraisal import Appraisal, Move, Status, advance, open_dossier
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.domain.certificate import (
    AnotherPaperStands,
    Certificate,
    CertificateNotFound,
    Standing,
    end,
    issue,
    plan,
)
from ntm_verify.domain.errors import AlreadyThere, InvalidInput, NotFound, StaleRecord
from ntm_verify.domain.job import MOST_ATTEMPTS, Duty, Job
from ntm_verify.domain.people import SYSTEM
from ntm_verify.storage.log_writer import ClockWentBack
from ntm_verify.trail.entry import read_entry
from ntm_verify.usecases.ports import AppraisalQuery
from tests.support.builders import (
    A_COMMUNE,
    A_PROVINCE,
    APPRAISER,
    AS_OF,
    AUDITOR,
    CLERK,
    NOON,
    OTHER_APPRAISER,
    OTHER_CLERK,
    OTHER_COMMUNE,
    OTHER_PROVINCE,
    PROVINCE,
    SIGNER,
    UNITS,
    a_certificate,
    a_figure,
    a_population,
    an_account,
    an_appraisal,
    an_id,
    an_outcome,
    requesting,
)
from tests.support.worlds import World

MINUTE = timedelta(minutes=1)


def looked(kind: str = "submission", subject: str = "x") -> AuditEvent:
    return AuditEvent(Action.RECORD_VIEWED, AUDITOR, Subject(kind, subject))


def granted(account: Account) -> AuditEvent:
    return AuditEvent(Action.ROLE_GRANTED, SYSTEM, Subject("account", account.id, 1), after={})


def a_draft() -> Appraisal:
    draft = replace(an_appraisal(status=Status.DRAFT), version=0, files=())
    return replace(draft, population=a_population(male=780, female=784))


# ---- dossiers


async def test_a_dossier_comes_back_as_it_was_kept(world: World) -> None:
    opened, event = open_dossier(a_draft(), by=CLERK)

    async with world.ports.transaction() as tx:
        kept = await tx.appraisals.save(opened, event)

    assert kept == replace(opened, version=1)
    assert await world.find(kept) == kept


@pytest.mark.parametrize("status", list(Status))
async def test_a_dossier_of_any_status_comes_back(world: World, status: Status) -> None:
    outcome = an_outcome(threshold=None) if status is Status.RETURNED else an_outcome()
    dossier = an_appraisal(status=status, outcome=outcome, decided_at=NOON, version=7)

    await world.holds(dossier)

    assert await world.find(dossier) == dossier


async def test_a_share_comes_back_to_the_last_digit(world: World) -> None:
    dossier = an_appraisal(percent="92.50")

    await world.holds(dossier)

    outcome = (await world.find(dossier)).outcome
    assert outcome is not None
    assert outcome.threshold is not None
    assert str(outcome.threshold.percent) == "92.50"


async def test_a_step_is_kept_with_its_event(world: World) -> None:
    await world.holds(an_appraisal(status=Status.SUBMITTED))
    taken, event = advance(
        an_appraisal(status=Status.SUBMITTED),
        Move(Status.UNDER_APPRAISAL, seen=1),
        by=APPRAISER,
        at=NOON,
    )

    async with world.ports.transaction() as tx:
        await tx.appraisals.save(taken, event)

    assert await world.find(taken) == replace(taken, version=2)
    assert [told.action for told in await world.audit_log()] == [Action.APPRAISAL_OPENED]


@pytest.mark.parametrize("version", [0, 1, 3])
async def test_another_version_than_the_one_on_the_shelf_is_refused(
    world: World, version: int
) -> None:
    await world.holds(an_appraisal(version=2))

    with pytest.raises(StaleRecord):
        async with world.ports.transaction() as tx:
            await tx.appraisals.save(an_appraisal(version=version), looked())

    assert await world.audit_log() == []


async def test_what_was_never_kept_is_not_found(world: World) -> None:
    async with world.ports.reading() as tx:
        with pytest.raises(NotFound):
            await tx.appraisals.get(an_id(9))
        with pytest.raises(CertificateNotFound):
            await tx.certificates.get(an_id(9))
        with pytest.raises(NotFound):
            await tx.units.get("99999")
        with pytest.raises(NotFound):
            await tx.accounts.get("u-nobody")
        with pytest.raises(NotFound):
            await tx.blobs.get("0" * 64)


async def test_a_refused_act_leaves_nothing(world: World) -> None:
    opened, event = open_dossier(a_draft(), by=CLERK)

    async def act() -> None:
        async with world.ports.transaction() as tx:
            await tx.appraisals.save(opened, event)
            await tx.blobs.keep(b"content")
            await tx.jobs.add(Job(an_id(5), "check:1", Duty.CHECK_SUBMISSION, an_id(0), NOON))
            assert await tx.certificates.next_number(PROVINCE, 2019) == 1
            raise StaleRecord("hồ sơ", 1)

    with pytest.raises(StaleRecord):
        await act()

    assert await world.audit_log() == []
    assert await world.waiting() == []
    async with world.ports.transaction() as tx:
        assert (await tx.appraisals.find(AppraisalQuery())).total == 0
        assert await tx.certificates.next_number(PROVINCE, 2019) == 1
        with pytest.raises(NotFound):
            await tx.blobs.get("ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73")


Write = Callable[[World], Awaitable[None]]


async def _writes_a_file(world: World) -> None:
    async with world.ports.reading() as tx:
        await tx.blobs.keep(b"content")


async def _writes_an_event(world: World) -> None:
    async with world.ports.reading() as tx:
        await tx.audit.append(looked())


@pytest.mark.parametrize("write", [_writes_a_file, _writes_an_event])
async def test_a_look_changes_nothing(world: World, write: Write) -> None:
    with pytest.raises(Exception, match=r"(?i)read.?only"):
        await write(world)

    assert await world.audit_log() == []


# ---- searching


FOUND = (
    an_appraisal(id=an_id(1), status=Status.SUBMITTED, commune_name="Xã Đồng Lương"),
    an_appraisal(id=an_id(2), commune=OTHER_COMMUNE, commune_name="Phường Ỷ La"),
    an_appraisal(id=an_id(3), status=Status.REFUSED, as_of=date(2019, 6, 30), commune_name="100%_"),
    an_appraisal(id=an_id(4), province=OTHER_PROVINCE, appraised_by=OTHER_APPRAISER.id),
    an_appraisal(id=an_id(5), status=Status.CERTIFIED, commune_name="Xã Bình An"),
)


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        (AppraisalQuery(), [5, 4, 3, 2, 1]),
        (AppraisalQuery(province=PROVINCE), [5, 3, 2, 1]),
        (AppraisalQuery(commune=OTHER_COMMUNE), [2]),
        (AppraisalQuery(statuses=frozenset({Status.SUBMITTED, Status.REFUSED})), [3, 1]),
        (AppraisalQuery(appraised_by=OTHER_APPRAISER.id), [4]),
        (AppraisalQuery(as_of=AS_OF), [5, 4, 2, 1]),
        (AppraisalQuery(text="dong luong"), [4, 1]),
        (AppraisalQuery(text="ĐỒNG  LƯƠNG"), [4, 1]),
        (AppraisalQuery(text="y la"), [2]),
        (AppraisalQuery(text=OTHER_COMMUNE), [2]),
        (AppraisalQuery(text="0%_"), [3]),
        (AppraisalQuery(text="%"), [3]),
        (AppraisalQuery(text="38-2019-0007"), [5]),
        (AppraisalQuery(text="07/tb-bhxh"), [5]),
        (AppraisalQuery(text="không có"), []),
        (AppraisalQuery(province=PROVINCE, text="dong luong"), [1]),
    ],
)
async def test_dossiers_are_found_newest_first(
    world: World, query: AppraisalQuery, numbers: list[int]
) -> None:
    await world.holds(*FOUND, a_certificate(FOUND[-1], number=7))

    async with world.ports.reading() as tx:
        page = await tx.appraisals.find(query)

    assert [item.id for item in page.items] == [an_id(number) for number in numbers]
    assert (page.total, page.next) == (len(numbers), None)


async def test_pages_follow_each_other_without_gap_or_repeat(world: World) -> None:
    await world.holds(*FOUND)

    seen, after = [], None
    async with world.ports.reading() as tx:
        while True:
            page = await tx.appraisals.find(AppraisalQuery(limit=2, after=after))
            assert page.total == 5
            seen += [item.id for item in page.items]
            after = page.next
            if after is None:
                break

    assert seen == [an_id(number) for number in (5, 4, 3, 2, 1)]


# ---- papers


async def keep_paper(world: World, paper: Certificate) -> Certificate:
    event = AuditEvent(Action.CERTIFICATE_PLANNED, SIGNER, paper.subject(), after=paper.state())
    async with world.ports.transaction() as tx:
        return await tx.certificates.save(replace(paper, version=0), event)


async def test_a_paper_is_found_by_everything_it_bears(world: World) -> None:
    dossier = an_appraisal(status=Status.CERTIFIED)
    paper = a_certificate(dossier, demonstration=True)
    await world.holds(dossier, paper)

    async with world.ports.reading() as tx:
        shelf = tx.certificates
        assert await shelf.get(paper.id) == paper
        assert await shelf.by_token(paper.token) == paper
        assert await shelf.by_reference("38-2019-0001") == paper
        assert await shelf.by_pdf(paper.pdf_sha256) == paper
        assert await shelf.of_appraisal(dossier.id) == (paper,)
        assert await shelf.by_token("X") is None
        assert await shelf.by_reference("38-2019-0002") is None
        assert await shelf.by_pdf("e" * 64) is None
        assert await shelf.of_appraisal(an_id(9)) == ()


async def test_a_planned_paper_has_no_file_to_be_found_by(world: World) -> None:
    dossier = an_appraisal(status=Status.APPROVED)
    await world.holds(dossier, a_certificate(dossier, standing=Standing.PLANNED))

    async with world.ports.reading() as tx:
        assert await tx.certificates.by_pdf("") is None


async def test_a_paper_lives_from_plan_to_revocation(world: World) -> None:
    dossier = an_appraisal(status=Status.APPROVED)
    await world.holds(dossier)
    draft = a_certificate(dossier, standing=Standing.PLANNED, version=0)

    async with world.ports.transaction() as tx:
        planned = await tx.certificates.save(*plan(dossier, draft, by=SIGNER))
    world.outside.pass_time(minutes=1)
    async with world.ports.transaction() as tx:
        done = issue(planned, pdf_sha256="9" * 64, pdf_length=9, by=SIGNER, at=world.outside.now)
        issued = await tx.certificates.save(*done)
    async with world.ports.transaction() as tx:
        over = end(issued, Standing.REVOKED, by=SIGNER, reason_code="other", note="sai số liệu")
        revoked = await tx.certificates.save(*over)

    assert (revoked.version, revoked.standing) == (3, Standing.REVOKED)
    assert await world.find(revoked) == revoked
    events = await world.audit_log()
    assert [event.subject.rev for event in events] == [1, 2, 3]
    assert events[2].private == {"actor_name": SIGNER.name, "note": "sai số liệu"}


async def test_a_dossier_has_one_standing_paper(world: World) -> None:
    dossier = an_appraisal(status=Status.CERTIFIED)
    await world.holds(dossier, a_certificate(dossier))

    with pytest.raises(AnotherPaperStands):
        await keep_paper(world, a_certificate(dossier, 2, standing=Standing.PLANNED))


async def test_a_revoked_paper_leaves_room_for_another(world: World) -> None:
    dossier = an_appraisal(status=Status.CERTIFIED)
    await world.holds(dossier, a_certificate(dossier, standing=Standing.REVOKED))

    second = await keep_paper(world, a_certificate(dossier, 2, standing=Standing.PLANNED))

    async with world.ports.reading() as tx:
        papers = await tx.certificates.of_appraisal(dossier.id)
    assert papers == (a_certificate(dossier, standing=Standing.REVOKED), second)


async def test_number_and_code_of_a_paper_are_given_once(world: World) -> None:
    first, second = an_appraisal(status=Status.CERTIFIED), an_appraisal(id=an_id(2))
    paper = a_certificate(first)
    await world.holds(first, second, paper)
    same_number = a_certificate(second, 1, id=an_id(77), token="Z" * 13)
    same_code = a_certificate(second, 2, token=paper.token)

    for clash in (same_number, same_code):
        with pytest.raises(StaleRecord):
            await keep_paper(world, clash)


async def test_a_paper_of_another_version_is_refused(world: World) -> None:
    dossier = an_appraisal(status=Status.CERTIFIED)
    paper = a_certificate(dossier, version=4)
    await world.holds(dossier, paper)

    for version in (0, 3, 5):
        with pytest.raises(StaleRecord):
            async with world.ports.transaction() as tx:
                await tx.certificates.save(replace(paper, version=version), looked())


async def test_a_register_counts_each_province_and_year_by_itself(world: World) -> None:
    async with world.ports.transaction() as tx:
        first = [await tx.certificates.next_number(PROVINCE, 2019) for _ in range(2)]
    async with world.ports.transaction() as tx:
        taken = (
            await tx.certificates.next_number(PROVINCE, 2019),
            await tx.certificates.next_number(PROVINCE, 2020),
            await tx.certificates.next_number(OTHER_PROVINCE, 2019),
        )

    assert (first, taken) == ([1, 2], (3, 1, 1))


# ---- files, units, figures


async def test_a_file_is_kept_once_under_its_digest(world: World) -> None:
    async with world.ports.transaction() as tx:
        digests = {await tx.blobs.keep(b"content") for _ in range(2)}

    assert digests == {"ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73"}
    async with world.ports.reading() as tx:
        assert await tx.blobs.get(digests.pop()) == b"content"


async def test_units_come_back_with_their_letterhead(world: World) -> None:
    await world.holds(*reversed(UNITS))
    renamed = replace(A_COMMUNE, name="Xã Đồng Lương Mới", last_day=date(2030, 1, 1))

    async with world.ports.transaction() as tx:
        subject = Subject("unit", renamed.code, 1)
        event = AuditEvent(Action.CONFIG_CHANGED, SYSTEM, subject, after={"kind": renamed.kind})
        await tx.units.save(renamed, event)

    async with world.ports.reading() as tx:
        assert await tx.units.get(PROVINCE) == A_PROVINCE
        assert await tx.units.of_province(PROVINCE) == (renamed, UNITS[2])
        assert await tx.units.of_province(OTHER_PROVINCE) == ()
    assert len(await world.audit_log()) == 1


async def test_figures_come_back_exactly_and_in_the_order_of_entry(world: World) -> None:
    figures = (
        a_figure("92.5"),
        a_figure("90.00", both_sexes=True),
        a_figure("95", demonstration=True),
    )

    await world.holds(*figures)

    async with world.ports.reading() as tx:
        found = await tx.figures.all()
    assert found == figures
    assert [str(figure.percent) for figure in found] == ["92.5", "90.00", "95"]
    assert found[0].percent == Decimal("92.5")


# ---- people


async def test_an_account_is_kept_with_its_event(world: World) -> None:
    account = an_account()
    async with world.ports.transaction() as tx:
        kept = await tx.accounts.save(account, granted(account))

    assert kept == replace(account, version=1)
    async with world.ports.reading() as tx:
        assert await tx.accounts.get(account.id) == kept
        assert await tx.accounts.by_username("clerk") == kept
        assert await tx.accounts.by_username("nobody") is None
        assert await tx.accounts.all_of(PROVINCE) == (kept,)
        assert await tx.accounts.all_of(OTHER_PROVINCE) == ()


async def test_a_sign_in_name_is_given_once(world: World) -> None:
    await world.holds(an_account())

    namesake = an_account(OTHER_CLERK, username="clerk")

    with pytest.raises(AlreadyThere):
        async with world.ports.transaction() as tx:
            await tx.accounts.save(namesake, granted(namesake))


async def test_an_account_of_another_version_is_refused(world: World) -> None:
    await world.holds(an_account())

    for account in (an_account(version=0), an_account(version=2)):
        with pytest.raises(StaleRecord):
            async with world.ports.transaction() as tx:
                await tx.accounts.save(account, granted(account))


def a_session(token: str, account: Account) -> Session:
    return Session(token * 64, account.id, "web", NOON, NOON, csrf="c")


async def test_sessions_open_are_touched_and_end(world: World) -> None:
    await world.holds(an_account(), an_account(SIGNER))
    mine, also_mine, another = (
        a_session("1", an_account()),
        a_session("2", an_account()),
        a_session("3", an_account(SIGNER)),
    )
    async with world.ports.transaction() as tx:
        for session in (mine, also_mine, another):
            await tx.accounts.open_session(session)

    async with world.ports.transaction() as tx:
        await tx.accounts.touch_session(mine.token_sha256, NOON + MINUTE)
        await tx.accounts.touch_session("9" * 64, NOON)
        assert await tx.accounts.session(mine.token_sha256) == replace(mine, seen_at=NOON + MINUTE)
        await tx.accounts.end_sessions()
        await tx.accounts.end_sessions(token_sha256=mine.token_sha256)
    async with world.ports.reading() as tx:
        assert await tx.accounts.session(mine.token_sha256) is None
        assert await tx.accounts.session(also_mine.token_sha256) == also_mine

    async with world.ports.transaction() as tx:
        await tx.accounts.end_sessions(account_id=CLERK.id)
    async with world.ports.reading() as tx:
        assert await tx.accounts.session(also_mine.token_sha256) is None
        assert await tx.accounts.session(another.token_sha256) == another


async def test_failed_attempts_are_counted_forgotten_and_cleared(world: World) -> None:
    async with world.ports.transaction() as tx:
        for minutes in range(4):
            await tx.accounts.add_failure("clerk", NOON + minutes * MINUTE)
        await tx.accounts.add_failure("signer", NOON)
        assert await tx.accounts.failures("clerk", NOON) == 4
        assert await tx.accounts.failures("clerk", NOON + 2 * MINUTE) == 2
        assert await tx.accounts.failures("nobody", NOON) == 0

    async with world.ports.transaction() as tx:
        await tx.accounts.clear_failures("clerk")
        assert await tx.accounts.failures("clerk", NOON) == 0
        assert await tx.accounts.failures("signer", NOON) == 1
        await tx.accounts.add_failure("clerk", NOON + timedelta(days=2))
        assert await tx.accounts.failures("signer", NOON) == 0


# ---- jobs, answers


def a_job(number: int, due: int = 0, attempts: int = 0) -> Job:
    at = NOON + due * MINUTE
    return Job(an_id(number), f"check:{number}", Duty.CHECK_SUBMISSION, an_id(0), at, attempts)


async def test_the_job_due_longest_is_claimed_and_put_off(world: World) -> None:
    async with world.ports.transaction() as tx:
        for job in (a_job(1, due=2), a_job(2, due=1), a_job(3, due=9)):
            await tx.jobs.add(job)
        await tx.jobs.add(a_job(4, attempts=MOST_ATTEMPTS))
        assert await tx.jobs.waiting(NOON + 5 * MINUTE) == 2

    async with world.ports.transaction() as tx:
        first = await tx.jobs.claim(NOON + 5 * MINUTE)
        second = await tx.jobs.claim(NOON + 5 * MINUTE)
        third = await tx.jobs.claim(NOON + 5 * MINUTE)

    assert first == replace(a_job(2), due=NOON + 6 * MINUTE, attempts=1)
    assert second == replace(a_job(1), due=NOON + 6 * MINUTE, attempts=1)
    assert third is None
    async with world.ports.transaction() as tx:
        await tx.jobs.finish(first)
        assert await tx.jobs.waiting(NOON + 6 * MINUTE) == 1
    waiting = [job.id for job in await world.waiting()]
    assert sorted(waiting) == [an_id(1), an_id(3), an_id(4)]


async def test_asking_twice_is_one_job(world: World) -> None:
    async with world.ports.transaction() as tx:
        await tx.jobs.add(a_job(1))
        await tx.jobs.add(replace(a_job(1, due=5), id=an_id(2)))

    assert await world.waiting() == [a_job(1)]


async def test_a_first_answer_is_kept_for_its_actor(world: World) -> None:
    async with world.ports.transaction() as tx:
        await tx.answers.keep(CLERK.id, "key", "digest", "answer", NOON)
        await tx.answers.keep(SIGNER.id, "key", "other", "other answer", NOON)

    async with world.ports.reading() as tx:
        assert await tx.answers.find(CLERK.id, "key") == ("digest", "answer")
        assert await tx.answers.find(CLERK.id, "other key") is None


async def test_a_second_answer_is_refused_with_its_act(world: World) -> None:
    async with world.ports.transaction() as tx:
        await tx.answers.keep(CLERK.id, "key", "digest", "answer", NOON)

    async def act() -> None:
        async with world.ports.transaction() as tx:
            await tx.audit.append(looked())
            await tx.answers.keep(CLERK.id, "key", "digest", "answer", NOON)

    with pytest.raises(AlreadyThere):
        await act()

    assert await world.audit_log() == []


# ---- the log


async def test_a_look_is_told_with_everything_but_names(world: World) -> None:
    actor = requesting(AUDITOR, "req-1")
    event = AuditEvent(
        Action.RECORD_VIEWED,
        actor,
        Subject("submission", "x", 4),
        after={"rows": 12, "filter": None, "columns": ("a", "b")},
        private={"actor_name": AUDITOR.name, "address": "192.0.2.1"},
    )
    async with world.ports.transaction() as tx:
        await tx.audit.append(event)

    told = replace(event, after={"rows": 12, "filter": None, "columns": ["a", "b"]}, cause=None)
    assert await world.audit_log() == [told]
    async with world.ports.reading() as tx:
        (kept,) = await tx.audit.of_subject("submission", "x")
    assert AUDITOR.name.encode() not in kept.entry
    assert b'"req":"req-1"' in kept.entry


async def test_entries_are_read_by_place_and_by_subject(world: World) -> None:
    for number in range(3):
        async with world.ports.transaction() as tx:
            await tx.audit.append(looked(subject=str(number % 2)))

    async with world.ports.reading() as tx:
        head = await tx.audit.head()
        entries = [entry async for entry in tx.audit.entries(1, head.size)]
        about = await tx.audit.of_subject("submission", "0")
        assert await tx.audit.openings(str(an_id(999))) == {}
    assert (head.size, [entry.index for entry in entries]) == (4, [1, 2, 3])
    assert about == (entries[0], entries[2])
    assert [event.cause for event in await world.audit_log()] == [None, None, 1]


async def test_acts_of_one_request_that_are_alike_are_numbered(world: World) -> None:
    event = replace(looked(), actor=requesting(AUDITOR, "req"))
    for _ in range(2):
        async with world.ports.transaction() as tx:
            await tx.audit.append(event)
            await tx.audit.append(replace(event, action=Action.SEARCH_RUN))
            await tx.audit.append(event)

    async with world.ports.reading() as tx:
        told = [read_entry(kept.entry) for kept in await tx.audit.of_subject("submission", "x")]
    assert [(entry["type"], entry["req"]) for entry in told] == [
        ("record.viewed", "req"),
        ("search.run", "req"),
        ("record.viewed", "req~2"),
        ("record.viewed", "req~3"),
        ("search.run", "req~2"),
        ("record.viewed", "req~4"),
    ]
    assert (await world.examine()).holds


async def test_acts_without_a_request_are_told_apart(world: World) -> None:
    for _ in range(2):
        async with world.ports.transaction() as tx:
            await tx.audit.append(looked())

    assert (await world.examine()).holds


async def test_a_clock_that_goes_back_does_not_take_the_log_along(world: World) -> None:
    async with world.ports.transaction() as tx:
        await tx.audit.append(looked())
    world.outside.pass_time(seconds=-3)
    async with world.ports.transaction() as tx:
        await tx.audit.append(looked())

    assert (await world.examine()).holds


async def test_a_pin_from_a_paper_is_met(world: World) -> None:
    async with world.ports.reading() as tx:
        head = await tx.audit.head()
    async with world.ports.transaction() as tx:
        await tx.audit.append(looked())

    assert (await world.examine(f"{head.size}:{head.root.hex()}")).holds


@pytest.mark.parametrize("pin", ["1", "1:", "1:zz", "-1:" + "0" * 64, "01:" + "0" * 64, "x"])
async def test_a_pin_that_nobody_printed_is_refused(world: World, pin: str) -> None:
    with pytest.raises(InvalidInput, match="hai chấm"):
        await world.examine(pin)


async def test_a_clock_far_behind_is_told_once_and_stops_approvals(world: World) -> None:
    dossier = an_appraisal()
    await world.holds(dossier)
    world.outside.pass_time(seconds=-6)
    move = Move(Status.APPROVED, seen=1)
    approved, event = advance(dossier, move, by=APPRAISER, at=world.outside.now)

    with pytest.raises(ClockWentBack, match="Chỉnh lại đồng hồ"):
        async with world.ports.transaction() as tx:
            await tx.appraisals.save(approved, event)
    for _ in range(2):
        async with world.ports.transaction() as tx:
            await tx.audit.append(looked())

    told = [told.action for told in await world.audit_log()]
    assert told == [Action.CLOCK_REGRESSED, Action.RECORD_VIEWED, Action.RECORD_VIEWED]
    assert await world.find(dossier) == dossier
    world.outside.pass_time(seconds=7)
    async with world.ports.transaction() as tx:
        await tx.appraisals.save(approved, event)
    assert (await world.find(dossier)).status is Status.APPROVED


async def test_a_private_value_is_erased_with_an_event_and_the_log_holds(world: World) -> None:
    event = replace(looked(), private={"actor_name": AUDITOR.name, "address": "192.0.2.1"})
    async with world.ports.transaction() as tx:
        await tx.audit.append(event)

    async with world.ports.transaction() as tx:
        await tx.audit.erase(1, "address", basis="hết hạn lưu giữ", by=SYSTEM)

    first, second = await world.audit_log()
    assert first.private == {"actor_name": AUDITOR.name}
    assert second.after == {"event": 1, "field": "address", "basis": "hết hạn lưu giữ"}
    report = await world.examine()
    assert report.holds
    assert [str(found) for found in report.findings] == [
        "ERASED@1 giá trị riêng tư đã được xóa có căn cứ: address"
    ]
    with pytest.raises(NotFound):
        async with world.ports.transaction() as tx:
            await tx.audit.erase(1, "address", basis="", by=SYSTEM)

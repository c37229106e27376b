"""A number is taken once and never lost; the file is bound to it, and a crash changes neither."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

import pytest

from ntm_verify.domain.appraisal import NotYourStep, Status, WrongStatus
from ntm_verify.domain.certificate import (
    TOKEN_ALPHABET,
    TOKEN_LENGTH,
    AnotherPaperStands,
    Certificate,
    Standing,
)
from ntm_verify.domain.delegation import told as told_of
from ntm_verify.domain.errors import NotFound, StaleRecord
from ntm_verify.domain.people import Actor, Role, WrongOffice
from ntm_verify.usecases.issue_certificate import IssueCertificate, issue_certificate
from ntm_verify.usecases.ports import Ports, Unavailable
from tests.support.builders import (
    A_PROVINCE,
    AN_ID,
    APPRAISER,
    AS_OF,
    CLERK,
    LETTERHEAD,
    NOON,
    OTHER_PROVINCE,
    PROVINCE,
    SIGNER,
    a_delegation,
    an_id,
)
from tests.support.scenes import a_dossier, must_refuse, told
from tests.support.worlds import World

ISSUE: Final = IssueCertificate(AN_ID, 1)
SECOND_SIGNER: Final = Actor("u-signer-2", Role.SIGNER, PROVINCE, PROVINCE, "Mai Văn Lập")
HANDS: Final = 8


async def test_an_approved_dossier_gets_its_numbered_paper(world: World) -> None:
    approved = await a_dossier(world, Status.APPROVED)
    async with world.ports.reading() as tx:
        head = await tx.audit.head()

    paper = await issue_certificate(world.ports, SIGNER, ISSUE)

    (rendered,) = world.outside.rendered
    async with world.ports.reading() as tx:
        pdf = await tx.blobs.get(paper.pdf_sha256)
        assert await tx.certificates.get(paper.id) == paper
        assert await tx.certificates.by_token(paper.token) == paper
        assert await tx.certificates.by_pdf(sha256(pdf).hexdigest()) == paper
    assert (paper.symbol, paper.reference) == ("01/TB-BHXH", "38-2019-0001")
    assert (paper.standing, paper.version, paper.issued_at) == (Standing.VALID, 3, NOON)
    assert (paper.planned_at, paper.planned_by, paper.signer_name) == (NOON, SIGNER.id, SIGNER.name)
    assert (paper.pdf_length, paper.letterhead) == (len(pdf), LETTERHEAD)
    assert (paper.population, paper.outcome) == (approved.population, approved.outcome)
    assert (paper.log_size, paper.log_root) == (head.size, head.root.hex())
    assert paper.address == f"https://ntm.test.example/verify/{paper.token}"
    assert len(paper.token) == TOKEN_LENGTH
    assert set(paper.token) <= set(TOKEN_ALPHABET)
    assert rendered.statement() == paper.statement()
    certified = await world.find(approved)
    assert (certified.status, certified.signed_by) == (Status.CERTIFIED, SIGNER.id)
    assert certified.certificate == paper.reference
    assert await told(world) == [
        ("certificate.planned", SIGNER.id, paper.reference),
        ("certificate.rendered", SIGNER.id, paper.reference),
        ("certificate.issued", SIGNER.id, paper.reference),
        ("submission.certified", SIGNER.id, str(AN_ID)),
    ]


async def test_issuing_twice_is_issuing_once(world: World) -> None:
    await a_dossier(world, Status.APPROVED)

    first = await issue_certificate(world.ports, SIGNER, ISSUE)

    assert await issue_certificate(world.ports, SIGNER, ISSUE) == first
    assert len(world.outside.rendered) == 1
    assert len(await world.audit_log()) == 4


@pytest.mark.parametrize("failure", [Unavailable("máy in bận"), ZeroDivisionError()])
async def test_a_number_that_was_taken_before_a_crash_is_the_number_after_it(
    world: World, failure: Exception
) -> None:
    await a_dossier(world, Status.APPROVED)
    day = AS_OF - timedelta(days=1)
    await a_dossier(world, Status.APPROVED, id=an_id(2), as_of=day)
    world.outside.prevents = failure
    with pytest.raises(type(failure)):
        await issue_certificate(world.ports, SIGNER, ISSUE)
    world.outside.prevents = None
    world.outside.pass_time(days=1)

    second = await issue_certificate(world.ports, SIGNER, replace(ISSUE, appraisal_id=an_id(2)))
    resumed = await issue_certificate(world.ports, SIGNER, replace(ISSUE, seen=7))

    assert (resumed.number, second.number) == (1, 2)
    assert (resumed.planned_at, resumed.standing) == (NOON, Standing.VALID)
    assert [entry for entry in await told(world) if entry[2] == resumed.reference] == [
        ("certificate.planned", SIGNER.id, resumed.reference),
        ("certificate.rendered", SIGNER.id, resumed.reference),
        ("certificate.issued", SIGNER.id, resumed.reference),
    ]


async def test_another_signer_goes_on_after_a_crash_in_their_own_name(world: World) -> None:
    await a_dossier(world, Status.APPROVED)
    world.outside.prevents = Unavailable()
    with pytest.raises(Unavailable):
        await issue_certificate(world.ports, SIGNER, ISSUE)
    world.outside.prevents = None

    paper = await issue_certificate(world.ports, SECOND_SIGNER, ISSUE)

    assert (paper.number, paper.signer_name) == (1, SECOND_SIGNER.name)
    assert world.outside.rendered[-1].signer_name == SECOND_SIGNER.name
    assert [action for action, *_ in await told(world)] == [
        "certificate.planned",
        "certificate.planned",
        "certificate.rendered",
        "certificate.issued",
        "submission.certified",
    ]


async def test_a_file_rendered_for_a_plan_that_another_took_over_is_not_bound(
    world: World,
) -> None:
    await a_dossier(world, Status.APPROVED)
    render = world.ports.render

    async def render_and_meanwhile(paper: Certificate) -> bytes:
        await issue_certificate(world.ports, SECOND_SIGNER, ISSUE)
        return await render(paper)

    async def render_while_it_is_taken_over(paper: Certificate) -> bytes:
        world.outside.prevents = Unavailable()
        with pytest.raises(Unavailable):
            await issue_certificate(world.ports, SECOND_SIGNER, ISSUE)
        world.outside.prevents = None
        return await render(paper)

    slow: Ports = replace(world.ports, render=render_while_it_is_taken_over)
    with pytest.raises(StaleRecord, match="38-2019-0001"):
        await issue_certificate(slow, SIGNER, ISSUE)

    slower = replace(world.ports, render=render_and_meanwhile)
    paper = await issue_certificate(slower, SIGNER, ISSUE)
    assert (paper.standing, paper.signer_name) == (Standing.VALID, SECOND_SIGNER.name)


async def test_of_eight_signatures_at_once_there_is_one_paper(world: World) -> None:
    approved = await a_dossier(world, Status.APPROVED)

    answers = await asyncio.gather(
        *(issue_certificate(world.ports, SIGNER, ISSUE) for _ in range(HANDS)),
        return_exceptions=True,
    )

    async with world.ports.reading() as tx:
        (paper,) = await tx.certificates.of_appraisal(approved.id)
    late = [answer for answer in answers if isinstance(answer, BaseException)]
    assert [answer for answer in answers if answer not in late] == [paper] * (HANDS - len(late))
    assert len(late) < HANDS
    assert {type(refusal).__name__ for refusal in late} <= {"StaleRecord", "AnotherPaperStands"}
    assert (paper.number, paper.standing) == (1, Standing.VALID)
    assert (await world.find(approved)).status is Status.CERTIFIED


async def test_numbers_have_no_gap_though_many_are_issued_at_once_and_some_crash(
    world: World,
) -> None:
    days = [AS_OF - timedelta(days=n) for n in range(HANDS)]
    dossiers = [
        await a_dossier(world, Status.APPROVED, id=an_id(n), as_of=day)
        for n, day in enumerate(days)
    ]
    render = world.ports.render
    tries = {dossier.id: 0 for dossier in dossiers}

    async def render_at_the_second_try(paper: Certificate) -> bytes:
        tries[paper.appraisal_id] += 1
        if tries[paper.appraisal_id] == 1 and paper.number % 2:
            raise Unavailable
        return await render(paper)

    ports = replace(world.ports, render=render_at_the_second_try)
    papers: list[Certificate | BaseException] = []
    for _ in range(3):  # whoever failed clicks again
        papers = await asyncio.gather(
            *(issue_certificate(ports, SIGNER, IssueCertificate(d.id, 1)) for d in dossiers),
            return_exceptions=True,
        )

    numbers = [paper.number for paper in papers if isinstance(paper, Certificate)]
    assert sorted(numbers) == list(range(1, HANDS + 1))


async def test_each_year_begins_with_one_in_vietnams_time(world: World) -> None:
    await a_dossier(world, Status.APPROVED)
    await a_dossier(world, Status.APPROVED, id=an_id(2))
    world.outside.now = datetime(2019, 12, 31, 16, 59, tzinfo=UTC)
    old = await issue_certificate(world.ports, SIGNER, ISSUE)
    world.outside.now = datetime(2019, 12, 31, 17, 0, tzinfo=UTC)
    new = await issue_certificate(world.ports, SIGNER, replace(ISSUE, appraisal_id=an_id(2)))

    assert (old.reference, new.reference) == ("38-2019-0001", "38-2020-0001")


async def test_who_may_not_sign_and_what_is_not_there(world: World) -> None:
    await a_dossier(world, Status.APPROVED)
    await a_dossier(world, Status.UNDER_APPRAISAL, id=an_id(2))
    await a_dossier(world, Status.APPROVED, id=an_id(3), appraised_by=SIGNER.id)
    foreign = replace(SIGNER, unit=OTHER_PROVINCE, province=OTHER_PROVINCE)

    for actor in (CLERK, APPRAISER):
        await must_refuse(world, issue_certificate, actor, ISSUE, WrongOffice)
    await must_refuse(world, issue_certificate, foreign, ISSUE, NotFound)
    await must_refuse(world, issue_certificate, SIGNER, replace(ISSUE, seen=0), StaleRecord)
    for number, refusal in ((9, NotFound), (2, WrongStatus), (3, NotYourStep)):
        request = replace(ISSUE, appraisal_id=an_id(number))
        await must_refuse(world, issue_certificate, SIGNER, request, refusal)
    assert (await issue_certificate(world.ports, SIGNER, ISSUE)).number == 1


async def test_a_province_without_its_letterhead_issues_nothing(world: World) -> None:
    await a_dossier(world, Status.APPROVED)
    async with world.ports.transaction() as tx:
        await tx.units.save(replace(A_PROVINCE, letterhead=None))

    refused = await must_refuse(world, issue_certificate, SIGNER, ISSUE, NotFound)

    assert "thể thức văn bản" in str(refused)


async def test_a_demonstration_stays_marked_on_the_paper(world: World) -> None:
    dossier = await a_dossier(world, Status.CHECKED)
    assert dossier.outcome
    assert dossier.outcome.threshold
    shown = replace(dossier.outcome.threshold, demonstration=True)
    outcome = replace(dossier.outcome, threshold=shown)
    await a_dossier(world, Status.APPROVED, id=an_id(2), outcome=outcome)

    paper = await issue_certificate(world.ports, SIGNER, replace(ISSUE, appraisal_id=an_id(2)))

    assert paper.demonstration


async def test_a_new_decision_for_the_same_day_takes_the_place_of_the_old_paper(
    world: World,
) -> None:
    for number, day in ((1, AS_OF), (2, AS_OF), (3, AS_OF - timedelta(days=1))):
        await a_dossier(world, Status.APPROVED, id=an_id(number), as_of=day)
    old, other_day, new = [
        await issue_certificate(world.ports, SIGNER, IssueCertificate(an_id(number), 1))
        for number in (1, 3, 2)
    ]

    ended = await world.find(old)
    assert (ended.standing, ended.successor) == (Standing.SUPERSEDED, new.reference)
    assert (await world.find(new)).standing is Standing.VALID
    assert (await world.find(other_day)).standing is Standing.VALID
    async with world.ports.reading() as tx:
        dossier = await tx.appraisals.get(an_id(1))
    assert (dossier.status, dossier.reason_code) == (Status.SUPERSEDED, "new_decision")


async def test_a_second_paper_for_the_same_day_waits_for_the_one_that_is_being_made(
    world: World,
) -> None:
    await a_dossier(world, Status.APPROVED, id=an_id(1))
    await a_dossier(world, Status.APPROVED, id=an_id(2))

    async def fail(_: Certificate) -> bytes:
        raise Unavailable

    with pytest.raises(Unavailable):
        await issue_certificate(
            replace(world.ports, render=fail), SIGNER, IssueCertificate(an_id(1), 1)
        )
    second = IssueCertificate(an_id(2), 1)
    await must_refuse(world, issue_certificate, SIGNER, second, AnotherPaperStands)
    first = await issue_certificate(world.ports, SIGNER, IssueCertificate(an_id(1), 1))
    assert (await issue_certificate(world.ports, SIGNER, second)).number == first.number + 1


async def test_a_delegate_signs_for_the_giver_and_the_paper_says_so(world: World) -> None:
    await a_dossier(world, Status.APPROVED)
    giver = replace(SIGNER, id="u-head", name="Mai Văn Giả")
    made = a_delegation(giver, SIGNER)
    request = replace(ISSUE, on_behalf_of=giver.id)
    await must_refuse(world, issue_certificate, SIGNER, request, NotYourStep)
    async with world.ports.transaction() as tx:
        await tx.delegations.save(made, told_of(None, made, giver))

    paper = await issue_certificate(world.ports, SIGNER, request)

    assert paper.letterhead.authority == "TUQ. GIÁM ĐỐC"
    assert paper.letterhead.post == "TRƯỞNG PHÒNG"
    assert (paper.signer_name, paper.signed_for) == (SIGNER.name, giver.id)
    assert paper.state()["signed_for"] == giver.id
    assert await world.find(paper) == paper

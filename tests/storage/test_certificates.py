"""Papers are numbered without gaps, found by what they bear, and one stands at a time."""

from dataclasses import replace

import pytest

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.audit import Action, AuditEvent
from ntm_verify.domain.certificate import (
    AnotherPaperStands,
    Certificate,
    Standing,
    end,
    issue,
    plan,
)
from ntm_verify.domain.errors import StaleRecord
from tests.support.builders import (
    OTHER_PROVINCE,
    PROVINCE,
    SIGNER,
    a_certificate,
    an_appraisal,
    an_id,
)
from tests.support.worlds import World

from .acts import looked


async def keep_paper(world: World, paper: Certificate) -> Certificate:
    event = AuditEvent(Action.CERTIFICATE_PLANNED, SIGNER, paper.subject(), after=paper.state())
    async with world.ports.transaction() as tx:
        return await tx.certificates.save(replace(paper, version=0), event)


async def test_the_page_and_the_signed_statement_come_back_as_they_were(world: World) -> None:
    dossier = an_appraisal(status=Status.CERTIFIED)
    paper = a_certificate(dossier, vouched="k.m.s", base_sha256="b" * 64, base_length=9)
    await world.holds(dossier, paper)

    async with world.ports.reading() as tx:
        assert await tx.certificates.get(paper.id) == paper
        assert await tx.certificates.ended() == ()


async def test_papers_out_of_force_are_listed(world: World) -> None:
    kept = []
    for number, standing in enumerate((Standing.VALID, Standing.REVOKED, Standing.SUPERSEDED), 1):
        dossier = an_appraisal(status=Status.CERTIFIED, id=an_id(number))
        paper = a_certificate(
            dossier, id=an_id(90 + number), number=number, token=f"T{number}", standing=standing
        )
        await world.holds(dossier, paper)
        kept.append(paper.reference)

    async with world.ports.reading() as tx:
        ended = await tx.certificates.ended()

    assert sorted(paper.reference for paper in ended) == kept[1:]


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

"""A paper out of force says so at once, with its reason, and its dossier with it."""

from dataclasses import replace
from typing import Final

from ntm_verify.domain.appraisal import NotYourStep, ReasonMissing, Status, WrongStatus
from ntm_verify.domain.certificate import CertificateNotFound, Standing
from ntm_verify.domain.people import WrongOffice
from ntm_verify.usecases.revoke_certificate import RevokeCertificate, revoke_certificate
from tests.support.builders import APPRAISER, OTHER_PROVINCE, SIGNER, an_id
from tests.support.scenes import a_dossier, a_planted_paper, an_issued_paper, must_refuse, told
from tests.support.worlds import World

REVOKE: Final = RevokeCertificate("38-2019-0001", "wrong_figures", "Đếm trùng thôn 2")


async def test_paper_and_dossier_go_out_of_force_together(world: World) -> None:
    paper = await an_issued_paper(world)
    before = len(await world.audit_log())

    revoked = await revoke_certificate(world.ports, SIGNER, REVOKE)

    assert revoked == replace(
        paper, standing=Standing.REVOKED, version=4, reason_code="wrong_figures"
    )
    async with world.ports.reading() as tx:
        assert await tx.certificates.get(paper.id) == revoked
        dossier = await tx.appraisals.get(paper.appraisal_id)
    assert (dossier.status, dossier.reason_code) == (Status.REVOKED, "wrong_figures")
    assert (await told(world))[before:] == [
        ("certificate.revoked", SIGNER.id, paper.reference),
        ("certificate.revoked", SIGNER.id, str(dossier.id)),
    ]


async def test_no_paper_is_revoked_without_reason_by_other_hands_or_twice(world: World) -> None:
    await an_issued_paper(world)
    foreign = replace(SIGNER, unit=OTHER_PROVINCE, province=OTHER_PROVINCE)

    await must_refuse(world, revoke_certificate, APPRAISER, REVOKE, WrongOffice)
    await must_refuse(world, revoke_certificate, foreign, REVOKE, CertificateNotFound)
    for request in (
        replace(REVOKE, reason_code=""),
        replace(REVOKE, reason_code="duplicates"),
        replace(REVOKE, note=" "),
    ):
        await must_refuse(world, revoke_certificate, SIGNER, request, ReasonMissing)
    missing = replace(REVOKE, reference="38-2019-0009")
    await must_refuse(world, revoke_certificate, SIGNER, missing, CertificateNotFound)
    await revoke_certificate(world.ports, SIGNER, REVOKE)
    await must_refuse(world, revoke_certificate, SIGNER, REVOKE, WrongStatus)


async def test_a_paper_that_is_only_planned_is_not_revoked(world: World) -> None:
    approved = await a_dossier(world, Status.APPROVED)
    await a_planted_paper(world, approved, standing=Standing.PLANNED)

    await must_refuse(world, revoke_certificate, SIGNER, REVOKE, WrongStatus)


async def test_who_appraised_does_not_revoke(world: World) -> None:
    certified = await a_dossier(world, Status.CERTIFIED, id=an_id(2), appraised_by=SIGNER.id)
    await a_planted_paper(world, certified)

    await must_refuse(world, revoke_certificate, SIGNER, REVOKE, NotYourStep)

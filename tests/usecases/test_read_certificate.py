"""Whoever has a right to it gets the very file that was issued, and the download is on record."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.certificate import CertificateNotFound, Standing
from ntm_verify.domain.errors import DamagedBlob
from ntm_verify.usecases.read_certificate import ReadCertificate, read_certificate
from tests.support.builders import (
    AS_OF,
    AUDITOR,
    CLERK,
    OTHER_APPRAISER,
    OTHER_CLERK,
    SIGNER,
    an_id,
)
from tests.support.scenes import a_dossier, a_planted_paper, an_issued_paper, must_refuse, told
from tests.support.worlds import World
from tests.usecases.tampering import change_blob

NAMED = ReadCertificate("38-2019-0001")


async def test_the_stored_file_is_given_and_never_a_new_one(world: World) -> None:
    paper = await an_issued_paper(world)
    before = len(await world.audit_log())

    for actor in (CLERK, SIGNER, AUDITOR):
        given = await read_certificate(world.ports, actor, NAMED)
        assert given.certificate == paper
        assert sha256(given.pdf).hexdigest() == paper.pdf_sha256

    assert len(world.outside.rendered) == 1
    assert (await told(world))[before:] == [
        ("record.viewed", actor.id, paper.reference) for actor in (CLERK, SIGNER, AUDITOR)
    ]


async def test_a_paper_out_of_reach_or_only_planned_is_not_there(world: World) -> None:
    approved = await a_dossier(world, Status.APPROVED, id=an_id(2), as_of=AS_OF - timedelta(days=1))
    await a_planted_paper(world, approved, number=7, standing=Standing.PLANNED)
    await an_issued_paper(world)

    for actor in (OTHER_CLERK, OTHER_APPRAISER):
        await must_refuse(world, read_certificate, actor, NAMED, CertificateNotFound)
    for reference in ("38-2019-0009", "38-2019-0007", ""):
        request = replace(NAMED, reference=reference)
        await must_refuse(world, read_certificate, SIGNER, request, CertificateNotFound)


async def test_a_file_that_was_changed_is_not_handed_out(world: World) -> None:
    paper = await an_issued_paper(world)
    await change_blob(world, paper.pdf_sha256)

    await must_refuse(world, read_certificate, SIGNER, NAMED, DamagedBlob)

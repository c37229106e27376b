"""A paper is stamped anew before its proof ends; number, digest and standing stay as they are."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.people import SYSTEM, WrongOffice
from ntm_verify.domain.signature import SignedPaper
from ntm_verify.domain.signing_order import RENEW_BEFORE
from ntm_verify.domain.verification import Result
from ntm_verify.usecases.issue_certificate import IssueCertificate, issue_certificate
from ntm_verify.usecases.ports import Ports, Unavailable
from ntm_verify.usecases.read_certificate import ReadCertificate, read_certificate
from ntm_verify.usecases.renew_stamps import Renewed, RenewStamps, renew_stamps
from ntm_verify.usecases.verify_certificate import VerifyCertificate, verify_certificate
from ntm_verify.worker.issuing import renew
from tests.support import seals
from tests.support.builders import AN_ID, NOON, SIGNER
from tests.support.scenes import a_dossier, must_refuse, told
from tests.support.worlds import World

YEAR = timedelta(days=365)


def stamped(world: World, life: timedelta = 5 * YEAR) -> Ports:
    """Let each time-stamp prove for so long: the first from noon on, each further one as long."""

    async def examine(content: bytes) -> SignedPaper:
        bare, *more = content.split(b"\n%stamp")
        seen = await seals.examine(bare)
        until: datetime = NOON + life * (1 + len(more))
        return replace(seen, length=len(content), covered=len(content), kept_until=until)

    return replace(world.ports, examine=examine)


async def issued(world: World) -> Certificate:
    await a_dossier(world, Status.APPROVED)
    return await issue_certificate(world.ports, SIGNER, IssueCertificate(AN_ID, 1))


async def test_a_paper_is_renewed_before_its_proof_ends_and_stays_the_same_paper(
    world: World,
) -> None:
    paper, ports = await issued(world), stamped(world)
    assert await renew_stamps(ports, SYSTEM, RenewStamps()) == Renewed(1, 0, 0)
    assert await renew_stamps(ports, SYSTEM, RenewStamps()) == Renewed(0, 0, 0)
    before = await read_certificate(ports, SIGNER, ReadCertificate(paper.reference))
    world.outside.now = NOON + 5 * YEAR - RENEW_BEFORE + timedelta(days=1)

    assert await renew_stamps(ports, SYSTEM, RenewStamps()) == Renewed(1, 1, 0)

    assert await renew_stamps(ports, SYSTEM, RenewStamps()) == Renewed(0, 0, 0)
    after = await read_certificate(ports, SIGNER, ReadCertificate(paper.reference))
    assert after.pdf.startswith(before.pdf)
    assert len(after.pdf) > len(before.pdf)
    assert after.certificate == before.certificate == paper
    assert ("stamp.renewed", SYSTEM.id, paper.reference) in await told(world)
    for file in (before.pdf, after.pdf):
        asked = VerifyCertificate(paper=file)
        digest = [
            check
            for check in (await verify_certificate(ports, SIGNER, asked)).checks
            if check.name == "digest"
        ]
        assert [check.result for check in digest] == [Result.HOLDS]


@pytest.mark.parametrize("world", ["memory"], indirect=True)
async def test_what_cannot_be_renewed_stays_and_is_tried_again(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await issued(world)
    ports = stamped(world)
    await renew_stamps(ports, SYSTEM, RenewStamps())
    world.outside.now = NOON + 5 * YEAR - timedelta(days=1)
    world.outside.token_fails = Unavailable("máy chủ dấu thời gian không trả lời")
    assert await renew_stamps(ports, SYSTEM, RenewStamps()) == Renewed(1, 0, 1)
    world.outside.token_fails = None

    no_gain = stamped(world, timedelta(0))
    assert await renew_stamps(no_gain, SYSTEM, RenewStamps()) == Renewed(1, 0, 1)
    assert not await renew(no_gain)
    assert "1 time-stamps of papers could not be renewed" in caplog.text
    assert await renew_stamps(ports, SYSTEM, RenewStamps()) == Renewed(1, 1, 0)


async def test_a_paper_without_archive_time_stamp_is_looked_at_once(world: World) -> None:
    await issued(world)

    assert await renew_stamps(world.ports, SYSTEM, RenewStamps()) == Renewed(1, 0, 0)
    assert await renew_stamps(world.ports, SYSTEM, RenewStamps()) == Renewed(0, 0, 0)
    await must_refuse(world, renew_stamps, SIGNER, RenewStamps(), WrongOffice)

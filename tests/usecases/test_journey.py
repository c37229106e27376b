"""The main job from upload to verified paper, with the real reader and the real typesetter."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from ntm_verify.documents.pool import RenderPool
from ntm_verify.documents.reader import read_paper
from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.certificate import Certificate
from ntm_verify.domain.coverage import Verdict
from ntm_verify.domain.people import ANYONE, SYSTEM
from ntm_verify.domain.population import Population
from ntm_verify.domain.reading import ListFile
from ntm_verify.domain.roster import read_roster
from ntm_verify.domain.signature import SignedPaper
from ntm_verify.domain.verification import Result
from ntm_verify.signatures.examiner import Examiner
from ntm_verify.signatures.office import SigningOffice
from ntm_verify.signatures.setup import SigningSetup
from ntm_verify.usecases.approve_appraisal import ApproveAppraisal, approve_appraisal
from ntm_verify.usecases.check_submission import CheckSubmission, check_submission
from ntm_verify.usecases.issue_certificate import IssueCertificate, issue_certificate
from ntm_verify.usecases.ports import Ports
from ntm_verify.usecases.read_certificate import ReadCertificate, read_certificate
from ntm_verify.usecases.reappraise import Reappraise, reappraise
from ntm_verify.usecases.receive_list import ReceiveList, receive_list
from ntm_verify.usecases.submit_list import SubmitList, submit_list
from ntm_verify.usecases.take_appraisal import TakeAppraisal, take_appraisal
from ntm_verify.usecases.verify_audit_log import VerifyAuditLog, verify_audit_log
from ntm_verify.usecases.verify_certificate import VerifyCertificate, verify_certificate
from tests.support.builders import APPRAISER, AUDITOR, CLERK, SIGNER, UNITS
from tests.support.files import ROOT
from tests.support.worlds import World

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("world", ["sqlite"], indirect=True),
]
LIST: Final = ROOT / "fixtures" / "lists" / "xa-9669.xlsx"
PEOPLE: Final = Population(9669, "Công an xã (giả lập)", date(2019, 12, 31), basis="permanent")


@pytest.fixture
async def ports(world: World, tmp_path: Path) -> AsyncIterator[Ports]:
    """Let the world set, sign and examine papers as the service does."""
    setup = SigningSetup(tmp_path / "signing")

    async def examine(content: bytes) -> SignedPaper:
        return await Examiner(setup).examine(content, world.ports.now())

    pool = RenderPool(ROOT / "templates")
    try:
        yield replace(
            world.ports,
            render=pool.render,
            read_paper=read_paper,
            sign_paper=SigningOffice(setup, pool.run, world.ports.now).sign,
            examine=examine,
        )
    finally:
        pool.close()


async def issued(ports: Ports) -> Certificate:
    file = ListFile(LIST.name, LIST.read_bytes())
    request = ReceiveList(date(2019, 12, 31), PEOPLE, (file,))
    received = await receive_list(ports, CLERK, request)
    checked = await check_submission(ports, SYSTEM, CheckSubmission(received.id))
    declared = SubmitList(checked.id, checked.version, declared=True)
    submitted = await submit_list(ports, CLERK, declared)
    taken = await take_appraisal(ports, APPRAISER, TakeAppraisal(checked.id, submitted.version))
    approve = ApproveAppraisal(checked.id, taken.version)
    approved = await approve_appraisal(ports, APPRAISER, approve)
    return await issue_certificate(ports, SIGNER, IssueCertificate(checked.id, approved.version))


async def test_a_commune_of_9669_gets_its_paper_and_anybody_can_check_it(
    world: World, ports: Ports
) -> None:
    await world.holds(*UNITS)

    paper = await issued(ports)

    assert paper.assessment.verdict is Verdict.MET
    assert (paper.assessment.tally.insured, paper.assessment.percent_truncated) == (8481, "87.71")
    assert paper.assessment.required == 8219
    file = (await read_certificate(ports, CLERK, ReadCertificate(paper.reference))).pdf
    assert file.startswith(b"%PDF")
    report = await verify_certificate(ports, ANYONE, VerifyCertificate(paper=file))
    assert [check.result for check in report.checks] == [Result.HOLDS] * 11
    again = await reappraise(ports, AUDITOR, Reappraise(paper=file))
    assert (again.identical, again.appraisal.status) == (True, Status.CERTIFIED)
    pin = f"{paper.log_size}:{paper.log_root}"
    assert (await verify_audit_log(ports, AUDITOR, VerifyAuditLog(pin))).holds
    facts = await read_paper(file)
    async with ports.reading() as tx:
        roster = read_roster(await tx.blobs.get(paper.outcome.roster_sha256))
    numbers = {row.number for row in roster.rows}
    assert len(numbers) == 8481
    assert not [number for number in numbers if number in str(facts.statement)]
    forged = await verify_certificate(ports, ANYONE, VerifyCertificate(paper=file + b"\n"))
    assert forged.result is Result.FAILS

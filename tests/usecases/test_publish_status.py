"""Anybody takes the signed list of papers that were revoked or superseded."""

from ntm_verify.domain.people import ANYONE
from ntm_verify.domain.status_list import read_status
from ntm_verify.usecases.publish_status import PublishStatus, publish_status
from ntm_verify.usecases.revoke_certificate import RevokeCertificate, revoke_certificate
from tests.support.builders import SIGNER
from tests.support.scenes import an_issued_paper
from tests.support.seals import vouched_for
from tests.support.worlds import World


async def test_a_revoked_paper_is_on_the_list_from_the_commit_on(world: World) -> None:
    paper = await an_issued_paper(world)
    before = read_status((await publish_status(world.ports, ANYONE, PublishStatus())).encode())
    request = RevokeCertificate(paper.reference, "inspection", "Theo kết luận kiểm tra")
    await revoke_certificate(world.ports, SIGNER, request)
    entries = len(await world.audit_log())

    after = read_status((await publish_status(world.ports, ANYONE, PublishStatus())).encode())

    assert before.ended == {}
    assert list(after.ended) == [paper.reference]
    assert after.at == world.outside.now
    assert vouched_for(after.signed) is True
    assert len(await world.audit_log()) == entries

"""A paper's proof shows that the log held its page; a proof of anything else is no proof."""

from dataclasses import replace
from hashlib import sha256
from typing import Final

import pytest

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.certificate import Certificate, Standing
from ntm_verify.domain.signature import SignedPaper
from ntm_verify.domain.verification import Result
from ntm_verify.trail.notes import COSIGNATURE, NoteKey, write_key
from ntm_verify.trail.proofs import check_inclusion
from ntm_verify.trail.signatures import SigningKey
from ntm_verify.trail.tiles import tile_path, widths
from ntm_verify.trail.tlog_proof import read_proof
from ntm_verify.trail.tree import Edge, leaf_hash
from ntm_verify.usecases.find_plans import FindPlans, find_plans
from ntm_verify.usecases.issue_certificate import IssueCertificate, issue_certificate
from ntm_verify.usecases.log_following import LogRolledBack
from ntm_verify.usecases.log_proof import NO_WITNESS, _hashes, logged_check, prove
from ntm_verify.usecases.ports import PaperFacts, PublishedElsewhere, Unavailable
from tests.support.builders import AN_ID, SIGNER, an_id
from tests.support.memory_board import MemoryBoard
from tests.support.outside import read_paper
from tests.support.scenes import a_dossier
from tests.support.worlds import World

ISSUE: Final = IssueCertificate(AN_ID, 1)


async def issued(world: World) -> tuple[Certificate, bytes, PaperFacts]:
    """Issue a paper; give it with its file, and what the file would carry."""
    await a_dossier(world, Status.APPROVED)
    paper = await issue_certificate(world.ports, SIGNER, ISSUE)
    async with world.ports.reading() as tx:
        file = await tx.blobs.get(paper.pdf_sha256)
    facts = await read_paper(file)
    return paper, file, replace(facts, proof=world.outside.proofs[-1])


def as_signed(paper: Certificate, file: bytes) -> SignedPaper:
    return SignedPaper((), len(file), len(file), grown_from=paper.base_length)


async def test_a_paper_carries_the_proof_of_its_page_and_the_proof_holds(world: World) -> None:
    paper, file, facts = await issued(world)
    told = read_proof(facts.proof)

    check = logged_check(facts, file, as_signed(paper, file), world.ports.log_keys())

    assert check is not None
    assert check.result is Result.HOLDS
    assert NO_WITNESS in check.detail
    assert f"dòng {told.index} " in check.detail
    assert paper.base_sha256.encode() in told.entry
    assert logged_check(replace(facts, proof=b""), file, as_signed(paper, file), "") is None


@pytest.mark.parametrize("world", ["memory"], indirect=True)
async def test_what_does_not_fit_is_found_and_what_cannot_be_told_is_not_called_right(
    world: World,
) -> None:
    paper, file, facts = await issued(world)
    await a_dossier(world, Status.APPROVED, id=an_id(2), commune="13999")
    other = await issue_certificate(world.ports, SIGNER, IssueCertificate(an_id(2), 1))
    signed, keys = as_signed(paper, file), world.ports.log_keys()
    of_other = replace(facts, proof=world.outside.proofs[-1])
    foreign = keys.replace(world.outside.board.vkey.split("+")[2], "A" * 44)
    wrong = {
        "another page": (facts, b"x" + file, signed, keys),
        "another paper": (of_other, file, signed, keys),
        "more than a proof was added": (facts, file, replace(signed, grown_from=9), keys),
        "no proof": (replace(facts, proof=b"rubbish"), file, signed, keys),
        "another place": (
            replace(facts, proof=facts.proof.replace(b"index ", b"index 1")),
            file,
            signed,
            keys,
        ),
    }

    assert other.base_sha256 != paper.base_sha256
    for name, asked in wrong.items():
        check = logged_check(*asked)
        assert check is not None
        assert check.result is Result.FAILS, name
        assert check.detail, name
    for asked in ((facts, file, signed, ""), (facts, file, signed, foreign)):
        check = logged_check(*asked)
        assert check is not None
        assert check.result is Result.UNKNOWN
    unread = replace(signed, grown_from=0, failure="tệp bị hỏng")
    check = logged_check(facts, file, unread, keys)
    assert check is not None
    assert check.result is Result.UNKNOWN


@pytest.mark.parametrize("world", ["memory"], indirect=True)
async def test_without_enough_witnesses_nothing_is_released_and_the_plan_is_found(
    world: World,
) -> None:
    await a_dossier(world, Status.APPROVED)
    keys = world.outside.log_keys().replace("quorum none", f"witness w {a_witness()}\nquorum w")

    with pytest.raises(Unavailable, match="nhân chứng"):
        await issue_certificate(replace(world.ports, log_keys=lambda: keys), SIGNER, ISSUE)

    (plan,) = await find_plans(world.ports, SIGNER, FindPlans())
    assert (plan.standing, plan.pdf_sha256) == (Standing.PLANNED, "")
    assert world.outside.proofs == []
    assert (await issue_certificate(world.ports, SIGNER, ISSUE)).number == plan.number


def a_witness() -> str:
    return write_key(NoteKey("w.example", COSIGNATURE, SigningKey(b"\7" * 32).public))


@pytest.mark.parametrize("world", ["memory"], indirect=True)
async def test_others_may_publish_meanwhile_but_a_log_that_does_not_follow_stops_it(
    world: World,
) -> None:
    await a_dossier(world, Status.APPROVED)
    publish, tries = world.ports.publish, 0

    async def elsewhere_first() -> object:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise PublishedElsewhere(tries)
        return await publish()

    paper = await issue_certificate(replace(world.ports, publish=elsewhere_first), SIGNER, ISSUE)
    assert tries == 3

    async def elsewhere() -> object:
        raise PublishedElsewhere(0)

    unseen = replace(paper, base_sha256=sha256(b"").hexdigest())
    with pytest.raises(Unavailable, match="Chưa công bố được"):
        await prove(replace(world.ports, publish=elsewhere), unseen)
    world.outside.board.signed = Edge(10_000, (b"\1" * 32,))
    with pytest.raises(LogRolledBack):
        await prove(world.ports, paper)


def test_hashes_are_taken_from_tiles_however_wide_the_log_is() -> None:
    """A log of 300 entries has a full tile, a partial one, and a node above."""
    board, edge = MemoryBoard("x.example/audit"), Edge()
    leaves = [leaf_hash(b"%d" % n) for n in range(300)]
    for leaf in leaves:
        edge, done = edge.grow(leaf)
        board.nodes.update({(one.level, one.index): one.hash for one in done})
    for level, row in ((0, leaves), (1, [board.node(8, 0)])):
        for index, width in widths(300, level):
            board.files[tile_path(level, index, width)] = b"".join(row[index * 256 :][:width])

    for board.signed in (edge, Edge()):
        for place in (0, 255, 256, 299):
            check_inclusion(place, leaves[place], _hashes(board, place, 300), edge.head)

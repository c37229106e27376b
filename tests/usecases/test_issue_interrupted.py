"""The process is killed at every step of issuing: nothing is lost, nothing doubled, no gap."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

import pytest

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.certificate import Certificate, Standing
from ntm_verify.domain.errors import Conflict
from ntm_verify.domain.people import Actor
from ntm_verify.usecases.issue_certificate import IssueCertificate, issue_certificate
from ntm_verify.usecases.ports import Kept, Opening, Ports, Transaction, Unavailable
from tests.support.builders import AN_ID, SIGNER, an_id
from tests.support.scenes import a_dossier
from tests.support.seals import page_of
from tests.support.worlds import World

ISSUE: Final = IssueCertificate(AN_ID, 1)
OTHER: Final = replace(ISSUE, appraisal_id=an_id(2))
MOST_STEPS: Final = 40


class Killed(BaseException):
    """The process ends here."""


@dataclass
class Killer:
    """Ends the process at one step, counted over everything that reaches outside."""

    at: int
    steps: int = 0

    def step(self) -> None:
        self.steps += 1
        if self.steps == self.at:
            raise Killed

    def ports(self, ports: Ports) -> Ports:
        return replace(
            ports,
            transaction=self._around(ports.transaction),
            render=self._render(ports),
            sign_paper=self._sign(ports),
        )

    def _around(self, opening: Opening) -> Opening:
        @asynccontextmanager
        async def transaction(
            actor: Actor | None = None, /, *, kept: Kept | None = None
        ) -> AsyncGenerator[Transaction]:
            self.step()
            async with opening(actor, kept=kept) as tx:
                yield tx
                self.step()  # before it is kept
            self.step()

        return transaction

    def _render(self, ports: Ports) -> Callable[[Certificate], Awaitable[bytes]]:
        async def render(paper: Certificate) -> bytes:
            self.step()
            page = await ports.render(paper)
            self.step()
            return page

        return render

    def _sign(self, ports: Ports) -> Callable[[Certificate, bytes], Awaitable[bytes]]:
        async def sign(paper: Certificate, page: bytes) -> bytes:
            self.step()
            signed = await ports.sign_paper(paper, page)
            self.step()
            return signed

        return sign


async def papers(world: World) -> list[Certificate]:
    async with world.ports.reading() as tx:
        found = [await tx.certificates.of_appraisal(number) for number in (AN_ID, an_id(2))]
    return [paper for one in found for paper in one]


@pytest.mark.parametrize("world", ["memory", "sqlite"], indirect=True)
async def test_after_a_kill_at_any_step_the_next_call_ends_with_one_paper(world: World) -> None:
    """Walks the steps on one world: each kill meets what the kills before left behind."""
    await a_dossier(world, Status.APPROVED)
    kills = 0
    for at in range(1, MOST_STEPS):
        killer = Killer(at)
        try:
            await issue_certificate(killer.ports(world.ports), SIGNER, ISSUE)
        except Killed:
            kills += 1
        left = await papers(world)
        assert [paper.number for paper in left] in ([], [1])
        for paper in left:
            assert (paper.standing is Standing.VALID) is bool(paper.pdf_sha256)
        if killer.steps < at:
            break

    (paper,) = await papers(world)
    async with world.ports.reading() as tx:
        file = await tx.blobs.get(paper.pdf_sha256)
        dossier = await tx.appraisals.get(AN_ID)
    assert kills >= 5
    assert (paper.number, paper.standing, dossier.status) == (1, Standing.VALID, Status.CERTIFIED)
    assert sha256(page_of(file)).hexdigest() == paper.base_sha256
    assert len(page_of(file)) == paper.base_length
    assert (await world.examine()).holds


@pytest.mark.parametrize("at", range(1, 14))
@pytest.mark.parametrize("world", ["memory"], indirect=True)
async def test_a_first_call_killed_at_one_step_leaves_the_plan_for_the_second(
    world: World, at: int
) -> None:
    await a_dossier(world, Status.APPROVED)
    await a_dossier(world, Status.APPROVED, id=an_id(2), commune="13999")
    killer = Killer(at)
    try:
        await issue_certificate(killer.ports(world.ports), SIGNER, ISSUE)
        killed = False
    except Killed:
        killed = True
    assert killed is (killer.steps == at)
    taken = bool(await papers(world))

    other = await issue_certificate(world.ports, SIGNER, OTHER)
    paper = await issue_certificate(world.ports, SIGNER, ISSUE)

    numbers = {paper.number, other.number}
    assert numbers == {1, 2}
    assert paper.number == (1 if taken else 2)
    assert len(await papers(world)) == 2
    assert (await world.examine()).holds


async def test_a_token_that_fails_leaves_the_bound_page_and_no_file(world: World) -> None:
    await a_dossier(world, Status.APPROVED)
    world.outside.token_fails = Unavailable("thiết bị ký không trả lời")

    with pytest.raises(Unavailable):
        await issue_certificate(world.ports, SIGNER, ISSUE)

    (planned,) = await papers(world)
    assert (planned.standing, planned.pdf_sha256) == (Standing.PLANNED, "")
    assert planned.base_sha256
    world.outside.token_fails = None
    issued = await issue_certificate(world.ports, SIGNER, ISSUE)
    assert (issued.number, issued.base_sha256) == (planned.number, planned.base_sha256)


async def test_a_file_that_does_not_begin_with_the_bound_page_is_not_issued(world: World) -> None:
    await a_dossier(world, Status.APPROVED)

    async def another(paper: Certificate, page: bytes) -> bytes:
        return await world.outside.sign_paper(paper, page.replace(b"10", b"11"))

    with pytest.raises(Conflict, match="không giữ nguyên"):
        await issue_certificate(replace(world.ports, sign_paper=another), SIGNER, ISSUE)

    (planned,) = await papers(world)
    assert planned.standing is Standing.PLANNED


async def test_signing_and_rendering_hold_no_transaction_open(world: World) -> None:
    await a_dossier(world, Status.APPROVED)
    open_now = 0
    seen: list[int] = []
    transaction, sign = world.ports.transaction, world.ports.sign_paper

    @asynccontextmanager
    async def counted(
        actor: Actor | None = None, /, *, kept: Kept | None = None
    ) -> AsyncGenerator[Transaction]:
        nonlocal open_now
        async with transaction(actor, kept=kept) as tx:
            open_now += 1
            try:
                yield tx
            finally:
                open_now -= 1

    async def watched(paper: Certificate, page: bytes) -> bytes:
        seen.append(open_now)
        return await sign(paper, page)

    ports = replace(world.ports, transaction=counted, sign_paper=watched)
    await issue_certificate(ports, SIGNER, ISSUE)

    assert seen == [0]

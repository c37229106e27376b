"""The process is killed at every step of issuing: nothing is lost, nothing doubled, no gap."""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from typing import Final

import pytest
from sqlmodel import select

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.certificate import Certificate, Standing
from ntm_verify.domain.errors import Conflict
from ntm_verify.domain.people import Actor
from ntm_verify.storage.blobs import BlobRow
from ntm_verify.usecases.find_plans import FindPlans, find_plans
from ntm_verify.usecases.issue_certificate import IssueCertificate, issue_certificate
from ntm_verify.usecases.ports import Kept, Opening, Ports, Transaction, Unavailable
from tests.support.builders import AN_ID, AS_OF, SIGNER, an_id
from tests.support.files import ROOT
from tests.support.scenes import a_dossier
from tests.support.seals import SEAL, page_of
from tests.support.worlds import DatabaseWorld, World

ISSUE: Final = IssueCertificate(AN_ID, 1)
OTHER: Final = replace(ISSUE, appraisal_id=an_id(2))
MOST_STEPS: Final = 24


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

    def _sign(self, ports: Ports) -> Callable[[Certificate, bytes, bytes], Awaitable[bytes]]:
        async def sign(paper: Certificate, page: bytes, proof: bytes) -> bytes:
            self.step()
            signed = await ports.sign_paper(paper, page, proof)
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

    async def another(paper: Certificate, page: bytes, proof: bytes) -> bytes:
        return await world.outside.sign_paper(paper, page.replace(b"10", b"11"), proof)

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

    async def watched(paper: Certificate, page: bytes, proof: bytes) -> bytes:
        seen.append(open_now)
        return await sign(paper, page, proof)

    ports = replace(world.ports, transaction=counted, sign_paper=watched)
    await issue_certificate(ports, SIGNER, ISSUE)

    assert seen == [0]


async def killed_processes(url: str) -> list[str]:
    """Have papers issued by processes that die at one step after another; name the steps."""
    walk = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.support.killing", url),
        cwd=ROOT,
        env=dict(os.environ),
        stdout=asyncio.subprocess.PIPE,
    )
    told, _ = await walk.communicate()
    assert walk.returncode == 0
    return told.decode().splitlines()


@pytest.mark.parametrize("world", ["sqlite", "postgres"], indirect=True)
async def test_processes_that_die_at_every_step_lose_nothing_and_double_nothing(
    world: DatabaseWorld,
) -> None:
    """One real process for each step, ended by SIGKILL; what is left is found and finished."""
    for number in range(1, MOST_STEPS):
        day = AS_OF - timedelta(days=number)
        await a_dossier(world, Status.APPROVED, id=an_id(number), as_of=day)

    url = world.database.engine.url.render_as_string(hide_password=False)
    steps = await killed_processes(url)

    assert len(steps) >= 10
    assert {"after render", "after publish", "after sign", "written and not kept"} <= set(steps)
    plans = await find_plans(world.ports, SIGNER, FindPlans())
    before = await of_dossiers(world)
    planned = [paper for paper in before if paper.standing is Standing.PLANNED]
    assert sorted(paper.reference for paper in plans) == [paper.reference for paper in planned]
    assert [paper.number for paper in before] == list(range(1, len(before) + 1))
    assert all(bool(p.pdf_sha256) is (p.standing is Standing.VALID) for p in before)
    assert await files(world) == {paper.pdf_sha256 for paper in before if paper.pdf_sha256}

    for number in range(1, len(steps) + 2):
        await issue_certificate(world.ports, SIGNER, IssueCertificate(an_id(number), 1))

    after = await of_dossiers(world)
    assert [paper.number for paper in after] == list(range(1, len(steps) + 2))
    assert {paper.id for paper in before} <= {paper.id for paper in after}
    assert {paper.standing for paper in after} == {Standing.VALID}
    assert await files(world) == {paper.pdf_sha256 for paper in after}
    assert await find_plans(world.ports, SIGNER, FindPlans()) == ()


async def of_dossiers(world: World) -> list[Certificate]:
    async with world.ports.reading() as tx:
        found = [await tx.certificates.of_appraisal(an_id(n)) for n in range(1, MOST_STEPS)]
    return sorted((paper for one in found for paper in one), key=lambda paper: paper.number)


async def files(world: DatabaseWorld) -> set[str]:
    """Give the digests of all papers that lie in the database, whoever speaks of them or not."""
    async with world.database.reading() as tx:
        every = await tx.blobs.session.exec(select(BlobRow))
        return {row.sha256 for row in every if SEAL in row.content}

"""A real database of each kind, with something in its log, to be tampered with or raced for."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from sqlmodel import insert

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.audit import Action, AuditEvent, Subject
from ntm_verify.storage.blobs import BlobRow
from tests.support.builders import AUDITOR, a_certificate, an_appraisal, an_id
from tests.support.worlds import DatabaseWorld, world_at


@dataclass
class Stage:
    """A database world, and the address at which its owner can reach it."""

    world: DatabaseWorld
    url: str

    async def words(self, pin: str = "") -> list[str]:
        """Have the log examined; give the findings as WORD@index."""
        report = await self.world.examine(pin)
        assert report.exit_code == (1 if report.findings else 0)
        return [
            f.word.value if f.index is None else f"{f.word.value}@{f.index}"
            for f in report.findings
        ]


def looked(number: int = 0) -> AuditEvent:
    subject = Subject("submission", f"s-{number}")
    return AuditEvent(Action.RECORD_VIEWED, AUDITOR, subject, private={"actor_name": AUDITOR.name})


MADE_UP_LIST = "a" * 64
"""The list that dossiers on a stage commit to (`an_outcome`)."""


async def keep_made_up_list(world: DatabaseWorld) -> None:
    """Let a list lie under the digest that dossiers on a stage name; nobody reads it."""
    row = {"sha256": MADE_UP_LIST, "size": 1, "content": b"-"}
    async with world.database.transaction() as tx:
        await tx.appraisals.session.exec(insert(BlobRow).values(**row))


@pytest.fixture(params=["sqlite", "postgres"])
def stage_url(request: pytest.FixtureRequest) -> str:
    """Give a database of each kind in turn, as good as new."""
    return str(request.getfixturevalue(f"{request.param}_world_url"))


@pytest.fixture
async def stage(stage_url: str) -> AsyncIterator[Stage]:
    """Fill a database with dossiers, a paper and looks."""
    async with world_at(stage_url) as world:
        certified = an_appraisal(status=Status.CERTIFIED)
        submitted = an_appraisal(id=an_id(2), status=Status.SUBMITTED)
        await world.holds(certified, submitted, a_certificate(certified))
        await keep_made_up_list(world)
        for number in range(3):
            async with world.ports.transaction() as tx:
                await tx.audit.append(looked(number))
        yield Stage(world, stage_url)

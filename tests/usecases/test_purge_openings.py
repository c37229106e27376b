"""Names and words beside the log go by term; the log holds as before."""

from collections.abc import AsyncIterator

import pytest

from ntm_verify.domain.audit import Action
from ntm_verify.domain.people import WrongOffice
from ntm_verify.domain.retention import MayNotErase, NoTerm, RetentionKind
from ntm_verify.trail.words import Word
from ntm_verify.usecases.preview_purge import PreviewPurge, preview_purge
from ntm_verify.usecases.purge_openings import PurgeOpenings, purge_openings
from tests.support.builders import ADMINISTRATOR, OPERATOR
from tests.support.purges import REASON, ten_years_pass
from tests.support.scenes import an_issued_paper, must_refuse
from tests.support.worlds import World, world_at

ORDER = PurgeOpenings(REASON)


@pytest.fixture
async def erasing(request: pytest.FixtureRequest, world: World) -> AsyncIterator[World]:
    """Give the same world; on PostgreSQL, entered by the role that owns the tables."""
    if "postgres" not in request.node.name:
        yield world
        return
    async with world_at(request.getfixturevalue("postgres_world_url")) as owned:
        yield owned


async def test_old_values_go_with_an_entry_and_the_log_holds(erasing: World) -> None:
    world = erasing
    await an_issued_paper(world)
    named = [event for event in await world.audit_log() if "actor_name" in event.private]
    assert named
    await ten_years_pass(world, RetentionKind.LOG_OPENINGS, 24)
    plan = await preview_purge(world.ports, OPERATOR, PreviewPurge())

    gone = await purge_openings(world.ports, OPERATOR, ORDER)

    assert gone == plan.openings > 0
    *before, last = await world.audit_log()
    assert not any("actor_name" in event.private for event in before)
    assert (last.action, last.private) == (Action.PRIVACY_ERASED, {"note": REASON})
    report = await world.examine()
    assert (report.holds, report.words) == (True, (Word.ERASED,))
    assert len(report.findings) == gone
    assert await purge_openings(world.ports, OPERATOR, ORDER) == 0


async def test_the_role_of_the_service_cannot_erase(postgres_service_url: str) -> None:
    async with world_at(postgres_service_url) as world:
        await an_issued_paper(world)
        await ten_years_pass(world, RetentionKind.LOG_OPENINGS, 24)

        await must_refuse(world, purge_openings, OPERATOR, ORDER, MayNotErase)

        assert (await world.examine()).findings == ()


async def test_only_the_operator_and_only_by_a_term(world: World) -> None:
    await must_refuse(world, purge_openings, OPERATOR, ORDER, NoTerm)
    await ten_years_pass(world, RetentionKind.LOG_OPENINGS, 24)
    await must_refuse(world, purge_openings, ADMINISTRATOR, ORDER, WrongOffice)

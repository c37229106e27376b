"""A draft is kept encrypted for its commune, newest version only, and thrown away whole."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from ntm_verify.domain.draft import Draft
from ntm_verify.domain.errors import StaleRecord
from tests.support.builders import COMMUNE, NOON, OTHER_COMMUNE
from tests.support.worlds import DatabaseWorld, World, world_at

DRAFT = Draft(COMMUNE, "Bùi Văn Mẫu\t0090000001", {"total": "9.236"}, "u-clerk", NOON)


async def keep(world: World, draft: Draft) -> Draft:
    async with world.ports.transaction() as tx:
        return await tx.drafts.save(draft)


async def get(world: World, commune: str = COMMUNE) -> Draft | None:
    async with world.ports.reading() as tx:
        return await tx.drafts.get(commune)


async def test_a_draft_comes_back_and_belongs_to_one_commune(world: World) -> None:
    kept = await keep(world, DRAFT)

    assert kept == replace(DRAFT, version=1)
    assert await get(world) == kept
    assert await get(world, OTHER_COMMUNE) is None


async def test_two_devices_do_not_overwrite_each_other(world: World) -> None:
    first = await keep(world, DRAFT)
    second = await keep(world, replace(first, text="Lê Văn Giả\t0090000003"))

    for stale in (DRAFT, first):
        with pytest.raises(StaleRecord):
            await keep(world, stale)
    assert await get(world) == second


async def test_a_draft_that_was_used_or_forgotten_is_gone(world: World) -> None:
    await keep(world, DRAFT)
    await keep(world, replace(DRAFT, commune=OTHER_COMMUNE, at=NOON + timedelta(days=2)))
    async with world.ports.transaction() as tx:
        assert await tx.drafts.purge(NOON + timedelta(days=1)) == 1
        assert await tx.drafts.get(COMMUNE) is None
        await tx.drafts.remove(OTHER_COMMUNE)
        await tx.drafts.remove(OTHER_COMMUNE)
    assert await get(world, OTHER_COMMUNE) is None


async def test_nothing_typed_can_be_read_in_the_database(database_url: str) -> None:
    async with world_at(database_url) as world:
        await keep(world, DRAFT)
        content = await _content(world)
    assert "Mẫu".encode() not in content
    assert b"0090000001" not in content
    assert b"9.236" not in content


async def _content(world: DatabaseWorld) -> bytes:
    async with world.database.reading() as tx:
        rows = await tx.drafts.session.exec(sa.text("SELECT content FROM draft"))  # type: ignore[call-overload]  # plain SQL
        return bytes(rows.one()[0])

"""Checkpoints and hashes are for everybody, entries for those who may read the log."""

import pytest

from ntm_verify.domain.errors import NotFound
from ntm_verify.domain.people import ANYONE, SYSTEM, WrongOffice
from ntm_verify.usecases.publish_log import PublishLog, publish_log
from ntm_verify.usecases.read_published import ReadPublished, read_published
from tests.support.builders import AUDITOR, CLERK
from tests.support.worlds import World

from .test_publish_log import happens


async def test_each_file_goes_to_those_who_may_have_it(world: World) -> None:
    await happens(world, 3)
    done = await publish_log(world.ports, SYSTEM, PublishLog())
    size = done.head.size

    for path in ("checkpoint", f"checkpoints/{size:012d}", f"tile/0/000.p/{size}"):
        assert await read_published(world.ports, ANYONE, ReadPublished(path))
    entries = ReadPublished(f"tile/entries/000.p/{size}")
    assert b"schema.migrated" in await read_published(world.ports, AUDITOR, entries)
    for stranger in (ANYONE, CLERK):
        with pytest.raises(WrongOffice):
            await read_published(world.ports, stranger, entries)


@pytest.mark.parametrize(
    "path",
    ["", "x", "../checkpoints.db", "checkpoint/..", "tile/0/000", "tile/0/../../x", "tile/a/000"],
)
async def test_nothing_else_is_a_published_file(world: World, path: str) -> None:
    with pytest.raises(NotFound):
        await read_published(world.ports, ANYONE, ReadPublished(path))

"""Files are kept by their digest, raw ones sealed and until their time has come."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from ntm_verify.domain.appraisal import Status
from ntm_verify.domain.errors import DamagedBlob, NotFound
from ntm_verify.domain.reading import FileFacts
from tests.support.builders import (
    NOON,
    an_appraisal,
    an_id,
)
from tests.support.worlds import World

from .conftest import Stage
from .dba import as_dba, change


async def test_a_file_is_kept_once_under_its_digest(world: World) -> None:
    async with world.ports.transaction() as tx:
        digests = {await tx.blobs.keep(b"content") for _ in range(2)}

    assert digests == {"ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73"}
    async with world.ports.reading() as tx:
        assert await tx.blobs.get(digests.pop()) == b"content"


DAY = timedelta(days=1)


async def test_a_sealed_file_opens_under_its_digest(world: World) -> None:
    async with world.ports.transaction() as tx:
        digests = {await tx.blobs.seal(b"content", NOON), await tx.blobs.seal(b"content", NOON)}

    assert digests == {"ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73"}
    async with world.ports.reading() as tx:
        assert await tx.blobs.get(digests.pop()) == b"content"


async def test_old_sealed_files_are_purged_and_kept_ones_are_not(world: World) -> None:
    async with world.ports.transaction() as tx:
        kept = await tx.blobs.keep(b"result")
        old = [await tx.blobs.seal(b"old %d" % number, NOON) for number in range(3)]
        young = await tx.blobs.seal(b"young", NOON + DAY)
        again = await tx.blobs.seal(b"again", NOON)
        assert await tx.blobs.seal(b"again", NOON + DAY) == again
        assert await tx.blobs.seal(b"again", NOON) == again
        assert await tx.blobs.seal(b"result", NOON) == kept

    async with world.ports.transaction() as tx:
        assert await tx.blobs.purge(NOON) == ()
        assert await tx.blobs.purge(NOON + DAY) == tuple(sorted(old))

    async with world.ports.reading() as tx:
        for digest in (kept, young, again):
            assert await tx.blobs.get(digest)
        for digest in old:
            with pytest.raises(NotFound):
                await tx.blobs.get(digest)


async def test_a_dossier_in_preparation_keeps_its_files(world: World) -> None:
    needed = {Status.DRAFT, Status.CHECKING, Status.CHECKED, Status.RETURNED}
    digests = {}
    async with world.ports.transaction() as tx:
        for status in Status:
            digests[status] = await tx.blobs.seal(status.encode(), NOON)
    for number, (status, digest) in enumerate(digests.items()):
        files = (FileFacts("a.xlsx", digest, 4, "xlsx"),)
        await world.holds(an_appraisal(id=an_id(number), status=status, files=files))

    async with world.ports.transaction() as tx:
        purged = await tx.blobs.purge(NOON + DAY)

    assert set(purged) == {digests[status] for status in set(Status) - needed}


async def test_a_raw_file_cannot_be_read_in_the_database(stage: Stage) -> None:
    blob = SQLModel.metadata.tables["blob"]
    async with stage.world.ports.transaction() as tx:
        digests = [await tx.blobs.seal(b"Nguyen Van Gia, 0100000001", NOON) for _ in range(2)]

    with as_dba(stage.url) as dba:
        here = blob.c.sha256 == digests[0]
        content, size = dba.execute(sa.select(blob.c.content, blob.c.size).where(here)).one()
        assert (b"Nguyen" in content, b"0100000001" in content, size) == (False, False, 26)
    assert len(set(digests)) == 1


async def test_a_changed_file_is_named_and_never_handed_out(stage: Stage) -> None:
    blob = SQLModel.metadata.tables["blob"]
    async with stage.world.ports.transaction() as tx:
        plain, sealed = await tx.blobs.keep(b"result"), await tx.blobs.seal(b"list", NOON)
    with as_dba(stage.url) as dba:
        for digest in (plain, sealed):
            here = blob.c.sha256 == digest
            content = bytearray(dba.execute(sa.select(blob.c.content).where(here)).scalar_one())
            content[-1] ^= 1
            change(dba, sa.update(blob).where(here).values(content=bytes(content)))

    async with stage.world.ports.reading() as tx:
        for digest in (plain, sealed):
            with pytest.raises(DamagedBlob, match=digest):
                await tx.blobs.get(digest)

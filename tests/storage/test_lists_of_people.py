"""People are matched across communes by digests alone, and raw files lie sealed until purged."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from ntm_verify.domain.appraisal import Appraisal, Status
from ntm_verify.domain.errors import DamagedBlob, NotFound
from ntm_verify.domain.reading import FileFacts
from ntm_verify.storage.sealing import WrongSeal, seal, unseal
from ntm_verify.usecases.shelves import SharedListing
from tests.support.builders import (
    NOON,
    OTHER_COMMUNE,
    OTHER_PROVINCE,
    an_appraisal,
    an_id,
)
from tests.support.worlds import World, digest_people

from .conftest import Stage
from .dba import as_dba, change

AN, BA, CA = digest_people(["0100000001", "0100000002", "0100000003"])
OWN = an_appraisal(id=an_id(1))
OTHER = an_appraisal(id=an_id(2), commune=OTHER_COMMUNE)


async def listed(world: World, **lists: tuple[bytes, ...]) -> None:
    """Let the dossiers `own` and `other` count these people, from place 10 on."""
    async with world.ports.transaction() as tx:
        for name, people in lists.items():
            dossier = {"own": OWN, "other": OTHER}[name]
            places = range(10, 10 + len(people))
            await tx.listings.replace(dossier, people, places)


async def elsewhere(world: World, dossier: Appraisal = OWN) -> tuple[SharedListing, ...]:
    async with world.ports.reading() as tx:
        return await tx.listings.elsewhere(dossier.id)


async def test_people_of_two_lists_are_found_by_place(world: World) -> None:
    await world.holds(OWN, OTHER)
    await listed(world, own=(AN, BA, AN), other=(CA, AN))

    assert await elsewhere(world) == (
        SharedListing(10, OTHER.id, 11),
        SharedListing(12, OTHER.id, 11),
    )
    assert await elsewhere(world, OTHER) == (
        SharedListing(11, OWN.id, 10),
        SharedListing(11, OWN.id, 12),
    )


async def test_a_new_list_takes_the_place_of_the_old_one(world: World) -> None:
    await world.holds(OWN, OTHER)
    await listed(world, own=(AN, BA), other=(AN, BA))
    await listed(world, own=(CA,))
    assert await elsewhere(world) == ()

    await listed(world, own=(BA,), other=())
    assert await elsewhere(world) == ()


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (OTHER, True),
        *((replace(OTHER, status=status), True) for status in (Status.SUBMITTED, Status.APPROVED)),
        (replace(OTHER, status=Status.CERTIFIED), True),
        (replace(OTHER, status=Status.RETURNED), True),
        *((replace(OTHER, status=status), False) for status in (Status.DRAFT, Status.CHECKED)),
        *((replace(OTHER, status=status), False) for status in (Status.REFUSED, Status.WITHDRAWN)),
        *((replace(OTHER, status=status), False) for status in (Status.REVOKED, Status.SUPERSEDED)),
        (replace(OTHER, commune=OWN.commune), False),
        (replace(OTHER, province=OTHER_PROVINCE), False),
        (replace(OTHER, as_of=date(2019, 1, 1)), True),
        (replace(OTHER, as_of=date(2018, 12, 31)), False),
    ],
)
async def test_only_standing_lists_of_province_and_year_are_compared(
    world: World, other: Appraisal, *, found: bool
) -> None:
    await world.holds(OWN, other)
    await listed(world, own=(AN,), other=(AN,))

    assert bool(await elsewhere(world)) == found


async def test_a_dossier_without_a_list_shares_nobody(world: World) -> None:
    await world.holds(OWN)

    assert await elsewhere(world) == ()


# ---- raw files


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


@pytest.mark.parametrize(
    ("status", "needed"),
    [
        (Status.DRAFT, True),
        (Status.CHECKING, True),
        (Status.CHECKED, True),
        (Status.RETURNED, True),
        (Status.SUBMITTED, False),
        (Status.CERTIFIED, False),
    ],
)
async def test_a_dossier_in_preparation_keeps_its_files(
    world: World, status: Status, *, needed: bool
) -> None:
    async with world.ports.transaction() as tx:
        digest = await tx.blobs.seal(b"list", NOON)
    await world.holds(an_appraisal(status=status, files=(FileFacts("a.xlsx", digest, 4, "xlsx"),)))

    async with world.ports.transaction() as tx:
        assert await tx.blobs.purge(NOON + DAY) == (() if needed else (digest,))


async def test_a_raw_file_cannot_be_read_in_the_database(stage: Stage) -> None:
    blob = SQLModel.metadata.tables["blob"]
    async with stage.world.ports.transaction() as tx:
        digests = [await tx.blobs.seal(b"Nguyen Van Gia, 0100000001", NOON) for _ in range(2)]

    with as_dba(stage.url) as dba:
        content, size = dba.execute(sa.select(blob.c.content, blob.c.size)).one()
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


KEY = bytes(range(32))


def test_what_is_sealed_opens_with_its_key_and_digest_only() -> None:
    sealed = seal(KEY, b"content", "digest")

    assert unseal(KEY, sealed, "digest") == b"content"
    assert seal(KEY, b"content", "digest") != sealed
    for key, changed, digest in (
        (bytes(32), sealed, "digest"),
        (KEY, sealed, "other"),
        (KEY, sealed[:-1], "digest"),
        (KEY, b"\x02" + sealed[1:], "digest"),
        (KEY, sealed[:8], "digest"),
        (KEY, b"", "digest"),
    ):
        with pytest.raises(WrongSeal):
            unseal(key, changed, digest)

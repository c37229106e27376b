"""What a hand inside the database could change, in each of the worlds, past the service."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlmodel import select

from ntm_verify.domain.appraisal import Appraisal
from ntm_verify.domain.certificate import Certificate
from ntm_verify.storage.appraisals import AppraisalRow
from ntm_verify.storage.blobs import BlobRow
from ntm_verify.storage.certificates import CertificateRow
from ntm_verify.trail.tree import leaf_hash
from tests.storage import dba
from tests.support.worlds import DatabaseWorld, MemoryWorld, World


async def change_blob(world: World, digest: str) -> None:
    """Change one byte of a kept file."""
    if isinstance(world, MemoryWorld):
        world.memory.kept.blobs[digest] = flipped(world.memory.kept.blobs[digest])
        return
    assert isinstance(world, DatabaseWorld)
    row: Any = BlobRow
    async with world.database.transaction() as tx:
        session = tx.appraisals.session
        kept = await session.exec(select(BlobRow).where(row.sha256 == digest))
        content = kept.one().content
        update = sa.update(row).where(row.sha256 == digest).values(content=flipped(content))
        await session.exec(update)


async def lose_blob(world: World, digest: str) -> None:
    """Delete a kept file."""
    if isinstance(world, MemoryWorld):
        del world.memory.kept.blobs[digest]
        return
    assert isinstance(world, DatabaseWorld)
    row: Any = BlobRow
    async with world.database.transaction() as tx:
        await tx.appraisals.session.exec(sa.delete(row).where(row.sha256 == digest))


async def change_record(
    world: World,
    value: Appraisal | Certificate,
    **fields: Any,  # noqa: ANN401 - of the record
) -> None:
    """Change columns of a record and tell nobody; the log no longer fits."""
    world.broken = True
    changed = replace(value, **fields)
    assert changed != value
    if isinstance(world, MemoryWorld):
        await world.set_version(changed)
        return
    assert isinstance(world, DatabaseWorld)
    event = uuid4()
    row: Any = (
        AppraisalRow.of(changed, event)
        if isinstance(changed, Appraisal)
        else CertificateRow.of(changed, event)
    )
    table: Any = type(row)
    names = [column.name for column in table.__table__.columns if column.name != "event"]
    values = {name: getattr(row, name) for name in names}
    async with world.database.transaction() as tx:
        update = sa.update(table).where(table.id == value.id).values(values)
        await tx.appraisals.session.exec(update)


async def change_entry(
    world: World, index: int, edit: Callable[[bytes], bytes], *, rehash: bool = False
) -> None:
    """Change the bytes of an entry of the log; with `rehash` its stored hash fits them again."""
    world.broken = True
    if isinstance(world, MemoryWorld):
        log = world.memory.kept.log
        entry = edit(log[index].entry)
        leaf = leaf_hash(entry) if rehash else log[index].leaf
        log[index] = replace(log[index], entry=entry, leaf=leaf)
        return
    assert isinstance(world, DatabaseWorld)
    url = world.database.engine.url.render_as_string(hide_password=False)
    with dba.as_dba(url) as connection:
        event = dba.tables_of(connection).event
        entry = edit(dba.entries_of(connection)[index])
        values = {"entry": entry} | ({"leaf": leaf_hash(entry)} if rehash else {})
        dba.change(connection, sa.update(event).where(event.c.idx == index).values(values))


async def change_leaf(world: World, index: int) -> None:
    """Change the stored hash of an entry, the entry left as it is."""
    world.broken = True
    if isinstance(world, MemoryWorld):
        log = world.memory.kept.log
        log[index] = replace(log[index], leaf=flipped(log[index].leaf))
        return
    assert isinstance(world, DatabaseWorld)
    url = world.database.engine.url.render_as_string(hide_password=False)
    with dba.as_dba(url) as connection:
        event = dba.tables_of(connection).event
        leaf = leaf_hash(dba.entries_of(connection)[index])
        here = event.c.idx == index
        dba.change(connection, sa.update(event).where(here).values(leaf=flipped(leaf)))


def flipped(content: bytes) -> bytes:
    """Flip one bit in the middle."""
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
